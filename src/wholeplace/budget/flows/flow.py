"""The money of a year on its way: from commissioners to providers, and between providers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.budget.flows.allocate_lines import allocated, left_of
from wholeplace.budget.flows.between import paid_elsewhere, transfers
from wholeplace.budget.flows.books import books, by_line
from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.check import terms_problems
from wholeplace.budget.flows.check_measured import measured_problems, overdrawn_problems
from wholeplace.budget.flows.combine import paid_in, top_slices
from wholeplace.budget.flows.control import results_of, system_of
from wholeplace.budget.flows.document import Flows
from wholeplace.budget.flows.fields import SHADOW
from wholeplace.budget.flows.flowing import Flow, Flowing, Kind, Level, Stake, of_kind
from wholeplace.budget.flows.resource import Measured, ResourceLine
from wholeplace.budget.flows.stakes import stakes
from wholeplace.budget.flows.sums import summed
from wholeplace.budget.in_text import Placed, unread
from wholeplace.kernel import Figure, FinancialYear, Problem, refuse_if

UNREAD = unread("flows")

NOTHING = Measured()


def problems_of(
    lines: Sequence[ResourceLine],
    terms: Flows,
    year: FinancialYear,
    measured: Measured = NOTHING,
    where: Placed = UNREAD,
) -> list[Problem]:
    """Return everything that stands in the way of the flows of a year, before money flows."""
    case = Case(tuple(lines), terms, year, measured, where)
    return [*terms_problems(case), *measured_problems(case)]


def flow(
    lines: Sequence[ResourceLine],
    terms: Flows,
    year: FinancialYear,
    measured: Measured = NOTHING,
    where: Placed = UNREAD,
) -> Flowing:
    """Return the three levels of flow of a year, what everybody has, and what it costs them.

    Amounts are whole pence, and each level's flows add up to what came into it. What is in force
    on the first day of the year holds for all of it. Raises ``Refused`` with everything that is
    wrong with terms, lines and what was measured, or that leaves somebody below nought.
    """
    refuse_if(problems_of(lines, terms, year, measured, where))
    case = Case(tuple(lines), terms, year, measured, where)
    first = (*paid_in(case), *top_slices(case))
    left = left_of(case, of_kind(first, Kind.TOP_SLICE))
    second = allocated(case, left)
    third = (*paid_elsewhere(case), *transfers(case, second))
    refuse_if(overdrawn_problems(case, (*first, *second, *third)))
    levels = (
        _combined(case, first),
        _allocated(case, first, second),
        _between(case, second, third),
    )
    return _flowing(case, (*first, *second, *third), levels)


def _flowing(case: Case, flows: Sequence[Flow], levels: tuple[Level, Level, Level]) -> Flowing:
    status = case.in_force(case.terms.status)
    is_shadow = status is not None and status.value == SHADOW
    found = stakes(case, flows, is_shadow=is_shadow)
    lines = books(case, flows, is_shadow=is_shadow)
    results = results_of(case, flows, lines, is_shadow=is_shadow)
    resource, by_results = levels[0].into, _total(case, "by_results", "By results", found)
    label = f"More by the budget than by results, {case.year}"
    return Flowing(
        case.year,
        case.currency,
        is_shadow,
        status.source if status else "",
        *levels,
        found,
        resource,
        by_results,
        summed(case.id("difference"), label, [resource], case.currency, [by_results]),
        _total(case, "paid", "Paid", found),
        lines,
        by_line(case, lines),
        results,
        system_of(case, results),
        tuple(_notes(case)),
    )


def _total(case: Case, field: str, label: str, some: Sequence[Stake]) -> Figure:
    figures = [stake.paid if field == "paid" else stake.by_results for stake in some]
    return summed(case.id(field), f"{label}, {case.year}, all", figures, case.currency)


def _sum(case: Case, name: str, label: str, flows: Sequence[Flow]) -> Figure:
    return summed(case.id(name), label, [flow.figure for flow in flows], case.currency)


def _combined(case: Case, flows: Sequence[Flow]) -> Level:
    into = _sum(case, "resource", f"Combined resource, {case.year}", of_kind(flows, Kind.PAID_IN))
    out = _sum(case, "top_slices", "Top-slices", of_kind(flows, Kind.TOP_SLICE))
    label = "Left to be shared out"
    left = summed(case.id("left"), label, [into], case.currency, [out], "resource - top-slices")
    return Level(1, "Combined resource", into, out, left, tuple(flows))


def _allocated(case: Case, first: Sequence[Flow], flows: Sequence[Flow]) -> Level:
    into = _combined(case, first).left
    out = _sum(case, "allocated", "Allocated to providers", flows)
    label = "Allocated to nobody"
    left = summed(case.id("not_allocated"), label, [into], case.currency, [out])
    return Level(2, "To providers", into, out, left, tuple(flows))


def _between(case: Case, second: Sequence[Flow], flows: Sequence[Flow]) -> Level:
    into = _sum(case, "with_providers", "With providers before they pay each other", second)
    out = _sum(case, "elsewhere", "Paid for care elsewhere", of_kind(flows, Kind.CHOICE))
    label = "With providers, when all have paid"
    left = summed(case.id("kept"), label, [into], case.currency, [out])
    return Level(3, "Between providers", into, out, left, tuple(flows))


def _notes(case: Case) -> Iterator[str]:
    if case.measured.elsewhere and not case.terms.choice:
        yield "care elsewhere is paid for as before: nothing says which provider answers for it"
    if case.terms.open_book is None:
        yield "the books are not open: what care costs its providers is not asked"
