"""What is in force in a year, by days: a value from a day within a year counts for its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from wholeplace.document import Dated, Timeline
from wholeplace.kernel import FinancialYear, plain
from wholeplace.kernel.number import percent

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """An entry of a timeline (none before the first) and the days of the year it holds for."""

    entry: Dated[T] | None
    days: int


def held(timeline: Timeline[T], year: FinancialYear) -> tuple[Held[T], ...]:
    """Return what holds in a year, in order; the days add up to those of the year."""
    entries = timeline.root
    starts = [max(entry.from_, year.start) for entry in entries]
    ends = [*starts[1:], year.end]
    first = min(starts[0], year.end)
    before: list[Held[T]] = [Held(None, (first - year.start).days)]
    during = [
        Held(entry, (min(end, year.end) - start).days)
        for entry, start, end in zip(entries, starts, ends, strict=True)
    ]
    return tuple(part for part in (*before, *during) if part.days > 0)


def average(timeline: Timeline[Fraction], year: FinancialYear) -> Fraction:
    """Return the average over the days of a year; nought before the first entry."""
    parts = held(timeline, year)
    return sum((p.entry.value * p.days for p in parts if p.entry), Fraction(0)) / year.days


def rate_said(rates: Sequence[tuple[Fraction, int]], year: FinancialYear) -> str:
    """Write a rate with its days: ``2%``, or ``1% x 183/365 + 2% x 182/365``."""
    if len(rates) == 1 and rates[0][1] == year.days:
        return percent(rates[0][0])
    return " + ".join(f"{percent(rate)} x {days}/{year.days}" for rate, days in rates) or "0%"


def average_said(timeline: Timeline[Fraction], year: FinancialYear) -> str:
    """Write how the average rate of a year comes about."""
    parts = held(timeline, year)
    return rate_said([(p.entry.value, p.days) for p in parts if p.entry], year)


def level_said(timeline: Timeline[Fraction], year: FinancialYear) -> str:
    """Write how the average level of an index comes about: ``((100 x 183 + 102 x 182) / 365)``."""
    parts = [(p.entry.value, p.days) for p in held(timeline, year) if p.entry]
    if len(parts) == 1 and parts[0][1] == year.days:
        return plain(parts[0][0])
    weighed = " + ".join(f"{plain(level)} x {days}" for level, days in parts)
    return f"(({weighed}) / {year.days})"


def sources(parts: Iterable[Held[T]]) -> str:
    """Return who says what holds, each once; where nothing holds, that."""
    found = dict.fromkeys(part.entry.source for part in parts if part.entry)
    return "; ".join(found) or "no entry is in force: none applied"
