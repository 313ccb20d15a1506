"""A card for each measure: its months with a control chart, its year by group, its cautions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from wholeplace.app.outcomes.cautions import Looked, cautions_of
from wholeplace.app.outcomes.rewarding import Rewarded
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.control import Xmr, assurance, variation_kind, xmr
from wholeplace.outcomes.framework import (
    Caution,
    FairnessLimits,
    FrameworkYear,
    ceiling,
)
from wholeplace.outcomes.panel import (
    ALL,
    COLUMNS,
    PLACE,
    Panel,
    Point,
    Recorded,
    slope_of,
    year_rates,
)
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
    recorded: Mapping[FinancialYear, Recorded]


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
        variation_kind=str(variation_kind(chart, measure.better)[0]) if chart else "",
        assurance=_assurance(chart, calibration, counted, measure),
        year=_year(counted, name, counted.year),
        before=_year(counted, name, before) if before in panel.years else None,
        earlier=_earlier(counted, name),
        levels=tuple(_levels(counted, measure)),
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
    if counted.panel.is_published(name):
        return _published(counted, name, year)
    found = year_rates(counted.panel, name, PLACE, year, counted.standard)
    return _value(counted.panel.year(name, year), found.crude, 0)


def _value(point: Point, found: Estimates, at: int) -> Value:
    why = str(found.why[at]) or point.why
    value, lower, upper = (
        None if why or np.isnan(one[at]) else float(one[at])
        for one in (found.value, found.lower, found.upper)
    )
    return Value(Fraction(point.numerator), point.denominator, value, lower, upper, why)


def _earlier(counted: Counted, name: str) -> dict[FinancialYear, Value]:
    """Return the years before the last two that were published: months do not make them up."""
    if not counted.panel.is_published(name):
        return {}
    years = (year for year in counted.panel.years if year < counted.year.plus(-1))
    found = {year: _published(counted, name, year) for year in years}
    return {year: value for year, value in found.items() if not value.missing}


def _published(
    counted: Counted, name: str, year: FinancialYear, breakdown: str = PLACE, level: str = ALL
) -> Value:
    """Return a value with what was published beside it."""
    point = counted.panel.year(name, year, breakdown, level)
    found = counted.panel.published.of(name, year, breakdown, level)
    if found is None or point.value is None:
        return Value(None, None, None, missing=point.why)
    top, under = (
        None if one is None else Fraction(str(one)) for one in (found.numerator, found.denominator)
    )
    return Value(top, under, float(point.value), found.lower, found.upper)


def _published_levels(counted: Counted, name: str) -> Iterator[Level]:
    for breakdown in COLUMNS:
        for level in counted.panel.levels(breakdown) if breakdown != PLACE else ():
            value = _published(counted, name, counted.year, breakdown, level)
            if not value.missing:
                yield Level(breakdown, level, value)


def _levels(counted: Counted, measure: Measure) -> Iterator[Level]:
    name = measure.measure
    if counted.panel.is_published(name):
        yield from _published_levels(counted, name)
        return
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
    if counted.panel.is_published(name):
        return Value(None, None, None, missing="of published values no slope is worked out")
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
    if counted.fairness is None or counted.panel.is_published(measure.measure):
        return
    looked = Looked(counted.panel, counted.year, counted.recorded, counted.fairness)
    yield from cautions_of(looked, measure)
    if calibration is not None:
        found = ceiling(measure.measure, calibration.law, calibration.marks, counted.fairness)
        yield from (found,) if found else ()
