"""Investments that were agreed beforehand: for good or for one year, counted by days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from wholeplace.budget.adjust.level import Effect
from wholeplace.budget.adjust.terms import Investment, InvestmentMade
from wholeplace.kernel import FinancialYear, Money, financial_year_of, round_half_away

_LEAP_DAY = (2, 29)


def invested(terms: Investment, year: FinancialYear) -> Effect:
    """Return what investments do to their lines in a year.

    One for good lasts from the year in which it begins, at the amount of a whole year; what stands
    before its first day is taken off for that year only. One for a year is there for its days only.
    """
    adds: dict[str, int] = {}
    once: dict[str, int] = {}
    told = []
    for made in terms.amounts:
        lasting, this_year = _of_year(made, year)
        adds[made.line] = adds.get(made.line, 0) + lasting
        once[made.line] = once.get(made.line, 0) + this_year
        if lasting or this_year:
            told.append((made, lasting + this_year))
    return Effect(
        "investments, by the days they count for",
        "; ".join(_said(made, pence, year) for made, pence in told),
        "; ".join(dict.fromkeys(made.source for made, _ in told)) or "none begins in this year",
        adds=adds,
        adds_once=once,
    )


def _of_year(made: InvestmentMade, year: FinancialYear) -> tuple[int, int]:
    """Return the pence that are added for good and for this year only."""
    if made.recurrent:
        if financial_year_of(made.from_) != year:
            return 0, 0
        days = (year.end - made.from_).days
        part = round_half_away(Fraction(made.amount.pence * days, year.days))
        return made.amount.pence, part - made.amount.pence
    until = [_by_day(made, day) for day in (year.start, year.end)]
    return 0, until[1] - until[0]


def _by_day(made: InvestmentMade, day: date) -> int:
    """Return what of an investment for one year has been counted before a day.

    Counted from its beginning, so that its two parts make its amount to the penny.
    """
    end = a_year_after(made.from_)
    days = (min(max(day, made.from_), end) - made.from_).days
    return round_half_away(Fraction(made.amount.pence * days, (end - made.from_).days))


def a_year_after(day: date) -> date:
    """Return the same day a year later; of a 29 February the 1 March."""
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _said(made: InvestmentMade, pence: int, year: FinancialYear) -> str:
    length = "for good" if made.recurrent else "for one year"
    counted = Money(pence, made.amount.currency)
    part = "" if counted == made.amount else f", of which {counted} in {year}"
    return f"{made.line}: {made.amount} {length} from {made.from_}{part}"
