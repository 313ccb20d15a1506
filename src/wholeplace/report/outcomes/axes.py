"""What charts of measures share: an upright scale with round steps, lines, and shaped marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

import altair as alt

from wholeplace.report.charts import INK, RULE, Layout, Row, Rows, layered, of, pixels
from wholeplace.report.outcomes.numbers import fixed
from wholeplace.report.picture import Across, Marks

HEIGHT, TOP, LEFT, RIGHT = 260, 34, 58, 14
BOTTOM = TOP + HEIGHT
FOOT = 44
_STEPS = 4
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_MARGIN = 0.04
_MOST_PLACES = 6
_NOISE = 1e-9

Shape = Literal["circle", "diamond", "square", "triangle-up"]


@dataclass(frozen=True, slots=True)
class Upright:
    """An upright scale from values to pixels from the top, and where its steps stand."""

    scale: Across
    ticks: tuple[float, ...]
    step: float

    def at(self, value: float) -> float:
        """Return where a value stands; what lies beyond an end stands at it."""
        return self.scale.at(value)

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the scale."""
        return self.scale.least <= value <= self.scale.most


def upright(values: Iterable[float], *, from_nought: bool = False) -> Upright:
    """Return a scale for values, with round steps; below nought only where a value is."""
    given = list(values)
    low, high = min(given), max(given)
    low = min(low, 0.0) if from_nought else low
    room = (high - low) * _MARGIN or abs(high) * _MARGIN or 1.0
    bottom = low - room if low < 0 else max(low - room, 0.0)
    step = _step((high + room - bottom) / _STEPS)
    first, last = floor(bottom / step), ceil((high + room) / step)
    ticks = tuple(step * i for i in range(first, last + 1))
    # Heights are measured from the top, so the greatest value is the least of them.
    return Upright(Across(ticks[0], ticks[-1], BOTTOM, TOP), ticks, step)


def _step(least: float) -> float:
    size = 10.0 ** floor(log10(least))
    return next(size * part for part in _ROUND if size * part >= least * (1 - _NOISE))


def across(layout: Layout, least: float, most: float, right: int = RIGHT) -> Across:
    """Return a scale from left to right, beside the numbers of the upright one."""
    return Across(least, most, LEFT, layout.width - right)


def ground(marks: Marks, up: Upright, right: float) -> None:
    """Draw the steps of an upright scale as quiet lines with their numbers."""
    places = next(n for n in range(_MOST_PLACES + 1) if n == _MOST_PLACES or _is_whole(up.step, n))
    edges: list[Row] = []
    for tick in up.ticks:
        y = up.at(tick)
        edges.append({"x": LEFT, "x2": right, "y": y, "y2": y + 1})
        marks.say(fixed(tick, places), LEFT - 8, y, align="right")
    # Few layers: each of them is checked against the whole grammar of charts, which takes long.
    marks.rectangles(edges[1:], RULE)
    marks.rectangles(edges[:1], INK)


def _is_whole(step: float, places: int) -> bool:
    shifted: float = step * 10.0**places
    return abs(shifted - round(shifted)) < _NOISE * shifted


def line(marks: Marks, rows: Rows, colour: str, width: float, dash: Sequence[int] = (1, 0)) -> None:
    """Add lines through ``x`` and ``y``: one for each ``part``, in the order of ``x``."""
    if rows:
        drawn = of(rows).mark_line(color=colour, strokeWidth=width, strokeDash=list(dash))
        x = alt.X("x:Q", scale=None, axis=None)
        marks.layers.append(drawn.encode(x=x, y=pixels("y"), detail="part:N", order="x:Q"))


def shapes(marks: Marks, rows: Rows, colour: str, shape: Shape, size: int = 60) -> None:
    """Add filled marks of a shape at ``x`` and ``y``."""
    if rows:
        drawn = of(rows).mark_point(
            size=size, shape=shape, fill=colour, stroke="white", strokeWidth=0.6, opacity=1
        )
        marks.layers.append(drawn.encode(x=alt.X("x:Q", scale=None, axis=None)))


def picture(marks: Marks, layout: Layout) -> alt.LayerChart:
    """Return everything that was drawn as one picture."""
    drawn: alt.LayerChart = layered(marks.all(), layout, 1).properties(
        height=BOTTOM + FOOT, background="transparent"
    )
    return drawn
