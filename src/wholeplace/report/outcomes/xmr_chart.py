"""A measure month by month: mean, limits, and what kind of change each month is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.outcomes.control import Kind, kinds
from wholeplace.report.charts import BLUE, INK, ORANGE, Chart, Drawing, Layout, Row, chart
from wholeplace.report.outcomes.axes import (
    BOTTOM,
    RIGHT,
    TOP,
    Upright,
    across,
    begins,
    ground,
    heading,
    picture,
    upright,
)
from wholeplace.report.outcomes.data import Card
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.outcomes.icons import QUIET, variation_icon
from wholeplace.report.outcomes.numbers import fixed, places_for, sized, unit_of
from wholeplace.report.picture import Across, Marks, Shape

_NOTE = (
    "Each mark is a month: round where it differs no more than months always did (common cause), a"
    " diamond where it is an improvement, a square where it is a concern. The line is the mean,"
    " broken lines are the limits of common cause (mean and 2.66 mean moving ranges), which begin"
    " again with each part of the chart."
)
_LOOKS: dict[str, tuple[str, Shape]] = {
    Kind.COMMON: (QUIET, "circle"),
    Kind.IMPROVEMENT: (BLUE, "diamond"),
    Kind.CONCERN: (ORANGE, "square"),
    Kind.CHANGE: (INK, "triangle-up"),
    Kind.UNKNOWN: (QUIET, "circle"),
}
_FAR = 3
_NAMES = 46
FAINT = "#e3e7ec"
_APRIL = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a chart: which, its value, lines and kind; what is missing is not a number."""

    at: int
    month: str
    value: float
    mean: float
    lower: float
    upper: float
    kind: str
    signal: str

    @property
    def lines(self) -> tuple[float, ...]:
        """Mean and limits; missing ones as the same number, so that they can be compared."""
        lines = (self.mean, self.lower, self.upper)
        return tuple(-np.inf if np.isnan(one) else one for one in lines)


def points(card: Card) -> list[Point]:
    """Return the months of the chart of a measure; nothing where it has none."""
    found = card.chart
    if found is None:
        return []
    values, mean, lower, upper = (
        one.reshape(-1).tolist() for one in (found.values, found.mean, found.lower, found.upper)
    )
    words = kinds(found, card.measure.better).reshape(-1)
    signals = found.signal.reshape(-1)
    return [
        Point(i, str(month), values[i], mean[i], lower[i], upper[i], str(words[i]), str(signals[i]))
        for i, month in enumerate(card.months)
    ]


def targets(card: Card) -> list[tuple[str, float]]:
    """Return the marks of a target that can be drawn, as values of the measure."""
    marks = card.calibration.marks if card.calibration else card.outcome and card.outcome.marks
    if not marks:
        return []
    pairs = ((name, sized(card, getattr(marks, name))) for name in ("full", "floor"))
    return [(name, value) for name, value in pairs if value is not None]


def xmr_chart(card: Card) -> Chart:
    """Return the chart of a measure; where there is nothing to draw it says why."""
    found = [one for one in points(card) if not np.isnan(one.value)]
    if card.chart is None:
        return Chart("There are too few months for a chart of them.")
    if not found:
        return Chart("No month has a value that may be shown.")
    says = " ".join(_says(card, found))
    goals = _in_sight(found, targets(card))
    up = upright([*_heights(found), *(value for _, value in goals)])
    note = " ".join(filter(None, [_NOTE, begins(up), *_notes(card)]))
    return chart(says, note, lambda layout: _drawn(card, found, (up, goals), layout))


def _says(card: Card, found: Sequence[Point]) -> Iterator[str]:
    last = found[-1]
    places = places_for(*(one.value for one in found))
    yield (
        f"{card.measure.title}, {unit_of(card.measure)}: {len(found)} months from"
        f" {found[0].month} to {last.month}, the last {fixed(last.value, places)}:"
        f" {variation_icon(card.variation_kind).says}."
    )
    if not np.isnan(last.mean):
        limits = f"{fixed(last.lower, places)} to {fixed(last.upper, places)}"
        yield f"Mean {fixed(last.mean, places)}, limits {limits}."
    for kind in (Kind.IMPROVEMENT, Kind.CONCERN):
        months = [one.month for one in found if one.kind == kind]
        if months:
            yield f"{kind.value.capitalize()}: {', '.join(_runs(found, kind))}."


def _runs(found: Sequence[Point], kind: str) -> Iterator[str]:
    """Yield the months of a kind, those that follow one another as one stretch."""
    stretch: list[Point] = []
    for one in [*found, None]:
        if one is not None and one.kind == kind:
            stretch.append(one)
        elif stretch:
            ends = stretch[0].month, stretch[-1].month
            yield ends[0] if len(stretch) == 1 else f"{ends[0]} to {ends[1]}"
            stretch = []


def _notes(card: Card) -> Iterator[str]:
    hidden = sum(map(is_marked, card.monthly))
    if hidden:
        yield (
            f"{hidden} months are not shown, for few are behind them; with them go the limits of"
            " their part of the chart."
        )
    if card.chart is not None and card.chart.short.any():
        yield "Some limits are of fewer than 13 months and will still move."
    for name, value in targets(card):
        yield f"The target line '{name}' stands at {fixed(value, places_for(value))}."


def _drawn(
    card: Card,
    found: Sequence[Point],
    scaled: tuple[Upright, Sequence[tuple[str, float]]],
    layout: Layout,
) -> Drawing:
    up, goals = scaled
    # Months before the first that is known would be an empty part of the chart. The names of
    # targets stand beside the months, where no line runs through them.
    first, last = found[0].at, len(card.months) - 1
    x = across(layout, first, max(last, first + 1), _NAMES if goals else RIGHT)
    marks = Marks()
    ground(marks, up, x.right)
    _years(card, marks, x, layout)
    _lines(found, marks, x, up)
    for name, value in goals:
        ends: list[Row] = [{"x": end, "y": up.at(value), "part": name} for end in (x.left, x.right)]
        marks.lines(ends, INK, 1.6, (8, 3, 2, 3))
        marks.say(name, x.right + 9, up.at(value), clear=True)
    marks.lines(_joined(found, x, up), QUIET, 1)
    for kind, (colour, shape) in _LOOKS.items():
        there = [_at(one, x, up) for one in found if one.kind == kind]
        marks.shapes(there, colour, shape, 60 if shape == "circle" else 95)
    heading(marks, layout, card.measure)
    return picture(marks, layout)


def _heights(found: Sequence[Point]) -> Iterator[float]:
    for one in found:
        yield one.value
        yield from (limit for limit in (one.lower, one.upper) if not np.isnan(limit))


def _in_sight(
    found: Sequence[Point], goals: Sequence[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Return the targets that can be drawn without pressing all months into a line."""
    heights = list(_heights(found))
    low, high = min(heights), max(heights)
    room = _FAR * (high - low) or abs(high)
    return [(name, value) for name, value in goals if low - room <= value <= high + room]


def _joined(found: Sequence[Point], x: Across, up: Upright) -> list[Row]:
    """Return the points as lines, one for each stretch of months without a gap."""
    # Within a stretch months and places grow alike: what is left of one is that of the stretch.
    return [{**_at(one, x, up), "part": str(one.at - i)} for i, one in enumerate(found)]


def _at(one: Point, x: Across, up: Upright) -> Row:
    return {"x": x.at(one.at), "y": up.at(one.value), "part": "value"}


def _lines(found: Sequence[Point], marks: Marks, x: Across, up: Upright) -> None:
    stretches, stretch = [], 0
    for i, one in enumerate(found):
        stretch += bool(i) and one.lines != found[i - 1].lines
        stretches.append((stretch, one))
    for names, dash, width in ((("mean",), (), 1.6), (("lower", "upper"), (5, 4), 1.2)):
        rows: list[Row] = [
            {"x": x.at(one.at), "y": up.at(getattr(one, name)), "part": f"{name} {part}"}
            for name in names
            for part, one in stretches
            if not np.isnan(getattr(one, name))
        ]
        marks.lines(rows, INK, width, dash)


def _years(card: Card, marks: Marks, x: Across, layout: Layout) -> None:
    there = [(i, one) for i, one in enumerate(card.months) if i >= x.least]
    starts = [(i, one) for i, one in there if one.month == _APRIL] or there[:1]
    # On a narrow page every other year has room for its name.
    every = 2 if layout.has_names_above and len(starts) > 3 else 1  # noqa: PLR2004 - of the page
    edges: list[Row] = []
    for i, month in starts[::every]:
        edges.append({"x": x.at(i), "y": TOP, "y2": BOTTOM + 5})
        marks.say(f"{month.start:%b} {month.year}", x.at(i), BOTTOM + 16, align="center")
    marks.rules(edges, FAINT, 1)
