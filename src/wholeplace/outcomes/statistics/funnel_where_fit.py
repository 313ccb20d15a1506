"""Funnels of many areas, of which some have numbers that make no sense: they have no limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.dispersion import Dispersion, Tails, dispersed_funnel
from wholeplace.outcomes.statistics.estimates import Numbers
from wholeplace.outcomes.statistics.funnel import (
    FunnelPlot,
    Position,
    proportion_funnel,
    rate_funnel,
)
from wholeplace.outcomes.statistics.where_fit import pair, why_unfit


def proportion_funnel_where_fit(numerator: ArrayLike, denominator: ArrayLike) -> FunnelPlot:
    """Return ``proportion_funnel`` of the areas whose numbers make sense; others have no limits."""
    x, n = pair(numerator, denominator)
    fit = why_unfit(x, n, part=True) == ""
    centre, there = _together(x, n, fit)
    found = proportion_funnel(np.where(fit, x, 0.0), np.where(fit, n, 1.0), np.minimum(centre, 1))
    return _only(found, fit, there)


def rate_funnel_where_fit(events: ArrayLike, exposure: ArrayLike, per: float = 1) -> FunnelPlot:
    """Return ``rate_funnel`` of the areas whose numbers make sense; others have no limits.

    Nor has any area of a row in which nothing happened.
    """
    x, n = pair(events, exposure)
    fit = why_unfit(x, n) == ""
    centre, there = _together(x, n, fit)
    there &= centre > 0
    safe = np.where(there, centre, 1.0) * per
    found = rate_funnel(np.where(fit, x, 0.0), np.where(fit, n, 1.0), per, safe)
    return _only(found, fit, there)


def dispersed_funnel_where_fit(
    observed: ArrayLike,
    expected: ArrayLike,
    per: float = 1,
    tails: Tails = Tails.WINSORISED,
) -> tuple[FunnelPlot, Dispersion]:
    """Return ``dispersed_funnel`` of the areas whose numbers make sense; others have no limits."""
    x, n = pair(observed, expected)
    fit = why_unfit(x, n) == ""
    # An area without events has no score: it says nothing of how much the others differ.
    plot, found = dispersed_funnel(np.where(fit, x, 0.0), np.where(fit, n, 1.0), per, tails)
    return _only(plot, fit, np.ones(x.shape[:-1], dtype=bool)), found


def _together(x: Numbers, n: Numbers, fit: NDArray[np.bool_]) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the rate of each row's areas that fit, all together, and in which rows one does."""
    below = np.where(fit, n, 0.0).sum(-1)
    there = below > 0
    return np.where(fit, x, 0.0).sum(-1) / np.where(there, below, 1.0), there


def _only(found: FunnelPlot, fit: NDArray[np.bool_], there: NDArray[np.bool_]) -> FunnelPlot:
    """Return a funnel without the areas that do not fit and the rows that are not there."""
    known = fit & there[..., None]
    low, high, lowest, highest = (
        np.where(known, limits, np.nan)
        for limits in (found.lower, found.upper, found.lowest, found.highest)
    )
    value = np.where(fit, found.value, np.nan)
    stands = np.where(known, found.position, Position.UNKNOWN.value)
    centre = np.where(there[..., None], found.centre, np.nan)
    return FunnelPlot(centre, value, low, high, lowest, highest, stands)
