"""The tables about people, money and outcomes, made from results that were withheld first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from wholeplace.kernel import Figure
from wholeplace.privacy import MARK
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.sentences import interval
from wholeplace.report.table import Column, Kind, Table, columns
from wholeplace.report.withhold import budget_prices, events_of
from wholeplace.report.words import MISSING, count, fixed, pence, pounds, share, signed, years

NONE_RECORDED = "\N{EN DASH}"
_SCOPE = re.compile(r"scope: (?:in|out)(?: \((?P<source>.*)\))?", re.DOTALL)


def people_table(data: ReportData) -> Table:
    """Return the population by segment: people, person-years, spend in scope and its price."""
    whole_years = data.number("population.person_years")
    rows = tuple(_people_row(data, segment, whole_years) for segment in data.levels("segment"))
    whole = _of_people(data)
    return Table(
        f"People, person-years and spend in scope by segment, {data.year}",
        columns(
            "Segment",
            "People in the year",
            "Person-years",
            "Share of person-years",
            "Spend in scope",
            "Share of spend",
            "Spend per person-year",
        ),
        rows,
        (
            "All segments",
            _sum_of_people(data),
            years(whole_years),
            share(whole_years, whole_years),
            pounds(whole, data.currency),
            share(whole, whole),
            pounds(_per(whole, whole_years), data.currency),
        ),
        " ".join(filter(None, (_note(data, rows), _of_nobody(data)))),
    )


def _of_people(data: ReportData) -> Fraction | None:
    """Return the spend in scope that is somebody's: all but contract values."""
    whole, values = data.number("actual.in_scope"), data.number("actual.contract_values")
    return whole if whole is None or values is None else whole - values


def _of_nobody(data: ReportData) -> str:
    values = data.number("actual.contract_values")
    if values is None:
        return ""
    said = pounds(values, data.currency)
    return f"Contract values of {said}, which are paid whatever is done, are of no segment."


def _people_row(data: ReportData, segment: str, whole: Fraction | None) -> tuple[str, ...]:
    people, heads, spend = (
        data.figure(id_, "segment", segment)
        for id_ in ("population.people_in_year", "population.person_years", "actual.in_scope")
    )
    total = _of_people(data)
    return (
        data.name(segment),
        _cell(people, count),
        _cell(heads, years),
        _cell(heads, lambda value: share(value, whole)),
        _cell(spend, lambda value: pounds(value, data.currency)),
        _cell(spend, lambda value: share(value, total)),
        _cell(spend, lambda value: pounds(_per(value, number_of(heads)), data.currency)),
    )


def _sum_of_people(data: ReportData) -> str:
    figures = [
        data.figure("population.people_in_year", "segment", s) for s in data.levels("segment")
    ]
    numbers = [number for figure in figures if (number := number_of(figure)) is not None]
    return count(sum(numbers, Fraction(0))) if len(numbers) == len(figures) else MARK


def _cell(figure: Figure | None, write: Callable[[Fraction], str]) -> str:
    if figure is None:
        return NONE_RECORDED
    if figure.value == MARK:
        return MARK
    number = number_of(figure)
    return MISSING if number is None else write(number)


def _per(amount: Fraction | None, heads: Fraction | None) -> Fraction | None:
    return amount / heads if amount is not None and heads else None


def _note(data: ReportData, rows: tuple[tuple[str, ...], ...]) -> str:
    if not any(MARK in row for row in rows):
        return ""
    return (
        f"{MARK} is a count of {data.small.hide_from} to {data.small.hide_to}, what is worked out"
        " from one, or a figure that would give one away; the totals include them."
    )


def price_table(data: ReportData) -> Table | None:
    """Return the price per head of the budget by segment; ``None`` where there is no budget."""
    prices = budget_prices(data)
    if not prices:
        return None
    by_name = {segment: prices[segment] for segment in data.levels("segment") if segment in prices}
    rows = tuple(
        (data.name(segment), _cell(figure, lambda value: pence(value, data.currency)))
        for segment, figure in (by_name | prices).items()
    )
    return Table(
        f"Price per person-year in the budget, as {base_year(data)} cost",
        columns("Segment", "Price per person-year"),
        rows,
        note=_note(data, rows),
    )


def base_year(data: ReportData) -> str:
    """Return the base year, or words for it where it is not known."""
    return data.base_year or "the base year"


def bridge_table(data: ReportData) -> Table:
    """Return the steps from the base year to the budget, and spend beside it, to the penny."""
    rows = []
    level = Fraction(0)
    for i, step in enumerate(data.steps):
        level += step.amount
        change = signed(pence(step.amount, data.currency), step.amount) if i else ""
        name = step.name if i else f"Spend in scope, {base_year(data)}"
        rows.append((name, change, pence(level, data.currency)))
    budget, spend = data.number("budget.in_scope"), data.number("actual.in_scope")
    rows.append((f"Budget, {data.year}", "", pence(budget, data.currency)))
    gap = spend - budget if spend is not None and budget is not None else None
    change = MISSING if gap is None else signed(pence(gap, data.currency), gap)
    rows.append((f"Spend in scope, {data.year}", change, pence(spend, data.currency)))
    return Table(
        f"From spend in {base_year(data)} to the budget and spend of {data.year}",
        columns("Step", "Change", "Reaches"),
        tuple(rows),
    )


def service_table(data: ReportData) -> Table:
    """Return spend by service in both years, those in scope first, with the source of the scope."""
    inside = services_in_scope(data)
    services = data.levels("service")
    ordered = sorted(services, key=lambda service: service not in inside)
    rows = tuple(_service_row(data, service, is_in=service in inside) for service in ordered)
    rows += tuple(_contract_rows(data))
    base, actual = data.number("base.in_scope"), data.number("actual.in_scope")
    return Table(
        f"Spend by service, {base_year(data)} and {data.year}",
        columns(
            "Service",
            Column("In scope", Kind.TEXT),
            data.base_year or "Base year",
            data.year,
            "Change",
            Column("Source of the scope", Kind.TEXT),
        ),
        rows,
        (
            "In scope",
            "",
            pounds(base, data.currency),
            pounds(actual, data.currency),
            _change(base, actual, data.currency),
            "",
        ),
        "Amounts are rounded to the pound, so a column may differ from its total by a pound or two."
        f" Both years are measured on the scope of {data.year}.",
    )


def services_in_scope(data: ReportData) -> frozenset[str]:
    """Return the ids of the services that the spend in scope is the sum of."""
    figure = data.figure("actual.in_scope")
    children = figure.children if figure else ()
    return frozenset(child.id.removeprefix("actual.") for child in children)


def _service_row(data: ReportData, service: str, *, is_in: bool) -> tuple[str, ...]:
    base, actual = (data.figure(f"{p}.{service}", "service", service) for p in ("base", "actual"))
    return (
        data.name(service),
        "yes" if is_in else "no",
        _cell(base, lambda value: pounds(value, data.currency)),
        _cell(actual, lambda value: pounds(value, data.currency)),
        _change(number_of(base), number_of(actual), data.currency),
        _scope_source(actual),
    )


def _contract_rows(data: ReportData) -> Iterator[tuple[str, ...]]:
    """Yield the row of contract values in scope, where there are any."""
    base, actual = (data.number(f"{prefix}.contract_values") for prefix in ("base", "actual"))
    if base is not None or actual is not None:
        yield (
            "Contract values in scope",
            "yes",
            pounds(base, data.currency),
            pounds(actual, data.currency),
            _change(base, actual, data.currency),
            "budget document, lines",
        )


def _change(before: Fraction | None, after: Fraction | None, currency: str) -> str:
    if before is None or after is None:
        return NONE_RECORDED
    return signed(pounds(after - before, currency), after - before)


def _scope_source(figure: Figure | None) -> str:
    text = figure.source if figure else ""
    found = _SCOPE.fullmatch(text)
    return (found["source"] or "not named in the place document") if found else text


def outcome_table(data: ReportData, measure: str) -> Table:
    """Return the rate of one measure, overall and by segment, with its 95% interval."""
    id_ = f"outcome.{measure}"
    rows = tuple(
        _outcome_row(data.name(segment), data.figure(id_, "segment", segment))
        for segment in data.levels("segment")
    )
    return Table(
        f"Events and rate by segment, {data.year}",
        columns("Segment", "Events", "Person-years", "Rate", "95% interval"),
        rows,
        _outcome_row("All segments", data.figure(id_)),
        _note(data, rows),
    )


def _outcome_row(name: str, figure: Figure | None) -> tuple[str, ...]:
    if number_of(figure) is None:
        shown = _cell(figure, str)
        return (name, shown, shown, shown, shown)
    children = figure.children if figure else ()
    heads = next((c for c in children if c.id == "population.person_years"), None)
    return (
        name,
        count(Fraction(events_of(figure))),
        _cell(heads, years),
        _cell(figure, lambda value: fixed(value, 1)),
        interval(figure) or NONE_RECORDED,
    )
