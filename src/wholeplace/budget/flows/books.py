"""Open books: what providers are paid for each line, and what it costs them."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.document import DeclaredCost
from wholeplace.budget.flows.flowing import BookLine, Flow, Kind, of_kind
from wholeplace.budget.flows.stakes import result_of
from wholeplace.budget.flows.sums import missing, pounds, summed
from wholeplace.kernel import Figure


def books(case: Case, flows: Sequence[Flow], *, is_shadow: bool) -> tuple[BookLine, ...]:
    """Return income, cost and margin of each provider and line; a cost nobody told is missing.

    Income is what is paid: by results in shadow, and else what was allocated less what was paid
    for care elsewhere. A top-slice stands in the books of its holder where what it was spent on is
    declared, by its id, and is held till then. Nothing where the books are not open.
    """
    if case.terms.open_book is None:
        return ()
    lines = [
        _line(case, flows, provider, line, is_shadow=is_shadow)
        for provider in case.terms.providers
        for line in _lines_of(case, flows, provider, is_shadow=is_shadow)
    ]
    slices = [] if is_shadow else [_slice(case, flows, cost) for cost in _spent(case)]
    return (*lines, *slices)


def by_line(case: Case, lines: Sequence[BookLine]) -> tuple[BookLine, ...]:
    """Return the books of all providers together, line by line."""
    found: dict[str, list[BookLine]] = {}
    for one in lines:
        found.setdefault(one.line, []).append(one)
    return tuple(_together(case, line, some) for line, some in found.items())


def _together(case: Case, line: str, some: Sequence[BookLine]) -> BookLine:
    id_, name = case.id("book", line), some[0].name
    incomes, costs = [one.income for one in some], [one.cost for one in some]
    income = summed(f"{id_}.income", f"{name}, income of all", incomes, case.currency)
    cost = summed(f"{id_}.cost", f"{name}, cost of all", costs, case.currency)
    return BookLine("", line, name, income, cost, _margin(case, id_, name, income, cost))


def _lines_of(
    case: Case, flows: Sequence[Flow], provider: str, *, is_shadow: bool
) -> tuple[str, ...]:
    """Return the lines of a provider in the order of the budget: paid to it, or costing it."""
    allocated = {one.line for one in of_kind(flows, Kind.ALLOCATION) if one.receiver == provider}
    chosen = {one.line for one in of_kind(flows, Kind.CHOICE) if one.giver == provider}
    paid = {line for who, line in case.measured.results if who == provider}
    cost = {line for who, line, _basis in case.measured.costs if who == provider}
    cost |= {one.line for one in _declared(case) if one.provider == provider}
    asked = allocated | cost | (paid if is_shadow else chosen)
    return tuple(line.id for line in case.lines if line.id in asked)


def _line(
    case: Case, flows: Sequence[Flow], provider: str, line: str, *, is_shadow: bool
) -> BookLine:
    name = f"{case.by_id[line].name}, {case.terms.providers[provider].name}"
    id_ = case.id("book", line, provider)
    if is_shadow:
        income = result_of(case, provider, case.by_id[line])
    else:
        income = _income(case, flows, provider, line, name)
    pays_only = not is_shadow and not _allocated(flows, provider, line)
    cost = _cost(case, provider, line, name, pays_only=pays_only)
    margin = _margin(case, id_, name, income, cost)
    return BookLine(provider, line, case.by_id[line].name, income, cost, margin)


def _income(case: Case, flows: Sequence[Flow], provider: str, line: str, name: str) -> Figure:
    own = [one for one in flows if one.line == line]
    to = [one.figure for one in of_kind(own, Kind.ALLOCATION) if one.receiver == provider]
    away = [one.figure for one in of_kind(own, Kind.CHOICE) if one.giver == provider]
    id_, formula = case.id("book", line, provider, "income"), "allocated - paid for care elsewhere"
    return summed(id_, f"{name}, income", to, case.currency, away, formula)


def _allocated(flows: Sequence[Flow], provider: str, line: str) -> bool:
    own = of_kind(flows, Kind.ALLOCATION)
    return any((one.receiver, one.line) == (provider, line) for one in own)


def _cost(case: Case, provider: str, line: str, name: str, *, pays_only: bool) -> Figure:
    id_, label = case.id("book", line, provider, "cost"), f"{name}, cost"
    for one in _declared(case):
        if (one.provider, one.line) == (provider, line):
            pence = one.amount.pence
            return pounds(id_, label, pence, case.currency, "as declared", one.source)
    book = case.terms.open_book
    basis = book.basis if book else ""
    counted = case.measured.costs.get((provider, line, basis))
    if counted is not None:
        formula = f"cost of what it did, on the basis {basis}"
        return pounds(id_, label, counted, case.currency, formula, "the records")
    if pays_only:
        formula = "none of the line is its own: it only pays for care elsewhere"
        return pounds(id_, label, 0, case.currency, formula)
    note = f"'{provider}' neither declares what '{line}' costs it, nor is it counted on {basis}"
    return missing(id_, label, note, case.currency)


def _margin(case: Case, id_: str, name: str, income: Figure, cost: Figure) -> Figure:
    label = f"{name}, margin"
    return summed(f"{id_}.margin", label, [income], case.currency, [cost], "income - cost")


def _declared(case: Case) -> tuple[DeclaredCost, ...]:
    book = case.terms.open_book
    return tuple(one for one in (book.declared if book else ()) if one.year == case.year)


def _spent(case: Case) -> tuple[DeclaredCost, ...]:
    held = {(one.holder, one.id) for one in case.terms.top_slice}
    return tuple(one for one in _declared(case) if (one.provider, one.line) in held)


def _slice(case: Case, flows: Sequence[Flow], cost: DeclaredCost) -> BookLine:
    place, one = next((i, one) for i, one in enumerate(case.terms.top_slice) if one.id == cost.line)
    held = [flow.figure for flow in flows if flow.term == ("top_slice", place)]
    id_ = case.id("book", one.id, cost.provider)
    name = f"{one.name}, {case.terms.providers[cost.provider].name}"
    income = summed(f"{id_}.income", f"{name}, held", held, case.currency)
    spent = pounds(
        f"{id_}.cost",
        f"{name}, spent",
        cost.amount.pence,
        case.currency,
        "as declared",
        cost.source,
    )
    return BookLine(
        cost.provider, one.id, one.name, income, spent, _margin(case, id_, name, income, spent)
    )
