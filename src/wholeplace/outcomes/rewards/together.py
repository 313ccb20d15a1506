"""How much measures go together: what was unexpected of each in the same months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from wholeplace.kernel import Month

FEWEST_MONTHS = 12
_NO_SPREAD = 1e-9
_ALIKE = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """The correlation of good results, a row and a column a measure, and the months it is from."""

    measures: tuple[str, ...]
    correlation: NDArray[np.float64]
    months: int

    def closest(self) -> tuple[str, str, float] | None:
        """Return the two measures that go together, or against one another, the most."""
        pairs = list(combinations(range(len(self.measures)), 2))
        if not pairs:
            return None
        i, j = max(pairs, key=lambda pair: abs(self.correlation[pair]))
        return self.measures[i], self.measures[j], float(self.correlation[i, j])

    @property
    def says(self) -> str:
        """A sentence of what was seen."""
        pair = self.closest()
        if pair is None:
            return ""
        if not self.months:
            return (
                f"Measures are drawn independently of one another: fewer than {FEWEST_MONTHS}"
                " months are known of all of them."
            )
        first, second, how = pair
        return (
            f"Measures are drawn together as {self.months} months of them went: the closest are"
            f" {first} and {second}, with a correlation of {how:.2f} ({self.months} months tell it"
            f" to about {_ALIKE / sqrt(self.months):.2f})."
        )


def together(
    measures: Sequence[str],
    unexpected: Sequence[Mapping[Month, float]],
    lower_is_better: Sequence[bool],
) -> Together:
    """Return how measures went together in the months that all of them have.

    ``unexpected`` are the residuals of each by month (Pearson's: of one spread), from what its own
    target expects; so a common trend or season is no correlation. Where fewer than a year of months
    are common, or a measure did not vary, measures are independent.
    """
    size = len(measures)
    common = sorted(set.intersection(*(set(one) for one in unexpected))) if size else []
    if len(common) < FEWEST_MONTHS:
        return Together(tuple(measures), np.eye(size), 0)
    rows = np.array([[one[month] for month in common] for one in unexpected])
    rows = rows * np.where(np.array(lower_is_better), -1.0, 1.0)[:, np.newaxis]
    centred = rows - rows.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    # What never varied goes with nothing.
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > _NO_SPREAD)
    found = unit @ unit.T
    np.fill_diagonal(found, 1.0)
    return Together(tuple(measures), np.clip(found, -1.0, 1.0), len(common))
