"""The place document: whose care it is about, who gives it, and which services they share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Timeline, Wrong, Year
from wholeplace.kernel import FinancialYear, Role
from wholeplace.record.conditions import Conditions, check_columns, check_last_takes_all
from wholeplace.record.tables.all_tables import COST_BASES
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS

ADULT = 18
"""The age from which people are called adults (Family Law Reform Act 1969, s. 1)."""


class Population(Frozen):
    """Whose care the partnership answers for: people on a practice list, from an age on."""

    from_age: int = Field(ge=0, le=120)
    source: Cited

    @property
    def people(self) -> str:
        """What to call them in a sentence: ``adults`` where no child is among them."""
        return "adults" if self.from_age >= ADULT else "people"


class Partner(Frozen):
    """An organisation of the place and what it is there for."""

    name: str
    role: Role
    codes: tuple[str, ...] = ()
    source: Cited


class Scope(StrEnum):
    """Whether the cost of a service is part of the shared budget."""

    IN = "in"
    OUT = "out"


class Service(Frozen):
    """A service line: which activity it is, on which basis its cost is taken, and its scope."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    when: Conditions = Field(default_factory=dict)
    basis: str | None = None
    scope: Timeline[Scope]

    @field_validator("basis")
    @classmethod
    def _is_a_basis(cls, basis: str | None) -> str | None:
        if basis is not None and basis not in COST_BASES:
            raise Wrong(f"'{basis}' is not a basis of cost", "use " + ", ".join(COST_BASES))
        return basis

    @field_validator("when")
    @classmethod
    def _uses_activity(cls, when: Conditions) -> Conditions:
        check_columns(when, ACTIVITY_COLUMNS, "column of activity")
        return when

    def in_scope_on(self, day: date) -> bool:
        """Return whether the service is in scope on a day; before its first date it is out."""
        entry = self.scope.on(day)
        return entry is not None and entry.value is Scope.IN


class Place(Frozen):
    """A whole place."""

    place: str
    title: str
    about: str
    currency: str = Field("GBP", pattern=r"^[A-Z]{3}$")
    first_year: Year
    last_year: Year
    population: Population
    partners: dict[str, Partner]
    segments: str
    services: tuple[Service, ...]

    @field_validator("services")
    @classmethod
    def _services_cover_all(cls, services: tuple[Service, ...]) -> tuple[Service, ...]:
        check_last_takes_all([service.when for service in services], "service")
        ids = [service.id for service in services]
        for i, name in enumerate(ids):
            if name in ids[:i]:
                raise Wrong(
                    f"the service '{name}' is there twice", "rename one of the two", (i, "id")
                )
        return services

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.last_year < self.first_year:
            what = f"the last year {self.last_year} comes before the first, {self.first_year}"
            raise Wrong(what, "correct first_year or last_year", ("last_year",))
        return self

    def provider_codes(self) -> tuple[str, ...]:
        """Return the organisation codes by which the records know the place's own providers."""
        partners = self.partners.values()
        return tuple(code for partner in partners for code in partner.codes)

    def services_in_scope(self, day: date) -> list[Service]:
        """Return the services that are in scope on a day."""
        return [service for service in self.services if service.in_scope_on(day)]

    def years(self) -> tuple[FinancialYear, ...]:
        """Return the years of the agreement."""
        return tuple(
            FinancialYear(first) for first in range(self.first_year.first, self.last_year.first + 1)
        )
