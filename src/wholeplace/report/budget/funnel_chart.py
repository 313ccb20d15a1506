"""Practices in a funnel: cost over what is expected, and the limits of what chance explains."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wholeplace.budget.pmpm import Funnel, Standing
from wholeplace.report.budget.shown import Shown
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
from wholeplace.report.picture import Across, Marks

_HEIGHT, _TOP, _LEFT, _RIGHT = 320, 34, 46, 12
_STEPS, _POINTS, _LINE = 4, 60, 15
_NOTE = (
    "Each mark is a practice: the further to the right, the more people and the surer its ratio."
    " Solid lines are 95% limits, broken ones 99.8%: of a hundred practices that differ by chance"
    " alone, five lie beyond the first. Filled marks lie beyond the second."
)


def funnel_chart(shown: Shown, funnel: Funnel) -> Chart:
    """Return the funnel, after Spiegelhalter (2005); those beyond the limits have their names."""
    some = funnel.practices
    if not some:
        return Chart("No practice has enough people to be shown.")
    beyond = [one for one in some if one.position != "within"]
    named = "; ".join(
        f"{shown.name(one.cost.practice)} {float(one.ratio):.2f}, {one.position}" for one in beyond
    )
    says = f"{len(beyond)} of {len(some)} practices beyond the 95% limits" + (
        f": {named}." if named else "."
    )
    return chart(says, _NOTE, lambda layout: _drawn(shown, funnel, layout))


def _drawn(shown: Shown, funnel: Funnel, layout: Layout) -> Drawing:
    some = funnel.practices
    most = max(one.precision for one in some) * 1.06
    across = Across(0.0, most, _LEFT, layout.width - _RIGHT)
    top = _highest(some, funnel)
    up = Across(max(0.0, 2 - top), top, _TOP + _HEIGHT, _TOP)
    marks = Marks()
    _limits(funnel, marks, across, up)
    _ground(marks, across, up)
    for one in some:
        at: Row = {"x": across.at(one.precision), "y": up.at(float(one.ratio))}
        is_far = one.position.startswith("far")
        marks.points([at], ORANGE if is_far else BLUE, filled=is_far)
    _names(shown, some, marks, across, up)
    bottom = _TOP + _HEIGHT + 18
    marks.say("fewer people", across.left, bottom)
    marks.say("more people, surer", across.right, bottom, align="right")
    marks.say("Spent over expected", 0, 12, bold=True)
    return marks.drawing(layout, _TOP + _HEIGHT + 32, padding=12, background="white")


def _highest(some: Sequence[Standing], funnel: Funnel) -> float:
    """Return the highest ratio to draw: all marks, and the limits of the least sure of them."""
    least = min(one.precision for one in some)
    found = [funnel.limits(least)[1][1], *(float(one.ratio) for one in some)]
    found += [2 - float(one.ratio) for one in some]
    return math.ceil(max(found) * 10 + 0.5) / 10


def _ground(marks: Marks, across: Across, up: Across) -> None:
    for i in range(_STEPS + 1):
        ratio = up.least + (up.most - up.least) * i / _STEPS
        y = up.at(ratio)
        edge: Row = {"x": across.left, "x2": across.right, "y": y, "y2": y + 1}
        marks.rectangles([edge], INK if i == _STEPS // 2 else RULE)
        marks.say(f"{ratio:.2f}", across.left - 8, y, align="right")


def _names(
    shown: Shown, some: Sequence[Standing], marks: Marks, across: Across, up: Across
) -> None:
    taken: list[tuple[float, float]] = []
    beyond = [one for one in some if one.position != "within"]
    for one in sorted(beyond, key=lambda one: -abs(one.z)):
        # Above a mark that is high, beneath one that is low: away from the limit it has crossed.
        x, y = (
            across.at(one.precision),
            up.at(float(one.ratio)) + (_LINE if one.ratio < 1 else -_LINE),
        )
        while any(abs(x - a) < 120 and abs(y - b) < _LINE for a, b in taken):  # noqa: PLR2004 - px
            y += _LINE if one.ratio < 1 else -_LINE
        taken.append((x, y))
        to_left = x > (across.left + across.right) / 2
        where = (x - 9, "right") if to_left else (x + 9, "left")
        marks.say(
            shown.name(one.cost.practice),
            where[0],
            y,
            align="right" if to_left else "left",
            bold=one.position.startswith("far"),
        )


def _limits(funnel: Funnel, marks: Marks, across: Across, up: Across) -> None:
    # Limits are wide where little is known: they are drawn from where they come into sight.
    steps = [across.most * (i / _POINTS) ** 2 for i in range(1, _POINTS + 1)]
    for which, dash in ((0, ()), (1, (5, 4))):
        found = [(side, p, funnel.limits(p)[which][side]) for side in (0, 1) for p in steps]
        rows: list[Row] = [
            {"x": across.at(p), "y": up.at(limit), "part": str(side)}
            for side, p, limit in found
            if up.least <= limit <= up.most
        ]
        marks.lines(rows, INK, 1.2, dash)
