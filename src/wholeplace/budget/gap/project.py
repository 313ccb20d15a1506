"""Carry activity and cost forward with the people there will be, growth and prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from wholeplace.budget.gap.check import problems_of
from wholeplace.budget.gap.projection import (
    STEPS,
    BaseCell,
    CellYear,
    People,
    Projection,
    ServiceYear,
    YearOfGap,
)
from wholeplace.budget.gap.terms import DoNothing
from wholeplace.budget.in_text import Placed, unread
from wholeplace.kernel import FinancialYear, refuse_if, round_half_away

UNREAD = unread("do nothing")


def do_nothing(
    cells: Iterable[BaseCell],
    people: People,
    terms: DoNothing,
    where: Placed = UNREAD,
) -> Projection:
    """Return activity, cost, resource and gap of every year after the base, if nothing is done.

    Each person of an age band and sex uses what one used in the base year. ``where`` says where a
    path of the terms stands in the text they were read from. Raises ``Refused`` with every
    problem: people who are not known, cells below nought, services that are not there.
    """
    base = tuple(cells)
    refuse_if(problems_of(base, people, terms, where))
    years = tuple(_year(base, people, terms, year) for year in terms.projected)
    heads = {
        year: sum(people[year].values(), Fraction(0))
        for year in (terms.base_year, *terms.projected)
    }
    return Projection(terms, _year(base, people, terms, terms.base_year), years, heads)


def cells_in(
    cells: Iterable[BaseCell], people: People, terms: DoNothing, year: FinancialYear
) -> tuple[CellYear, ...]:
    """Return every cell as it is in a year: the ground that interventions stand on."""
    base = terms.base_year
    now, before = (sum(people[y].values(), Fraction(0)) for y in (year, base))
    return tuple(
        _cell(
            cell,
            now / before,
            people[year][cell.band, cell.sex] / people[base][cell.band, cell.sex],
            terms.growth.factor(cell.service, base, year),
            terms.inflation.factor(cell.service, base, year),
        )
        for cell in cells
    )


def _cell(
    cell: BaseCell, everybody: Fraction, group: Fraction, growth: Fraction, inflation: Fraction
) -> CellYear:
    costs = (
        cell.cost * everybody,
        cell.cost * group,
        cell.cost * group * growth,
        cell.cost * group * growth * inflation,
    )
    return CellYear(cell, cell.activity * group * growth, costs)


def _year(
    cells: Sequence[BaseCell], people: People, terms: DoNothing, year: FinancialYear
) -> YearOfGap:
    found = cells_in(cells, people, terms, year)
    services = dict.fromkeys(cell.service for cell in cells)
    return YearOfGap(
        year,
        tuple(_service(name, [c for c in found if c.cell.service == name]) for name in services),
        _resource(terms, year),
    )


def _service(name: str, cells: Sequence[CellYear]) -> ServiceYear:
    # Each level is rounded before the difference is taken, so that the steps add up.
    base = _pence(cell.cell.cost for cell in cells)
    levels = [base, *(_pence(cell.costs[i] for cell in cells) for i in range(len(STEPS)))]
    steps = tuple(after - before for before, after in pairwise(levels))
    return ServiceYear(name, sum((cell.activity for cell in cells), Fraction(0)), base, steps)


def _resource(terms: DoNothing, year: FinancialYear) -> int:
    from_base = terms.resource.rates.factor("", terms.base_year, year)
    return round_half_away(terms.money.pence * from_base)


def _pence(pounds: Iterable[Fraction]) -> int:
    return round_half_away(sum(pounds, Fraction(0)) * 100)
