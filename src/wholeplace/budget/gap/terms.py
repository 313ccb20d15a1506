"""The assumptions of doing nothing, as they are written: growth, prices, resource."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Self

from pydantic import Field, model_validator

from wholeplace.budget.adjust.in_force import average, average_said, held, sources
from wholeplace.document import Amount, Cited, Frozen, Share, Timeline, Wrong, Year
from wholeplace.kernel import FinancialYear


class ServiceRates(Frozen):
    """Yearly rates: of the services that are named, and ``other`` for those that are not."""

    other: Timeline[Share] | None = None
    by_service: dict[str, Timeline[Share]] = Field(default_factory=dict)

    def of(self, service: str) -> Timeline[Fraction] | None:
        """Return the rates of a service; none where none is given."""
        return self.by_service.get(service, self.other)

    def factor(self, service: str, base: FinancialYear, year: FinancialYear) -> Fraction:
        """Return what the rates of the years after a base, to a year, come to together.

        A rate from a day within a year counts for its days.
        """
        rates = self.of(service)
        years = _after(base, year) if rates else ()
        return prod((1 + average(rates, y) for y in years if rates), start=Fraction(1))

    def said(self, service: str, base: FinancialYear, year: FinancialYear) -> tuple[str, str]:
        """Return the same in words, and who says so."""
        rates = self.of(service)
        if rates is None:
            return "1", "no rate is given: none applied"
        years = _after(base, year)
        parts = [part for y in years for part in held(rates, y)]
        return " x ".join(f"(1 + {average_said(rates, y)})" for y in years) or "1", sources(parts)


def _after(base: FinancialYear, year: FinancialYear) -> tuple[FinancialYear, ...]:
    return tuple(map(FinancialYear, range(base.first + 1, year.first + 1)))


class Resource(Frozen):
    """The money that there is: its ``amount`` in the base year, and how it grows."""

    amount: Amount
    growth: Timeline[Share]
    source: Cited

    @property
    def rates(self) -> ServiceRates:
        """Its growth, as rates that are compounded like any other."""
        return ServiceRates(other=self.growth)

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.amount.pence < 0:
            raise Wrong("the resource is below nought", "correct it", ("amount",))
        return self


class DoNothing(Frozen):
    """What is assumed of the years after a base year, if nothing is done.

    ``growth`` is more care than the people there are explain (non-demographic), ``inflation`` what
    the same care costs more.
    """

    base_year: Year
    years: int = Field(default=5, ge=1, le=30)
    growth: ServiceRates
    inflation: ServiceRates
    resource: Resource

    @property
    def projected(self) -> tuple[FinancialYear, ...]:
        """The years after the base year."""
        return tuple(self.base_year.plus(n) for n in range(1, self.years + 1))
