"""Rates and proportions of many areas at once, of which some have numbers that make no sense.

The functions beneath refuse such numbers; here they are missing, with the reason, and the rest is
worked out. No one area keeps a table from being made, and none of its numbers is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    Numbers,
    estimates,
    reasons,
)
from wholeplace.outcomes.statistics.intervals import proportions, rates
from wholeplace.outcomes.statistics.standardised import directly_standardised


def why_unfit(
    numerator: ArrayLike, denominator: ArrayLike, *, part: bool = False
) -> NDArray[np.str_]:
    """Return why each number has no rate; empty where it has one.

    ``part`` says that the numerator counts some of what the denominator counts.
    """
    x, n = pair(numerator, denominator)
    return reasons(
        x.shape,
        (Missing.NO_COUNT, ~np.isfinite(x)),
        (Missing.NEGATIVE_COUNT, x < 0),
        (Missing.NO_DENOMINATOR, ~(np.isfinite(n) & (n > 0))),
        (Missing.ABOVE_DENOMINATOR, part & (x > n)),
    )


def rates_where_fit(
    events: ArrayLike, exposure: ArrayLike, per: float = 1, confidence: float = CONFIDENCE
) -> Estimates:
    """Return ``rates``, missing with the reason where there is no count or nothing to divide by.

    Expected numbers for exposure make them ratios. Any shapes that go together.
    """
    return _where(lambda x, n: rates(x, n, per, confidence), events, exposure, part=False)


def proportions_where_fit(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = CONFIDENCE
) -> Estimates:
    """Return ``proportions``, missing with the reason where a pair of numbers makes no sense."""
    return _where(lambda x, n: proportions(x, n, confidence), numerator, denominator, part=True)


def standardised_where_fit(
    events: ArrayLike,
    exposure: ArrayLike,
    weights: ArrayLike,
    per: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return ``directly_standardised``, missing where a stratum of an area makes no sense.

    The reason is that of its first such stratum; fewer than 10 events come after.
    """
    x, n = pair(events, exposure)
    why = why_unfit(x, n)
    first = np.argmax(why != "", axis=-1)
    told = np.take_along_axis(why, first[..., None], -1)[..., 0]
    fit = why == ""
    found = directly_standardised(
        np.where(fit, x, 0.0), np.where(fit, n, 1.0), weights, per, confidence
    )
    told = np.where(told == "", found.why, told)
    return estimates(found.value, found.lower, found.upper, told)


def _where(
    statistic: Callable[[Numbers, Numbers], Estimates],
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    part: bool,
) -> Estimates:
    x, n = pair(numerator, denominator)
    why = why_unfit(x, n, part=part)
    fit = why == ""
    found = statistic(np.where(fit, x, 0.0), np.where(fit, n, 1.0))
    return estimates(found.value, found.lower, found.upper, why)


def pair(one: ArrayLike, other: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return numbers that go together, in one shape."""
    x, n = np.broadcast_arrays(
        np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    )
    return x, n
