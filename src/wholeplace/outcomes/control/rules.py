"""The four rules by which a point is a signal, in the order in which they are told.

Source: NHS England, Making Data Count. A point may fall under several rules; the first is told:
outside the limits, a trend of seven, two of three near a limit, seven on one side of the mean.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from wholeplace.outcomes.control.packing import side
from wholeplace.outcomes.statistics import Numbers

LONG_RUN = 7
_THREE, _TWO = 3, 2
_NEAR = 2 / 3  # of the way from the mean to a limit

Flags = NDArray[np.bool_]


class Signal(StrEnum):
    """What a point is told to be; empty where it has no value, or there are no limits."""

    NONE = ""
    COMMON = "common cause"
    ABOVE_LIMIT = "above the upper limit"
    BELOW_LIMIT = "below the lower limit"
    RISING = "7 rising"
    FALLING = "7 falling"
    NEAR_UPPER = "2 of 3 near the upper limit"
    NEAR_LOWER = "2 of 3 near the lower limit"
    ABOVE_MEAN = "7 above the mean"
    BELOW_MEAN = "7 below the mean"


def signals(values: Numbers, mean: Numbers, half: Numbers) -> NDArray[np.str_]:
    """Return the signal at each of values in rows, those that are missing being last in a row.

    ``mean`` and ``half`` (from it to a limit) have a column, or one for each value. A value
    at a limit or at the mean is neither above nor beneath it.
    """
    at_mean = side(values, mean)
    outside = _outside(values, mean, half)
    beyond = _outside(values, mean, _NEAR * half)
    near = (beyond != 0) & (outside == 0)
    rising, falling = _trends(values)
    judged = ~np.isnan(values) & ~np.isnan(half)
    found = [
        (~judged, Signal.NONE),
        (outside > 0, Signal.ABOVE_LIMIT),
        (outside < 0, Signal.BELOW_LIMIT),
        (rising, Signal.RISING),
        (falling, Signal.FALLING),
        (near & _two_of_three(near, at_mean, 1), Signal.NEAR_UPPER),
        (near & _two_of_three(near, at_mean, -1), Signal.NEAR_LOWER),
        (_run(at_mean > 0), Signal.ABOVE_MEAN),
        (_run(at_mean < 0), Signal.BELOW_MEAN),
    ]
    where, told = zip(*found, strict=True)
    return np.select(list(where), [signal.value for signal in told], Signal.COMMON.value)


def _outside(values: Numbers, mean: Numbers, half: Numbers) -> NDArray[np.int8]:
    above, beneath = side(values, mean + half) > 0, side(values, mean - half) < 0
    return above.astype(np.int8) - beneath.astype(np.int8)


def _trends(values: Numbers) -> tuple[Flags, Flags]:
    """Return where a value is one of seven that rise, or that fall; at a turn, what comes after."""
    step = side(values[..., 1:], values[..., :-1])
    # Six steps lie between seven values: the values of a window begin where its steps do.
    rising, falling = (
        _in_any(_all(step == way, LONG_RUN - 1), LONG_RUN, values.shape[-1]) for way in (1, -1)
    )
    after = np.zeros(values.shape, dtype=np.int8)
    after[..., :-1] = step
    return rising & ~(falling & (after < 0)), falling & ~(rising & (after > 0))


def _two_of_three(near: Flags, at_mean: NDArray[np.int8], way: int) -> Flags:
    """Return where a value is one of three on one side of the mean, of which two are near."""
    enough = _windows(near, _THREE).sum(-1) >= _TWO
    alike = _all(at_mean == way, _THREE)
    return _in_any(enough & alike, _THREE, near.shape[-1])


def _run(there: Flags) -> Flags:
    """Return where a value is one of seven in a row that are there."""
    return _in_any(_all(there, LONG_RUN), LONG_RUN, there.shape[-1])


def _all(flags: Flags, width: int) -> Flags:
    """Return for each value from which ``width`` begin whether all of these are flagged."""
    return np.asarray(_windows(flags, width).all(-1))


def _windows(flags: Flags, width: int) -> Flags:
    """Return for each value from which ``width`` begin the flags of these, along a new axis."""
    if flags.shape[-1] < width:
        return np.zeros((*flags.shape[:-1], 0, width), dtype=bool)
    return np.lib.stride_tricks.sliding_window_view(flags, width, axis=-1)


def _in_any(begins: Flags, width: int, size: int) -> Flags:
    """Return which of ``size`` values are in a window that is marked where it begins."""
    found = np.zeros((*begins.shape[:-1], size), dtype=bool)
    for i in range(width):
        found[..., i : i + begins.shape[-1]] |= begins
    return found
