"""The nouns of doing nothing: cells of the base year, and what every year comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from wholeplace.budget.gap.terms import DoNothing
from wholeplace.kernel import FinancialYear

People: TypeAlias = Mapping[FinancialYear, Mapping[tuple[str, str], Fraction]]
"""People by year, and by age band and sex."""

STEPS = ("population", "ageing", "growth", "inflation")
"""Why cost rises, in the order in which it is worked out."""


@dataclass(frozen=True, slots=True)
class BaseCell:
    """What a service did for an age band and sex in the base year, and what that cost (pounds)."""

    service: str
    band: str
    sex: str
    activity: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True)
class CellYear:
    """A cell in a later year: its activity, and its cost after each of ``STEPS`` (exact pounds).

    An intervention that is planned later takes its part from cells.
    """

    cell: BaseCell
    activity: Fraction
    costs: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class ServiceYear:
    """A service in a year: activity, cost, and what each of ``STEPS`` added since the base (pence).

    Base + steps = cost, to the penny.
    """

    service: str
    activity: Fraction
    base: int
    steps: tuple[int, ...]

    @property
    def cost(self) -> int:
        """What it costs, in pence."""
        return self.base + sum(self.steps)

    @property
    def at_base_prices(self) -> int:
        """What it would cost at the prices of the base year, in pence."""
        return self.cost - self.steps[STEPS.index("inflation")]


@dataclass(frozen=True, slots=True)
class YearOfGap:
    """One year: its services, and the resource (pence)."""

    year: FinancialYear
    services: tuple[ServiceYear, ...]
    resource: int

    @property
    def cost(self) -> int:
        """What all services cost, in pence."""
        return sum(service.cost for service in self.services)

    @property
    def gap(self) -> int:
        """By how much cost is above the resource, in pence; negative where money is left."""
        return self.cost - self.resource


@dataclass(frozen=True, slots=True)
class Projection:
    """The base year and the years after it, if nothing is done."""

    terms: DoNothing
    base: YearOfGap
    years: tuple[YearOfGap, ...]
    people: Mapping[FinancialYear, Fraction]

    @property
    def currency(self) -> str:
        """The currency of cost and resource."""
        return self.terms.money.currency

    def of(self, year: FinancialYear) -> YearOfGap:
        """Return one year; raises ``KeyError`` for one that was not projected."""
        found = next((one for one in (self.base, *self.years) if one.year == year), None)
        if found is None:
            raise KeyError(str(year))
        return found

    def cumulative(self, year: FinancialYear) -> int:
        """Return the gaps of all years after the base, to a year, in pence."""
        return sum(one.gap for one in self.years if one.year <= year)

    def more_activity(self, year: FinancialYear) -> Fraction:
        """Return how much more is done than in the base year.

        Services do different things, so activity is added up at the prices of the base year.
        """
        then = sum(service.at_base_prices for service in self.of(year).services)
        return Fraction(then, self.base.cost) - 1
