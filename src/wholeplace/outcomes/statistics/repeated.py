"""Directly standardised rates of events that may happen to a person more than once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    counts,
    estimates,
    exposures,
    reasons,
)
from wholeplace.outcomes.statistics.intervals import byar_limits
from wholeplace.outcomes.statistics.standardised import FEWEST_FOR_DIRECT


def repeated_standardised(
    people: ArrayLike,
    times: ArrayLike,
    exposure: ArrayLike,
    weights: ArrayLike,
    per: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return directly standardised rates of events that come again to the same people.

    The last axis of ``people`` is how often it happened to them (``times``: 1, 2, 3 and so on),
    the one before it that of the strata, as in ``exposure`` and ``weights``; those before it are
    areas. The rate is that of all events. Two events of one person are not independent, so the
    variance is sum(f^2 variance_f), f being how often and variance_f that of the standardised
    rate of people to whom it happened f times. Limits are Byar's of the count of all events, shrunk
    or stretched as in ``directly_standardised``. Source: the practice of the English public-health
    statistics for events that are not independent (Eayres 2008).

    Missing where an area has fewer than 10 events. Raises ``ValueError`` for a negative count or
    weight, a stratum without exposure, or a number of times that is not above nought.
    """
    x, f = counts(people, "people"), exposures(times, "number of times")
    n, w = exposures(exposure), counts(weights, "the standard population")
    if x.ndim <= 1 or x.shape[-1] != f.shape[-1]:
        raise ValueError("there must be one number of people for each stratum and number of times")
    if not w.sum() > 0:
        raise ValueError("the standard population has nobody in it")
    share = w / w.sum()
    total = (x * f).sum((-2, -1))
    rate = (share * (x * f).sum(-1) / n).sum(-1)
    variance = (share**2 * (x * f**2).sum(-1) / n**2).sum(-1)
    lower, upper = byar_limits(total, confidence)
    step = np.sqrt(variance / np.maximum(total, 1))
    why = reasons(total.shape, (Missing.FEW_EVENTS, total < FEWEST_FOR_DIRECT))
    low, high = (rate + step * (limit - total) for limit in (lower, upper))
    return estimates(rate * per, low * per, high * per, why)
