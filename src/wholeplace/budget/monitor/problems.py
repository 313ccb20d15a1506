"""What stands in the way of monitoring a year: lines, profiles, months that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wholeplace.budget.monitor.model import MonthCost
from wholeplace.budget.monitor.profile import Profile
from wholeplace.kernel import FinancialYear, Money, Month, Problem, Where, nearest

_COSTS, _BUDGET = Where("costs"), Where("budget")


def problems_of(
    costs: Sequence[MonthCost],
    budgets: Mapping[str, Money],
    profile: Profile,
    year: FinancialYear,
    over: Sequence[Month],
) -> Iterator[Problem]:
    """Yield everything that is wrong, each with what to try."""
    if not budgets:
        yield Problem(_BUDGET, "there is no budget to hold costs against", "give one a line")
    if not over:
        what = f"no month of {year} is over"
        yield Problem(_COSTS, what, f"wait until {year.months()[0]} is")
    currencies = {amount.currency for amount in budgets.values()}
    if len(currencies) > 1:
        what = f"budgets are in {' and '.join(sorted(currencies))}"
        yield Problem(_BUDGET, what, "monitor each currency by itself")
    yield from _of_costs(costs, budgets, year)
    for line in budgets:
        yield from _of_line(line, costs, profile, year, over)


def _of_costs(
    costs: Sequence[MonthCost], budgets: Mapping[str, Money], year: FinancialYear
) -> Iterator[Problem]:
    for line in sorted({row.line for row in costs} - set(budgets)):
        rows = sum(row.rows for row in costs if row.line == line)
        yield Problem(_COSTS, f"line '{line}' has no budget", nearest(line, budgets), rows)
    others = [row for row in costs if row.month not in year.months()]
    if others:
        what = f"costs of {min(row.month for row in others)} are not of {year}"
        yield Problem(_COSTS, what, "ask for the costs of the year", sum(r.rows for r in others))


def _of_line(
    line: str,
    costs: Sequence[MonthCost],
    profile: Profile,
    year: FinancialYear,
    over: Sequence[Month],
) -> Iterator[Problem]:
    entry = profile.on(line, year)
    if entry is None:
        what = f"line '{line}' has no profile on {year.start}"
        yield Problem(_BUDGET, what, "write one for the line, or 'other' for all lines")
        return
    shares = dict(zip(year.months(), entry.value.of(year), strict=True))
    if over and not any(shares[month] for month in over):
        what = f"the profile of '{line}' has nothing in the months that are over"
        yield Problem(_BUDGET, what, "leave the line out until then: no rate can be told")
    none = [row for row in costs if row.line == line and row.pence and shares.get(row.month) == 0]
    if none:
        what = f"line '{line}' has cost in {none[0].month}, of which its profile has nothing"
        yield Problem(_COSTS, what, "correct the profile", sum(row.rows for row in none))
