"""The slope and the relative index of inequality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Numbers,
    counts,
    exposures,
    quantile_of_normal,
)

FEWEST_GROUPS = 2
DRAWS = 100_000


class Scale(StrEnum):
    """On which scale the values of groups are drawn: as they are, their logarithm, or log odds."""

    PLAIN = "plain"
    RATE = "rate"
    PROPORTION = "proportion"


@dataclass(frozen=True, slots=True)
class Slope:
    """The line through groups from the first (rank 0) to the last (rank 1), for each area.

    ``index`` is the slope index: how much the line rises from rank 0 to rank 1. ``relative`` is the
    line at rank 1 over the line at rank 0. ``start`` is the line at rank 0.
    """

    index: Numbers
    index_lower: Numbers
    index_upper: Numbers
    relative: Numbers
    relative_lower: Numbers
    relative_upper: Numbers
    start: Numbers


def ranks(populations: ArrayLike) -> Numbers:
    """Return where the middle of each group stands in the ranking of all people, from 0 to 1.

    The last axis is that of the groups, in order: the first with 12% of people stands at 0.06.
    """
    people = exposures(populations, "population")
    share = people / people.sum(-1, keepdims=True)
    found: Numbers = np.cumsum(share, axis=-1) - share / 2
    return found


def errors_of(
    lower: ArrayLike, upper: ArrayLike, scale: Scale, confidence: float = CONFIDENCE
) -> Numbers:
    """Return the standard errors, on a scale, of values with these limits."""
    ends = [_on(np.asarray(limit, dtype=np.float64), scale) for limit in (lower, upper)]
    found: Numbers = (ends[1] - ends[0]) / (2 * quantile_of_normal(confidence))
    return found


def slope_index(
    values: ArrayLike,
    errors: ArrayLike,
    populations: ArrayLike,
    chance: np.random.Generator,
    scale: Scale = Scale.PLAIN,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Slope:
    """Return the slope and relative index of inequality over ranked groups, with their limits.

    The last axis of values, their standard errors (on ``scale``, see ``errors_of``) and populations
    is that of the groups, the most deprived first. A line is fitted through the values at the
    ``ranks`` of the groups, by least squares weighted with populations. Limits are quantiles of the
    same of ``draws`` values of each group, from normal distributions on the scale. Source: Low and
    Low 2004, as in the English public-health statistics. The same ``chance`` gives the same limits.

    Raises ``ValueError`` for a population of nought, fewer than two groups, a missing value, a
    negative error, or a value that is not on the scale.
    """
    y, error, people = _checked(values, errors, populations, scale)
    start, rise = _line(y, people)
    drawn = chance.normal(size=(draws, *y.shape)) * error + _on(y, scale)
    drawn_start, drawn_rise = _line(_off(drawn, scale), people)
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    lower, upper = np.quantile(drawn_rise, tails, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (start + rise) / start
        drawn_ratio = (drawn_start + drawn_rise) / drawn_start
    least, most = np.quantile(drawn_ratio, tails, axis=0)
    return Slope(rise, lower, upper, ratio, least, most, start)


def _checked(
    values: ArrayLike, errors: ArrayLike, populations: ArrayLike, scale: Scale
) -> tuple[Numbers, Numbers, Numbers]:
    people, error = exposures(populations, "population"), counts(errors, "standard errors")
    y = np.asarray(values, dtype=np.float64)
    if y.ndim == 0 or y.shape[-1] < FEWEST_GROUPS:
        raise ValueError("a slope needs two groups or more")
    if not np.isfinite(y).all():
        raise ValueError("the value of a group is missing")
    with np.errstate(divide="ignore", invalid="ignore"):
        if not np.isfinite(_on(y, scale)).all():
            raise ValueError(f"a value of a group is no {scale.value} above nought")
    return y, np.broadcast_to(error, y.shape), np.broadcast_to(people, y.shape)


def _line(y: Numbers, people: Numbers) -> tuple[Numbers, Numbers]:
    """Return the line at rank 0 and its rise to rank 1; the mean rank of people is one half."""
    share, away = people / people.sum(-1, keepdims=True), ranks(people) - 0.5
    rise = (share * away * y).sum(-1) / (share * away**2).sum(-1)
    return (share * y).sum(-1) - rise / 2, rise


def _on(values: Numbers, scale: Scale) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale is Scale.RATE:
            found: Numbers = np.log(values)
            return found
        return np.log(values / (1 - values)) if scale is Scale.PROPORTION else values


def _off(values: Numbers, scale: Scale) -> Numbers:
    if scale is Scale.RATE:
        found: Numbers = np.exp(values)
        return found
    return 1 / (1 + np.exp(-values)) if scale is Scale.PROPORTION else values
