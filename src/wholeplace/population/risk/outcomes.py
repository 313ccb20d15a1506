"""What a model is asked to foresee in the year from a day on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

import ibis
from ibis import ir

HORIZON = 365
"""How many days are foreseen, the day asked about the first of them."""

TOP_COST = 0.05
"""The share of people whose cost counts as high."""

TOO_GOOD = 0.85
"""Scores of emergency admission made on millions of people reach about 0.80 (SPARRA v4: 0.799)."""

Rows: TypeAlias = Mapping[str, ir.Table]
Happening: TypeAlias = Callable[[Rows, ir.Table, date], ir.Table]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: its name, what it is, what is said of who had it, and what its events are.

    ``too_good`` is the area under the ROC curve above which something must leak, where anybody
    knows one.
    """

    name: str
    about: str
    had: str
    event: str
    find: Happening
    too_good: float | None = None


def happened(outcome: Outcome, rows: Rows, people: ir.Table, day: date) -> ir.Table:
    """Return ``person_id`` and ``events`` of those to whom the outcome happened in the year.

    ``rows`` are the linked ``activity``, ``person`` and ``costs``; ``people`` the
    register.
    Who dies or leaves in the year is counted with what was seen of them.
    """
    return outcome.find(rows, people, day)


def _year(days: ir.DateValue, day: date) -> ir.BooleanValue:
    return (days >= ibis.date(day)) & (days < ibis.date(day + timedelta(days=HORIZON)))


def _activity(which: Callable[[ir.Table], ir.BooleanValue]) -> Happening:
    def find(rows: Rows, people: ir.Table, day: date) -> ir.Table:
        acts = rows["activity"]
        acts = acts.filter(which(acts), _year(acts.start_ts.date(), day))
        there = acts.semi_join(people, "person_id")
        return there.group_by("person_id").aggregate(events=there.count())

    return find


def _death(rows: Rows, people: ir.Table, day: date) -> ir.Table:
    dead = rows["person"].filter(_year(rows["person"].death_date, day))
    return dead.semi_join(people, "person_id").select("person_id", events=ibis.literal(1))


def _high_cost(rows: Rows, people: ir.Table, day: date) -> ir.Table:
    costs = rows["costs"].filter(_year(rows["costs"].day, day))
    spent = costs.group_by("person_id").aggregate(cost=costs.amount.sum())
    everybody = people.select("person_id").left_join(spent, "person_id")
    everybody = everybody.select("person_id", cost=everybody.cost.fill_null(0))
    limit = everybody.aggregate(limit=everybody.cost.cast("float64").quantile(1 - TOP_COST))
    told = everybody.cross_join(limit)
    return told.filter(told.cost > 0, told.cost.cast("float64") >= told["limit"]).select(
        "person_id", events=ibis.literal(1)
    )


OUTCOMES: Mapping[str, Outcome] = {
    one.name: one
    for one in (
        Outcome(
            "emergency-admission",
            "an emergency admission to hospital",
            "had an emergency admission to hospital",
            "emergency admissions",
            _activity(lambda t: t.is_emergency),
            TOO_GOOD,
        ),
        Outcome(
            "ae-attendance",
            "an attendance at an emergency department or urgent treatment centre",
            "attended an emergency department or urgent treatment centre",
            "attendances",
            _activity(lambda t: t.setting.isin(("ED", "UTC"))),
        ),
        Outcome("death", "death", "died", "deaths", _death),
        Outcome(
            "high-cost",
            "a cost among the highest 5% of people",
            "cost as much as the dearest 5% of people",
            "high costs",
            _high_cost,
        ),
    )
}
"""The outcomes by name."""
