"""How a result would vary if nothing truly changed: about what is expected, with two tails.

The tails differ where the baseline is itself a sample: the lower one takes the baseline as it was
seen, the upper one as if one event more had been seen. So the comparison of two samples is the
conditional exact test in both directions (for counts the binomial of the one in the sum of both,
for people who the hypergeometric), and neither promise is broken by chance alone.
"""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]

_NODES = 32


class Law(Protocol):
    """How a result varies: about what is expected, in whole steps or not, with two tails."""

    @property
    def expected(self) -> float:
        """What is expected."""
        ...

    @property
    def most(self) -> float:
        """The most that there can be."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether results are whole numbers."""
        ...

    def below(self, value: ArrayLike) -> Numbers:
        """Return the chance of a value or less."""
        ...

    def above(self, value: ArrayLike) -> Numbers:
        """Return the chance of more than a value."""
        ...

    def at(self, expected: float) -> Law:
        """Return the law if this were the truth."""
        ...


def check_positive(what: str, value: float) -> None:
    """Raise ``ValueError`` unless a number is above nought."""
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{what} must be above nought, not {value:g}")


def times_of(degrees: int | None) -> Numbers:
    """Return how many times its measure a dispersion may be, equally likely each."""
    if degrees is None:
        return np.ones(1)
    middles = (np.arange(_NODES) + 0.5) / _NODES
    return cast(Numbers, degrees / special.chdtri(degrees, middles))
