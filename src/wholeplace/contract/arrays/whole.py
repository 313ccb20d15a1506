"""Exact fractions for many rows at once: whole numbers over one denominator.

Amounts are whole pence and shares have few decimals, so that nearly every sum of an agreement fits
into whole numbers of 64 bits. A sum that might not fit gives ``None``: it is for doubles to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]

MOST = 2**62
# Doubles of more decimals, or more digits in all, are not the one decimal that people would write.
_MOST_DECIMALS, _LARGEST_DECIMAL = 9, 1e15


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """``top / bottom`` in every row; no ``top`` is larger than ``bound``, in either direction."""

    top: Ints
    bottom: int
    bound: int


def whole_numbers(exact: Sequence[Fraction]) -> Whole | None:
    """Return exact numbers over one denominator."""
    bottom = lcm(*(number.denominator for number in exact))
    tops = [int(number * bottom) for number in exact]
    bound = max(map(abs, tops))
    if max(bound, bottom) >= MOST:
        return None
    return Whole(np.array(tops, dtype=np.int64), bottom, bound)


def decimals(doubles: npt.NDArray[np.float64]) -> Whole | None:
    """Return doubles as the short decimals they were written as, or ``None`` where one is not."""
    largest = np.abs(doubles).max(initial=0.0)
    for places in range(_MOST_DECIMALS + 1):
        scale = 10**places
        if not largest * scale < _LARGEST_DECIMAL:
            return None
        tops = np.rint(doubles * scale)
        if np.array_equal(tops / scale, doubles):
            return Whole(tops.astype(np.int64), scale, int(largest * scale) + 1)
    return None


def _over_one(left: Whole, right: Whole) -> tuple[Ints, Ints, int, int] | None:
    """Return both tops over one bottom, that bottom, and a bound of their sum."""
    return _raised(left, right) or _raised(_reduced(left), _reduced(right))


def _raised(left: Whole, right: Whole) -> tuple[Ints, Ints, int, int] | None:
    bottom = lcm(left.bottom, right.bottom)
    up, over = bottom // left.bottom, bottom // right.bottom
    bound = left.bound * up + right.bound * over
    if max(bound, bottom) >= MOST:
        return None
    return left.top * up, right.top * over, bottom, bound


def _reduced(numbers: Whole) -> Whole:
    shared = gcd(numbers.bottom, int(np.gcd.reduce(numbers.top, axis=None)))
    tops = numbers.top // shared
    return Whole(tops, numbers.bottom // shared, int(np.abs(tops).max(initial=0)))


def added(left: Whole, right: Whole) -> Whole | None:
    """Return the sum in every row."""
    both = _over_one(left, right)
    return both and Whole(both[0] + both[1], both[2], both[3])


def taken_off(left: Whole, right: Whole) -> Whole | None:
    """Return the difference in every row."""
    both = _over_one(left, right)
    return both and Whole(both[0] - both[1], both[2], both[3])


def times(left: Whole, right: Whole) -> Whole | None:
    """Return the product in every row."""
    bottom, bound = left.bottom * right.bottom, left.bound * right.bound
    if max(bottom, bound) >= MOST:
        left, right = _reduced(left), _reduced(right)
        bottom, bound = left.bottom * right.bottom, left.bound * right.bound
    return Whole(left.top * right.top, bottom, bound) if max(bottom, bound) < MOST else None


def scaled(numbers: Whole, factor: Fraction) -> Whole | None:
    """Return the numbers times one exact factor."""
    shared = gcd(factor.numerator, numbers.bottom)
    up, bottom = factor.numerator // shared, numbers.bottom // shared * factor.denominator
    if max(numbers.bound * abs(up), bottom) >= MOST:
        numbers = _reduced(numbers)
        bottom = numbers.bottom * factor.denominator
        up = factor.numerator
    bound = numbers.bound * abs(up)
    return Whole(numbers.top * up, bottom, bound) if max(bound, bottom) < MOST else None


def compared(
    compare: Callable[[Any, Any], Any], left: Whole, right: Whole
) -> npt.NDArray[np.bool_] | None:
    """Return a comparison in every row."""
    both = _over_one(left, right)
    return None if both is None else np.asarray(compare(both[0], both[1]))


def chosen(choose: Callable[[Ints, Ints], Ints], left: Whole, right: Whole) -> Whole | None:
    """Return one of two numbers in every row, chosen by a rule over tops of one denominator."""
    both = _over_one(left, right)
    return both and Whole(choose(both[0], both[1]), both[2], both[3])


def rounded(steps: Whole) -> Whole | None:
    """Return the nearest whole number in every row, halves away from zero."""
    if steps.bottom == 1:
        return steps
    if 2 * steps.bound + steps.bottom >= MOST:
        return None
    size = (2 * np.abs(steps.top) + steps.bottom) // (2 * steps.bottom)
    whole = np.where(steps.top < 0, -size, size)
    return Whole(whole, 1, steps.bound // steps.bottom + 1)
