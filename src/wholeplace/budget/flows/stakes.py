"""What everybody has of the money, by the budget and by payment by results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.flowing import Flow, Kind, Stake, of_kind
from wholeplace.budget.flows.resource import ResourceLine
from wholeplace.budget.flows.sums import missing, pounds, summed
from wholeplace.kernel import Figure


def stakes(case: Case, flows: Sequence[Flow], *, is_shadow: bool) -> tuple[Stake, ...]:
    """Return what each partner has, and then each of the others whom it is paid to."""
    others = {flow.receiver for flow in of_kind(flows, Kind.CHOICE)}
    others |= {provider for provider, _line in case.measured.results}
    outside = sorted(others - set(case.partners))
    partners = [
        _stake(case, flows, who, name, is_shadow=is_shadow) for who, name in case.partners.items()
    ]
    return (*partners, *(_outside(case, flows, who, is_shadow=is_shadow) for who in outside))


def _stake(case: Case, flows: Sequence[Flow], who: str, name: str, *, is_shadow: bool) -> Stake:
    to = [flow for flow in flows if flow.receiver == who]
    by = [flow for flow in flows if flow.giver == who]

    def part(word: str, label: str, some: Iterable[Flow], kind: Kind) -> Figure:
        figures = [flow.figure for flow in of_kind(some, kind)]
        return summed(case.id(who, word), f"{name}, {label}", figures, case.currency)

    allocated = part("allocated", "allocated", to, Kind.ALLOCATION)
    held = part("held", "top-slices held", to, Kind.TOP_SLICE)
    elsewhere = part("elsewhere", "paid for care elsewhere", by, Kind.CHOICE)
    taken = part("taken", "taken from other providers", to, Kind.TRANSFER)
    given = part("given", "given to other providers", by, Kind.TRANSFER)
    received = summed(
        case.id(who, "received"),
        f"{name}, by the budget of {case.year}",
        [allocated, held, taken],
        case.currency,
        [elsewhere, given],
        "allocated + held + taken - paid for care elsewhere - given",
    )
    own = [flow.line for flow in of_kind(to, Kind.ALLOCATION)]
    by_results = _by_results(case, who, name, own)
    parts = (allocated, held, elsewhere, given, taken)
    return _made(case, who, name, parts, received, by_results, is_shadow=is_shadow)


def _outside(case: Case, flows: Sequence[Flow], who: str, *, is_shadow: bool) -> Stake:
    none = pounds(case.id(who, "none"), "", 0, case.currency, "no partner: nothing is allocated")
    figures = [flow.figure for flow in of_kind(flows, Kind.CHOICE) if flow.receiver == who]
    received = summed(
        case.id(who, "received"), f"{who}, paid by partners for choice", figures, case.currency
    )
    by_results = _by_results(case, who, who, [])
    parts = (none, none, none, none, none)
    return _made(case, who, who, parts, received, by_results, is_shadow=is_shadow)


def _made(
    case: Case,
    who: str,
    name: str,
    parts: tuple[Figure, Figure, Figure, Figure, Figure],
    received: Figure,
    by_results: Figure,
    *,
    is_shadow: bool,
) -> Stake:
    difference = summed(
        case.id(who, "difference"),
        f"{name}, more by the budget than by results",
        [received],
        case.currency,
        [by_results],
        "by the budget - by results",
    )
    paid = by_results if is_shadow else received
    partner = who in case.partners
    return Stake(who, name, partner, *parts, received, by_results, difference, paid)


def _by_results(case: Case, who: str, name: str, lines: Sequence[str]) -> Figure:
    """Return what somebody would have by results, of all lines it has any money of."""
    measured = [line for provider, line in sorted(case.measured.results) if provider == who]
    own = [line.id for line in case.lines if line.provider == who and line.is_block]
    asked = dict.fromkeys((*lines, *measured, *own))
    figures = [result_of(case, who, case.by_id[line]) for line in asked]
    return summed(
        case.id(who, "by_results"), f"{name}, by results in {case.year}", figures, case.currency
    )


def result_of(case: Case, who: str, line: ResourceLine) -> Figure:
    """Return what one would have of a line by payment by results, or why that is not known.

    A block contract is paid to its provider as it stands. A line of which nothing was counted, or
    a block of which nobody says who has it now, is missing.
    """
    id_, label = case.id("results", line.id, who), f"{line.name}, {who}, by results"
    if line.is_block:
        return _block(case, who, line)
    if line.id not in {measured for _provider, measured in case.measured.results}:
        note = f"the activity of '{line.id}' is not priced by results"
        return missing(id_, label, note, case.currency)
    pence = case.measured.results.get((who, line.id), 0)
    return pounds(id_, label, pence, case.currency, "activity x tariff", "the records")


def _block(case: Case, who: str, line: ResourceLine) -> Figure:
    id_, label = case.id("results", line.id, who), f"{line.name}, {who}, as it is paid now"
    if not line.provider:
        note = f"'{line.id}' is a contract value, and its provider is not named"
        return missing(id_, label, note, case.currency)
    if line.provider != who:
        return pounds(id_, label, 0, case.currency, "a contract value that another is paid")
    figure = [line.shared]
    return summed(id_, label, figure, case.currency, formula="contract value, whatever is done")
