"""What a person of each segment cost in a year, per head of person-time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from wholeplace.kernel import Figure, FinancialYear, Unit, plain, round_to

PENNY = Fraction(1, 100)


def prices_per_head(
    spend: Mapping[str, Fraction], years: Mapping[str, Fraction], segments: Iterable[str]
) -> dict[str, Fraction]:
    """Return what a person-year of each segment cost (pounds), exact.

    ``spend`` and ``years`` (person-years) are by segment, of one year. A segment that nobody was in
    costs what a person-year of everybody does. Raises ``ValueError`` where nobody was there at all.
    """
    everybody = sum(years.values(), Fraction(0))
    if not everybody:
        raise ValueError("nobody was there, so nobody cost anything")
    average = sum(spend.values(), Fraction(0)) / everybody
    return {
        segment: spend.get(segment, Fraction(0)) / years[segment] if years.get(segment) else average
        for segment in sorted(segments)
    }


def price_figure(
    segment: str,
    price: Fraction,
    spend: Mapping[str, Fraction],
    years: Mapping[str, Fraction],
    year: FinancialYear,
    currency: str,
) -> Figure:
    """Return what a person-year of a segment cost as a figure, to the penny, with its sum."""
    lived = years.get(segment, Fraction(0))
    nobody = f"nobody was in it in {year}: what a person-year of everybody cost"
    return Figure(
        "base.price_per_head",
        round_to(price, PENNY),
        Unit.MONEY,
        label=f"Cost of a person-year, {year}, shown to the penny",
        formula="spend in scope on the segment / its person-years",
        inputs=f"{plain(spend.get(segment, Fraction(0)), 2)} / ({in_days(lived, year)})",
        note="" if lived else nobody,
        currency=currency,
    )


def in_days(person_years: Fraction, year: FinancialYear) -> str:
    """Write person-years as days over the days of the year: ``44,286 / 366``.

    Days are whole, so that a reader can work the division out exactly.
    """
    return f"{plain(person_years * year.days)} / {year.days}"
