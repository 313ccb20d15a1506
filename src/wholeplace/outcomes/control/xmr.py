"""XmR charts: a mean, limits from how much neighbouring points differ, and signals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.control.packing import packed, series_of
from wholeplace.outcomes.control.rules import signals
from wholeplace.outcomes.statistics import Numbers

OF_MEAN_RANGE = 2.66
"""From the mean to a limit in mean moving ranges: three over 1.128 (Shewhart; Wheeler 1993)."""

WILD_RANGE = 3.267
"""Moving ranges of so many mean ones, or more, are left out: the upper limit of their chart."""

FEWEST_FOR_CHART = 13
FEWEST_FOR_BASELINE = 12


class Lacks(StrEnum):
    """Why a point of a chart has no signal."""

    NOTHING = ""
    NO_VALUE = "it has no value"
    NO_RANGE = "no limits: fewer than two points"


@dataclass(frozen=True, slots=True)
class Xmr:
    """Series with their limits and signals; all of the shape of ``values``, the last axis points.

    ``mean``, ``lower`` and ``upper`` are those of the point's part. ``signal`` holds words
    of ``Signal``, ``why`` of ``Lacks``. ``short`` is where the limits are of fewer than 13 points:
    they will still move, and a chart of them needs a warning.
    """

    values: Numbers
    mean: Numbers
    lower: Numbers
    upper: Numbers
    signal: NDArray[np.str_]
    why: NDArray[np.str_]
    short: NDArray[np.bool_]

    @property
    def latest(self) -> NDArray[np.intp]:
        """Which point of each series is the latest that has a value; the last where none has."""
        known = ~np.isnan(self.values)
        back = np.argmax(known[..., ::-1], axis=-1)
        return np.asarray(self.values.shape[-1] - 1 - back)

    def at_latest(self, of: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return what one of the arrays here holds at the latest point of each series."""
        return np.take_along_axis(of, self.latest[..., None], -1)[..., 0]


def xmr(
    values: ArrayLike,
    parts: ArrayLike = 0,
    baseline: int | None = None,
    *,
    screened: bool = True,
) -> Xmr:
    """Return charts of series: the last axis of ``values`` is that of the points, in order.

    Of each part of a chart the limits are mean -+ 2.66 times the mean moving range, how much a
    point differs from the one before it. ``screened`` leaves out ranges that are 3.267 times their
    mean or more, and takes the mean of the others. A new part begins where ``parts`` (whole
    numbers, for each point) changes: limits begin again, and no rule looks across. ``baseline``
    takes the limits of each part from its first so many points alone. Missing points (NaN) are left
    out, and their neighbours stand side by side. Where a part has fewer than two points it has no
    limits.
    Source: NHS England, Making Data Count; Wheeler 1993.

    Raises ``ValueError`` for an infinite value, no points, a baseline of fewer than 12, or parts
    that go back.
    """
    y = series_of(values)
    if not y.shape[-1]:
        raise ValueError("a series has no points")
    if baseline is not None and baseline < FEWEST_FOR_BASELINE:
        raise ValueError(f"a baseline needs {FEWEST_FOR_BASELINE} points or more, not {baseline}")
    part = np.broadcast_to(np.asarray(parts), y.shape)
    if (np.diff(part, axis=-1) < 0).any():
        raise ValueError("a part of the chart begins again after another: number them in order")
    chart = None
    for one in np.unique(part):
        there = part == one
        found = _part(np.where(there, y, np.nan), there, baseline, screened=screened)
        chart = found if chart is None else _joined(chart, found, there)
    if chart is None:
        raise ValueError("there are no series")
    return chart


def _part(y: Numbers, there: NDArray[np.bool_], baseline: int | None, *, screened: bool) -> Xmr:
    pack = packed(y)
    first = np.arange(y.shape[-1]) < (y.shape[-1] if baseline is None else baseline)
    base = np.where(first, pack.values, np.nan)
    number = np.isfinite(base).sum(-1, keepdims=True)
    mean, half = _mean(base, number), OF_MEAN_RANGE * _mean_range(base, screened=screened)
    signal = pack.unpacked(signals(pack.values, mean, half))
    lacks = np.where(np.isnan(half), Lacks.NO_RANGE.value, Lacks.NOTHING.value)
    why = np.where(there & np.isnan(y), Lacks.NO_VALUE.value, lacks)
    middle, lower, upper = (
        np.broadcast_to(line, y.shape) for line in (mean, mean - half, mean + half)
    )
    # A fixed baseline of 12 is allowed, so it is no reason to warn.
    enough = FEWEST_FOR_CHART if baseline is None else FEWEST_FOR_BASELINE
    short = np.broadcast_to(number < enough, y.shape)
    return Xmr(y, middle, lower, upper, signal, why, short)


def _mean(base: Numbers, number: NDArray[np.int64]) -> Numbers:
    """Return the mean of each row; it is no further out than its values, whatever doubles lose."""
    known = ~np.isnan(base)
    mean = np.where(known, base, 0.0).sum(-1, keepdims=True) / np.maximum(number, 1)
    low = np.where(known, base, np.inf).min(-1, keepdims=True)
    high = np.where(known, base, -np.inf).max(-1, keepdims=True)
    return np.where(number > 0, np.clip(mean, low, high), np.nan)


def _mean_range(base: Numbers, *, screened: bool) -> Numbers:
    ranges = np.abs(np.diff(base, axis=-1))
    mean = _mean(ranges, np.isfinite(ranges).sum(-1, keepdims=True)) if ranges.size else None
    if mean is None:
        return np.full((*base.shape[:-1], 1), np.nan)
    if not screened:
        return mean
    # Where no point differs from another there is nothing to leave out: the limits are the mean.
    with np.errstate(invalid="ignore"):
        tame = np.where((ranges < WILD_RANGE * mean) | (mean == 0), ranges, np.nan)
    return _mean(tame, np.isfinite(tame).sum(-1, keepdims=True))


def _joined(chart: Xmr, other: Xmr, there: NDArray[np.bool_]) -> Xmr:
    names = ("values", "mean", "lower", "upper", "signal", "why", "short")
    return Xmr(*(np.where(there, getattr(other, name), getattr(chart, name)) for name in names))
