"""How much of a month's cost is known one, two, three months after it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from wholeplace.budget.late import Foreseen
from wholeplace.kernel import FinancialYear, Month


@dataclass(frozen=True, slots=True)
class Lateness:
    """What makes a whole of what is known of a month, and how sure that is.

    ``factors[k]`` is what is known after k + 1 months for what was known after k, and ``tail``
    what comes after the last. ``standard_error`` (pounds) is that of the late cost of all the
    months that are over, together. ``source`` says who found them.
    """

    factors: tuple[Fraction, ...] = ()
    tail: Fraction = Fraction(1)
    standard_error: float = 0.0
    source: str = field(default="all cost is taken to be known when its month is over")

    def whole(self, delay: int) -> Fraction:
        """Return all of a month's cost for what is known of it ``delay`` months after."""
        return prod(self.factors[delay:], start=Fraction(1)) * self.tail

    @property
    def comes_late(self) -> bool:
        """Whether any cost does."""
        return any(self.whole(delay) != 1 for delay in range(len(self.factors) + 1))


ON_TIME = Lateness()
"""Of a line whose cost is all known when its month is over."""


def lateness(foreseen: Foreseen, year: FinancialYear, source: str) -> Lateness:
    """Return what a chain ladder says of the months of a year.

    Its standard error is of all months of the ladder, together. Where some are of an earlier year,
    those of this year added up are taken instead, if that is less: months are late together (Mack
    1993), and the sum is what they come to at most.
    """
    months = set(map(str, year.months()))
    errors = [one.standard_error for one in foreseen.months if one.origin in months]
    error = min(foreseen.standard_error, math.fsum(errors))
    return Lateness(foreseen.factors, foreseen.tail, error, source)


def delays(over: Sequence[Month]) -> tuple[int, ...]:
    """Return how many months after its own each month that is over is looked at."""
    return tuple(reversed(range(len(over))))
