"""What stands in the way of flows, in the terms: unknown names, money nobody has, rings crossed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.combine import top_slices
from wholeplace.budget.flows.fields import Path
from wholeplace.budget.flows.sums import known_pence
from wholeplace.kernel import Money, Problem, nearest


def of_lines(case: Case) -> Iterator[Problem]:
    """Yield what is wrong with the lines of the budget themselves."""
    if not case.lines:
        yield case.problem((), "the budget has no lines", "put a line in scope")
    workstreams: dict[str, str] = {}
    for line in case.lines:
        if line.id in workstreams:
            both = f"in the workstreams '{workstreams[line.id]}' and '{line.workstream}'"
            what = f"the line '{line.id}' is there twice, {both}"
            yield case.problem((), what, "its money would count twice: take one out")
        workstreams.setdefault(line.id, line.workstream)
        pence = known_pence(line.shared)
        if pence is None:
            what = f"what of '{line.id}' is shared is not known: {line.shared.note}"
            yield case.problem((), what, "say its value and part, or run its year")
        elif pence < 0:
            what = f"the line '{line.id}' is below nought: {line.shared.shown}"
            yield case.problem((), what, "look for a credit that stands in the wrong year or line")
        if line.shared.currency != case.currency:
            what = f"the line '{line.id}' is in {line.shared.currency}, others in {case.currency}"
            yield case.problem((), what, "convert it, and say at what rate in its source")


def of_names(case: Case) -> Iterator[Problem]:
    """Yield every name in the terms that is not there."""
    providers, lines = list(case.terms.providers), list(case.by_id)
    streams = sorted({line.workstream for line in case.lines if line.workstream})
    holders = [*providers, *case.payers]
    books = [*lines, *(one.id for one in case.terms.top_slice)]
    for path, name, among, kind in (
        *(((), line.provider, providers, "provider") for line in case.lines if line.provider),
        *((path, name, providers, "provider") for path, name in _providers(case)),
        *((path, name, lines, "line") for path, name in _lines(case)),
        *(
            (("top_slice", i, "holder"), one.holder, holders, "holder")
            for i, one in enumerate(case.terms.top_slice)
        ),
        *(
            (("between", i, "workstream"), one.workstream, streams, "workstream")
            for i, one in enumerate(case.terms.between)
            if one.workstream is not None
        ),
        *((path, name, books, "line") for path, name in _declared(case)),
    ):
        if name not in among:
            yield case.problem(path, f"unknown {kind} '{name}'", nearest(name, among))


def _providers(case: Case) -> Iterator[tuple[Path, str]]:
    terms = case.terms
    for i, one in enumerate(terms.allocation):
        for j, entry in enumerate(one.shares.root):
            yield from ((("allocation", i, "shares", j, "value", w), w) for w in entry.value)
    for i, choice in enumerate(terms.choice):
        for j, who in enumerate(choice.accountable.root):
            yield ("choice", i, "accountable", j, "value"), who.value
    for i, transfer in enumerate(terms.between):
        yield ("between", i, "giver"), transfer.giver
        yield ("between", i, "receiver"), transfer.receiver
    for word in terms.control_total.providers if terms.control_total else ():
        yield ("control_total", "providers", word), word
    for i, cost in enumerate(terms.open_book.declared if terms.open_book else ()):
        yield ("open_book", "declared", i, "provider"), cost.provider


def _lines(case: Case) -> Iterator[tuple[Path, str]]:
    groups = {
        "top_slice": [one.lines for one in case.terms.top_slice],
        "allocation": [one.lines for one in case.terms.allocation],
        "choice": [one.lines for one in case.terms.choice],
    }
    for field, named in groups.items():
        for i, lines in enumerate(named):
            yield from (((field, i, "lines", j), line) for j, line in enumerate(lines))


def _declared(case: Case) -> Iterator[tuple[Path, str]]:
    for i, cost in enumerate(case.terms.open_book.declared if case.terms.open_book else ()):
        yield ("open_book", "declared", i, "line"), cost.line


def of_dates(case: Case) -> Iterator[Problem]:
    """Yield what begins within the year, and what is not in force that must be."""
    year = case.year
    for path, timeline in case.terms.dated():
        for i, entry in enumerate(timeline.root):
            if year.start < entry.from_ < year.end:
                what = f"it begins within {year}, and flows are those of whole years"
                remedy = f"let it begin on {year.start} or {year.end}"
                yield case.problem((*path, i, "from"), what, remedy)
    needed: list[Path] = [("status",)] if case.in_force(case.terms.status) is None else []
    control = case.terms.control_total
    if control and case.in_force(control.system) is None:
        needed.append(("control_total", "system"))
    for field in needed:
        what = f"nothing is in force on {year.start}"
        yield case.problem(field, what, "date the first entry earlier")


def of_currency(case: Case) -> Iterator[Problem]:
    """Yield every amount that is in another currency than the lines."""
    for path, timeline in case.terms.dated():
        for i, entry in enumerate(timeline.root):
            if isinstance(entry.value, Money):
                yield from _currency(case, (*path, i, "value"), entry.value)
    for i, cost in enumerate(case.terms.open_book.declared if case.terms.open_book else ()):
        yield from _currency(case, ("open_book", "declared", i, "amount"), cost.amount)


def _currency(case: Case, path: Path, money: Money) -> Iterator[Problem]:
    if money.currency != case.currency:
        what = f"it is in {money.currency}, and the budget is in {case.currency}"
        yield case.problem(path, what, f"write it in {case.currency}")


def of_allocation(case: Case) -> Iterator[Problem]:
    """Yield lines whose money nobody is to have, or two are said to have."""
    for line in case.lines:
        found = case.allocation_of(line)
        if line.provider:
            if found and found[1].lines:
                what = f"the line '{line.id}' names its provider, '{line.provider}', itself"
                at = found[1].lines.index(line.id)
                path: Path = ("allocation", found[0], "lines", at)
                yield case.problem(path, what, "say it in one place")
        elif found is None:
            what = f"nobody is to have the money of '{line.id}'"
            remedy = "name its provider, or allocate it by shares"
            yield case.problem(("allocation",), what, remedy)
        elif case.in_force(found[1].shares) is None:
            what = f"no shares of '{line.id}' are in force on {case.year.start}"
            path = ("allocation", found[0], "shares", 0, "from")
            yield case.problem(path, what, "date the first entry earlier")


def of_slices(case: Case) -> Iterator[Problem]:
    """Yield top-slices that cross a ring, that take what is not there, or more than there is."""
    if any(known_pence(line.shared) is None or line.pence < 0 for line in case.lines):
        return
    for i, one in enumerate(case.terms.top_slice):
        rings = {line.ring for line in case.sliced(one)}
        if len(rings) > 1:
            what = (
                f"money would leave its ring-fenced workstream: {_quoted(rings)} are sliced as one"
            )
            remedy = "take a top-slice of its own from each workstream"
            yield case.problem(("top_slice", i, "lines"), what, remedy)
        amount = case.in_force(one.amount) if one.amount else None
        if amount and amount.value.pence and not any(line.pence for line in case.sliced(one)):
            what = f"{amount.value} is taken from lines that come to nothing"
            yield case.problem(("top_slice", i, "amount"), what, "name other lines")
    yield from _too_much(case)


def _too_much(case: Case) -> Iterator[Problem]:
    flows = top_slices(case)
    for line in case.lines:
        taken = [flow for flow in flows if flow.line == line.id]
        whole = sum(flow.pence for flow in taken)
        if whole > line.pence:
            said = Money(whole, case.currency)
            what = f"top-slices take {said} of '{line.id}', which comes to {line.shared.shown}"
            yield case.problem(taken[-1].term, what, "take less, or from more lines")


def _quoted(names: Iterable[str]) -> str:
    return " and ".join(f"'{name}'" if name else "money of none" for name in sorted(names))


CHECKS = (of_lines, of_names, of_dates, of_currency, of_allocation, of_slices)


def terms_problems(case: Case) -> Sequence[Problem]:
    """Return everything that is wrong with the lines and terms of a year, each once."""
    return list(dict.fromkeys(problem for check in CHECKS for problem in check(case)))
