"""What a projection asks for that is not there: people, services, cells above nought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wholeplace.budget.gap.projection import BaseCell, People
from wholeplace.budget.gap.terms import DoNothing
from wholeplace.budget.in_text import Placed
from wholeplace.kernel import Problem, nearest, plain


def problems_of(
    cells: Sequence[BaseCell], people: People, terms: DoNothing, where: Placed
) -> list[Problem]:
    """Return everything that stands in the way of a projection."""
    return [
        *_of_cells(cells, where),
        *_of_services(cells, terms, where),
        *_of_people(cells, people, terms, where),
    ]


def _of_cells(cells: Sequence[BaseCell], where: Placed) -> Iterator[Problem]:
    seen: set[tuple[str, str, str]] = set()
    for cell in cells:
        name = f"{cell.service}, {cell.band}, {cell.sex}"
        if cell.activity < 0 or cell.cost < 0:
            said = f"{plain(cell.activity)} activities, {plain(cell.cost, 2)}"
            what = f"the base of {name} is below nought: {said}"
            yield Problem(where("base_year"), what, "look for a credit in the wrong year or cell")
        key = (cell.service, cell.band, cell.sex)
        if key in seen:
            yield Problem(where("base_year"), f"{name} is there twice", "add the two up")
        seen.add(key)
    if not sum((cell.cost for cell in cells), Fraction(0)):
        yield Problem(where("base_year"), "the base year has no cost", "load it first")


def _of_services(cells: Sequence[BaseCell], terms: DoNothing, where: Placed) -> Iterator[Problem]:
    services = list(dict.fromkeys(cell.service for cell in cells))
    for field in ("growth", "inflation"):
        for service in getattr(terms, field).by_service:
            if service not in services:
                what = f"the base year has no service '{service}'"
                at = where(field, "by_service", service)
                yield Problem(at, what, nearest(service, services))


def _of_people(
    cells: Sequence[BaseCell], people: People, terms: DoNothing, where: Placed
) -> Iterator[Problem]:
    groups = sorted({(cell.band, cell.sex) for cell in cells})
    for year in (terms.base_year, *terms.projected):
        found = people.get(year, {})
        if not found:
            what = f"how many people there are in {year} is not projected"
            yield Problem(where("years"), what, "ask for fewer years, or bring a later projection")
            continue
        for band, sex in groups:
            number = found.get((band, sex))
            is_base = year == terms.base_year
            if number is None or number < 0 or (is_base and not number):
                said = "not told" if number is None else plain(number)
                what = f"people of {band}, {sex} in {year}: {said}; the base year has care for them"
                yield Problem(where("base_year"), what, "use the same ages and sexes in both")
