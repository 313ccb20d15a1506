"""How a mean varies: normal, or Student's t where its spread was measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.outcomes.targets.law import Numbers, check_positive


@dataclass(frozen=True, slots=True)
class Means:
    """A mean: normal, or Student's t where its spread was measured.

    ``error`` is the standard error of the result about what is expected, baseline included.
    """

    expected: float
    error: float
    degrees: int | None = None

    def __post_init__(self) -> None:
        """Refuse a mean that does not vary."""
        check_positive("error", self.error)

    @property
    def most(self) -> float:
        """There is no most."""
        return np.inf

    @property
    def is_whole(self) -> bool:
        """A mean is not whole."""
        return False

    def below(self, value: ArrayLike) -> Numbers:
        """Return the chance of a mean as low as that or lower."""
        z = (np.asarray(value, dtype=np.float64) - self.expected) / self.error
        found = special.ndtr(z) if self.degrees is None else special.stdtr(self.degrees, z)
        return cast(Numbers, found)

    def above(self, value: ArrayLike) -> Numbers:
        """Return the chance of a higher mean."""
        return self.below(2 * self.expected - np.asarray(value, dtype=np.float64))

    def at(self, expected: float) -> Means:
        """Return the law if this were the mean."""
        return replace(self, expected=expected)
