"""A measure year by year with its limits."""

from __future__ import annotations

from collections.abc import Mapping

from wholeplace.kernel import FinancialYear
from wholeplace.report.charts import BLUE, Chart, Drawing, Layout, Row, chart
from wholeplace.report.outcomes.axes import (
    BOTTOM,
    Upright,
    across,
    begins,
    ground,
    heading,
    picture,
    upright,
)
from wholeplace.report.outcomes.change import changed
from wholeplace.report.outcomes.data import Card, Scorecard, Value
from wholeplace.report.outcomes.numbers import fixed, places_for, told, unit_of
from wholeplace.report.outcomes.years import by_year
from wholeplace.report.picture import Marks

_NOTE = (
    "Each mark is a financial year; upright rules are 95% limits: of a hundred years in which"
    " nothing truly changed, chance alone would put some five beyond them."
)
_FEWEST = 2


def trend_chart(scorecard: Scorecard, card: Card) -> Chart:
    """Return the years of a measure; where there are fewer than two it says so."""
    years = {year: one for year, one in by_year(scorecard, card).items() if one.value is not None}
    if len(years) < _FEWEST:
        return Chart("There are fewer than two years that may be shown.")
    found = changed(card)
    said = "; ".join(f"{year}: {told(one)}" for year, one in years.items())
    says = f"{card.measure.title}, {unit_of(card.measure)}, by year: {said}." + (
        f" {scorecard.year} against the year before: {found.says}." if found else ""
    )
    up = upright(n for one in years.values() for n in _numbers(one))
    note = f"{_NOTE} {begins(up)}".strip()
    return chart(says, note, lambda layout: _drawn(card, years, up, layout))


def _drawn(
    card: Card, years: Mapping[FinancialYear, Value], up: Upright, layout: Layout
) -> Drawing:
    least, most = min(years).first, max(years).first
    x = across(layout, least - 0.4, most + 0.6)
    marks = Marks()
    ground(marks, up, x.right)
    rows: list[Row] = []
    limits: list[Row] = []
    for i, (year, one) in enumerate(years.items()):
        at, value = x.at(year.first), one.value or 0.0
        if one.lower is not None and one.upper is not None:
            limits.append({"x": at, "y": up.at(one.lower), "y2": up.at(one.upper)})
        # A line goes from year to year and stops at a gap.
        rows.append({"x": at, "y": up.at(value), "part": str(year.first - i)})
        said = fixed(value, places_for(*_numbers(one)))
        marks.say(said, at, _above(one, up), align="center", clear=True)
        marks.say(str(year), at, BOTTOM + 16, align="center")
    marks.rules(limits, BLUE, 1.5)
    marks.lines(rows, BLUE, 1.2)
    marks.shapes(rows, BLUE, "circle", 80)
    heading(marks, layout, card.measure)
    return picture(marks, layout)


def _above(one: Value, up: Upright) -> float:
    return up.at(max(_numbers(one))) - 13


def _numbers(one: Value) -> list[float]:
    return [number for number in (one.value, one.lower, one.upper) if number is not None]
