"""The curves of concentration: what part of admissions and of spend how few people make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import altair as alt

from wholeplace.report.charts import BLUE, INK, ORANGE, RULE, Chart, Layout, Row, chart, layered
from wholeplace.report.concentration import OF
from wholeplace.report.data import CurvePoint, ReportData

_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_HEIGHT, _TOP, _BOTTOM, _LEFT, _RIGHT = 340, 24, 44, 48, 12
_COLOURS = {"emergency_admissions": BLUE, "spend": ORANGE}
_DASHES = {"emergency_admissions": [1, 0], "spend": [6, 3]}
_FEW_HUNDREDTHS = 100


def concentration_chart(data: ReportData) -> Chart:
    """Return the curves of the whole place, those with most first.

    Nothing is drawn where a hundredth of the people is a small number, or nobody had any.
    """
    shown = {of: points for of, points in _curves(data).items() if points}
    if not shown:
        return Chart("There is no curve to draw: too few people, or nobody had any.")
    says = " ".join(_says(data, of, points) for of, points in shown.items())
    return chart(says, "", lambda layout: _drawn(shown, layout))


def _curves(data: ReportData) -> dict[str, list[CurvePoint]]:
    people = data.number("population.people_in_year") or 0
    of_whole = [point for point in data.curves if not point.neighbourhood]
    if data.small.is_small(float(people) / _FEW_HUNDREDTHS) or not people:
        return {}
    return {
        of: [point for point in of_whole if point.of == of]
        for of in _COLOURS
        # A figure that is held back has no curve either.
        if data.number(f"population.half_of_{of}") is not None
    }


def _says(data: ReportData, of: str, points: Sequence[CurvePoint]) -> str:
    first = points[0]
    what = OF[f"population.half_of_{of}"]
    return f"The {first.people:.0%} of {data.who} with most make {first.total:.0%} of all {what}."


def _drawn(curves: dict[str, list[CurvePoint]], narrower: Layout) -> alt.LayerChart:
    layout = replace(narrower, row=_HEIGHT)
    return layered([*_ground(layout), *_lines(curves, layout)], layout, 1)


def _x(layout: Layout) -> alt.Scale:
    return alt.Scale(domain=[0, 1], range=[_LEFT, layout.width - _RIGHT])


def _y() -> alt.Scale:
    return alt.Scale(domain=[0, 1], range=[_HEIGHT - _BOTTOM, _TOP])


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def _ground(layout: Layout) -> Iterator[alt.Chart]:
    x, y = _x(layout), _y()
    ticks: list[Row] = [
        {"at": at, "label": f"{at:.0%}", "nought": 0.0, "one": 1.0} for at in _STEPS
    ]
    across = alt.Y("at:Q", scale=y, axis=None)
    edge: dict[str, object] = {
        "x": alt.X("nought:Q", scale=x, axis=None),
        "x2": "one:Q",
        "y": across,
    }
    yield _chart(ticks).mark_rule(color=RULE, strokeWidth=1).encode(**edge)
    left = _chart(ticks).mark_text(align="right", dx=-8)
    yield left.encode(x=alt.X("nought:Q", scale=x, axis=None), y=across, text="label:N")
    below = _chart(ticks).mark_text(align="center", dy=14)
    yield below.encode(
        x=alt.X("at:Q", scale=x, axis=None),
        y=alt.Y("nought:Q", scale=y, axis=None),
        text="label:N",
    )
    title = _chart([{"x": 1.0, "y": 0.0, "label": "of people, those with most first"}])
    yield title.mark_text(align="right", dy=34).encode(
        x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None), text="label:N"
    )
    equal = [{"x": 0.0, "y": 0.0}, {"x": 1.0, "y": 1.0}]
    yield _line(equal, layout, RULE, [2, 3])


def _line(rows: Sequence[Row], layout: Layout, colour: str, dash: Sequence[int]) -> alt.Chart:
    drawn = _chart(rows).mark_line(color=colour, strokeWidth=2.5, strokeDash=list(dash))
    line: alt.Chart = drawn.encode(
        x=alt.X("x:Q", scale=_x(layout), axis=None), y=alt.Y("y:Q", scale=_y(), axis=None)
    )
    return line


def _lines(curves: dict[str, list[CurvePoint]], layout: Layout) -> Iterator[alt.Chart]:
    for i, (of, points) in enumerate(curves.items()):
        rows = [{"x": 0.0, "y": 0.0}, *({"x": p.people, "y": p.total} for p in points)]
        yield _line(rows, layout, _COLOURS[of], _DASHES[of])
        y = 0.42 - 0.12 * i
        key = [{"x": 0.5, "y": y}, {"x": 0.56, "y": y}]
        yield _line(key, layout, _COLOURS[of], _DASHES[of])
        word = OF[f"population.half_of_{of}"].capitalize()
        label = _chart([{"x": 0.58, "y": y, "label": word}])
        yield label.mark_text(color=INK).encode(
            x=alt.X("x:Q", scale=_x(layout), axis=None),
            y=alt.Y("y:Q", scale=_y(), axis=None),
            text="label:N",
        )
