"""The second level: which provider has the money of each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from wholeplace.budget.flows.case import Case
from wholeplace.budget.flows.flowing import RESOURCE, Flow, Kind
from wholeplace.budget.flows.resource import ResourceLine
from wholeplace.budget.flows.sums import summed
from wholeplace.kernel import Figure, Money, Unit, allocate
from wholeplace.kernel.number import percent


def left_of(case: Case, slices: Sequence[Flow]) -> Mapping[str, Figure]:
    """Return what is left of each line when the top-slices are taken."""
    return {
        line.id: summed(
            case.id("left", line.id),
            f"{line.name}, after top-slices",
            [line.shared],
            case.currency,
            [one.figure for one in slices if one.line == line.id],
            "line - top-slices",
        )
        for line in case.lines
    }


def allocated(case: Case, left: Mapping[str, Figure]) -> tuple[Flow, ...]:
    """Return what each provider has of each line: its own lines, and its share of the others."""
    return tuple(flow for line in case.lines for flow in _of_line(case, line, left[line.id]))


def _of_line(case: Case, line: ResourceLine, left: Figure) -> Iterator[Flow]:
    shares, source, path = _shares(case, line)
    money = Money(round(Fraction(left.value or 0) * 100), case.currency)
    parts = allocate(money, list(shares.values()))
    for (provider, share), part in zip(shares.items(), parts, strict=True):
        name = case.terms.providers[provider].name
        whole = len(shares) == 1
        figure = Figure(
            case.id("allocation", line.id, provider),
            part.exact,
            Unit.MONEY,
            f"{line.name}, to {name}",
            "line after top-slices" if whole else "share x line after top-slices, to the penny",
            left.shown if whole else f"{percent(share)} x {left.shown}",
            source,
            _ring_said(line),
            case.currency,
            (left,),
        )
        yield Flow(Kind.ALLOCATION, RESOURCE, provider, line.id, line.ring, figure, path)


def _shares(
    case: Case, line: ResourceLine
) -> tuple[Mapping[str, Fraction], str, tuple[str | int, ...]]:
    if line.provider:
        return {line.provider: Fraction(1)}, "the line names its provider", ()
    found = case.allocation_of(line)
    entry = case.in_force(found[1].shares) if found else None
    if found is None or entry is None:
        raise RuntimeError(f"nobody is to have the money of '{line.id}'")
    return entry.value, entry.source, ("allocation", found[0])


def _ring_said(line: ResourceLine) -> str:
    return f"ring-fenced: it stays in the workstream '{line.ring}'" if line.ring else ""
