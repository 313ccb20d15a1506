"""A card for each measure: its months with a control chart, its year by group, its cautions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from wholeplace.app.outcomes.rewarding import Rewarded
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.control import Xmr, assurance, variation, xmr
from wholeplace.outcomes.framework import (
    Caution,
    FairnessLimits,
    FrameworkYear,
    case_mix,
    ceiling,
    small_denominators,
)
from wholeplace.outcomes.panel import COLUMNS, PLACE, Panel, Point, slope_of, year_rates
from wholeplace.outcomes.rewards import Earned
from wholeplace.outcomes.statistics import Estimates
from wholeplace.outcomes.targets import Calibration, needed
from wholeplace.report.outcomes import Card, Level, Value
from wholeplace.store.clock import random_generator

SEED = 1
_FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """What cards are made from: the panel, the year, and the standard population by age."""

    panel: Panel
    year: FinancialYear
    standard: Mapping[int, float]
    framework: FrameworkYear | None
    fairness: FairnessLimits | None
    rewarded: Rewarded


def card_of(counted: Counted, measure: Measure, class_: str) -> Card:
    """Return the card of a measure."""
    panel, name = counted.panel, measure.measure
    series = panel.series(name)
    chart = _chart(series)
    calibration = counted.rewarded.calibrations.get(name)
    outcome = next(
        (
            one
            for one in (counted.framework.outcomes if counted.framework else ())
            if one.outcome.measure == name
        ),
        None,
    )
    before = counted.year.plus(-1)
    return Card(
        measure=measure,
        class_=class_,
        months=panel.months,
        monthly=tuple(_of_point(point) for point in series),
        chart=chart,
        variation=str(variation(chart, measure.better)[0]) if chart else "",
        assurance=_assurance(chart, calibration, counted, measure),
        year=_year(counted, name, counted.year),
        before=_year(counted, name, before) if before in panel.years else None,
        levels=tuple(_levels(counted, name)),
        slope=_slope(counted, name),
        outcome=outcome,
        calibration=calibration,
        needed=needed(calibration.law, calibration.marks) if calibration else None,
        earned=_earned(counted, name),
        cautions=tuple(_cautions(counted, measure, calibration)),
    )


def _chart(series: list[Point]) -> Xmr | None:
    values = [np.nan if point.value is None else float(point.value) for point in series]
    known = sum(not np.isnan(value) for value in values)
    return xmr(np.array([values])) if known >= _FEWEST_POINTS else None


def _assurance(
    chart: Xmr | None, calibration: Calibration | None, counted: Counted, measure: Measure
) -> str:
    """Return whether the process as it is meets the floor of the target, as a rate of the year."""
    if chart is None or calibration is None:
        return ""
    point = counted.panel.year(measure.measure, counted.year)
    if not point.denominator:
        return ""
    goal = float(calibration.marks.floor / point.denominator * measure.per)
    return str(assurance(chart, goal, measure.better)[0])


def _of_point(point: Point) -> Value:
    value = None if point.value is None else float(point.value)
    return Value(Fraction(point.numerator), point.denominator, value, missing=point.why)


def _year(counted: Counted, name: str, year: FinancialYear) -> Value:
    found = year_rates(counted.panel, name, PLACE, year, counted.standard)
    return _value(counted.panel.year(name, year), found.crude, 0)


def _value(point: Point, found: Estimates, at: int) -> Value:
    why = str(found.why[at]) or point.why
    value, lower, upper = (
        None if why or np.isnan(one[at]) else float(one[at])
        for one in (found.value, found.lower, found.upper)
    )
    return Value(Fraction(point.numerator), point.denominator, value, lower, upper, why)


def _levels(counted: Counted, name: str) -> Iterator[Level]:
    for breakdown in COLUMNS:
        if breakdown == PLACE:
            continue
        found = year_rates(counted.panel, name, breakdown, counted.year, counted.standard)
        for at, level in enumerate(found.levels):
            point = counted.panel.year(name, counted.year, breakdown, level)
            crude = _value(point, found.crude, at)
            adjusted = _value(point, found.standardised, at)
            yield Level(breakdown, level, crude, None if adjusted.value is None else adjusted)


def _slope(counted: Counted, name: str) -> Value:
    chance = random_generator(SEED)
    found, why = slope_of(counted.panel, name, counted.year, counted.standard, chance)
    if found is None:
        return Value(None, None, None, missing=why)
    index, lower, upper = (
        float(np.ravel(one)[0]) for one in (found.index, found.index_lower, found.index_upper)
    )
    return Value(None, None, index, lower, upper)


def _earned(counted: Counted, name: str) -> Earned | None:
    reward = counted.rewarded.reward
    return next((one for one in reward.earned if one.measure == name), None) if reward else None


def _cautions(
    counted: Counted, measure: Measure, calibration: Calibration | None
) -> Iterator[Caution]:
    limits = counted.fairness
    if limits is None:
        return
    found = [_small(counted, measure, limits), _mix(counted, measure, limits)]
    if calibration is not None:
        found.append(ceiling(measure.measure, calibration.law, calibration.marks, limits))
    yield from (caution for caution in found if caution is not None)


def _small(counted: Counted, measure: Measure, limits: FairnessLimits) -> Caution | None:
    panel, name = counted.panel, measure.measure
    if not panel.year(name, counted.year).denominator:
        return None  # nothing was counted: there are no parts to compare
    practices = {
        level: float(panel.year(name, counted.year, "practice", level).denominator)
        for level in panel.levels("practice")
    }
    return small_denominators(name, practices, limits) if practices else None


def _mix(counted: Counted, measure: Measure, limits: FairnessLimits) -> Caution | None:
    """Warn where the ages of those who are counted changed so that the rate moves by that alone."""
    panel, name, before = counted.panel, measure.measure, counted.year.plus(-1)
    if before not in panel.years or panel.year(name, before).value is None:
        return None
    levels = panel.levels("age")
    then, now = (
        {level: float(panel.year(name, year, "age", level).denominator) for level in levels}
        for year in (before, counted.year)
    )
    events = {level: panel.year(name, before, "age", level).numerator for level in levels}
    rates = {level: events[level] / then[level] for level in levels if then[level]}
    there = {level: number for level, number in now.items() if level in rates}
    if not sum(there.values()) or not sum(events.values()):
        return None
    return case_mix(name, {level: then[level] for level in rates}, there, rates, limits)
