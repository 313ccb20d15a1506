"""Run charts: points about their median, and whether their order can be chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.control.packing import packed, series_of, side
from wholeplace.outcomes.statistics import Numbers

_UNLIKELY = 0.05
_EVEN = 0.5
_LONGER_BY = 3


class NoRuns(StrEnum):
    """Why a run chart tells nothing."""

    NOTHING = ""
    NO_VALUE = "it has no value"
    ALL_ON_MEDIAN = "fewer than two points off the median"


@dataclass(frozen=True, slots=True)
class RunChart:
    """What is told of each series.

    ``useful`` points are those off the median. ``longest`` is the longest run of them on one
    side, ``longest_expected`` the longest that chance would give; ``crossings`` is how often the
    line through them goes over the median, ``crossings_expected`` the fewest that chance would.
    ``shifted`` where a run is longer, ``crossed_seldom`` where crossings are fewer; either is a
    signal. Where ``why`` says why, no number is told (NaN) and nothing is a signal.
    """

    median: Numbers
    useful: Numbers
    longest: Numbers
    longest_expected: Numbers
    crossings: Numbers
    crossings_expected: Numbers
    shifted: NDArray[np.bool_]
    crossed_seldom: NDArray[np.bool_]
    why: NDArray[np.str_]

    @property
    def signal(self) -> NDArray[np.bool_]:
        """Where the order of points is hardly chance."""
        return self.shifted | self.crossed_seldom


def run_chart(values: ArrayLike, median: ArrayLike | None = None) -> RunChart:
    """Return run charts of series by Anhøj's rules: the last axis of ``values`` is that of points.

    Of n points off the median (those on it are passed over) a run of more than round(log2 n) + 3,
    or fewer crossings than the 5% quantile of a binomial distribution with n - 1 trials and
    probability 1/2, is a signal. ``median`` is one for each series that was found before, such as
    that of a baseline; without it, that of the series. Missing points (NaN) are left out. Source:
    Anhøj and Olesen 2014; Chen 2010 for the crossings. Raises ``ValueError`` for an infinite value.
    """
    # It takes most of a second to import, and a load of records needs no chart.
    from scipy.stats import binom  # noqa: PLC0415 - see above

    y = series_of(values)
    known = (~np.isnan(y)).any(-1)
    middle = _median(y) if median is None else np.asarray(median, dtype=np.float64)
    middle = np.broadcast_to(middle, y.shape[:-1])
    at = side(y, middle[..., None]).astype(np.float64)
    sides = packed(np.where(at == 0, np.nan, at)).values
    n = (~np.isnan(sides)).sum(-1)
    expected = np.round(np.log2(np.maximum(n, 1))) + _LONGER_BY
    fewest = binom.ppf(_UNLIKELY, np.maximum(n - 1, 1), _EVEN)
    why = np.select([~known, n <= 1], [NoRuns.NO_VALUE.value, NoRuns.ALL_ON_MEDIAN.value], "")
    told, tells = (_longest(sides), expected, _crossings(sides), fewest), why == ""
    longest, long, crossings, few = (np.where(tells, one, np.nan) for one in told)
    useful = np.where(known, n, np.nan)
    with np.errstate(invalid="ignore"):
        shifted, seldom = longest > long, crossings < few
    return RunChart(middle, useful, longest, long, crossings, few, shifted, seldom, why)


def _median(y: Numbers) -> Numbers:
    safe = np.where(np.isnan(y).all(-1, keepdims=True), 0.0, y)  # nothing has no median
    return np.where(np.isnan(y).all(-1), np.nan, np.nanmedian(safe, axis=-1))


def _crossings(sides: Numbers) -> Numbers:
    return np.asarray((sides[..., 1:] * sides[..., :-1] < 0).sum(-1), dtype=np.float64)


def _longest(sides: Numbers) -> Numbers:
    """Return the longest run of equal sides; those that are missing are last in a row."""
    place = np.broadcast_to(np.arange(sides.shape[-1]), sides.shape)
    as_before = np.zeros(sides.shape, dtype=bool)
    as_before[..., 1:] = sides[..., 1:] == sides[..., :-1]
    began = np.maximum.accumulate(np.where(as_before, 0, place), axis=-1)
    length = np.where(np.isnan(sides), 0, place - began + 1)
    return np.asarray(length.max(-1, initial=0), dtype=np.float64)
