"""Between what a year will come to: how months vary about their profile, and late cost.

The cost of a month is a rate times its share of the profile, and what varies about that has a
variance in proportion to the share. The best rate is then all cost to date over all shares to date,
and with P the part of the profile that is over, and s the spread for a whole year, the year's cost
is missed by a variance of s^2 x (1 - P) / P: what the other months vary by, and the rate is wrong
by. Late cost is foreseen with an error of its own, which the rate carries to the other months.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from scipy import special

from wholeplace.budget.monitor.model import Limits

_UPPER = 0.975
_FEWEST = 2

SOURCE = (
    "ratio of cost to profile, variance in proportion to the profile; Student's t; late cost by"
    " Mack (1993)"
)


@dataclass(frozen=True, slots=True)
class Course:
    """Months that are over: cost (pounds), what the rate gives for each, and its weight.

    ``ahead`` is the weight of the months to come; all weights together are 1.
    ``late_error`` is the standard error of late cost, carried to the year.
    """

    costs: Sequence[float]
    fitted: Sequence[float]
    weights: Sequence[float]
    ahead: float
    late_error: float


def limits_of(outturn: float, course: Course) -> Limits:
    """Return the 95% limits of a year, by t with a degree less than there are months.

    Raises ``ValueError`` for one month alone: it does not vary.
    """
    used = [
        (cost - fit, weight)
        for cost, fit, weight in zip(course.costs, course.fitted, course.weights, strict=True)
        if weight > 0
    ]
    if len(used) < _FEWEST:
        raise ValueError("one month does not tell how months vary")
    degrees = len(used) - 1
    spread = math.fsum(miss**2 / weight for miss, weight in used) / degrees
    passed = math.fsum(weight for _, weight in used)
    variance = spread * (course.ahead + course.ahead**2 / passed) + course.late_error**2
    error = math.sqrt(variance)
    half = cast(float, special.stdtrit(degrees, _UPPER)) * error
    return Limits(error, outturn - half, outturn + half)
