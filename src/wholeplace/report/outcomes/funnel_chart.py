"""Practices or neighbourhoods in a funnel: what chance explains of their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.statistics import FunnelPlot, Position, proportion_funnel, rate_funnel
from wholeplace.report.charts import BLUE, INK, ORANGE, Chart, Drawing, Layout, Row, chart
from wholeplace.report.outcomes.axes import (
    BOTTOM,
    TOP,
    Upright,
    across,
    begins,
    beneath,
    ground,
    heading,
    picture,
    upright,
)
from wholeplace.report.outcomes.data import Card, Scorecard
from wholeplace.report.outcomes.icons import QUIET
from wholeplace.report.outcomes.numbers import fixed, name_of, places_for
from wholeplace.report.picture import Across, Align, Marks, Shape

_NOTE = (
    "Each mark is one of them: the further to the right, the more it counts and the surer its"
    " value. Unbroken lines are 95% limits, broken ones 99.8%: of a hundred that differ by chance"
    " alone, five lie beyond the first. Round marks lie within them, diamonds are better than the"
    " first, squares worse; beyond the second the name is bold. They are not standardised:"
    " different people may be the reason."
)
_SURER = {
    "rate": "person-years: the more, the surer",
    "proportion": "of how many: the more, the surer",
}
_POINTS, _LINE, _NEAR = 60, 15, 120
_FEWEST = 2
_MANY = {"practice": "practices", "neighbourhood": "neighbourhoods"}


@dataclass(frozen=True, slots=True)
class Area:
    """An area in a funnel: its name, value, how much it counts, and where it stands.

    ``better`` is on which side of the centre it lies.
    """

    name: str
    value: float
    size: float
    position: str
    better: bool

    @property
    def is_far(self) -> bool:
        """Whether it lies beyond the 99.8% limits."""
        return self.position in {Position.FAR_ABOVE, Position.FAR_BELOW}


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a funnel and its centre, in the measure's unit."""

    areas: tuple[Area, ...]
    centre: float
    measure: Measure

    @property
    def beyond(self) -> tuple[Area, ...]:
        """Those beyond the 95% limits."""
        return tuple(one for one in self.areas if one.position != Position.WITHIN)

    def limits(self, sizes: Sequence[float]) -> FunnelPlot:
        """Return the limits at sizes."""
        return _funnel(self.measure, [0.0] * len(sizes), sizes, self.centre / self.measure.per)


def areas(scorecard: Scorecard, card: Card, breakdown: str) -> Areas | str:
    """Return the areas of a measure that may be shown, or why there is no funnel of them."""
    if card.measure.kind not in {"rate", "proportion"} or card.measure.value is not None:
        return "A funnel is of events or people that are counted one by one."
    levels = [one for one in card.levels if one.breakdown == breakdown]
    known = [
        (one.level, float(one.crude.numerator), float(one.crude.denominator))
        for one in levels
        if one.crude.numerator is not None and one.crude.denominator
    ]
    if len(known) < _FEWEST or not any(events for _, events, _ in known):
        return f"There are too few {_MANY[breakdown]} that may be shown."
    names, events, sizes = zip(*known, strict=True)
    centre = _centre(card, events, sizes)
    plot = _funnel(card.measure, events, sizes, centre)
    per, is_lower = card.measure.per, card.measure.better == "lower"

    def better(value: float) -> bool:
        return (value < centre) is is_lower

    found = tuple(
        Area(name_of(scorecard, breakdown, name), x / n * per, n, str(position), better(x / n))
        for name, x, n, position in zip(names, events, sizes, plot.position, strict=True)
    )
    return Areas(found, centre * per, card.measure)


def _centre(card: Card, events: Sequence[float], sizes: Sequence[float]) -> float:
    """Return the value of everybody where it is told, else of those who are shown."""
    year = card.year
    if year.numerator and year.denominator:
        return float(year.numerator / year.denominator)
    return sum(events) / sum(sizes)


def _funnel(
    measure: Measure, events: Sequence[float], sizes: Sequence[float], centre: float
) -> FunnelPlot:
    if measure.kind == "proportion":
        return proportion_funnel(events, sizes, centre)
    return rate_funnel(events, sizes, 1, centre)


def funnel_chart(scorecard: Scorecard, card: Card, breakdown: str) -> Chart:
    """Return the funnel of a breakdown, after Spiegelhalter (2005); those beyond have names."""
    found = areas(scorecard, card, breakdown)
    if isinstance(found, str):
        return Chart(found)
    few = sum(one.breakdown == breakdown for one in card.levels) - len(found.areas)
    named = "; ".join(
        f"{one.name} {fixed(one.value, places_for(one.value))}, {one.position}"
        f" ({'better' if one.better else 'worse'})"
        for one in found.beyond
    )
    says = (
        f"{card.measure.title}: {len(found.beyond)} of {len(found.areas)} {_MANY[breakdown]} lie"
        f" beyond the 95% limits" + (f": {named}." if named else ".")
    )
    left_out = f" {few} are not in it: nothing of them may be shown, or is known." if few else ""
    view = _view(found)
    note = " ".join(filter(None, (_NOTE + left_out, begins(view.up))))
    return chart(says, note, partial(_drawn, found, view))


@dataclass(frozen=True, slots=True)
class _View:
    """What of a funnel is in sight: sizes, the limits at them, and the upright scale."""

    sizes: Sequence[float]
    limits: Mapping[str, Sequence[float]]
    up: Upright


def _view(found: Areas) -> _View:
    most, least = (pick(one.size for one in found.areas) for pick in (max, min))
    # From the least sure of them on: to its left the limits would only press the others together.
    steps = np.linspace(least * 0.8, most * 1.05, _POINTS)
    plot, per = found.limits(steps.tolist()), found.measure.per
    limits = {
        name: [float(limit) * per for limit in getattr(plot, name)]
        for name in ("lower", "upper", "lowest", "highest")
    }
    heights = [one.value for one in found.areas]
    up = upright([*heights, *(one for some in limits.values() for one in some)])
    return _View(steps.tolist(), limits, up)


def _drawn(found: Areas, view: _View, layout: Layout) -> Drawing:
    up, x = view.up, across(layout, view.sizes[0], view.sizes[-1])
    marks = Marks()
    ground(marks, up, x.right)
    for names, dash in ((("lower", "upper"), ()), (("lowest", "highest"), (5, 4))):
        rows: list[Row] = [
            {"x": x.at(size), "y": up.at(value), "part": name}
            for name in names
            for size, value in zip(view.sizes, view.limits[name], strict=True)
        ]
        marks.lines(rows, INK, 1.2, dash)
    middle: list[Row] = [
        {"x": end, "y": up.at(found.centre), "part": "centre"} for end in (x.left, x.right)
    ]
    marks.lines(middle, INK, 0.8)
    _areas(found, marks, x, up)
    beneath(marks, x, _SURER[found.measure.kind])
    heading(marks, layout, found.measure)
    return picture(marks, layout)


def _areas(found: Areas, marks: Marks, x: Across, up: Upright) -> None:
    looks: tuple[tuple[str, Shape, list[Area]], ...] = (
        (QUIET, "circle", [one for one in found.areas if one.position == Position.WITHIN]),
        (BLUE, "diamond", [one for one in found.beyond if one.better]),
        (ORANGE, "square", [one for one in found.beyond if not one.better]),
    )
    for colour, shape, some in looks:
        rows: list[Row] = [{"x": x.at(one.size), "y": up.at(one.value)} for one in some]
        marks.shapes(rows, colour, shape, 80)
    _names(found, marks, x, up)


def _names(found: Areas, marks: Marks, x: Across, up: Upright) -> None:
    taken: list[tuple[float, float]] = []
    for one in sorted(
        found.beyond, key=lambda one: (not one.is_far, -abs(one.value - found.centre))
    ):
        # Above a mark that is high, beneath one that is low: away from the limit it has crossed.
        way = -1 if one.value > found.centre else 1
        at, y = x.at(one.size), up.at(one.value) + way * _LINE
        while any(abs(at - a) < _NEAR and abs(y - b) < _LINE for a, b in taken):
            y += way * _LINE
        if not TOP - _LINE <= y <= BOTTOM:
            continue
        taken.append((at, y))
        to_left = at > (x.left + x.right) / 2
        align: Align = "right" if to_left else "left"
        marks.say(one.name, at, y, align=align, bold=one.is_far, clear=True)
