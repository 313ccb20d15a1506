"""The chart of overlap: people by exactly the cohorts that they are in (an UpSet plot).

The form is that of Lex and others 2014, IEEE TVCG 20:1983-92: a column for each combination, with
a bar for its people above dots for its cohorts. On a narrow page it is a list with bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import altair as alt

from wholeplace.report.charts import (
    BLUE,
    INK,
    PALE,
    RULE,
    Chart,
    Drawing,
    Layout,
    Row,
    chart,
    layered,
    names,
    of,
    pixels,
)
from wholeplace.report.cohorts.data import ANY, Shown
from wholeplace.report.picture import Marks

_MOST = 18
_HIGH, _ROW, _HEAD, _FOOT = 150.0, 26.0, 40.0, 14.0
_NAMES, _SIZES, _NUMBER = 228.0, 96.0, 44.0
_NOTE = (
    "Each column is the people who are in exactly the cohorts with a dark dot; the bars on the left"
    " are all the people of a cohort. Combinations that may not be shown are left out."
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn: combinations with their people, and the cohorts with theirs, in order."""

    combinations: Sequence[tuple[tuple[str, ...], int]]
    cohorts: Sequence[tuple[str, str, int | None]]


def overlap_chart(shown: Shown) -> Chart:
    """Return the chart; where no combination may be shown, a sentence that says so."""
    combinations = shown.combinations()[:_MOST]
    if not combinations:
        return Chart("No combination of cohorts has as many people as may be shown.")
    found = shown.found
    cohorts = [(one.cohort, one.name, shown.number("people", one.cohort)) for one in found.cohorts]
    cohorts = sorted((one for one in cohorts if one[2] != 0), key=lambda one: -(one[2] or 0))
    drawn = _Drawn(combinations, cohorts)
    more = len(shown.combinations()) - len(combinations)
    note = _NOTE + (f" The {_MOST} largest are drawn; the table has {more} more." if more else "")
    return chart(_says(shown), note, lambda layout: _picture(drawn, layout))


def alone(drawn: Chart) -> str:
    """Return the wide form as a file of its own: with a title, and what it says in words."""
    told = f"<title>Overlap of cohorts</title><desc>{escape(drawn.says)}</desc>"
    start = drawn.wide.index(">") + 1
    labelled = drawn.wide[: start - 1] + ' role="img">'
    return labelled + told + drawn.wide[start:]


def _says(shown: Shown) -> str:
    found = shown.found
    told = [
        f"{' and '.join(found.name(one) for one in some)}: {people:,}"
        for some, people in shown.combinations()[:3]
    ]
    whole = shown.number(*ANY)
    counted = f"{whole:,} people are in any of the cohorts. " if whole is not None else ""
    return f"Cohorts on {found.on}. {counted}Largest combinations: {'; '.join(told)}."


def _picture(drawn: _Drawn, layout: Layout) -> Drawing:
    return _listed(drawn, layout) if layout.has_names_above else _upset(drawn, layout)


def _upset(drawn: _Drawn, layout: Layout) -> Drawing:
    marks = Marks()
    top, left = _HEAD + _HIGH, _NAMES + _SIZES
    step = min(34.0, (layout.width - left - 20) / len(drawn.combinations))
    marks.say("People in exactly these cohorts", left + 8, 10, bold=True)
    marks.say("All", _NAMES + _SIZES - 8, top + 10, align="right", bold=True)
    rows = {name: top + 34 + i * _ROW for i, (name, _, _) in enumerate(drawn.cohorts)}
    _sizes(marks, drawn, rows)
    _dots(marks, drawn, rows, (left, step))
    _columns(marks, drawn, (left, step), top)
    height = max(rows.values()) + _FOOT
    return marks.drawing(layout, height, padding=16, background="white")


def _sizes(marks: Marks, drawn: _Drawn, rows: dict[str, float]) -> None:
    most = max((people or 0 for _, _, people in drawn.cohorts), default=0) or 1
    bars: list[Row] = []
    for cohort, name, people in drawn.cohorts:
        y, end = rows[cohort], _NAMES + _SIZES - 8
        marks.say(name, 0, y)
        if people is None:
            continue
        width = (_SIZES - 8 - _NUMBER) * people / most
        bars.append({"x": end - width, "x2": end, "y": y - 5, "y2": y + 5})
        marks.say(f"{people:,}", end - width - 5, y, align="right")
    marks.rectangles(bars, PALE)


def _dots(marks: Marks, drawn: _Drawn, rows: dict[str, float], across: tuple[float, float]) -> None:
    inside: list[Row] = []
    outside: list[Row] = []
    lines: list[Row] = []
    for i, (some, _) in enumerate(drawn.combinations):
        x = _middle(across, i)
        found = [rows[one] for one in some if one in rows]
        lines.append({"x": x, "y": min(found), "y2": max(found)})
        inside += [{"x": x, "y": y} for y in found]
        outside += [{"x": x, "y": y} for one, y in rows.items() if one not in some]
    marks.points(outside, RULE, filled=False)
    marks.rules(lines, INK, 2)
    marks.points(inside, INK, filled=True)


def _columns(marks: Marks, drawn: _Drawn, across: tuple[float, float], top: float) -> None:
    most = max(people for _, people in drawn.combinations)
    bars: list[Row] = []
    for i, (_, people) in enumerate(drawn.combinations):
        x, high = _middle(across, i), (_HIGH - 24) * people / most
        half = across[1] * 0.3
        bars.append({"x": x - half, "x2": x + half, "y": top - high, "y2": top})
        marks.say(f"{people:,}", x, top - high - 9, align="center")
    marks.rectangles(bars, BLUE)


def _middle(across: tuple[float, float], i: int) -> float:
    return across[0] + 16 + across[1] * (i + 0.5)


def _listed(drawn: _Drawn, layout: Layout) -> alt.LayerChart:
    called = {cohort: name for cohort, name, _ in drawn.cohorts}
    most = max(people for _, people in drawn.combinations)
    room = layout.width - 60
    rows: list[Row] = [
        {
            "name": " + ".join(called[one] for one in some),
            "y": layout.at(i),
            "x": 0.0,
            "x2": room * people / most,
            "label": f"{people:,}",
        }
        for i, (some, people) in enumerate(drawn.combinations)
    ]
    bars = of(rows).mark_bar(color=BLUE, size=12, orient="horizontal")
    bars = bars.encode(x=alt.X("x:Q", scale=None, axis=None), x2="x2", y=pixels("y"))
    labels = of(rows).mark_text(dx=6).encode(x=alt.X("x2:Q", scale=None, axis=None), text="label:N")
    return layered([bars, labels, names(rows, layout)], layout, len(rows))
