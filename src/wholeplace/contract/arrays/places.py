"""Between which limits each of many numbers lies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from wholeplace.contract.arrays.bounds import ROUNDING, Near
from wholeplace.contract.arrays.masks import Mask
from wholeplace.contract.arrays.whole import MOST, Whole


def places(numbers: Whole | Near, limits: Sequence[Fraction]) -> tuple[npt.NDArray[np.intp], Mask]:
    """Return how many limits each number has reached, and the rows too near to one to tell.

    ``limits`` are in order.
    """
    if isinstance(numbers, Whole):
        # A whole number reaches a limit where it reaches the next whole number from there.
        tops = [ceil(limit * numbers.bottom) for limit in limits]
        if all(abs(top) < MOST for top in tops):
            ends = np.array(tops, dtype=np.int64)
            return np.searchsorted(ends, numbers.top, side="right"), None
        numbers = Near(numbers.top / numbers.bottom, np.abs(numbers.top / numbers.bottom) * 2**-50)
    ends = np.array([float(limit) for limit in limits])
    leeway = numbers.error + ROUNDING * np.abs(ends).max(initial=0.0)
    which = np.searchsorted(ends, numbers.value, side="right")
    before = np.searchsorted(ends, numbers.value - leeway, side="right")
    after = np.searchsorted(ends, numbers.value + leeway, side="right")
    unsure = (before != after) | ~np.isfinite(leeway)
    return which, unsure if unsure.any() else None
