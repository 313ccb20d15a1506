"""The gate of a report: everything behind it has the small numbers taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wholeplace.kernel import Figure, Headline
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.small_numbers import LEAST, MARK, MOST, Hidden, hidden_rows

_PRICE = "budget.price_per_head."
_MOVEMENT = "budget.movement_between_segments"
_WHY = f"a count of {LEAST} to {MOST} people or events, or one that would give it away: not shown"


def withhold(data: ReportData) -> ReportData:
    """Return the same results with small counts, and what would give them away, not shown.

    A figure held back has the value ``*`` and no reasons. Tables, charts, sentences and
    explanations are all made from what this returns. The settlement statement stays exact: its
    figures are of the whole, and the parties must be able to recompute it.
    """
    people = _hidden_people(data)
    events = {f"outcome.{name}": _hidden_events(data, name, people) for name in data.measures()}
    rows = tuple(_shown(row, events.get(row.figure.id, people), people) for row in data.headlines)
    return replace(data, headlines=rows)


def _shown(row: Headline, hidden: Hidden, people: Hidden) -> Headline:
    if row.figure.is_missing:
        return row
    if row.breakdown == "segment" and row.level in hidden.rows:
        return replace(row, figure=_held_back(row.figure))
    counted = row.figure.id.startswith(("population.", "outcome."))
    if not row.breakdown and counted and hidden.total:
        return replace(row, figure=_held_back(row.figure))
    return replace(row, figure=_without_prices(row.figure, people.rows))


def _held_back(figure: Figure) -> Figure:
    return Figure(figure.id, MARK, figure.unit, figure.label, note=_WHY, currency=figure.currency)


def _without_prices(figure: Figure, segments: frozenset[str]) -> Figure:
    if figure.id.startswith(_PRICE) and figure.id.removeprefix(_PRICE) in segments:
        return _held_back(figure)
    children = tuple(_without_prices(child, segments) for child in figure.children)
    # The movement between segments puts every segment's price into one sum.
    told = figure.id == _MOVEMENT and segments
    return replace(figure, children=children, inputs=MARK if told else figure.inputs)


def _hidden_people(data: ReportData) -> Hidden:
    id_ = "population.people_in_year"
    counts = {level: _count(data, id_, level) for level in data.levels("segment")}
    return hidden_rows(counts, frozenset(_few_in_base_year(data)))


def _count(data: ReportData, id_: str, level: str) -> int:
    return int(data.number(id_, "segment", level) or 0)


def _few_in_base_year(data: ReportData) -> Iterator[str]:
    """Yield the segments with so little person-time in the base year that their price tells."""
    for segment, price in budget_prices(data).items():
        spend = data.number("base.in_scope", "segment", segment)
        value = number_of(price)
        if spend and value and spend / value < MOST + 1:
            yield segment


def budget_prices(data: ReportData) -> dict[str, Figure]:
    """Return the base year's price per head by segment, from the reasons of the budget."""
    budget = data.figure("budget.in_scope")
    found = (figure for figure in budget.walk() if figure.id.startswith(_PRICE)) if budget else ()
    return {figure.id.removeprefix(_PRICE): figure for figure in found}


def _hidden_events(data: ReportData, measure: str, people: Hidden) -> Hidden:
    id_ = f"outcome.{measure}"
    figures = {level: data.figure(id_, "segment", level) for level in data.levels("segment")}
    counts = {level: events_of(figure) for level, figure in figures.items()}
    return hidden_rows(counts, people.rows)


def events_of(figure: Figure | None) -> int:
    """Return the events that a rate was worked out from; 0 where it is missing or not shown."""
    children = figure.children if figure else ()
    events = next((child for child in children if child.id.endswith(".events")), None)
    return int(number_of(events) or 0)
