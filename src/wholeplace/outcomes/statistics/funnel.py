"""Areas beside one another: what chance explains of their differences, and which differ more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.estimates import (
    Numbers,
    counts,
    exposures,
    quantile_of_normal,
)
from wholeplace.outcomes.statistics.intervals import poisson_limits

INNER, OUTER = 0.95, 0.998


class Position(StrEnum):
    """Where an area stands: far is beyond the 99.8% limits, the others beyond the 95% ones."""

    FAR_BELOW = "far below"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far above"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """Areas and the limits at their size, of a shape: value, 95% and 99.8% limits, position.

    ``centre`` is what is held to be the same for all areas.
    """

    centre: Numbers
    value: Numbers
    lower: Numbers
    upper: Numbers
    lowest: Numbers
    highest: Numbers
    position: NDArray[np.str_]


def proportion_funnel(
    numerator: ArrayLike, denominator: ArrayLike, centre: ArrayLike | None = None
) -> FunnelPlot:
    """Return proportions in a funnel about ``centre``, or that of all areas together.

    The last axis is that of the areas; the centre is one, or one for each row. Limits are where
    Wilson's interval of a proportion would just hold the centre p: turned round, p -+ z sqrt(p (1 -
    p) / n), not beyond 0 and 1. Source: the practice of the English public-health statistics;
    Wilson 1927. Raises ``ValueError`` as ``proportions`` does, and for a centre that is not from 0
    to 1.
    """
    x, n = np.broadcast_arrays(counts(numerator), exposures(denominator, "denominator"))
    if (x > n).any():
        raise ValueError("a numerator is above its denominator")
    p = _centre(x, n, centre)
    if (p > 1).any():
        raise ValueError("the centre of a funnel of proportions cannot be above 1")

    def limits(confidence: float) -> tuple[Numbers, Numbers]:
        half = quantile_of_normal(confidence) * np.sqrt(p * (1 - p) / n)
        return np.maximum(p - half, 0.0), np.minimum(p + half, 1.0)

    inner, outer = limits(INNER), limits(OUTER)
    value = x / n
    return FunnelPlot(p, value, *inner, *outer, position(value, inner, outer))


def rate_funnel(
    events: ArrayLike, exposure: ArrayLike, per: float = 1, centre: ArrayLike | None = None
) -> FunnelPlot:
    """Return rates in a funnel about ``centre`` (in ``per``), or that of all areas together.

    The last axis is that of the areas; the centre is one, or one for each row. Limits are where the
    exact Poisson interval of a count would just hold what is expected at the centre. An area's
    position is told by the limits of its own count (``poisson_limits``), which from 10 on are
    Byar's and differ from the exact ones in the third digit or later. For directly standardised
    rates give events over rate for exposure. Source: the practice of the English public-health
    statistics. Raises ``ValueError`` as ``rates`` does, and for a centre that is not above nought.
    """
    x, n = np.broadcast_arrays(counts(events), exposures(exposure))
    middle = _centre(x, n, None if centre is None else np.asarray(centre) / per)
    if (middle <= 0).any():
        raise ValueError("the centre of a funnel of rates must be above nought")
    expected = middle * n

    def limits(confidence: float) -> tuple[Numbers, Numbers]:
        lower, upper = count_limits(expected, confidence)
        return lower / n * per, upper / n * per

    inner, outer = limits(INNER), limits(OUTER)
    stands = _position_of_counts(x, expected)
    return FunnelPlot(middle * per, x / n * per, *inner, *outer, stands)


def ratio_funnel(observed: ArrayLike, expected: ArrayLike, per: float = 1) -> FunnelPlot:
    """Return ratios of observed to expected events in a funnel about 1 (see ``rate_funnel``)."""
    return rate_funnel(observed, exposures(expected, "expected number"), per, per)


def count_limits(expected: ArrayLike, confidence: float) -> tuple[Numbers, Numbers]:
    """Return between which counts the exact Poisson interval holds what is expected.

    Any shape. They are not whole: the lines of a funnel. The lower is 0 where even no event
    would be no surprise.
    """
    # It takes most of a second to import, and a load of records needs no interval.
    from scipy.special import pdtrik  # noqa: PLC0415 - see above

    means, tail = exposures(expected, "expected number"), (1 - confidence) / 2
    # Of k events the exact limits are the means at which k or fewer, or k or more, have the tail.
    lower = np.where(np.exp(-means) < tail, pdtrik(tail, means), 0.0)
    return np.maximum(lower, 0.0), pdtrik(1 - tail, means) + 1


def position(
    value: Numbers, inner: tuple[Numbers, Numbers], outer: tuple[Numbers, Numbers]
) -> NDArray[np.str_]:
    """Return where values stand among their 95% and 99.8% limits; a value on a limit is within."""
    with np.errstate(invalid="ignore"):
        beyond = [value < outer[0], value < inner[0], value > outer[1], value > inner[1]]
    return _told(beyond, np.isnan(value))


def _position_of_counts(x: Numbers, expected: Numbers) -> NDArray[np.str_]:
    inner, outer = (poisson_limits(x, confidence) for confidence in (INNER, OUTER))
    beyond = [
        outer[1] < expected,
        inner[1] < expected,
        outer[0] > expected,
        inner[0] > expected,
    ]
    return _told(beyond, np.isnan(x))


def _told(beyond: list[NDArray[np.bool_]], unknown: NDArray[np.bool_]) -> NDArray[np.str_]:
    names = (Position.FAR_BELOW, Position.BELOW, Position.FAR_ABOVE, Position.ABOVE)
    told = [Position.UNKNOWN.value, *(name.value for name in names)]
    return np.select([unknown, *beyond], told, Position.WITHIN.value)


def _centre(x: Numbers, n: Numbers, given: ArrayLike | None) -> Numbers:
    if given is None:
        found: Numbers = x.sum(-1, keepdims=True) / n.sum(-1, keepdims=True)
        return found
    centre = np.asarray(given, dtype=np.float64)
    if not (np.isfinite(centre) & (centre >= 0)).all():
        raise ValueError(f"a funnel cannot have {centre.min():g} for its centre")
    return centre[..., None]
