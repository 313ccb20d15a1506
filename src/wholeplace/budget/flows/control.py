"""What each provider and the whole system come to, against what is planned for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.flowing import BookLine, Flow, Kind, Result, of_kind
from wholeplace.budget.flows.sums import missing, pounds, summed
from wholeplace.document import Timeline
from wholeplace.kernel import Figure, Money

SYSTEM = "system"


def results_of(
    case: Case, flows: Sequence[Flow], books: Sequence[BookLine], *, is_shadow: bool
) -> tuple[Result, ...]:
    """Return the surplus or deficit of each provider, against its plan where it has one.

    It is what it is paid less what its lines cost it. Transfers between providers count while the
    flows are live, and cancel out in the system. A top-slice that is held is in no one's result.
    """
    plans = case.terms.control_total.providers if case.terms.control_total else {}
    found = []
    for who, provider in case.terms.providers.items():
        own = [one.margin for one in books if one.provider == who]
        moved = [] if is_shadow else list(of_kind(flows, Kind.TRANSFER))
        taken = [flow.figure for flow in moved if flow.receiver == who]
        given = [flow.figure for flow in moved if flow.giver == who]
        label, id_ = f"{provider.name}, surplus or deficit, {case.year}", case.id("result", who)
        formula = "margins of its lines + taken - given"
        actual = summed(id_, label, [*own, *taken], case.currency, given, formula)
        closed = _closed(case, who, books)
        actual = missing(id_, label, closed, case.currency) if closed else actual
        found.append(_result(case, who, provider.name, actual, plans))
    return tuple(found)


def _closed(case: Case, who: str, books: Sequence[BookLine]) -> str:
    if case.terms.open_book is None:
        return "the books are not open"
    if not any(one.provider == who for one in books):
        return f"the books of '{who}' say nothing"
    return ""


def system_of(case: Case, results: Sequence[Result]) -> Result:
    """Return what all providers together come to, against the control total of the system."""
    parts = [one.actual for one in results]
    label = f"Surplus or deficit of the system, {case.year}"
    actual = summed(case.id("result", SYSTEM), label, parts, case.currency)
    control = case.terms.control_total
    plans = {SYSTEM: control.system} if control else {}
    return _result(case, SYSTEM, "The system", actual, plans)


def _result(
    case: Case, who: str, name: str, actual: Figure, plans: Mapping[str, Timeline[Money]]
) -> Result:
    entry = case.in_force(plans[who]) if who in plans else None
    if entry is None:
        return Result(who, name, actual, None, None)
    id_, label = case.id("control_total", who), f"{name}, control total"
    formula, source = "surplus (below nought: deficit) that was agreed", entry.source
    plan = pounds(id_, label, entry.value.pence, case.currency, formula, source)
    against = summed(
        f"{id_}.against", f"{name}, better (below nought: worse) than its control total",
        [actual], case.currency, [plan], "surplus or deficit - control total",
    )  # fmt: skip
    return Result(who, name, actual, plan, against)
