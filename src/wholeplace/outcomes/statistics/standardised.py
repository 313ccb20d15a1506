"""Rates made comparable: directly and indirectly standardised."""

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
from wholeplace.outcomes.statistics.intervals import byar_limits, poisson_limits

FEWEST_FOR_DIRECT = 10


def directly_standardised(
    events: ArrayLike,
    exposure: ArrayLike,
    weights: ArrayLike,
    per: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the rates that areas would have, had they the age and sex of a standard population.

    The last axis is that of the strata; ``weights`` is the standard population in each. The rate is
    sum(w x/n) / sum(w), its variance sum(w^2 x/n^2) / sum(w)^2, and its limits are those of the
    whole count O (Byar), shrunk or stretched: rate + sqrt(variance / O) (limit of O - O). Source:
    Dobson and others 1991, as in the English public-health statistics. Missing where an area has
    fewer than 10 events. Raises ``ValueError`` for a negative count or weight, or for a stratum
    without exposure.
    """
    x, n, w = counts(events), exposures(exposure), counts(weights, "the standard population")
    if not w.sum() > 0:
        raise ValueError("the standard population has nobody in it")
    total, share = x.sum(-1), w / w.sum()
    rate, variance = (share * x / n).sum(-1), (share**2 * x / n**2).sum(-1)
    lower, upper = byar_limits(total, confidence)
    step = np.sqrt(variance / np.maximum(total, 1))
    why = reasons(total.shape, (Missing.FEW_EVENTS, total < FEWEST_FOR_DIRECT))
    ends = (rate + step * (limit - total) for limit in (lower, upper))
    low, high = ends
    return estimates(rate * per, low * per, high * per, why)


def indirectly_standardised(
    events: ArrayLike,
    exposure: ArrayLike,
    standard_rates: ArrayLike,
    per: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return observed over expected events: those at the standard's rates in each stratum.

    The last axis is that of the strata. 1 (or ``per``) is as many as expected. Limits are those of
    the observed count, exact below 10 and Byar's from there, over the expected. Times the
    standard's crude rate it is the indirectly standardised rate. Source: Breslow and Day 1987.
    Raises ``ValueError`` for a negative number, or where nothing is expected.
    """
    observed = counts(events).sum(-1)
    people, norm = counts(exposure, "people"), counts(standard_rates, "the standard's events")
    expected = exposures((people * norm).sum(-1), "expected number")
    lower, upper = poisson_limits(observed, confidence)
    return estimates(observed / expected * per, lower / expected * per, upper / expected * per)
