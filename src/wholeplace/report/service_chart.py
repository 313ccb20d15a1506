"""The chart of spend in scope by service, with the base year marked on each bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import altair as alt

from wholeplace.report.charts import (
    BAR,
    BLUE,
    INK,
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
from wholeplace.report.tables import base_year, services_in_scope
from wholeplace.report.words import brief

_ROOM_FOR_LABELS = 140


@dataclass(frozen=True, slots=True)
class _Spent:
    """What a service cost in the base year and in the year."""

    name: str
    base: Fraction
    actual: Fraction
    label: str


def service_chart(data: ReportData) -> Chart:
    """Return spend in scope by service, the largest first; a sentence where there is none."""
    spent = sorted(_spent(data), key=lambda service: -service.actual)
    if not spent or data.number("actual.in_scope") is None:
        return Chart(" ".join(why_missing(data)) or "There is no spend in scope to draw.")
    says = "; ".join(f"{service.name}: {service.label}" for service in spent) + "."
    note = f"Each bar is {data.year}; the upright mark on it is {base_year(data)}."
    return chart(says, note, lambda layout: _drawn(spent, layout))


def _spent(data: ReportData) -> Iterator[_Spent]:
    scale, inside = money_scale(data), services_in_scope(data)
    for service in data.levels("service"):
        base, actual = (
            data.number(f"{prefix}.{service}", "service", service) or Fraction(0)
            for prefix in ("base", "actual")
        )
        now, before = (brief(amount, data.currency, scale) for amount in (actual, base))
        if service in inside:
            yield _Spent(data.name(service), base, actual, f"{now} (was {before})")


def _row(service: _Spent, y: float) -> Row:
    return {
        "name": service.name,
        "y": y,
        "top": y - BAR / 2,
        "bottom": y + BAR / 2,
        "above": y - BAR / 2 - 4,
        "below": y + BAR / 2 + 4,
        "base": float(service.base),
        "actual": float(service.actual),
        "right": float(max(service.base, service.actual)),
        "label": service.label,
    }


def _drawn(spent: list[_Spent], layout: Layout) -> alt.LayerChart:
    amounts = [float(amount) for service in spent for amount in (service.base, service.actual)]
    domain = [min(0.0, *amounts), max(1.0, *amounts)]
    scale = alt.Scale(domain=domain, range=layout.across(_ROOM_FOR_LABELS), nice=False)
    rows = [_row(service, layout.at(i)) for i, service in enumerate(spent)]

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    bars = of(rows).mark_rect(color=BLUE)
    bars = bars.encode(x=x("actual"), x2=alt.X2Datum(0), y=pixels("top"), y2="bottom")
    # White beneath the mark keeps it visible where it lies on the bar.
    marks = [
        of(rows)
        .mark_rule(color=colour, strokeWidth=thick)
        .encode(x=x("base"), y=pixels("above"), y2="below")
        for colour, thick in (("white", 6), (INK, 2))
    ]
    labels = of(rows).mark_text(dx=10).encode(x=x("right"), text="label:N")
    return layered([bars, *marks, names(rows, layout), labels], layout, len(rows))
