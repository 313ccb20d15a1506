"""From cost by line and month, known on a day, to what the year will come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from wholeplace.budget.monitor.lateness import ON_TIME, Lateness
from wholeplace.budget.monitor.line import Budget, line_outturn, total_outturn
from wholeplace.budget.monitor.model import MonthCost, Outturn
from wholeplace.budget.monitor.problems import problems_of
from wholeplace.budget.monitor.profile import Profile
from wholeplace.kernel import FinancialYear, Money, Month, refuse_if


def monitored(
    costs: Iterable[MonthCost],
    budgets: Mapping[str, Money],
    profile: Profile,
    year: FinancialYear,
    until: date,
    *,
    late: Mapping[str, Lateness] | None = None,
) -> Outturn:
    """Return each line of the budget to date, and what the year is foreseen to come to.

    ``costs`` are those known on the day before ``until``, ``budgets`` those of the whole year, and
    ``late`` says how each line's cost comes late (on time, where nothing is said). The months to
    come go on at the rate of those that are over, by the profile. Months that are not over are left
    out, and counted. Sums are exact; what comes late in a month, and what a year of a line comes
    to, is rounded to the penny. Raises ``Refused`` for cost of a line that has no budget or of
    another year, a line without a profile, budgets in several currencies, and where no part of the
    profile is over.
    """
    rows = tuple(costs)
    over = tuple(month for month in year.months() if month.end <= until)
    refuse_if(problems_of(rows, budgets, profile, year, over))
    terms = [
        Budget(name, amount, entry.value.of(year), (late or {}).get(name, ON_TIME), entry.source)
        for name, amount in budgets.items()
        if (entry := profile.on(name, year))
    ]
    known = _by_month(rows)
    lines = [(one, line_outturn(one, over, known.get(one.line, {}))) for one in terms]
    left = [row for row in rows if row.month not in over]
    return Outturn(
        year,
        until,
        tuple(line for _, line in lines),
        total_outturn(lines),
        Money(sum(row.pence for row in left), terms[0].amount.currency),
        sum(row.rows for row in left),
    )


def _by_month(costs: Iterable[MonthCost]) -> dict[str, dict[Month, int]]:
    found: dict[str, dict[Month, int]] = {}
    for row in costs:
        months = found.setdefault(row.line, {})
        months[row.month] = months.get(row.month, 0) + row.pence
    return found
