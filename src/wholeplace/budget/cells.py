"""Spend of one year as exact figures: by service, by segment, in scope and in total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import Figure, FinancialYear, Unit
from wholeplace.place import Service


@dataclass(frozen=True, slots=True)
class Cell:
    """Cost rows of one service, segment, basis and currency. No segment: outside the population."""

    service: str | None
    segment: str | None
    basis: str
    currency: str
    linked: bool
    amount: Fraction
    rows: int


@dataclass(frozen=True, slots=True)
class YearOfSpend:
    """One year's cells, and the services as they were in scope at the start of ``scope_year``."""

    year: FinancialYear
    scope_year: FinancialYear
    services: Sequence[Service]
    currency: str
    cells: Sequence[Cell]

    def in_scope(self) -> list[Service]:
        """Return the services in scope on the first day of the scope year."""
        return [s for s in self.services if s.in_scope_on(self.scope_year.start)]

    def counted(self, service: Service) -> list[Cell]:
        """Return the cells that count for a service: the population's, on the service's basis."""
        return [
            cell
            for cell in self.cells
            if cell.service == service.id
            and cell.segment is not None
            and cell.basis == service.basis
            and cell.currency == self.currency
        ]

    def by_segment(self, services: Iterable[Service]) -> dict[str, Fraction]:
        """Return the spend on some services by segment."""
        found: dict[str, Fraction] = {}
        for service in services:
            for cell in self.counted(service):
                segment = cell.segment or ""
                found[segment] = found.get(segment, Fraction(0)) + cell.amount
        return found


def service_figure(spend: YearOfSpend, service: Service, prefix: str) -> Figure:
    """Return what one service cost the population in the year, with the rows it was summed from."""
    cells = spend.counted(service)
    rows = sum(cell.rows for cell in cells)
    return Figure(
        f"{prefix}.{service.id}",
        sum((cell.amount for cell in cells), Fraction(0)),
        Unit.MONEY,
        label=f"{service.name}, {spend.year}",
        formula=f"sum of the population's cost.amount on the basis {service.basis}",
        inputs=f"{rows:,} cost rows",
        currency=spend.currency,
    )


def why_nothing(spend: YearOfSpend) -> str:
    """Say why no cost counts: which bases were wanted and which were found."""
    wanted = sorted({service.basis or "none" for service in spend.in_scope()})
    found: dict[tuple[str, str], int] = {}
    for cell in spend.cells:
        key = (cell.basis, cell.currency)
        found[key] = found.get(key, 0) + cell.rows
    there = ", ".join(
        f"{basis} in {currency} ({n:,} rows)" for (basis, currency), n in found.items()
    )
    return (
        f"no cost of the population in {spend.year} on the basis {' or '.join(wanted)} in"
        f" {spend.currency}; found: {there or 'no cost rows at all'}. What is to be counted is"
        " named by basis and currency in place.yaml"
    )
