"""What people cost for each member and month, and how practices stand beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis
from ibis import ir

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget.pricing import people_of
from wholeplace.app.year_facts import YearFacts
from wholeplace.budget import counted
from wholeplace.budget.pmpm import (
    Cube,
    Funnel,
    cube,
    funnel,
    members,
    people_by_practice,
    practice_costs,
    read_spending,
    read_time,
    spending_cells,
    time_cells,
)
from wholeplace.budget.price import CELL, CostCell, PriceList, Terms, cost_cells, read_cells
from wholeplace.population.neighbourhoods import neighbourhoods
from wholeplace.report.budget.data import Members

AGES = (0, 18, 45, 65, 75, 85)
"""The bands in which people are compared where no price list has its own."""


def members_of(counting: Counting, prices: PriceList | None) -> Members:
    """Return the cost of the services in scope for each member and month, in the year and the base.

    Raises ``Refused`` for a practice that is in no neighbourhood, and for mixed bases of cost.
    """
    now = _cube(counting, counting.now)
    before = None if counting.now is counting.base else _cube(counting, counting.base)
    return Members(now, before, practices(counting, prices))


def names_of(counting: Counting) -> dict[str, str]:
    """Return what segments, services, lines, practices and neighbourhoods are called, by id."""
    documents, organisation = counting.documents, counting.opened.tables["organisation"]
    rows = counting.running.rows(organisation.select("code", "name").distinct().order_by("code"))
    called = {str(row["code"]): str(row["name"]) for row in rows if row["name"]}
    segments = {rule.id: rule.name for rule in documents.segments.rules}
    services = {service.id: service.name for service in documents.place.services}
    lines = {line.id: line.name for line in documents.budget.value.lines}
    return called | segments | services | lines


def _cube(counting: Counting, facts: YearFacts) -> Cube:
    running, place = counting.running, counting.documents.place
    there = running.keep(f"members {facts.year.slug}", members(facts.spells, facts.register))
    costs = counted(
        counting.opened.records.costs,
        place.services_in_scope(counting.year.start),
        place.currency,
    )
    year = facts.year
    costs = costs.filter(costs.day >= ibis.date(year.start), costs.day < ibis.date(year.end))
    people = running.rows(people_by_practice(there))
    placed = _neighbourhoods(counting, facts)
    return cube(
        read_spending(running.rows(spending_cells(costs, there))),
        read_time(running.rows(time_cells(there, list(year.months())))),
        placed,
        list(year.months()),
        people={str(row["practice_code"]): int(str(row["people"])) for row in people},
        currency=place.currency,
        # A place without neighbourhoods has none to be in; where some practices are in one, one
        # that is in none is a mistake.
        with_unplaced=not placed,
    )


def _neighbourhoods(counting: Counting, facts: YearFacts) -> dict[str, str]:
    table = neighbourhoods(counting.opened.tables["organisation"], facts.year.start)
    rows = counting.running.rows(table.select("practice_code", "neighbourhood"))
    return {str(row["practice_code"]): str(row["neighbourhood"]) for row in rows}


def practices(counting: Counting, prices: PriceList | None) -> Funnel | None:
    """Return what the people of each practice cost beside what people like them do everywhere.

    A person belongs to the practice of most of their days in the year. ``None`` where there are
    not two practices of whose people any cost is expected.
    """
    terms = prices.terms if prices and prices.terms.columns == CELL else Terms("cells", ages=AGES)
    people = people_of(counting, counting.now, terms).inner_join(_practice(counting), "person_id")
    rows = counting.running.rows(cost_cells(people, (*CELL, "practice_code")))
    costs = practice_costs(_by_practice(rows), counting.year.days)
    there = [one for one in costs if one.expected > 0 and one.variance > 0]
    return funnel(there) if len(there) > 1 else None


def _practice(counting: Counting) -> ir.Table:
    spells = counting.now.spells
    days = spells.group_by("person_id", "practice_code").aggregate(days_there=spells.days.sum())
    most = ibis.window(
        group_by="person_id", order_by=[ibis.desc("days_there"), ibis.asc("practice_code")]
    )
    ranked = days.mutate(rank=ibis.row_number().over(most))
    return ranked.filter(ranked["rank"] == 0).select("person_id", "practice_code")


def _by_practice(rows: list[dict[str, object]]) -> Mapping[str, tuple[CostCell, ...]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(str(row["practice_code"] or "unknown"), []).append(row)
    return dict(_read(found))


def _read(
    found: Mapping[str, list[dict[str, object]]],
) -> Iterator[tuple[str, tuple[CostCell, ...]]]:
    for practice, rows in sorted(found.items()):
        yield practice, read_cells(rows)
