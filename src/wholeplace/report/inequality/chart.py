"""The chart of a slope: the rate of each group of deprivation, and the line through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.outcomes.statistics import ranks
from wholeplace.outcomes.unequal import GroupRate
from wholeplace.report.charts import (
    BLUE,
    INK,
    ORANGE,
    RULE,
    Chart,
    Drawing,
    Layout,
    Row,
    chart,
)
from wholeplace.report.inequality.data import Inequality, Measured
from wholeplace.report.inequality.hide import hidden_rates
from wholeplace.report.inequality.words import slope_sentence
from wholeplace.report.picture import Across, Marks

_HEIGHT, _TOP, _LEFT = 300, 30, 46
_STEPS = 4
_NOTE = (
    "A mark is a group of deprivation, from the most deprived on the left to the least on the"
    " right, each as far along as its people stand in the ranking of all. Upright rules are 95%"
    " limits. The orange line is the slope."
)


@dataclass(frozen=True, slots=True)
class _Point:
    group: str
    rank: float
    value: float
    lower: float
    upper: float


def slope_chart(data: Inequality, one: Measured) -> Chart:
    """Return the chart of a measure; groups that may not be shown are left out, with the line.

    Where nothing can be drawn, the sentence says why.
    """
    points = _points(data, one)
    says = slope_sentence(data, one)
    if not points:
        return Chart(says)
    told = "; ".join(f"{p.group}: {p.value:.1f} ({p.lower:.1f} to {p.upper:.1f})" for p in points)
    note = f"{_NOTE} {data.ranked.value.capitalize()} of deprivation: {told}."
    return chart(says, note, lambda layout: _drawn(data, one, points, layout))


def _points(data: Inequality, one: Measured) -> list[_Point]:
    if one.by_deprivation is None or not one.by_deprivation.rows:
        return []
    rows: Sequence[GroupRate] = one.by_deprivation.rows
    hidden = hidden_rates(one, data.ranked, data.small).rates(0)
    places = ranks([row.person_years for row in rows])
    found = []
    for row, rank in zip(rows, places, strict=True):
        level = row.standardised
        if row.group in hidden or None in {level.value, level.lower, level.upper}:
            continue
        numbers = (level.value or 0.0, level.lower or 0.0, level.upper or 0.0)
        found.append(_Point(row.group, float(rank), *numbers))
    return found


def _drawn(data: Inequality, one: Measured, points: Sequence[_Point], layout: Layout) -> Drawing:
    step = _round_step(max(p.upper for p in points) / _STEPS)
    top = step * _STEPS
    across = Across(0.0, 1.0, _LEFT, layout.width - 12)
    # Heights are measured from the top, so the greatest rate is the least of them.
    up = Across(0.0, top, _TOP + _HEIGHT, _TOP)
    marks = Marks()
    marks.lines(_line(data, one, across, up), ORANGE, 2.5)
    _ground(marks, across, up, step)
    _words(data, one, marks, across, layout)
    for point in points:
        x = across.at(point.rank)
        ends: Row = {"x": x, "y": up.at(point.lower), "y2": up.at(point.upper)}
        marks.rules([ends], BLUE, 1.5)
        marks.points([{"x": x, "y": up.at(point.value)}], BLUE, filled=True)
        marks.say(point.group, x, _TOP + _HEIGHT + 14, align="center")
    return marks.drawing(layout, _TOP + _HEIGHT + 46, padding=12, background="white")


def _round_step(least: float) -> float:
    """Return a step of 1, 2, 2.5 or 5 and noughts, at least so large."""
    size = 1.0
    while size > least:
        size /= 10
    while size * 10 <= least:
        size *= 10
    return next(size * part for part in (1.0, 2.0, 2.5, 5.0, 10.0) if size * part >= least)


def _ground(marks: Marks, across: Across, up: Across, step: float) -> None:
    for i in range(_STEPS + 1):
        y = up.at(step * i)
        edge: Row = {"x": across.left, "x2": across.right, "y": y, "y2": y + 1}
        marks.rectangles([edge], RULE if i else INK)
        marks.say(f"{step * i:g}", across.left - 8, y, align="right")


def _words(data: Inequality, one: Measured, marks: Marks, across: Across, layout: Layout) -> None:
    bottom = _TOP + _HEIGHT + 34
    marks.say("most deprived", across.left, bottom)
    marks.say("least deprived", across.right, bottom, align="right")
    # On a narrow page there is no room for more: the heading and the note say it.
    if not layout.has_names_above:
        marks.say(f"{one.title}, standardised", 0, 10, bold=True)
        middle = (across.left + across.right) / 2
        marks.say(f"{data.ranked.value} of deprivation", middle, bottom, align="center")


def _line(data: Inequality, one: Measured, across: Across, up: Across) -> list[Row]:
    hidden = hidden_rates(one, data.ranked, data.small).line
    if one.line is None or hidden or one.line.index.value is None:
        return []
    end = one.line.start + one.line.index.value
    return [
        {"x": across.at(0.0), "y": up.at(one.line.start), "part": "slope"},
        {"x": across.at(1.0), "y": up.at(end), "part": "slope"},
    ]
