"""The chart of movement: the segments of two days, and bands of people from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from wholeplace.population.movement import DIED, JOINED, LEFT, Movement
from wholeplace.privacy import MARK
from wholeplace.report.charts import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    RULE,
    Chart,
    Layout,
    Row,
    chart,
    layered,
    of,
    pixels,
)
from wholeplace.report.picture import Align
from wholeplace.report.segment_data import AFTER, BEFORE, HiddenMoves, Segmented, hidden_moves

_HEIGHT, _GAP, _HEAD, _NODE, _STEPS = 420, 19, 34, 8, 24
_TWO_LINES = 17  # a bar's words on a narrow page are its name above its number
_ROOM, _NUMBERS = 0.36, 58  # the part of the width for words on each side; pixels for numbers
_ALIGN: tuple[Align, Align] = ("right", "left")
_AWAY = (-8, 8)
_NOTE = (
    "The height of a band is its number of people. Orange bands lead to a segment that stands"
    " earlier in the rules (as a rule graver), blue ones to a later one; grey ones are those who"
    " joined, left or died. Bands that may not be shown are left out."
)


@dataclass(frozen=True, slots=True)
class _Node:
    """The bar of a segment on one of the days; ``people`` is missing where it may not be shown."""

    name: str
    people: int | None
    top: float
    thick: float

    @property
    def middle(self) -> float:
        """The height at which its words stand."""
        return self.top + self.thick / 2


@dataclass(frozen=True, slots=True)
class _Band:
    was: str
    became: str
    colour: str
    left: tuple[float, float]
    right: tuple[float, float]


def movement_chart(data: Segmented) -> Chart:
    """Return the chart; without a movement, or with nobody in it, a sentence that says so."""
    movement = data.movement
    if movement is None or not movement.people:
        return Chart("Only one day was asked about, so there is no movement to draw.")
    hidden = hidden_moves(movement, data.small)
    return chart(
        _says(data, movement, hidden), _NOTE, lambda layout: _drawn(data, movement, hidden, layout)
    )


def _says(data: Segmented, movement: Movement, hidden: HiddenMoves) -> str:
    shown = {pair: n for pair, n in movement.people.items() if pair not in hidden.cells}
    other = {pair: n for pair, n in shown.items() if pair[0] != pair[1]}
    most = sorted(other, key=lambda pair: (-other[pair], pair))[:3]
    told = (
        f"{data.name(a)} to {data.name(b)}: {data.small.rounded(other[a, b]):,}" for a, b in most
    )
    moves = "; ".join(told) or "No move to another segment can be shown"
    return f"From {movement.earlier} to {movement.later}. {moves}."


def _drawn(
    data: Segmented, movement: Movement, hidden: HiddenMoves, layout: Layout
) -> alt.LayerChart:
    ids = [rule.id for rule in data.rules.rules]
    most = max(sum(movement.before().values()), sum(movement.after().values()))
    sides = [
        _side(movement, hidden, at, order, _HEIGHT / most, layout)
        for at, order in ((BEFORE, [*ids, JOINED]), (AFTER, [*ids, LEFT, DIED]))
    ]
    room = layout.width * _ROOM
    ends = (room, layout.width - room)
    bands = list(_bands(movement, hidden, ids, sides, _HEIGHT / most))
    layers = [*_areas(bands, ends)]
    for at, side in enumerate(sides):
        layers.append(_bars(side, at, ends[at]))
        layers += _words(data, side, at, ends[at], layout)
        layers.append(_heading(movement, at, ends[at]))
    height = max(node.top + node.thick for side in sides for node in side) + _GAP
    picture: alt.LayerChart = layered(layers, layout, 1).properties(
        height=height, padding=16, background="white"
    )
    return picture


def _side(
    movement: Movement,
    hidden: HiddenMoves,
    at: int,
    order: Sequence[str],
    scale: float,
    layout: Layout,
) -> list[_Node]:
    """Return the bars of a day from the top; one that is not shown is as thick as its bands."""
    found, y = [], float(_HEAD)
    gap = _GAP + (_TWO_LINES if layout.has_names_above else 0)
    counts = movement.after() if at == AFTER else movement.before()
    for name in order:
        if not counts.get(name):
            continue
        people: int | None = counts[name]
        seen = counts[name]
        if (at, name) in hidden.sums:
            moves = movement.people.items()
            people = None
            seen = sum(n for pair, n in moves if pair[at] == name and pair not in hidden.cells)
        found.append(_Node(name, people, y, max(seen * scale, 1.0)))
        y += found[-1].thick + gap
    return found


def _bands(
    movement: Movement,
    hidden: HiddenMoves,
    ids: Sequence[str],
    sides: Sequence[Sequence[_Node]],
    scale: float,
) -> Iterator[_Band]:
    """Yield the bands that may be shown, stacked on both sides in the order of the segments."""
    left, right = ({node.name: node.top for node in side} for side in sides)
    order = [*ids, JOINED, LEFT, DIED]
    for was, became in sorted(movement.people, key=lambda p: tuple(map(order.index, p))):
        if (was, became) in hidden.cells:
            continue
        thick = movement.people[was, became] * scale
        spans = [(side[name], side[name] + thick) for side, name in ((left, was), (right, became))]
        left[was] += thick
        right[became] += thick
        yield _Band(was, became, _colour(was, became, ids), spans[0], spans[1])


def _colour(was: str, became: str, ids: Sequence[str]) -> str:
    if was not in ids or became not in ids:
        return RULE
    change = ids.index(became) - ids.index(was)
    return PALE if not change else ORANGE if change < 0 else BLUE


def _areas(bands: Sequence[_Band], ends: tuple[float, float]) -> Iterator[alt.Chart]:
    # Those who stay lie beneath, so that the moves can be seen.
    for colour in (PALE, RULE, BLUE, ORANGE):
        rows = [row for band in bands if band.colour == colour for row in _points(band, ends)]
        if rows:
            drawn = of(rows).mark_area(color=colour, opacity=0.75, orient="vertical")
            yield drawn.encode(x=_x(), y=pixels("y"), y2="y2", detail="band:N")


def _points(band: _Band, ends: tuple[float, float]) -> Iterator[Row]:
    first, last = ends[0] + _NODE, ends[1] - _NODE
    for step in range(_STEPS + 1):
        part = step / _STEPS
        ease = part * part * (3 - 2 * part)
        y, y2 = (a + (b - a) * ease for a, b in zip(band.left, band.right, strict=True))
        x = first + (last - first) * part
        yield {"band": f"{band.was} {band.became}", "x": x, "y": y, "y2": y2}


def _bars(side: Sequence[_Node], at: int, end: float) -> alt.Chart:
    x, x2 = (end, end + _NODE) if at == BEFORE else (end - _NODE, end)
    rows: list[Row] = [
        {"x": x, "x2": x2, "y": node.top, "y2": node.top + node.thick} for node in side
    ]
    drawn: alt.Chart = of(rows).mark_rect(color=INK).encode(x=_x(), x2="x2", y2="y2")
    return drawn


def _said(data: Segmented, node: _Node) -> str:
    return MARK if node.people is None else f"{data.small.rounded(node.people):,}"


def _words(
    data: Segmented, side: Sequence[_Node], at: int, end: float, layout: Layout
) -> Iterator[alt.Chart]:
    """Yield the numbers, and the names: farther out, or on a narrow page above the numbers."""
    away, room = _AWAY[at], layout.width * _ROOM - abs(_AWAY[at])
    lift, out = (_TWO_LINES / 2, 0) if layout.has_names_above else (0, _NUMBERS)
    numbers: list[Row] = [{"y": node.middle + lift, "text": _said(data, node)} for node in side]
    bold = of(numbers).mark_text(align=_ALIGN[at], dx=away, fontSize=12, fontWeight="bold")
    yield bold.encode(x=alt.value(end), text="text:N")
    names: list[Row] = [{"y": node.middle - lift, "text": data.name(node.name)} for node in side]
    beyond = away + (-out if at == BEFORE else out)
    plain = of(names).mark_text(align=_ALIGN[at], dx=beyond, fontSize=12, limit=room - out)
    yield plain.encode(x=alt.value(end), text="text:N")


def _heading(movement: Movement, at: int, end: float) -> alt.Chart:
    day = movement.earlier if at == BEFORE else movement.later
    rows: list[Row] = [{"y": 8.0, "text": f"{day.day} {day:%B %Y}"}]
    drawn = of(rows).mark_text(align=_ALIGN[at], fontWeight="bold", fontSize=13)
    headed: alt.Chart = drawn.encode(x=alt.value(end), text="text:N")
    return headed


def _x() -> alt.X:
    return alt.X("x:Q", scale=None, axis=None)
