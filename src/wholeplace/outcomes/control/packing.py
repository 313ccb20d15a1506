"""Series whose missing points are put last, so that what is left stands side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics import Numbers

_NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Packed:
    """Rows of values with the missing ones last (NaN), and the point that each of them is."""

    values: Numbers
    order: NDArray[np.intp]

    def unpacked(self, told: NDArray[np.str_]) -> NDArray[np.str_]:
        """Return what is told of the values here in the order that their points had."""
        found = np.zeros_like(told)
        np.put_along_axis(found, self.order, told, -1)
        return found


def series_of(values: ArrayLike) -> Numbers:
    """Return values, the last axis that of the points; raises ``ValueError`` for infinite ones."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim == 0:
        raise ValueError("a single value is no series")
    if np.isinf(found).any():
        raise ValueError("a value is infinite")
    return found


def packed(values: Numbers) -> Packed:
    """Return the rows of values with those that are missing put last."""
    order = np.argsort(np.isnan(values), axis=-1, kind="stable")
    return Packed(np.take_along_axis(values, order, -1), order)


def side(values: Numbers, of: Numbers) -> NDArray[np.int8]:
    """Return 1 where values are above, -1 beneath and 0 at a line, or where one is missing.

    What differs by no more than doubles lose in a sum is at the line.
    """
    known = np.where(np.isnan(values), 0.0, np.abs(values))
    scale = known.max(-1, keepdims=True, initial=0.0)
    away = values - of
    with np.errstate(invalid="ignore"):
        found = np.where(np.abs(away) <= _NOISE * scale, 0.0, np.sign(away))
    return np.nan_to_num(found).astype(np.int8)
