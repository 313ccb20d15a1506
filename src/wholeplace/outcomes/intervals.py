"""Confidence intervals for counts and rates of events."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

FEWEST_FOR_BYAR = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A lower and an upper limit."""

    lower: float
    upper: float


def count_interval(count: int, confidence: float = 0.95) -> Interval:
    """Return the limits of a Poisson count: exact below 10, Byar's approximation from 10 on.

    Exact limits are half the chi-square quantiles with 2n and 2n + 2 degrees of freedom; the
    lower limit of zero events is zero. Source: the practice of the English public health
    statistics (Breslow and Day 1987 for Byar). Raises ``ValueError`` below zero events.
    """
    # It takes most of a second to import, and a load of records needs no interval.
    from scipy.stats import chi2, norm  # noqa: PLC0415 - see above

    if count < 0:
        msg = f"a count of events cannot be {count}"
        raise ValueError(msg)
    tail = (1 - confidence) / 2
    if count < FEWEST_FOR_BYAR:
        lower = float(chi2.ppf(tail, 2 * count) / 2) if count else 0.0
        return Interval(lower, float(chi2.ppf(1 - tail, 2 * count + 2) / 2))
    z = float(norm.ppf(1 - tail))
    return Interval(
        count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3,
        (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * sqrt(count + 1))) ** 3,
    )


def rate_interval(count: int, exposure: float, per: int, confidence: float = 0.95) -> Interval:
    """Return the limits of ``count`` events over ``exposure``, ``per`` so many of its units."""
    if exposure <= 0:
        msg = "a rate needs an exposure above zero"
        raise ValueError(msg)
    limits = count_interval(count, confidence)
    return Interval(limits.lower / exposure * per, limits.upper / exposure * per)
