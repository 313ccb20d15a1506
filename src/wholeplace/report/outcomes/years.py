"""A measure year by year: the years that were told, and those that its months make up."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from wholeplace.kernel import FinancialYear, financial_year_of
from wholeplace.outcomes.statistics import proportions, rates
from wholeplace.report.outcomes.data import Card, Scorecard, Value

_MONTHS = 12


def by_year(scorecard: Scorecard, card: Card) -> Mapping[FinancialYear, Value]:
    """Return the measure in each year, the earliest first.

    Earlier years are the sum of their months, where there are all twelve, each with what is behind
    it, and where months can be added up: not where people are counted once a year.
    """
    found = dict(_from_months(card)) if card.measure.each == "event" else {}
    found |= card.earlier
    if card.before is not None:
        found[scorecard.year.plus(-1)] = card.before
    found[scorecard.year] = card.year
    return {year: found[year] for year in sorted(found) if year <= scorecard.year}


def _from_months(card: Card) -> dict[FinancialYear, Value]:
    years: dict[FinancialYear, list[Value]] = {}
    for month, value in zip(card.months, card.monthly, strict=True):
        years.setdefault(financial_year_of(month.start), []).append(value)
    summed = {year: _sum(card, values) for year, values in years.items()}
    return {year: value for year, value in summed.items() if value is not None}


def _sum(card: Card, months: list[Value]) -> Value | None:
    # Of a month without a value nothing is known: what was counted in it is not all there was.
    pairs = [(one.numerator, one.denominator) for one in months if one.value is not None]
    known = [(x, n) for x, n in pairs if x is not None and n is not None]
    x, n = sum((x for x, _ in known), Fraction(0)), sum((n for _, n in known), Fraction(0))
    if len(known) < _MONTHS or not n or card.measure.kind == "published":
        return None
    value = float(x / n) * card.measure.per
    lower, upper = _limits(card, x, n)
    return Value(x, n, value, lower, upper)


def _limits(card: Card, x: Fraction, n: Fraction) -> tuple[float | None, float | None]:
    measure = card.measure
    # What is added up comes in lumps (days of a stay) varies more than events do.
    if measure.value is not None or x < 0 or (measure.kind == "proportion" and x > n):
        return None, None
    if measure.kind == "proportion":
        share = proportions(float(x), float(n))
        return float(share.lower) * measure.per, float(share.upper) * measure.per
    rate = rates(float(x), float(n), measure.per)
    return float(rate.lower), float(rate.upper)
