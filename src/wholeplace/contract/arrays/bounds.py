"""Doubles, each with a bound on how far it is from the exact number (running error analysis).

Every bound holds for any inputs that are themselves off by at most their own bounds. See N. J.
Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from wholeplace.contract.arrays.masks import Truths
from wholeplace.contract.formula import SIGNS

Floats: TypeAlias = npt.NDArray[np.float64]

# A sum, product or quotient of two doubles is off by at most half of this part of itself; the
# other half covers the arithmetic of the bounds themselves.
ROUNDING = 2.0**-52


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Doubles, and by how much at most each is off from the exact number."""

    value: Floats
    error: Floats


def _of_sum(left: Near, right: Near, result: Floats) -> Floats:
    return left.error + right.error + ROUNDING * np.abs(result)


def _of_product(left: Near, right: Near, result: Floats) -> Floats:
    mixed = np.abs(left.value) * right.error + np.abs(right.value) * left.error
    return mixed + left.error * right.error + ROUNDING * np.abs(result)


def _of_quotient(left: Near, right: Near, result: Floats) -> Floats:
    surely = np.abs(right.value) - right.error
    bound = (left.error + np.abs(result) * right.error) / surely + ROUNDING * np.abs(result)
    return cast(Floats, np.where(surely > 0, bound, np.inf))


_BOUNDS: Mapping[str, Callable[[Near, Near, Floats], Floats]] = {
    "+": _of_sum,
    "-": _of_sum,
    "*": _of_product,
    "/": _of_quotient,
}


def near_joined(sign: str, left: Near, right: Near) -> Near:
    """Return ``left sign right``; what overflows or divides by zero is off beyond any bound."""
    with np.errstate(all="ignore"):
        value = SIGNS[sign](left.value, right.value)
        return Near(value, _BOUNDS[sign](left, right, value))


def near_compared(
    compare: Callable[[Any, Any], Any], left: Near, right: Near
) -> tuple[Truths, Truths]:
    """Return a comparison, and the rows in which the two are too near to tell."""
    leeway = left.error + right.error
    with np.errstate(all="ignore"):
        apart = np.abs(left.value - right.value)
    # Written so that what is not a number at all is unsure, too.
    unsure = ~((apart > leeway) | (leeway == 0))
    return np.asarray(compare(left.value, right.value)), unsure


def near_extreme(choose: Callable[[Floats, Floats], Floats], left: Near, right: Near) -> Near:
    """Return the lesser, or the greater, of two numbers in every row."""
    return Near(choose(left.value, right.value), np.maximum(left.error, right.error))


def near_rounded(steps: Near) -> tuple[Floats, Truths]:
    """Return whole numbers, halves away from zero, and the rows too near to a half to tell."""
    size = np.abs(steps.value)
    whole = np.floor(size)
    with np.errstate(all="ignore"):
        rest = size - whole
    half = 0.5
    unsure = ~(np.abs(rest - half) > steps.error) & (steps.error > 0)
    return np.copysign(whole + (rest >= half), steps.value), unsure | ~np.isfinite(size)
