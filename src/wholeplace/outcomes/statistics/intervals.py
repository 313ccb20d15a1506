"""Limits of counts, rates and proportions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Numbers,
    counts,
    estimates,
    exposures,
    quantile_of_normal,
)

FEWEST_FOR_BYAR = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A lower and an upper limit."""

    lower: float
    upper: float


def poisson_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Return the limits of Poisson counts: exact below 10, Byar's approximation from 10 on.

    Exact limits are half the chi-square quantiles with 2n and 2n + 2 degrees of freedom; the
    lower limit of zero events is zero. Byar's are n (1 - 1/9n - z/3 sqrt n)^3, and the same of
    n + 1 with plus z; a lower one beneath zero is missing (NaN). Any shape. Source: the practice of
    the English public-health statistics (Breslow and Day 1987 for Byar). Raises ``ValueError``
    below zero events.
    """
    n = counts(events)
    lower, upper = byar_limits(n, confidence)
    few = n < FEWEST_FOR_BYAR
    lower[few], upper[few] = exact_limits(n[few], confidence)
    return lower, upper


def byar_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Return Byar's limits of Poisson counts, however few (see ``poisson_limits``)."""
    n, z = counts(events), quantile_of_normal(confidence)
    least = np.where(n > 0, n, 1.0)
    more = n + 1
    lower = n * (1 - 1 / (9 * least) - z / (3 * np.sqrt(least))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(lower < 0, np.nan, lower), np.asarray(upper)


def exact_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Return the exact limits of Poisson counts, however many (see ``poisson_limits``)."""
    from scipy.stats import chi2  # noqa: PLC0415 - slow to import, and a load needs none of it

    found, tail = counts(events), (1 - confidence) / 2
    # Quantiles of chi-square are slow, and counts are often the same: each is looked up once.
    n, which = np.unique(found, return_inverse=True)
    lower = np.where(n > 0, chi2.ppf(tail, np.where(n > 0, 2 * n, 1.0)) / 2, 0.0)
    upper = chi2.ppf(1 - tail, 2 * n + 2) / 2
    return lower[which].reshape(found.shape), upper[which].reshape(found.shape)


def rates(
    events: ArrayLike, exposure: ArrayLike, per: float = 1, confidence: float = CONFIDENCE
) -> Estimates:
    """Return events over exposure, ``per`` so many of its units, with Poisson limits.

    Any shapes that go together. Raises ``ValueError`` for a negative count or no exposure.
    """
    n, over = counts(events), exposures(exposure)
    lower, upper = poisson_limits(n, confidence)
    return estimates(n / over * per, lower / over * per, upper / over * per)


def proportions(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = CONFIDENCE
) -> Estimates:
    """Return proportions with Wilson's score limits.

    (2x + z^2 -+ z sqrt(z^2 + 4x (1 - x/n))) / 2 (n + z^2). Any shapes that go together. Source:
    Wilson 1927; Newcombe and Altman 2000. Raises ``ValueError`` for a numerator above its
    denominator, a negative one, or a denominator of nought.
    """
    x, n, z = (
        counts(numerator),
        exposures(denominator, "denominator"),
        quantile_of_normal(confidence),
    )
    if (x > n).any():
        raise ValueError("a numerator is above its denominator")
    middle, under = 2 * x + z**2, 2 * (n + z**2)
    width = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    return estimates(x / n, (middle - width) / under, (middle + width) / under)


def count_interval(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the limits of a Poisson count (see ``poisson_limits``)."""
    lower, upper = poisson_limits(count, confidence)
    return Interval(float(lower), float(upper))


def rate_interval(
    count: int, exposure: float, per: int, confidence: float = CONFIDENCE
) -> Interval:
    """Return the limits of ``count`` events over ``exposure``, ``per`` so many of its units."""
    found = rates(count, exposure, per, confidence)
    return Interval(float(found.lower), float(found.upper))
