"""Observed events over expected ones, and indirectly standardised rates."""

from __future__ import annotations

from numpy.typing import ArrayLike

from wholeplace.outcomes.statistics.estimates import CONFIDENCE, Estimates, counts, exposures
from wholeplace.outcomes.statistics.intervals import rates
from wholeplace.outcomes.statistics.standardised import indirectly_standardised


def ratios(
    observed: ArrayLike, expected: ArrayLike, per: float = 1, confidence: float = CONFIDENCE
) -> Estimates:
    """Return observed over expected events; 1 (or ``per``) is as many as expected.

    The limits are those of the observed count (``poisson_limits``) over the expected, which is
    held to be known. Any shapes that go together. Source: Breslow and Day 1987. Raises
    ``ValueError`` for a negative count, or where nothing is expected.
    """
    return rates(observed, exposures(expected, "expected number"), per, confidence)


def indirectly_standardised_rates(
    events: ArrayLike,
    exposure: ArrayLike,
    standard_events: ArrayLike,
    standard_exposure: ArrayLike,
    per: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the rates that areas would have, had they the strata of the standard.

    The last axis is that of the strata. Observed over expected events, those at the standard's
    rates, times the standard's crude rate: the sum of its events over that of its exposure.
    Limits as of ``indirectly_standardised``. Source: Breslow and Day 1987, as in the English
    public-health statistics. Raises ``ValueError`` for a negative number, where nothing is
    expected, and where a stratum of the standard has no exposure.
    """
    happened = counts(standard_events, "the standard's events")
    over = exposures(standard_exposure, "exposure of the standard")
    crude = float(happened.sum() / over.sum())
    return indirectly_standardised(events, exposure, happened / over, per * crude, confidence)
