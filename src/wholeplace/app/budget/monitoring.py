"""The year so far: what is known of each line by month, and what the year will come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from wholeplace.app.budget.counting import Counting
from wholeplace.budget.adjust import Adjusted
from wholeplace.budget.base import Base
from wholeplace.budget.monitor import MonthCost, Outturn, Profile, monitored
from wholeplace.budget.pmpm import Cube, cut
from wholeplace.kernel import FinancialYear, Money, Month, allocate


def outturn_of(
    counting: Counting,
    profile: Profile,
    adjusted: Adjusted,
    actual: Base,
    cube: Cube,
    until: date | None,
) -> Outturn:
    """Return each line of the year's budget to date, and what the year is foreseen to cost.

    ``actual`` are the lines in the year, and ``cube`` has what the population cost. ``until`` is
    the first day of which nothing is known; where it is not said, that after the last month in
    which anything cost something. A line that is paid whatever is done costs its value, day by day.
    Raises ``Refused`` where no month is over.
    """
    year = counting.year
    amounts = {line: Money(pence, actual.currency) for line, pence in adjusted.pence(year).items()}
    until = until or known_until(cube)
    costs = [*_counted(cube, actual, amounts), *_written(actual, amounts, year)]
    return monitored(costs, amounts, profile, year, until)


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
