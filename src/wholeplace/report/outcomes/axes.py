"""What charts of measures share: an upright scale with round steps, and where things stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10
from textwrap import shorten as cut

from wholeplace.outcomes.definition import Measure
from wholeplace.report.charts import INK, RULE, Drawing, Layout, Row
from wholeplace.report.outcomes.numbers import axis_of, fixed
from wholeplace.report.picture import Across, Marks

HEIGHT, TOP, LEFT, RIGHT = 260, 54, 58, 14
BOTTOM = TOP + HEIGHT
FOOT = 44
_STEPS = 4
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_MARGIN = 0.04
_MOST_PLACES = 6
_NOISE = 1e-9
_TITLE, _UNIT, _LETTER = 10, 32, 7.4


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
    places = _places(up.step)
    edges: list[Row] = []
    for tick in up.ticks:
        y = up.at(tick)
        edges.append({"x": LEFT, "x2": right, "y": y, "y2": y + 1})
        marks.say(fixed(tick, places), LEFT - 8, y, align="right")
    marks.rectangles(edges[1:], RULE)
    marks.rectangles(edges[:1], INK)


def _places(step: float) -> int:
    return next(n for n in range(_MOST_PLACES + 1) if n == _MOST_PLACES or _is_whole(step, n))


def _is_whole(step: float, places: int) -> bool:
    shifted: float = step * 10.0**places
    return abs(shifted - round(shifted)) < _NOISE * shifted


def heading(marks: Marks, layout: Layout, measure: Measure, how: str = "") -> None:
    """Write what is told, and over the upright scale in what; ``how`` says more of the value.

    On a narrow page there is no room for the title: the heading above says it.
    """
    if not layout.has_names_above:
        marks.say(
            cut(measure.title, int(layout.width / _LETTER), placeholder="…"), 0, _TITLE, bold=True
        )
    marks.say(", ".join(filter(None, (axis_of(measure), how))), 0, _UNIT)


def beneath(marks: Marks, x: Across, says: str) -> None:
    """Write round numbers beneath a scale from left to right, and what they are."""
    step = _step((x.most - x.least) / _STEPS)
    for i in range(ceil(x.least / step), floor(x.most / step) + 1):
        at = x.at(i * step)
        marks.rules([{"x": at, "y": BOTTOM, "y2": BOTTOM + 5}], INK, 1)
        marks.say(fixed(i * step, _places(step)), at, BOTTOM + 16, align="center")
    marks.say(says, x.right, BOTTOM + 36, align="right")


def begins(up: Upright) -> str:
    """Return a warning where nought is not on a scale."""
    return "" if up.holds(0.0) else "The scale does not start at nought."


def picture(marks: Marks, layout: Layout) -> Drawing:
    """Return everything that was drawn as one picture."""
    return marks.drawing(layout, BOTTOM + FOOT)
