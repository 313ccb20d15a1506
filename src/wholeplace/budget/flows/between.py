"""The third level: care elsewhere that an accountable provider pays for, and agreed transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.document import Choice, Transfer
from wholeplace.budget.flows.flowing import Flow, Kind
from wholeplace.budget.flows.sums import pounds
from wholeplace.kernel import Figure, Money, Unit, round_half_away
from wholeplace.kernel.number import percent

Pot: TypeAlias = tuple[str, str]
"""A partner, and the ring-fenced workstream whose money it is (empty for money of none)."""


def pots(flows: Sequence[Flow]) -> Mapping[Pot, int]:
    """Return the pence that everybody has after some flows, apart by ring-fenced workstream."""
    found: dict[Pot, int] = defaultdict(int)
    for flow in flows:
        found[flow.receiver, flow.ring] += flow.pence
        found[flow.giver, flow.ring] -= flow.pence
    return found


def paid_elsewhere(case: Case) -> tuple[Flow, ...]:
    """Return what accountable providers pay for people who were treated by no partner."""
    return tuple(
        _choice(case, provider, line, pence)
        for (provider, line, basis), pence in sorted(case.measured.elsewhere.items())
        if (found := case.choice_of(line)) is not None and found[1].basis == basis
    )


def _choice(case: Case, provider: str, line_id: str, pence: int) -> Flow:
    found, line = case.choice_of(line_id), case.by_id[line_id]
    entry = case.in_force(found[1].accountable) if found else None
    if found is None or entry is None:
        raise RuntimeError(f"nobody answers for care elsewhere of '{line_id}'")
    factor, factor_source = _price(case, found[1])
    id_ = case.id("choice", line_id, provider)
    label = f"{line.name} by {provider}, paid for by {case.terms.providers[entry.value].name}"
    counted = pounds(
        f"{id_}.counted", f"{line.name} by {provider}, counted", pence, case.currency,
        f"care elsewhere, on the basis {found[1].basis}", "the records",
    )  # fmt: skip
    figure = Figure(
        id_,
        Fraction(round_half_away(pence * factor), 100),
        Unit.MONEY,
        label,
        "care elsewhere x price agreed for it" if factor_source else "care elsewhere",
        f"{counted.shown} x {percent(factor)}" if factor_source else counted.shown,
        "; ".join(dict.fromkeys(filter(None, (entry.source, factor_source)))),
        currency=case.currency,
        children=(counted,),
    )
    path = ("choice", found[0])
    return Flow(Kind.CHOICE, entry.value, provider, line_id, line.ring, figure, path)


def _price(case: Case, choice: Choice) -> tuple[Fraction, str]:
    entry = case.in_force(choice.of_tariff) if choice.of_tariff else None
    return (entry.value, entry.source) if entry else (Fraction(1), "")


def transfers(case: Case, allocation: Sequence[Flow]) -> tuple[Flow, ...]:
    """Return what providers hand to one another; before its first date a transfer is nothing.

    A share is one of what the giver was allocated, so transfers do not hang on their order.
    """
    had = pots(allocation)
    found = (_transfer(case, i, one, had) for i, one in enumerate(case.terms.between))
    return tuple(flow for flow in found if flow is not None)


def _transfer(case: Case, i: int, one: Transfer, had: Mapping[Pot, int]) -> Flow | None:
    ring = _ring(case, one)
    entry = (
        case.in_force(one.amount) if one.amount else case.in_force(one.share) if one.share else None
    )
    if entry is None:
        return None
    base = had.get((one.giver, ring), 0)
    giver, receiver = (case.terms.providers[id_].name for id_ in (one.giver, one.receiver))
    label, number = f"{giver} to {receiver}: {one.why}", str(i + 1)
    id_ = case.id("transfer", number)
    if isinstance(entry.value, Money):
        formula, source = "amount that was agreed", entry.source
        figure = pounds(id_, label, entry.value.pence, case.currency, formula, source)
    else:
        figure = Figure(
            id_,
            Fraction(round_half_away(base * entry.value), 100),
            Unit.MONEY,
            label,
            "share x what the giver was allocated" + (f" in '{ring}'" if ring else ""),
            f"{percent(entry.value)} x {Money(base, case.currency)}",
            entry.source,
            currency=case.currency,
        )
    return Flow(Kind.TRANSFER, one.giver, one.receiver, "", ring, figure, ("between", i))


def _ring(case: Case, one: Transfer) -> str:
    rings = {line.ring for line in case.lines if line.ring}
    return one.workstream if one.workstream in rings else ""


def overdrawn(case: Case, flows: Sequence[Flow]) -> Iterator[tuple[Pot, int, Flow]]:
    """Yield the pots of partners that fall below nought, by how much, and what drew most of them.

    Raises nothing: who asks says what is wrong.
    """
    for pot, pence in sorted(pots(flows).items()):
        if pot[0] in case.partners and pence < 0 and (drawn := _drawn(flows, pot)):
            yield pot, pence, max(drawn, key=lambda flow: flow.pence)


def _drawn(flows: Sequence[Flow], pot: Pot) -> list[Flow]:
    kinds = {Kind.CHOICE, Kind.TRANSFER}
    return [flow for flow in flows if (flow.giver, flow.ring) == pot and flow.kind in kinds]
