"""Flows in sentences, as a board would read them, and as rows for a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.flows.flowing import Flowing, Kind, Result, Stake, of_kind
from wholeplace.budget.flows.sums import known_pence, short
from wholeplace.kernel import Money, round_to
from wholeplace.kernel.number import percent

_TENTH = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow as a row of a table; ``pence`` is never below nought."""

    level: int
    kind: str
    giver: str
    receiver: str
    line: str
    ring: str
    pence: int
    source: str


def flow_rows(flowing: Flowing) -> tuple[FlowRow, ...]:
    """Return every flow as a row, level by level."""
    return tuple(
        FlowRow(
            level.number, flow.kind.value, flow.giver, flow.receiver, flow.line, flow.ring,
            flow.pence, flow.figure.source,
        )
        for level in flowing.levels
        for flow in level.flows
    )  # fmt: skip


def sentences(flowing: Flowing) -> tuple[str, ...]:
    """Say what flows, who has more or less by it than by results, and how the system stands."""
    return tuple(_sentences(flowing))


def _sentences(flowing: Flowing) -> Iterator[str]:
    combined, allocated, between = flowing.levels
    givers = {flow.giver for flow in of_kind(combined.flows, Kind.PAID_IN)}
    who = "one commissioner" if len(givers) == 1 else f"{len(givers)} commissioners"
    yield f"In {flowing.year}, {short(combined.into)} comes together from {who}."
    if known_pence(combined.out):
        yield f"Of it {short(combined.out)} ({_part(flowing)}) is taken off the top."
    receivers = {flow.receiver for flow in allocated.flows}
    yield f"{short(allocated.out)} flows to {_counted(len(receivers), 'provider')}."
    if known_pence(between.out):
        pay = "would pay" if flowing.is_shadow else "pay"
        yield f"They {pay} {short(between.out)} for people who are treated elsewhere."
    yield _status(flowing)
    yield from (_stake(stake) for stake in flowing.stakes if stake.is_partner)
    if flowing.system.plan is not None or not flowing.system.actual.is_missing:
        yield _result(flowing.system)


def _part(flowing: Flowing) -> str:
    whole, part = known_pence(flowing.resource) or 0, known_pence(flowing.combined.out) or 0
    return percent(round_to(Fraction(part, whole), _TENTH)) if whole else "0%"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s'[: number != 1]}"


def _status(flowing: Flowing) -> str:
    if flowing.is_shadow:
        return "The year is in shadow: providers are paid by results, and the rest is only shown."
    return "The year is live: providers are paid by the budget."


def _stake(stake: Stake) -> str:
    return f"{stake.name} has {short(stake.received)} by the budget{_compared(stake)}."


def _compared(stake: Stake) -> str:
    pence = known_pence(stake.difference)
    if pence is None:
        return "; what it would have by results is not known"
    if not pence:
        return ", as much as by results"
    size = _size(pence, stake.difference.currency)
    return f", {size} {'more' if pence > 0 else 'less'} than by results"


def _result(result: Result) -> str:
    pence = known_pence(result.actual)
    if pence is None:
        first, *others = result.actual.note.split("; ")
        more = f" (and {len(others)} more)" if others else ""
        return f"How the system stands is not known: {first}{more}."
    word = "a deficit" if pence < 0 else "a surplus"
    said = f"Together they come to {word} of {_size(pence, result.actual.currency)}"
    gap = known_pence(result.against) if result.against else None
    if gap is None:
        return f"{said}."
    better = (
        "as planned"
        if gap == 0
        else f"{_size(gap, result.actual.currency)}"
        + (" better than the control total" if gap > 0 else " worse than the control total")
    )
    return f"{said}, {better}."


def _size(pence: int, currency: str) -> str:
    return Money(abs(pence), currency).short()
