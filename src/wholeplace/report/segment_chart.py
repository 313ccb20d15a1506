"""The chart of segments: how many of the people they are, and how much of the spend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import altair as alt

from wholeplace.report.charts import (
    BLUE,
    PALE,
    Chart,
    Layout,
    Row,
    Rows,
    chart,
    layered,
    names,
    of,
    pixels,
)
from wholeplace.report.data import ReportData
from wholeplace.report.sentences import why_missing
from wholeplace.report.words import share

_ROOM_FOR_LABELS = 132
_THIN, _TALLER = 12, 14  # two thin bars in a row that is this much taller


@dataclass(frozen=True, slots=True)
class _Shares:
    """A segment's share of person-years and of spend in scope."""

    name: str
    people: Fraction
    spend: Fraction


def segment_chart(data: ReportData) -> Chart:
    """Return each segment's share of person-years beside its share of spend in scope.

    A segment that is not shown, or of which one of the two is not known, is left out.
    """
    shares = list(_shares(data))
    if not shares:
        return Chart(" ".join(why_missing(data)) or "There is no spend by segment to draw.")
    parts = (f"{s.name}: {_of(s.people, 'person-years')}, {_of(s.spend, 'spend')}" for s in shares)
    return chart("; ".join(parts) + ".", "", lambda layout: _drawn(shares, layout))


def _of(part: Fraction, whole: str) -> str:
    return f"{share(part, Fraction(1))} of {whole}"


def _shares(data: ReportData) -> Iterator[_Shares]:
    all_years, all_spend = data.number("population.person_years"), data.number("actual.in_scope")
    for segment in data.levels("segment"):
        years = data.number("population.person_years", "segment", segment)
        spend = data.number("actual.in_scope", "segment", segment)
        if all_years and all_spend and years is not None and spend is not None:
            yield _Shares(data.name(segment), years / all_years, spend / all_spend)


def _row(shares: _Shares, y: float) -> Row:
    return {
        "name": shares.name,
        "y": y - _THIN / 2,
        "people_y": y - _THIN / 2,
        "spend_y": y + _THIN / 2 + 1,
        "people": float(shares.people),
        "spend": float(shares.spend),
        "people_label": _of(shares.people, "person-years"),
        "spend_label": _of(shares.spend, "spend"),
    }


def _drawn(shares: list[_Shares], narrower: Layout) -> alt.LayerChart:
    layout = replace(narrower, row=narrower.row + _TALLER)
    parts = [float(part) for each in shares for part in (each.people, each.spend)]
    domain = [min(0.0, *parts), max(0.01, *parts)]
    scale = alt.Scale(domain=domain, range=layout.across(_ROOM_FOR_LABELS), nice=False)
    rows = [_row(each, layout.at(i)) for i, each in enumerate(shares)]
    bars = [*_bars(rows, "people", PALE, scale), *_bars(rows, "spend", BLUE, scale)]
    return layered([*bars, names(rows, layout)], layout, len(rows))


def _bars(rows: Rows, field: str, colour: str, scale: alt.Scale) -> Iterator[alt.Chart]:
    x, y = alt.X(f"{field}:Q", scale=scale, axis=None), pixels(f"{field}_y")
    bars = of(rows).mark_bar(color=colour, size=_THIN - 1, orient="horizontal")
    yield bars.encode(x=x, x2=alt.X2Datum(0), y=y)
    yield of(rows).mark_text(dx=8, fontSize=12).encode(x=x, y=y, text=f"{field}_label:N")
