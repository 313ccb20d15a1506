"""People on the lists of one commissioner who live with another, and who pays for them."""

from __future__ import annotations

from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.app.budget.counting import Counting
from wholeplace.app.budget_documents import section
from wholeplace.budget import counted
from wholeplace.budget.flows.borders import (
    Borders,
    CostCell,
    CrossBorder,
    DaysCell,
    costs_across,
    cross_border,
    days_across,
    homes,
    stays,
    with_list,
)
from wholeplace.budget.flows.borders.document import REGISTRATION, RESIDENCE


def across_borders(counting: Counting, borders: Borders) -> CrossBorder:
    """Return whose list people of the year are on and where they live, and who pays for them.

    Costs are those of every line whose activity is counted, in scope or not. Raises ``Refused``
    where no rule says who pays for a line.
    """
    running, budget = counting.running, counting.documents.budget
    there = running.keep(f"stays {counting.year.slug}", _stays(counting, borders))
    days = running.rows(days_across(there))
    costs = running.rows(costs_across(_costs(counting), there))

    return cross_border(
        [
            DaysCell(
                str(row["registered"]),
                str(row["resident"]),
                int(str(row["days"])),
                int(str(row["people"])),
            )
            for row in days
        ],
        [
            CostCell(
                str(row["line"]),
                str(row["registered"]),
                str(row["resident"]),
                Fraction(str(row["amount"])),
            )
            for row in costs
        ],
        borders,
        counting.year,
        budget.value.currency,
        [line.id for line in budget.value.lines],
        section(budget, "borders"),
    )


def _stays(counting: Counting, borders: Borders) -> ir.Table:
    tables, facts = counting.opened.tables, counting.now
    lists = borders.codes(by=REGISTRATION)
    spells = with_list(facts.spells, tables["organisation"], lists, facts.year.start)
    areas = borders.codes(by=RESIDENCE)
    return stays(spells, homes(counting.opened.records.residence, tables["geography"], areas))


def _costs(counting: Counting) -> ir.Table:
    """Return what the population cost in the year, of the services that stand in a line."""
    place, costs = counting.documents.place, counting.now.placed_costs
    line_of = {one.service: one.id for one in counting.documents.budget.value.lines if one.service}
    services = [service for service in place.services if service.id in line_of]
    found = counted(costs.filter(costs.segment.notnull()), services, place.currency)
    line = ibis.cases(*((found.service == service, line) for service, line in line_of.items()))
    return found.select("person_id", "day", "amount", line=line)
