"""Spend of a year: what counts for a service, and what is said when nothing does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from wholeplace.budget import Cell, YearOfSpend, service_figure, why_nothing
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import FinancialYear
from wholeplace.place import Scope, Service


def _scope(*entries: tuple[int, Scope]) -> Timeline[Scope]:
    dated = (
        Dated[Scope](from_=date(year, 4, 1), value=value, source="assumed")
        for year, value in entries
    )
    return Timeline[Scope](root=tuple(dated))


WARDS = Service(id="wards", name="Wards", basis="tariff", scope=_scope((2018, Scope.IN)))
LATER = Service(
    id="later", name="Later", basis="tariff", scope=_scope((2018, Scope.OUT), (2020, Scope.IN))
)


def _cell(service: str, amount: int, rows: int, **other: str | None) -> Cell:
    segment = other.get("segment", "well")
    basis, currency = other.get("basis") or "tariff", other.get("currency") or "GBP"
    return Cell(service, segment, basis, currency, linked=True, amount=Fraction(amount), rows=rows)


CELLS = [
    _cell("wards", 100, 2),
    _cell("wards", 50, 1, segment="ill"),
    _cell("wards", 7, 3, segment=None),
    _cell("wards", 90, 2, basis="plics"),
    _cell("wards", 80, 2, currency="USD"),
    _cell("later", 11, 1),
]


def _year(first: int, cells: list[Cell]) -> YearOfSpend:
    year = FinancialYear(first)
    return YearOfSpend(year, year, [WARDS, LATER], "GBP", cells)


def test_only_the_population_on_the_basis_and_in_the_currency_of_the_place_counts() -> None:
    figure = service_figure(_year(2019, CELLS), WARDS, "actual")
    assert (figure.value, figure.inputs) == (150, "3 cost rows")
    assert _year(2019, CELLS).by_segment([WARDS]) == {"well": 100, "ill": 50}


def test_a_service_joins_the_scope_on_its_date() -> None:
    assert [service.id for service in _year(2019, CELLS).in_scope()] == ["wards"]
    assert [service.id for service in _year(2020, CELLS).in_scope()] == ["wards", "later"]


def test_where_nothing_counts_what_was_found_is_said() -> None:
    assert why_nothing(_year(2019, CELLS[3:5] + CELLS[3:4])) == (
        "no cost of the population in 2019/20 on the basis tariff in GBP; found:"
        " plics in GBP (4 rows), tariff in USD (2 rows). What is to be counted is named by basis"
        " and currency in place.yaml"
    )
    assert "found: no cost rows at all" in why_nothing(_year(2019, []))
