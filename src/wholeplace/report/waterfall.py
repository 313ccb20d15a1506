"""A bridge from one amount to another as a picture: what is reached, and each change between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from wholeplace.report.charts import (
    BAR,
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
    names,
    of,
    pixels,
)

_ROOM_FOR_LABELS = 84
_NOTE = (
    "Each bar is a change: filled adds, empty takes away. Each upright mark is an amount reached."
    " The scale does not start at zero."
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One row: an amount that is reached, or the change that leads from one to the next.

    ``alone`` is where a change would end by itself, if that is told.
    """

    name: str
    start: Fraction
    end: Fraction
    label: str
    is_change: bool
    alone: Fraction | None = None


def waterfall(stops: Sequence[Stop], more: str = "") -> Chart:
    """Return the stops as a chart, from the top; ``more`` is added to the note."""
    says = "; ".join(f"{stop.name}: {stop.label}" for stop in stops) + "."
    note = f"{_NOTE} {more}" if more else _NOTE
    return chart(says, note, lambda layout: _drawn(stops, layout))


def _row(stop: Stop, y: float, layout: Layout) -> Row:
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


def _scale(stops: Sequence[Stop], layout: Layout) -> alt.Scale:
    ends = [float(end) for stop in stops for end in (stop.start, stop.end)]
    # A bridge of nothing but equal amounts still needs a scale with two ends.
    domain = [min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1]
    return alt.Scale(domain=domain, range=layout.across(_ROOM_FOR_LABELS), zero=False, nice=False)


def _drawn(stops: Sequence[Stop], layout: Layout) -> alt.LayerChart:
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
    more = _because_of_others(stops, rows, scale)
    return layered([*joints, bars, *more, marks, names(rows, layout), *labels], layout, len(rows))


def _because_of_others(
    stops: Sequence[Stop], rows: Sequence[Row], scale: alt.Scale
) -> list[alt.Chart]:
    """Return the pale ends of bars: what a change adds because of the changes before it."""
    found = [
        {**row, "alone": float(stop.alone)}
        for stop, row in zip(stops, rows, strict=True)
        if stop.alone is not None and _is_within(stop, stop.alone)
    ]
    if not found:
        return []
    x = alt.X("alone:Q", scale=scale, axis=None)
    marked = of(found).mark_rect(color=PALE)
    return [marked.encode(x=x, x2="end", y=pixels("top"), y2="bottom")]


def _is_within(stop: Stop, alone: Fraction) -> bool:
    return min(stop.start, stop.end) < alone < max(stop.start, stop.end)
