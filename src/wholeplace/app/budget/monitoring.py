"""The year so far: what is known of each line by month, and what the year will come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget.lateness import lateness_by_basis
from wholeplace.budget.adjust import Adjusted
from wholeplace.budget.base import Base
from wholeplace.budget.monitor import Lateness, MonthCost, Outturn, Profile, monitored
from wholeplace.budget.pmpm import Cube, cut
from wholeplace.kernel import FinancialYear, Money, Month, allocate


def outturn_of(
    counting: Counting,
    profile: Profile,
    adjusted: Adjusted,
    actual: Base,
    cube: Cube,
) -> tuple[Outturn | None, tuple[str, ...]]:
    """Return each line of the year's budget to date, and what the year is foreseen to cost.

    ``actual`` are the lines in the year, and ``cube`` has what the population cost. Where no day is
    asked for, all is known until after the last month in which anything cost something. A line that
    is paid whatever is done costs its value, day by day.
    Where the budget says how cost comes late, that is foreseen from what was loaded when; beside
    the outturn stands what cannot be told. Before the first month is over there is no outturn.
    """
    year = counting.year
    amounts = {line: Money(pence, actual.currency) for line, pence in adjusted.pence(year).items()}
    until = counting.asked.known_until or known_until(cube)
    if year.months()[0].end > until:
        return None, (f"no month of {year} is over on {until}, so nothing is foreseen of it",)
    costs = [*_counted(cube, actual, amounts), *_written(actual, amounts, year)]
    late, told = _late(counting, actual, until)
    return monitored(costs, amounts, profile, year, until, late=late), told


def _late(
    counting: Counting, actual: Base, until: date
) -> tuple[dict[str, Lateness], tuple[str, ...]]:
    terms = counting.documents.budget.value.late
    if terms is None or not counting.asked.is_late:
        return {}, ()
    by_basis, told = lateness_by_basis(counting, terms, until)
    basis_of = {service.id: service.basis for service in counting.documents.place.services}
    lines = {one.line.id: basis_of.get(one.line.service or "") for one in actual.lines}
    return {line: by_basis[basis] for line, basis in lines.items() if basis in by_basis}, told


def known_until(cube: Cube) -> date:
    """Return the day after the last month with any cost; the first of the year where none has."""
    months = [cell.month for cell in cube.spending]
    return max(months).end if months else cube.months[0].start


def _counted(cube: Cube, actual: Base, amounts: Mapping[str, Money]) -> Iterator[MonthCost]:
    line_of = {one.line.service: one.line.id for one in actual.lines if one.line.service}
    for row in cut(cube, ("service", "month")):
        service, month = row.key
        line = line_of.get(service)
        if line in amounts and line is not None:
            yield MonthCost(line, _month(month), row.pence, row.rows)


def _month(text: str) -> Month:
    return Month(int(text[:4]), int(text[5:7]))


def _written(
    actual: Base, amounts: Mapping[str, Money], year: FinancialYear
) -> Iterator[MonthCost]:
    months = year.months()
    days = [Fraction((month.end - month.start).days) for month in months]
    for one in actual.lines:
        value = one.shared.value
        if one.line.value is None or one.line.id not in amounts or not isinstance(value, Fraction):
            continue
        parts = allocate(Money(round(value * 100), actual.currency), days)
        yield from (
            MonthCost(one.line.id, month, part.pence)
            for month, part in zip(months, parts, strict=True)
        )
