"""The year so far and what it will come to: a line of the budget, and all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.kernel import FinancialYear, Money, Month


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What is known of the cost of a line in a month (whole pence), and its rows."""

    line: str
    month: Month
    pence: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Between what a year will come to, nineteen times in twenty (pounds)."""

    standard_error: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class LineOutturn:
    """A line of the budget in the year (whole pence).

    ``known`` is what is known of the months that are over, ``completed`` that with what comes
    late, ``outturn`` what the year is foreseen to cost. ``passed`` is the part of the year's
    profile that is over. ``months`` are the known and the completed cost of each month that is
    over. Where there are no ``limits``, ``why_none`` says so. ``sources`` are those of the profile
    and of late cost.
    """

    line: str
    budget: int
    budget_to_date: int
    known: int
    completed: int
    outturn: int
    passed: Fraction
    months: tuple[tuple[Month, int, int], ...]
    limits: Limits | None = None
    why_none: str = ""
    sources: tuple[str, ...] = ()

    @property
    def late(self) -> int:
        """What has not come yet of the months that are over."""
        return self.completed - self.known

    @property
    def over_to_date(self) -> int:
        """By how much more was spent to date than the budget has for it."""
        return self.completed - self.budget_to_date

    @property
    def over(self) -> int:
        """By how much more the year is foreseen to cost than its budget."""
        return self.outturn - self.budget


@dataclass(frozen=True, slots=True)
class Outturn:
    """All lines on a day: ``until`` is the first day of which nothing is known.

    ``total`` adds them up to the penny. ``left_out`` is the cost of months that are not over.
    """

    year: FinancialYear
    until: date
    lines: tuple[LineOutturn, ...]
    total: LineOutturn
    left_out: Money
    left_out_rows: int

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.left_out.currency

    @property
    def over(self) -> Sequence[Month]:
        """The months that are over."""
        return [month for month, _, _ in self.total.months]

    def of(self, line: str) -> LineOutturn:
        """Return a line; raises ``KeyError`` for one that the budget has not."""
        return {one.line: one for one in self.lines}[line]
