"""What stands in the way of flows, in what was measured and in what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.budget.flows.between import Pot, overdrawn
from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.flowing import Flow
from wholeplace.kernel import Money, Problem, Where, nearest

MEASURED = "records"


def measured_problems(case: Case) -> Sequence[Problem]:
    """Return what is wrong with what was counted: lines, partners, bases, amounts."""
    found = [*_of_lines(case), *_of_blocks(case), *_of_elsewhere(case), *_of_costs(case)]
    return list(dict.fromkeys(found))


def _of_lines(case: Case) -> Iterator[Problem]:
    measured = case.measured
    tables: dict[str, list[tuple[tuple[str, ...], int]]] = {
        "results": [*measured.results.items()],
        "elsewhere": [*measured.elsewhere.items()],
        "costs": [*measured.costs.items()],
    }
    for name, rows in tables.items():
        for key, pence in sorted(rows):
            where = Where(MEASURED, path=".".join((name, *key)))
            if key[1] not in case.by_id:
                what = f"the budget has no line '{key[1]}'"
                yield Problem(where, what, nearest(key[1], case.by_id))
            if pence < 0:
                what = f"it is below nought: {Money(pence, case.currency)}"
                remedy = "look for credits that stand in the wrong year or line"
                yield Problem(where, what, remedy)


def _of_blocks(case: Case) -> Iterator[Problem]:
    for provider, line in sorted(case.measured.results):
        if line in case.by_id and case.by_id[line].is_block:
            where = Where(MEASURED, path=f"results.{provider}.{line}")
            what = f"'{line}' is a contract value, paid whatever is done, and results were counted"
            yield Problem(where, what, "leave them out, or let the line be worth its activity")


def _of_elsewhere(case: Case) -> Iterator[Problem]:
    if not case.terms.choice:
        return
    elsewhere = case.measured.elsewhere
    for provider, line, basis in sorted(elsewhere):
        where = Where(MEASURED, path=f"elsewhere.{provider}.{line}.{basis}")
        said = Money(elsewhere[provider, line, basis], case.currency)
        if provider in case.partners:
            what = f"'{provider}' is a partner, and its care is not care elsewhere"
            yield Problem(where, what, "count only care by those who are no partners")
        found = case.choice_of(line)
        if found is None:
            what = f"nobody answers for {said} of '{line}' by '{provider}'"
            yield Problem(where, what, "name who is accountable for the line, under choice")
            continue
        i, choice = found
        if case.in_force(choice.accountable) is None:
            what = f"nobody answers for '{line}' elsewhere on {case.year.start} yet: {said}"
            yield case.problem(("choice", i, "accountable"), what, "date the first entry earlier")
        if choice.of_tariff is not None and case.in_force(choice.of_tariff) is None:
            what = f"no price of '{line}' elsewhere is in force on {case.year.start}"
            yield case.problem(("choice", i, "of_tariff"), what, "date the first entry earlier")
        if (provider, line, choice.basis) not in elsewhere:
            what = f"'{line}' by '{provider}' is paid on the basis {choice.basis}, and was counted"
            remedy = f"price it on {choice.basis}, or pay for it on {basis}: bases are not mixed"
            yield Problem(where, f"{what} on {basis} alone: {said}", remedy)


def _of_costs(case: Case) -> Iterator[Problem]:
    book = case.terms.open_book
    if book is None:
        return
    for provider, line, basis in sorted(case.measured.costs):
        if provider in case.terms.providers and basis != book.basis:
            where = Where(MEASURED, path=f"costs.{provider}.{line}.{basis}")
            what = f"cost was counted on {basis}, and the books are open on {book.basis}"
            yield Problem(where, what, f"count on {book.basis} alone: bases are not mixed")


def overdrawn_problems(case: Case, flows: Sequence[Flow]) -> Iterator[Problem]:
    """Yield partners who would pay more than they have, or from another workstream's money."""
    balances = list(overdrawn(case, flows))
    for pot, pence, flow in balances:
        short = Money(-pence, case.currency)
        what, remedy = _overdrawn(pot, short, _rings(flows, pot[0]))
        yield case.problem(flow.term, what, remedy)


def _rings(flows: Sequence[Flow], who: str) -> list[str]:
    return sorted({flow.ring for flow in flows if flow.receiver == who and flow.ring})


def _overdrawn(pot: Pot, short: Money, rings: Sequence[str]) -> tuple[str, str]:
    who, ring = pot
    if ring:
        what = f"'{who}' would pay {short} more than it has in the ring-fenced workstream '{ring}'"
        return what, "pay less, or hand it money of that workstream"
    if rings:
        said = ", ".join(f"'{name}'" for name in rings)
        what = f"'{who}' falls {short} below nought, and its other money is ring-fenced ({said})"
        return what, "hand over less, or of that workstream; its money may not leave it"
    return f"'{who}' falls {short} below nought", "hand over less, or allocate more to it"
