"""Inflation: what cost is made of, and how the price of each part of it moves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from wholeplace.budget.adjust.level import Effect
from wholeplace.budget.adjust.terms import Inflation
from wholeplace.budget.in_force import average, average_said, held, level_said, sources
from wholeplace.kernel import Figure, FinancialYear, Unit
from wholeplace.kernel.number import percent


def dearer(terms: Inflation, year: FinancialYear, lines: Sequence[str]) -> Effect:
    """Return what dearer pay, drugs and so on do to lines in a year.

    The price of the whole rises by the sum of share x rise of each part (a Laspeyres index).
    """
    shares = _shares(terms, year)
    rises = {kind: _rise(terms, kind, year) for kind in shares}
    parts = (share * Fraction(rises[kind].value or 0) for kind, share in shares.items())
    said = " + ".join(f"{percent(share)} x {rises[kind].shown}" for kind, share in shares.items())
    return Effect(
        "level x (1 + sum of share of cost x rise in its price) - level",
        f"1 + {said}",
        sources(held(terms.mix, year)),
        factors=dict.fromkeys(lines, 1 + sum(parts, Fraction(0))),
        children=tuple(rises.values()),
    )


def _shares(terms: Inflation, year: FinancialYear) -> dict[str, Fraction]:
    """Return what part of cost each kind is, as an average over the days of the year."""
    found: dict[str, Fraction] = {}
    for part in held(terms.mix, year):
        for kind, share in (part.entry.value if part.entry else {}).items():
            found[kind] = found.get(kind, Fraction(0)) + share * part.days / year.days
    return found


def _rise(terms: Inflation, kind: str, year: FinancialYear) -> Figure:
    rate = terms.rates.get(kind)
    if rate is not None:
        value, formula = average(rate, year), "yearly rate"
        inputs, source = average_said(rate, year), sources(held(rate, year))
    else:
        index, before = terms.indices[kind], year.plus(-1)
        value = average(index, year) / average(index, before) - 1
        formula = "average index of the year / of the year before - 1"
        inputs = f"{level_said(index, year)} / {level_said(index, before)} - 1"
        source = sources((*held(index, before), *held(index, year)))
    label = f"Rise in the price of {kind}, {year}"
    return Figure(f"rise.{year.slug}.{kind}", value, Unit.FRACTION, label, formula, inputs, source)
