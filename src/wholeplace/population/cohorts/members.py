"""Who is in which cohort on a day, and because of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import ibis
from ibis import ir

from wholeplace.population.cohorts.counted import activity_counts, value_on
from wholeplace.population.cohorts.criteria import (
    CareHome,
    Counted,
    Diagnosed,
    Leaf,
    Measured,
    Medicines,
)
from wholeplace.population.cohorts.document import Cohort, all_leaves
from wholeplace.population.cohorts.known import (
    diagnoses_known,
    homes_known,
    medicines_known,
    value_measured,
)
from wholeplace.population.cohorts.marks import all_marks
from wholeplace.population.cohorts.met import joined_up, met
from wholeplace.population.cohorts.sources import Sources

L = TypeVar("L", bound=Leaf)


def cohort_members(sources: Sources, cohorts: Sequence[Cohort], day: date) -> ir.Table:
    """Return ``person_id``, ``cohort`` and ``because``: one row for each person and cohort.

    Only those on the register are in any. ``because`` is short text such as ``7 attendances at
    A&E in 12 months``. Nothing dated on the day or later counts. Raises ``ValueError`` where a
    dated value of a cohort has none on the day (see ``Cohort.without_value``).
    """
    return members_of(cohort_facts(sources, cohorts, day), cohorts, day)


def cohort_facts(sources: Sources, cohorts: Sequence[Cohort], day: date) -> ir.Table:
    """Return the register with what each criterion needs to know, in one pass over activity.

    Its columns end in the number of the criterion among those of all the cohorts, in order. Keep
    the table where more than one of the functions beneath is called.
    """
    leaves, marks = dict(enumerate(all_leaves(cohorts))), all_marks(cohorts)
    facts = sources.register.select("person_id", "age")
    facts = _with(facts, sources.scores)
    if counted := _of_kind(leaves, Counted):
        facts = _with(facts, activity_counts(sources, counted, marks, day))
        facts = facts.mutate(**_tops(facts, counted, day)).view()
    if diagnosed := _of_kind(leaves, Diagnosed):
        facts = _with(facts, diagnoses_known(sources, diagnosed, marks, day))
    if homes := _of_kind(leaves, CareHome):
        facts = _with(facts, homes_known(sources, homes, day))
    for i, leaf in _of_kind(leaves, Measured).items():
        found = value_measured(sources, leaf, day)
        facts = _with(facts, found.rename({f"value{i}": "value", f"last{i}": "last"}))
    for i, drugs in _of_kind(leaves, Medicines).items():
        facts = _with(facts, medicines_known(sources, drugs, day).rename({f"drugs{i}": "number"}))
    return facts


def _of_kind(leaves: dict[int, Leaf], kind: type[L]) -> dict[int, L]:
    return {i: leaf for i, leaf in leaves.items() if isinstance(leaf, kind)}


def _with(facts: ir.Table, found: ir.Table) -> ir.Table:
    return facts.left_join(found, "person_id").drop("person_id_right")


def _tops(facts: ir.Table, leaves: dict[int, Counted], day: date) -> dict[str, ir.Value]:
    """Return for each criterion of the most who is in, and who is tied at the border.

    Tied are those with as many as the last who has a place, where not all of them have one.
    """
    made: dict[str, ir.Value] = {}
    for i, leaf in leaves.items():
        if leaf.top is None:
            continue
        places, number, last = (
            value_on(leaf.top, day),
            facts[f"n{i}"].fill_null(0),
            facts[f"last{i}"],
        )
        order = ibis.window(order_by=[number.desc()])
        above = ibis.rank().over(order)
        peers = number.count().over(ibis.window(group_by=[number]))
        tied = (number > 0) & (above < places) & (above + peers > places)
        one_by_one = ibis.row_number().over(
            ibis.window(order_by=[number.desc(), last.desc(), facts.person_id])
        )
        place = {"in": above, "out": above + peers - 1, "latest": one_by_one}[leaf.ties or "in"]
        made |= {f"tied{i}": tied, f"in{i}": (number > 0) & (place < places)}
    return made


def members_of(facts: ir.Table, cohorts: Sequence[Cohort], day: date) -> ir.Table:
    """Return ``cohort_members`` of what ``cohort_facts`` returned."""
    first, told = 0, []
    for cohort in cohorts:
        (holds, because), first = joined_up(facts, cohort.who, first, day)
        row = ibis.struct({"cohort": ibis.literal(cohort.cohort), "because": because})
        told.append(holds.ifelse(row, ibis.null(row.type())))
    rows = facts.select("person_id", found=ibis.array(told)).mutate(found=ibis._["found"].unnest())
    rows = rows.filter(rows.found.notnull())
    return rows.select("person_id", cohort=rows.found["cohort"], because=rows.found["because"])


def criteria_met(facts: ir.Table, cohorts: Sequence[Cohort], day: date) -> ir.Table:
    """Return one row: how many people meet each criterion (``met``), how many are tied (``tied``).

    Each name ends in the number of the criterion among those of all the cohorts, in order.
    """
    made: dict[str, ir.Value] = {}
    for i, leaf in enumerate(all_leaves(cohorts)):
        holds, _ = met(facts, i, leaf, day)
        made[f"met{i}"] = holds.cast("int64").sum().fill_null(0)
        if isinstance(leaf, Counted) and leaf.top is not None:
            made[f"tied{i}"] = facts[f"tied{i}"].cast("int64").sum().fill_null(0)
    return facts.aggregate(**made)
