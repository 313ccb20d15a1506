"""What a chart says in two icons: is it getting better or worse, and will it meet its target?"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.control.rules import Signal
from wholeplace.outcomes.control.xmr import Xmr

Better = Literal["higher", "lower", "neither"]
"""Which way of a measure is an improvement; ``neither`` where people differ about it."""

_HIGH = (Signal.ABOVE_LIMIT, Signal.RISING, Signal.NEAR_UPPER, Signal.ABOVE_MEAN)
_LOW = (Signal.BELOW_LIMIT, Signal.FALLING, Signal.NEAR_LOWER, Signal.BELOW_MEAN)


class Kind(StrEnum):
    """What a signal means; empty where there is none to tell."""

    UNKNOWN = ""
    COMMON = "common cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGE = "change"


class VariationKind(StrEnum):
    """What the latest point of a series is: a change is neither an improvement nor a concern."""

    UNKNOWN = ""
    COMMON = "common cause"
    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    CHANGE_HIGH = "change, high"
    CHANGE_LOW = "change, low"


class Assurance(StrEnum):
    """Whether a process as it is meets a target; empty where there is none, or no limits."""

    UNKNOWN = ""
    PASSES = "passes"
    FAILS = "fails"
    HIT_OR_MISS = "hit or miss"


def kinds(chart: Xmr, better: Better) -> NDArray[np.str_]:
    """Return for each point the ``Kind`` of its signal, by which way is an improvement."""
    high, low = _kinds(better)
    return _told(chart.signal, Kind.COMMON, high, low)


def variation_kind(chart: Xmr, better: Better) -> NDArray[np.str_]:
    """Return for each series the ``VariationKind`` of its latest point that has a value."""
    high, low = (
        VariationKind(f"{kind.value}, {way}")
        for kind, way in zip(_kinds(better), ("high", "low"), strict=True)
    )
    signal = np.asarray(chart.at_latest(chart.signal), dtype=np.str_)
    return _told(signal, VariationKind.COMMON, high, low)


def assurance(chart: Xmr, target: ArrayLike, better: Better) -> NDArray[np.str_]:
    """Return for each series the ``Assurance`` that its latest limits give for a target.

    ``target`` is one for all series or one for each, NaN where there is none. A target above
    the upper limit is met always or never, as one below the lower limit is; in between, and at a
    limit, chance decides.
    """
    lower, upper = (
        np.asarray(chart.at_latest(limit), dtype=np.float64) for limit in (chart.lower, chart.upper)
    )
    goal = np.broadcast_to(np.asarray(target, dtype=np.float64), lower.shape)
    unknown = np.isnan(goal) | np.isnan(lower) | (better == "neither")
    above, below = Assurance.FAILS, Assurance.PASSES
    if better == "lower":
        above, below = below, above
    return np.select(
        [unknown, goal > upper, goal < lower],
        [Assurance.UNKNOWN.value, above.value, below.value],
        Assurance.HIT_OR_MISS.value,
    )


def _kinds(better: Better) -> tuple[Kind, Kind]:
    """Return what is meant by a signal that is high, and by one that is low."""
    if better == "neither":
        return Kind.CHANGE, Kind.CHANGE
    if better == "higher":
        return Kind.IMPROVEMENT, Kind.CONCERN
    return Kind.CONCERN, Kind.IMPROVEMENT


def _told(
    signal: NDArray[np.str_], common: StrEnum, high: StrEnum, low: StrEnum
) -> NDArray[np.str_]:
    is_high, is_low = (np.isin(signal, [one.value for one in way]) for way in (_HIGH, _LOW))
    return np.select(
        [signal == Signal.NONE.value, is_high, is_low], ["", high.value, low.value], common.value
    )
