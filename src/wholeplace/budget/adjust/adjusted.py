"""A budget followed through the years, and the bridge from one year to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.adjust.level import Effect, Level, Pence
from wholeplace.budget.adjust.measured import Base
from wholeplace.budget.adjust.terms import ENDED
from wholeplace.kernel import FinancialYear, Money


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What one step added in one year, and what it would have come to alone; pence by line."""

    id: str
    title: str
    added: Pence
    alone: Pence
    effect: Effect


@dataclass(frozen=True, slots=True)
class YearTaken:
    """One year: where it began, what was for the year before only, the steps, where it ended."""

    year: FinancialYear
    opening: Pence
    ended: Pence
    steps: tuple[StepTaken, ...]
    level: Level

    @property
    def closing(self) -> Pence:
        """What every line comes to in the year, in pence."""
        return self.level.pence


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A base and the years after it, one after the other."""

    base: Base
    years: tuple[YearTaken, ...]

    def pence(self, year: FinancialYear) -> Pence:
        """Return what every line comes to in a year; raises ``KeyError`` for one not asked for."""
        if year == self.base.year:
            return self.base.pence
        return self.taken(year).closing

    def total(self, year: FinancialYear) -> Money:
        """Return what all lines come to in a year."""
        return Money(sum(self.pence(year).values()), self.base.currency)

    def taken(self, year: FinancialYear) -> YearTaken:
        """Return one year; raises ``KeyError`` for one that was not asked for."""
        found = next((taken for taken in self.years if taken.year == year), None)
        if found is None:
            raise KeyError(str(year))
        return found


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of a bridge: what it added in its order, and what it would have come to alone."""

    id: str
    title: str
    added: Money
    alone: Money

    @property
    def interaction(self) -> Money:
        """What it added because of the steps before it."""
        return self.added - self.alone


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one year's level to another's: opening + bars = closing, to the penny."""

    first: FinancialYear
    last: FinancialYear
    opening: Money
    bars: tuple[Bar, ...]
    closing: Money


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a bridge as it is told: its name, and what it adds (pounds, in whole pence)."""

    name: str
    amount: Fraction


def steps_of(found: Bridge) -> tuple[Step, ...]:
    """Return where a bridge begins and what each step adds; together they are where it ends."""
    bars = (Step(bar.title, bar.added.exact) for bar in found.bars)
    return (Step("Base year", found.opening.exact), *bars)


def bridge(
    adjusted: Adjusted,
    first: FinancialYear | None = None,
    last: FinancialYear | None = None,
    lines: Iterable[str] | None = None,
) -> Bridge:
    """Return the bridge between two years, of some lines or of all.

    From the base year to the last year asked for, unless said. Over several years each bar is the
    sum of the yearly ones. Raises ``KeyError`` for a year that was not worked out, or a line there
    is not.
    """
    first = first or adjusted.base.year
    last = last or (adjusted.years[-1].year if adjusted.years else adjusted.base.year)
    chosen = tuple(adjusted.base.lines if lines is None else lines)
    between = [taken for taken in adjusted.years if first < taken.year <= last]
    bars: dict[str, Bar] = {}
    for taken in between:
        for bar in bars_of(taken, chosen, adjusted.base.currency):
            bars[bar.id] = _together(bars[bar.id], bar) if bar.id in bars else bar

    def whole(year: FinancialYear) -> Money:
        return _money(adjusted.pence(year), chosen, adjusted.base.currency)

    found = tuple(bar for bar in bars.values() if bar.id != ENDED or bar.added.pence)
    return Bridge(first, last, whole(first), found, whole(last))


def bars_of(taken: YearTaken, lines: Iterable[str], currency: str) -> tuple[Bar, ...]:
    """Return the bars of one year: what ended, then the steps in the order declared."""
    chosen = tuple(lines)
    ended = _money(taken.ended, chosen, currency)
    steps = (
        Bar(s.id, s.title, _money(s.added, chosen, currency), _money(s.alone, chosen, currency))
        for s in taken.steps
    )
    return (Bar(ENDED, "Full-year effects, and what was for one year only", ended, ended), *steps)


def _together(one: Bar, other: Bar) -> Bar:
    return Bar(one.id, one.title, one.added + other.added, one.alone + other.alone)


def _money(pence: Pence, lines: Iterable[str], currency: str) -> Money:
    return Money(sum(pence[line] for line in lines), currency)
