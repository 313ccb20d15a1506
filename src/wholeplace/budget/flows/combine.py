"""The first level: what commissioners put together, and what is taken off the top of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.document import TopSlice
from wholeplace.budget.flows.flowing import RESOURCE, Flow, Kind
from wholeplace.budget.flows.sums import pounds
from wholeplace.kernel import Figure, Money, Unit, allocate, round_half_away
from wholeplace.kernel.number import percent


def paid_in(case: Case) -> tuple[Flow, ...]:
    """Return what each line brings to the combined resource, from its commissioner."""
    return tuple(
        Flow(Kind.PAID_IN, line.commissioner, RESOURCE, line.id, line.ring, line.shared)
        for line in case.lines
    )


def top_slices(case: Case) -> tuple[Flow, ...]:
    """Return what each top-slice takes from each line, to the penny, in proportion to the lines."""
    return tuple(
        flow for i, one in enumerate(case.terms.top_slice) for flow in _taken(case, i, one)
    )


def slice_figure(case: Case, one: TopSlice) -> Figure:
    """Return what a top-slice comes to; nothing before its first date."""
    base = sum(line.pence for line in case.sliced(one))
    id_, label = case.id("top_slice", one.id), f"Top-slice, {one.name}, {case.year}"
    if one.amount is not None:
        entry = case.in_force(one.amount)
        pence, source = (entry.value.pence, entry.source) if entry else (0, "not in force yet")
        return pounds(id_, label, pence, case.currency, "amount that was agreed", source)
    found = case.in_force(one.share) if one.share else None
    share, source = (found.value, found.source) if found else (Fraction(0), "not in force yet")
    whole = Money(base, case.currency)
    return Figure(
        id_,
        Fraction(round_half_away(base * share), 100),
        Unit.MONEY,
        label,
        "share x the lines it is taken from",
        f"{percent(share)} x {whole}",
        source,
        currency=case.currency,
    )


def _taken(case: Case, i: int, one: TopSlice) -> Iterator[Flow]:
    whole, lines = slice_figure(case, one), case.sliced(one)
    money = Money(round_half_away(Fraction(whole.value or 0) * 100), case.currency)
    if not any(line.pence for line in lines):
        return
    parts = allocate(money, [line.pence for line in lines])
    for line, part in zip(lines, parts, strict=True):
        figure = Figure(
            f"{whole.id}.{line.id}",
            part.exact,
            Unit.MONEY,
            f"{whole.label}, from {line.name}",
            "top-slice x the line / all lines it is taken from, to the penny",
            source=whole.source,
            currency=case.currency,
            children=(whole, line.shared),
        )
        path = ("top_slice", i)
        yield Flow(Kind.TOP_SLICE, RESOURCE, one.holder, line.id, line.ring, figure, path)
