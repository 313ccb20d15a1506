"""The chart of the budget: from the base year's spend, step by step, to budget and spend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from wholeplace.report.charts import (
    BAR,
    BLUE,
    INK,
    ORANGE,
    RULE,
    Chart,
    Layout,
    Row,
    chart,
    layered,
    names,
    of,
    pixels,
)
from wholeplace.report.data import ReportData
from wholeplace.report.sentences import money_scale, why_missing
from wholeplace.report.words import brief, scale_for, signed

_ROOM_FOR_LABELS = 84
_NOTE = (
    "Each bar is a change: filled adds, empty takes away. Each upright mark is an amount reached."
    " The scale does not start at zero."
)


@dataclass(frozen=True, slots=True)
class _Stop:
    """One row: an amount that is reached, or the change that leads from one to the next."""

    name: str
    start: Fraction
    end: Fraction
    label: str
    is_change: bool


def bridge_chart(data: ReportData) -> Chart:
    """Return the bridge as a chart; where there is no budget, a sentence that says why."""
    if not data.steps or data.number("budget.in_scope") is None:
        return Chart(" ".join(why_missing(data)) or "There are no steps to a budget to draw.")
    stops = list(_stops(data))
    says = "; ".join(f"{stop.name}: {stop.label}" for stop in stops) + "."
    return chart(says, _NOTE, lambda layout: _drawn(stops, layout))


def _stops(data: ReportData) -> Iterator[_Stop]:
    first, *steps = data.steps
    spend = data.number("actual.in_scope")
    level = first.amount
    yield _reached(data, f"Spend in {data.base_year or 'the base year'}", level)
    for step in steps:
        yield _change(data, step.name, level, step.amount)
        level += step.amount
    yield _reached(data, f"Budget for {data.year}", level)
    if spend is not None:
        yield _change(data, "Difference", level, spend - level)
        yield _reached(data, f"Spend in {data.year}", spend)


def _reached(data: ReportData, name: str, level: Fraction) -> _Stop:
    label = brief(level, data.currency, money_scale(data))
    return _Stop(name, level, level, label, is_change=False)


def _change(data: ReportData, name: str, level: Fraction, amount: Fraction) -> _Stop:
    finer = scale_for(step.amount for step in data.steps[1:])
    label = signed(brief(amount, data.currency, finer), amount)
    return _Stop(name, level, level + amount, label, is_change=True)


def _row(stop: _Stop, y: float, layout: Layout) -> Row:
    return {
        "name": stop.name,
        "y": y,
        "top": y - BAR / 2,
        "bottom": y + BAR / 2,
        "next": y + layout.row,
        "start": float(stop.start),
        "end": float(stop.end),
        "right": float(max(stop.start, stop.end)),
        "label": stop.label,
        "adds": stop.end > stop.start,
    }


def _scale(stops: list[_Stop], layout: Layout) -> alt.Scale:
    ends = [float(end) for stop in stops for end in (stop.start, stop.end)]
    # A bridge of nothing but equal amounts still needs a scale with two ends.
    domain = [min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1]
    return alt.Scale(domain=domain, range=layout.across(_ROOM_FOR_LABELS), zero=False, nice=False)


def _drawn(stops: list[_Stop], layout: Layout) -> alt.LayerChart:
    scale = _scale(stops, layout)
    rows = [_row(stop, layout.at(i), layout) for i, stop in enumerate(stops)]
    changes = [row for row, stop in zip(rows, stops, strict=True) if stop.is_change]
    levels = [row for row, stop in zip(rows, stops, strict=True) if not stop.is_change]

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    # Where names stand above the bars, a joint would strike them through.
    joined = [] if layout.has_names_above else rows[:-1]
    joints = [of(joined).mark_rule(color=RULE).encode(x=x("end"), y2="next")] if joined else []
    bars = (
        of(changes)
        .mark_rect(strokeWidth=2)
        .encode(
            x=x("start"),
            x2="end",
            y=pixels("top"),
            y2="bottom",
            fill=alt.condition("datum.adds", alt.value(BLUE), alt.value("white")),
            stroke=alt.condition("datum.adds", alt.value(BLUE), alt.value(ORANGE)),
        )
    )
    marks = of(levels).mark_rule(color=INK, strokeWidth=5)
    marks = marks.encode(x=x("end"), y=pixels("top"), y2="bottom")
    labels = [of(changes).mark_text(dx=9), of(levels).mark_text(dx=9, fontWeight="bold")]
    labels = [texts.encode(x=x("right"), text="label:N") for texts in labels]
    return layered([*joints, bars, marks, names(rows, layout), *labels], layout, len(rows))
