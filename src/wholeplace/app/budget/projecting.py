"""What the years bring if nothing is done, from the records of the base year and a projection."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from ibis import ir

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget.people import by_sex
from wholeplace.app.budget_documents import section
from wholeplace.budget import counted
from wholeplace.budget.gap import (
    AgeGroup,
    BaseCell,
    DoNothing,
    People,
    Projected,
    Projection,
    base_cells,
    cells_of,
    do_nothing,
    financial_years,
    in_band,
    in_bands,
    in_sexes,
)
from wholeplace.kernel import Money, Problem, Refused, Where, read_number, refuse_if
from wholeplace.store.files import read_text

COLUMNS = ("year", "ages", "sex", "people")


def projected(counting: Counting, terms: DoNothing) -> Projection:
    """Return activity, cost and resource of the years after the base, if nothing is done.

    Raises ``Refused`` where no projection is named or it is wrong.
    """
    if terms.people is None:
        what = "nothing says how many people there will be"
        remedy = "name a file of projected people in do_nothing.people"
        raise Refused([Problem(_where(counting, "people"), what, remedy)])
    people = read_people(counting.workspace.root / terms.people.file, terms.people)
    cells = in_sexes(_cells(counting, terms.people), people.get(terms.base_year, {}))
    pence = round(sum((cell.cost for cell in cells), Fraction(0)) * 100)
    balanced = terms.in_balance(Money(pence, counting.documents.place.currency))

    return do_nothing(cells, people, balanced, section(counting.documents.budget, "do_nothing"))


def _where(counting: Counting, *path: str | int) -> Where:
    return counting.documents.budget.where("do_nothing", *path)


def _cells(counting: Counting, terms: Projected) -> tuple[BaseCell, ...]:
    """Return what the population had of the services in scope in the base year."""
    place, facts = counting.documents.place, counting.base
    services = place.services_in_scope(counting.year.start)
    ids = [service.id for service in services]
    people = by_sex(facts)
    people = people.select("person_id", "sex", band=in_band(people.age, terms.ages))
    acts = facts.placed_activity.filter(facts.placed_activity.segment.notnull())
    acts = _of(acts.filter(acts.service.isin(ids)), people)
    costs = counted(facts.placed_costs, services, place.currency)
    costs = _of(costs.filter(costs.segment.notnull()), people)
    return cells_of(counting.running.rows(base_cells(acts, costs)))


def _of(rows: ir.Table, people: ir.Table) -> ir.Table:
    return rows.inner_join(people, "person_id")


def read_people(path: Path, terms: Projected) -> People:
    """Return projected people by financial year, band and sex from a CSV; raises ``Refused``."""
    reader = csv.DictReader(read_text(path).splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    refuse_if(
        Problem(Where(str(path), 1), f"there is no column '{name}'", f"write {', '.join(COLUMNS)}")
        for name in missing
    )
    rows: list[AgeGroup] = []
    problems: list[Problem] = []
    for row in reader:
        problems += _read_into(rows, row, Where(str(path), reader.line_num))
    refuse_if(problems)
    return financial_years(in_bands(rows, terms.ages, str(path)))


def _read_into(rows: list[AgeGroup], row: dict[str, str], where: Where) -> Iterator[Problem]:
    try:
        people = read_number(row["people"] or "")
        made = AgeGroup(row["ages"].strip(), row["sex"].strip(), int(row["year"]), people)
    except ValueError as error:
        yield Problem(where, str(error), "write a year like 2019 and people as a number")
        return
    if people < 0:
        yield Problem(where, f"{row['people']} people", "there cannot be less than none")
    rows.append(made)
