"""The share of a reward that a result earns, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from wholeplace.kernel import Figure, Unit, plain, round_half_away
from wholeplace.outcomes.rewards.curves import (
    AchievementOrImprovement,
    AllOrNothing,
    Calibrated,
    Curve,
    Sliding,
    Tiers,
)
from wholeplace.outcomes.targets import Better, Marks

_NOTHING, _ALL = Fraction(0), Fraction(1)
_MOST_POINTS, _MOST_SHORT = 10, 9
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure came to; missing (``None``) with why. A curve may ask for more than that.

    ``marks`` are for a calibrated curve, ``baseline`` for improvement on one's own.
    """

    value: Fraction | None
    better: Better
    marks: Marks | None = None
    baseline: Fraction | None = None
    why: str = ""


def share_of(curve: Curve, result: Result, measure: str, source: str = "") -> Figure:
    """Return the share that a result earns; missing, with the reason, where it cannot be known."""
    id_ = f"reward.{measure}.share"
    base = Figure(id_, None, Unit.FRACTION, "Share of the reward", source=source)
    why = result.why or "the result is not known"
    if result.value is None:
        return _with(base, None, "", "", why)
    if isinstance(curve, Calibrated) and result.marks is None:
        return _with(base, None, "", "", "there is no target yet")
    earned = earned_at(curve, result.value, result)
    inputs = f"result {plain(result.value, 4)}; {said(curve, result)}"
    return _with(base, earned, FORMULAS[type(curve)], inputs, "")


def _with(base: Figure, value: Fraction | None, formula: str, inputs: str, note: str) -> Figure:
    return Figure(
        base.id, value, base.unit, base.label, formula, inputs, source=base.source, note=note
    )


def earned_at(curve: Curve, value: Fraction, result: Result) -> Fraction:
    """Return the share of a reward (0 to 1) at a value, with the rest of a result as it is."""
    return EARNED[type(curve)](curve, value, result)


def _meets(value: Fraction, mark: Fraction | None, better: Better) -> bool:
    if mark is None:
        return False
    return value <= mark if better == "lower" else value >= mark


def _calibrated(curve: Calibrated, value: Fraction, result: Result) -> Fraction:
    marks = result.marks
    if marks is None:
        raise ValueError("a calibrated curve needs the marks of a target")
    if _meets(value, marks.full, marks.better):
        return _ALL
    if _meets(value, marks.floor, marks.better):
        return _slid(curve, value, marks)
    if marks.zero == marks.floor or _meets(marks.zero, value, marks.better):
        return _NOTHING
    return curve.at_floor * (marks.zero - value) / (marks.zero - marks.floor)


def _slid(curve: Calibrated, value: Fraction, marks: Marks) -> Fraction:
    if curve.slides_to is None or marks.full is None or marks.full == marks.expected:
        return curve.at_floor
    way = (value - marks.expected) / (marks.full - marks.expected)
    return curve.at_floor + (curve.slides_to - curve.at_floor) * _clipped(way)


def _clipped(way: Fraction) -> Fraction:
    return min(max(way, _NOTHING), _ALL)


def _sliding(curve: Sliding, value: Fraction, _result: Result) -> Fraction:
    return _clipped((value - curve.lower) / (curve.upper - curve.lower))


def _all_or_nothing(curve: AllOrNothing, value: Fraction, result: Result) -> Fraction:
    return _ALL if _meets(value, curve.at, result.better) else _NOTHING


def _tiers(curve: Tiers, value: Fraction, result: Result) -> Fraction:
    met = [tier.earns for tier in curve.tiers if _meets(value, tier.at, result.better)]
    return met[-1] if met else _NOTHING


def _better_of_two(curve: AchievementOrImprovement, value: Fraction, result: Result) -> Fraction:
    if _meets(value, curve.benchmark, result.better):
        return _ALL
    whole = curve.benchmark - curve.threshold
    achieved = (value - curve.threshold) / whole
    improved = _improved(curve, value, result)
    if not curve.in_points:
        return max(_clipped(achieved), _clipped(improved))
    points = max(_achievement_points(achieved), _improvement_points(improved))
    return Fraction(points, _MOST_POINTS)


def _improved(curve: AchievementOrImprovement, value: Fraction, result: Result) -> Fraction:
    own = result.baseline
    # Who was at the benchmark before and no longer is has not improved.
    if own is None or _meets(own, curve.benchmark, result.better):
        return _NOTHING
    return (value - own) / (curve.benchmark - own)


def _achievement_points(ratio: Fraction) -> int:
    if ratio < 0:
        return 0
    return min(max(round_half_away(_MOST_SHORT * ratio + _HALF), 1), _MOST_SHORT)


def _improvement_points(ratio: Fraction) -> int:
    return min(max(round_half_away(_MOST_POINTS * ratio - _HALF), 0), _MOST_SHORT)


# Each takes the curve of its own kind; a dictionary cannot say so.
EARNED: Mapping[type, Callable[[Any, Fraction, Result], Fraction]] = {
    Calibrated: _calibrated,
    Sliding: _sliding,
    AllOrNothing: _all_or_nothing,
    Tiers: _tiers,
    AchievementOrImprovement: _better_of_two,
}

FORMULAS: Mapping[type, str] = {
    Calibrated: "all at the full mark; the floor's share down to the floor; to nothing at zero",
    Sliding: "(result - lower threshold) / (upper - lower), from 0 to 1",
    AllOrNothing: "all at the mark or better, else nothing",
    Tiers: "that of the hardest tier that is met",
    AchievementOrImprovement: "the greater of achievement and improvement",
}


def said(curve: Curve, result: Result) -> str:
    """Return the numbers of a curve as people read them."""
    if isinstance(curve, Calibrated):
        marks = cast(Marks, result.marks)
        full = "none" if marks.full is None else plain(marks.full, 4)
        return f"full {full}, floor {plain(marks.floor, 4)}, zero {plain(marks.zero, 4)}"
    if isinstance(curve, Sliding):
        return f"from {plain(curve.lower, 4)} to {plain(curve.upper, 4)}"
    if isinstance(curve, AllOrNothing):
        return f"mark {plain(curve.at, 4)}"
    if isinstance(curve, Tiers):
        return ", ".join(f"{plain(t.at, 4)}: {plain(t.earns * 100, 2)}%" for t in curve.tiers)
    own = "" if result.baseline is None else f", own baseline {plain(result.baseline, 4)}"
    return f"threshold {plain(curve.threshold, 4)}, benchmark {plain(curve.benchmark, 4)}{own}"
