"""What care cost and who was there, by segment, service, practice and month (set-scale)."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import ir

from wholeplace.kernel import Month


def members(spells: ir.Table, segments: ir.Table) -> ir.Table:
    """Return ``member``, ``segment``, ``practice_code``, ``starts`` and ``ends`` of each spell.

    ``spells`` are those of the period (``population.spells_within``), ``segments`` has the segment
    of each person. Of many people it is worth keeping: it is read for time and for cost.
    """
    of_people = segments.select(member="person_id", segment="segment")
    there = spells.select("practice_code", "starts", "ends", member="person_id")
    return there.inner_join(of_people, "member").select(
        "member", "segment", "practice_code", "starts", "ends"
    )


def spending_cells(costs: ir.Table, there: ir.Table) -> ir.Table:
    """Return ``amount`` and ``rows`` by segment, service, practice, month, basis and currency.

    ``costs`` are the cost rows that count in the period (``budget.counted`` and ``within``),
    ``there`` the ``members``. A row belongs to the practice and segment of the spell in which its
    day falls. One that falls in none has neither: the cells add up to every row. They come in no
    order, which ``read_spending`` does not ask for.
    """
    found = costs.left_join(
        _the_fewer(there),
        [
            costs.person_id == there.member,
            costs.day >= there.starts,
            costs.day < there.ends,
        ],
    )
    keys = ("segment", "service", "practice_code", "basis", "currency")
    # Two whole numbers are told apart sooner than a date is cut to its month.
    return found.group_by(*keys, year=found.day.year(), month=found.day.month()).aggregate(
        amount=found.amount.sum(), rows=found.count()
    )


def _the_fewer(there: ir.Table) -> ir.Table:
    # DuckDB takes every condition for one that few rows meet, and would hold the costs in memory,
    # of which there are twenty to a person, to look people up. One that every spell meets, though
    # the engine cannot know that, makes it hold the people: a quarter of the memory.
    return there.filter(there.starts < there.ends)


def time_cells(there: ir.Table, months: Sequence[Month]) -> ir.Table:
    """Return ``days`` of person-time by segment, practice and month.

    A cell without days has no row.
    """
    # Most people are there from the first day to the last: alike, they are counted once.
    alike = there.group_by("segment", "practice_code", "starts", "ends").aggregate(
        people=there.count()
    )
    parts = [_within(alike, month) for month in months]
    found = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return found.filter(found.days > 0)


def _within(alike: ir.Table, month: Month) -> ir.Table:
    first, after = ibis.date(month.start), ibis.date(month.end)
    lasts = ibis.least(alike.ends, after).delta(ibis.greatest(alike.starts, first), unit="day")
    days = (alike.people * ibis.greatest(lasts, 0)).sum().cast("int64")
    found = alike.group_by("segment", "practice_code").aggregate(days=days)
    return found.mutate(year=ibis.literal(month.year), month=ibis.literal(month.month))


def people_by_practice(there: ir.Table) -> ir.Table:
    """Return how many ``people`` each practice had at any time in the period."""
    return there.group_by("practice_code").aggregate(people=there.member.nunique())
