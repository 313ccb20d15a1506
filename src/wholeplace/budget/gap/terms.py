"""The assumptions of doing nothing, as they are written: growth, prices, resource."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Annotated, Self

from pydantic import Field, model_validator

from wholeplace.budget.in_force import average, average_said, held, sources
from wholeplace.document import Amount, Cited, Frozen, Share, Timeline, Wrong, Year
from wholeplace.kernel import FinancialYear, Money


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
    """The money that there is: its ``amount`` in the base year, and how it grows.

    Where no amount is written it is what the base year cost: the place was in balance then.
    """

    amount: Amount | None = None
    growth: Timeline[Share]
    source: Cited

    @property
    def rates(self) -> ServiceRates:
        """Its growth, as rates that are compounded like any other."""
        return ServiceRates(other=self.growth)

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if self.amount is not None and self.amount.pence < 0:
            raise Wrong("the resource is below nought", "correct it", ("amount",))
        return self


class Projected(Frozen):
    """How many people there will be: a CSV of ``year``, ``ages``, ``sex`` and ``people``.

    Years are those of mid-year projections; ``ages`` are the first ages of the bands in which
    people are counted, each the first of a published group.
    """

    file: str = Field(min_length=1)
    ages: tuple[Annotated[int, Field(ge=0, le=120)], ...] = Field(min_length=1)
    source: Cited

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        if list(self.ages) != sorted(set(self.ages)):
            raise Wrong("bands of age overlap", "write the first age of each, rising", ("ages",))
        return self


class DoNothing(Frozen):
    """What is assumed of the years after a base year, if nothing is done.

    ``people`` are those projected, ``growth`` is more care than they explain (non-demographic),
    ``inflation`` what the same care costs more.
    """

    base_year: Year
    people: Projected | None = None
    years: int = Field(default=5, ge=1, le=30)
    growth: ServiceRates
    inflation: ServiceRates
    resource: Resource

    def in_balance(self, cost: Money) -> DoNothing:
        """Return the same with the resource written: ``cost`` where no amount is."""
        if self.resource.amount is not None:
            return self
        source = f"{self.resource.source}; what {self.base_year} cost"
        resource = self.resource.model_copy(update={"amount": cost, "source": source})
        return self.model_copy(update={"resource": resource})

    @property
    def money(self) -> Money:
        """The resource of the base year; raises ``ValueError`` where none is written."""
        if self.resource.amount is None:
            raise ValueError("no resource is written, and nobody said what the base year cost")
        return self.resource.amount

    @property
    def projected(self) -> tuple[FinancialYear, ...]:
        """The years after the base year."""
        return tuple(self.base_year.plus(n) for n in range(1, self.years + 1))
