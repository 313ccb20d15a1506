"""The gate of a report: everything behind it has the small numbers taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from wholeplace.kernel import Figure, Headline, Unit
from wholeplace.privacy import MARK, Hidden, SmallNumbers
from wholeplace.report.concentration import NEIGHBOURHOOD, OF, hidden_neighbourhoods
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.rewards import few_decide, is_of_reward, told

_PRICE = "base.price_per_head"
_ROWS = re.compile(r"(?P<number>[\d,]+) cost rows")
_PERSON_YEARS = ".person_years."


def withhold(data: ReportData) -> ReportData:
    """Return the same results with small counts, and what would give them away, not shown.

    A figure held back has the value ``*`` and no reasons. Tables, charts, sentences and
    explanations are all made from what this returns. The settlement statement stays exact: its
    figures are of the whole, and the parties must be able to recompute it.
    """
    people = _hidden_people(data)
    events = {f"outcome.{name}": _hidden_events(data, name, people) for name in data.measures()}
    hidden = events | {id_: hidden_neighbourhoods(data, id_) for id_ in OF}
    few = few_decide(data.headlines, data.small)
    rows = tuple(
        replace(row, figure=_reward(data.small, row.figure, few=few))
        if is_of_reward(row.figure)
        else replace(row, figure=_shown(data.small, row, hidden.get(row.figure.id, people), people))
        for row in data.headlines
    )
    return replace(data, headlines=rows, manifest=_counts_shown(data.small, data.manifest))


def _counts_shown(small: SmallNumbers, told: Mapping[str, object]) -> dict[str, object]:
    """Return a manifest in which the small counts are marked; whole numbers are counts in it."""
    return {
        name: _counts_shown(small, value)
        if isinstance(value, Mapping)
        else small.shown(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        for name, value in told.items()
    }


def _shown(small: SmallNumbers, row: Headline, hidden: Hidden, people: Hidden) -> Figure:
    if row.figure.is_missing:
        return row.figure
    if row.breakdown in {"segment", NEIGHBOURHOOD} and row.level in hidden.rows:
        return _held_back(small, row.figure)
    counted = row.figure.id.startswith(("population.", "outcome."))
    if not row.breakdown and counted and hidden.total:
        return _held_back(small, row.figure)
    shown = _without_few_rows(small, _without_people(small, row.figure, people.rows))
    return _rounded(small, shown) if small.round_to > 1 else shown


def _reward(small: SmallNumbers, figure: Figure, *, few: bool) -> Figure:
    shown = told(figure, few=few)
    if shown is None:
        return _held_back(small, figure)
    return _rounded(small, shown) if small.round_to > 1 else shown


def _held_back(small: SmallNumbers, figure: Figure) -> Figure:
    return Figure(
        figure.id, MARK, figure.unit, figure.label, note=small.why, currency=figure.currency
    )


def _without_few_rows(small: SmallNumbers, figure: Figure) -> Figure:
    children = tuple(_without_few_rows(small, child) for child in figure.children)
    rows = _ROWS.fullmatch(figure.inputs or "")
    few = rows is not None and small.is_small(int(rows["number"].replace(",", "")))
    inputs = f"{MARK} cost rows" if few else figure.inputs
    return replace(figure, children=children, inputs=inputs)


def _rounded(small: SmallNumbers, figure: Figure) -> Figure:
    # What was put into a formula would say what a count was before, so it goes.
    children = tuple(_rounded(small, child) for child in figure.children)
    value, number = figure.value, number_of(figure)
    if figure.unit in {Unit.COUNT, Unit.YEARS} and number is not None:
        value = Fraction(small.rounded(round(number)))
    return replace(figure, value=value, children=children, inputs="")


def _without_people(small: SmallNumbers, figure: Figure, segments: frozenset[str]) -> Figure:
    """Return a figure whose reasons tell nothing of how many people were in a hidden segment."""
    if _PERSON_YEARS in figure.id and figure.id.rpartition(".")[2] in segments:
        return _held_back(small, figure)
    children = tuple(_without_people(small, child, segments) for child in figure.children)
    return replace(figure, children=children)


def _hidden_people(data: ReportData) -> Hidden:
    id_ = "population.people_in_year"
    counts = {level: _count(data, id_, level) for level in data.levels("segment")}
    return data.small.hidden_rows(counts, frozenset(_few_in_base_year(data)))


def _count(data: ReportData, id_: str, level: str) -> int:
    return int(data.number(id_, "segment", level) or 0)


def _few_in_base_year(data: ReportData) -> Iterator[str]:
    """Yield the segments with so little person-time in the base year that their price tells."""
    for segment, price in budget_prices(data).items():
        spend = data.number("base.in_scope", "segment", segment)
        value = number_of(price)
        if spend and value and spend / value < data.small.hide_to + 1:
            yield segment


def budget_prices(data: ReportData) -> dict[str, Figure]:
    """Return what a person-year of each segment cost in the base year."""
    rows = (row for row in data.headlines if row.figure.id == _PRICE)
    return {row.level: row.figure for row in rows}


def _hidden_events(data: ReportData, measure: str, people: Hidden) -> Hidden:
    id_ = f"outcome.{measure}"
    figures = {level: data.figure(id_, "segment", level) for level in data.levels("segment")}
    counts = {level: events_of(figure) for level, figure in figures.items()}
    return data.small.hidden_rows(counts, people.rows)


def events_of(figure: Figure | None) -> int:
    """Return the events that a rate was worked out from; 0 where it is missing or not shown."""
    children = figure.children if figure else ()
    events = next((child for child in children if child.id.endswith(".events")), None)
    return int(number_of(events) or 0)
