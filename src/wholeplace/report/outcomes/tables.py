"""The numbers behind the charts of a measure, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from wholeplace.privacy import MARK
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.outcomes.data import Card, Level, Scorecard, Value
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.numbers import (
    cell,
    count,
    name_of,
    told,
    unit_of,
    why_missing,
)
from wholeplace.report.outcomes.xmr_chart import points
from wholeplace.report.outcomes.years import by_year

_MEASURE = text("measure", "Measure", on_page=False)
_COUNTED = (
    Col("numerator", "Counted", As.COUNT),
    Col("denominator", "Over", As.COUNT),
    Col("value", "Value", As.RATIO, on_page=False),
    Col("lower", "95% from", As.RATIO, on_page=False),
    Col("upper", "to", As.RATIO, on_page=False),
)
_WHY = text("why_missing", "Why missing")
BREAKDOWNS = {
    "neighbourhood": "neighbourhood",
    "practice": "practice",
    "segment": "segment",
    "deprivation": "tenth of deprivation",
    "ethnicity": "ethnicity",
    "sex": "sex",
    "age": "age",
}


def months_grid(scorecard: Scorecard, card: Card) -> Grid:
    """Return the months of a measure with the lines of their chart, and how each is judged."""
    found = {one.month: one for one in points(card)}
    cols = (
        _MEASURE,
        text("month", "Month"),
        *_COUNTED,
        text("told", "Value and 95% limits"),
        *(Col(name, title, As.RATIO) for name, title in _LINES),
        text("kind", "Judged"),
        text("signal", "Signal"),
        _WHY,
    )

    def row(month: str, value: Value) -> Row:
        one = found.get(month)
        lines = [cell(getattr(one, name)) if one else None for name in ("mean", "lower", "upper")]
        start = (card.measure.measure, month, *_numbers(scorecard, value), told(value))
        judged = (one.kind, one.signal) if one else ("", "")
        return (*start, *lines, *judged, why_missing(value))

    rows = tuple(
        row(str(month), value) for month, value in zip(card.months, card.monthly, strict=True)
    )
    caption = f"{card.measure.title}, {unit_of(card.measure)}, by month"
    return Grid("months", caption, cols, rows, note=_small(scorecard, card.monthly))


_LINES = (("mean", "Mean"), ("lower_limit", "Lower limit"), ("upper_limit", "Upper limit"))


def years_grid(scorecard: Scorecard, card: Card) -> Grid:
    """Return the years of a measure."""
    cols = (
        _MEASURE,
        text("year", "Year"),
        *_COUNTED,
        text("told", "Value and 95% limits"),
        _WHY,
    )
    found = by_year(scorecard, card)
    rows = tuple(
        (
            card.measure.measure,
            str(year),
            *_numbers(scorecard, value),
            told(value),
            why_missing(value),
        )
        for year, value in found.items()
    )
    caption = f"{card.measure.title}, {unit_of(card.measure)}, by year"
    return Grid("years", caption, cols, rows, note=_small(scorecard, found.values()))


def levels_grid(scorecard: Scorecard, card: Card, breakdown: str) -> Grid:
    """Return a measure by one breakdown, as counted and standardised."""
    cols = (
        _MEASURE,
        text("breakdown", "Breakdown", on_page=False),
        text("level", "Id", on_page=False),
        text("name", BREAKDOWNS.get(breakdown, breakdown).capitalize()),
        *_COUNTED,
        text("told", "Value and 95% limits"),
        Col("standardised", "Standardised", As.RATIO, on_page=False),
        Col("standardised_lower", "95% from", As.RATIO, on_page=False),
        Col("standardised_upper", "to", As.RATIO, on_page=False),
        text("standardised_told", "Standardised, and 95% limits"),
        _WHY,
    )
    levels = [one for one in card.levels if one.breakdown == breakdown]
    rows = tuple(_level(scorecard, card, one) for one in levels)
    caption = (
        f"{card.measure.title}, {unit_of(card.measure)}, by"
        f" {BREAKDOWNS.get(breakdown, breakdown)}, {scorecard.year}"
    )
    note = "Standardised: for age and sex. " if any(one.standardised for one in levels) else ""
    note += _small(scorecard, (one.crude for one in levels))
    return Grid("levels", caption, cols, rows, note=note.strip())


def _level(scorecard: Scorecard, card: Card, one: Level) -> Row:
    other = one.standardised
    numbers = (other.value, other.lower, other.upper) if other else (None,) * 3
    return (
        card.measure.measure,
        one.breakdown,
        one.level,
        name_of(scorecard, one.breakdown, one.level),
        *_numbers(scorecard, one.crude),
        told(one.crude),
        *(cell(number, other) for number in numbers),
        told(other),
        why_missing(one.crude) or why_missing(other),
    )


def slope_grid(scorecard: Scorecard, card: Card) -> Grid:
    """Return the slope over deprivation."""
    cols = (
        _MEASURE,
        text("year", "Year"),
        Col("slope", "Slope", As.RATIO),
        Col("lower", "95% from", As.RATIO),
        Col("upper", "to", As.RATIO),
        _WHY,
    )
    slope = card.slope
    rows = (
        (
            (
                card.measure.measure,
                str(scorecard.year),
                *(cell(number, slope) for number in (slope.value, slope.lower, slope.upper)),
                why_missing(slope),
            ),
        )
        if slope
        else ()
    )
    note = (
        "The value at the least deprived end of the line through all tenths, less that at the most"
        " deprived end: below nought, the most deprived have more."
    )
    return Grid("slopes", "Slope index of inequality", cols, rows, note=note)


def _numbers(scorecard: Scorecard, value: Value) -> Row:
    # What was counted where there is no value is not all there was: nought is told of nobody.
    counted = None if value.value is None else value.numerator
    counts = (count(n, value, scorecard.small) for n in (counted, value.denominator))
    return (*counts, *(cell(n, value) for n in (value.value, value.lower, value.upper)))


def _small(scorecard: Scorecard, values: Iterable[Value]) -> str:
    return f"{MARK} {scorecard.small.why}." if any(map(is_marked, values)) else ""
