"""The values that a result can have, with the chance of each or less."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from wholeplace.outcomes.targets import Law

_TAIL = 1e-9
_STEPS = 4000
_DOUBLINGS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Values in order, and the chance of each or less; the last holds what is left."""

    values: tuple[Fraction, ...]
    below: NDArray[np.float64]


def spread_of(law: Law) -> Spread:
    """Return all whole values but the rarest (one in 10^9), or a mean in 4,000 equal parts."""
    low, high = _edge(law, -1), _edge(law, 1)
    if law.is_whole:
        whole = np.arange(max(floor(low), 0), min(floor(high) + 1, law.most) + 1)
        return Spread(tuple(Fraction(int(k)) for k in whole), law.below(whole))
    parts = (np.arange(_STEPS) + 0.5) / _STEPS
    fine = np.linspace(low, high, 20 * _STEPS + 1)
    places = np.interp(parts, law.below(fine), fine)
    values = tuple(Fraction(f"{value:.9f}") for value in places)
    return Spread(values, (np.arange(_STEPS) + 1) / _STEPS)


def _edge(law: Law, sign: int) -> float:
    reach = 1.0 if law.is_whole else float(getattr(law, "error", 1.0))
    for _ in range(_DOUBLINGS):
        value = law.expected + sign * reach
        tail = law.above(value) if sign > 0 else law.below(value)
        if float(tail) < _TAIL:
            return value
        reach *= 2
    return law.expected + sign * reach
