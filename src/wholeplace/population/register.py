"""Whose care it is, and when: spells on a practice list, cut to a period and an age."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir

_FOREVER = date(2999, 1, 1)


def birthday(birth_month: ir.DateValue, age: int) -> ir.DateValue:
    """Return the day on which people turn ``age``; people count as born on the first of a month."""
    return ibis.date(birth_month.year() + age, birth_month.month(), 1)


def age_on(birth_month: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Return the age in completed years on a day."""
    had_birthday = (birth_month.month() <= day.month()).ifelse(0, 1)
    return day.year() - birth_month.year() - had_birthday


def spells(people: ir.Table, registration: ir.Table, from_age: int) -> ir.Table:
    """Return the spells in which people were alive, registered and at least ``from_age``.

    One row a spell: person_id, practice_code, starts, ends (first day no longer counted). A
    person is on one list at a time: a later registration ends an earlier one. The day of death
    counts. Spells of one person never overlap.
    """
    window = ibis.window(group_by="person_id", order_by=["start_date", "practice_code"])
    lists = registration.mutate(
        next_start=registration.start_date.lead().over(window).fill_null(_FOREVER),
        end=registration.end_date.fill_null(_FOREVER),
    )
    rows = lists.inner_join(people, "person_id")
    day_after_death = rows.death_date.fill_null(_FOREVER) + ibis.interval(days=1)
    found = rows.select(
        "person_id",
        "practice_code",
        "sex",
        "birth_month",
        starts=ibis.greatest(rows.start_date, birthday(rows.birth_month, from_age)),
        ends=ibis.least(rows.end, rows.next_start, day_after_death.cast("date")),
    )
    return found.filter(found.starts < found.ends)


def spells_within(spells: ir.Table, starts: date, ends: date) -> ir.Table:
    """Return the parts of spells from ``starts`` to the day before ``ends``, with their days."""
    cut = spells.mutate(
        starts=ibis.greatest(spells.starts, ibis.date(starts)),
        ends=ibis.least(spells.ends, ibis.date(ends)),
    )
    cut = cut.filter(cut.starts < cut.ends)
    return cut.mutate(days=cut.ends.delta(cut.starts, unit="day"))


def register_on(spells: ir.Table, day: date) -> ir.Table:
    """Return the register on a day: one row a person, with practice and age."""
    there = spells.filter(spells.starts <= ibis.date(day), spells.ends > ibis.date(day))
    return there.mutate(age=age_on(there.birth_month, ibis.date(day)))


def person_days(spells: ir.Table) -> ir.Table:
    """Return one row a person: days in the period, and the first of them (``joined``)."""
    return spells.group_by("person_id").aggregate(
        days=spells.days.sum(), joined=spells.starts.min(), birth_month=spells.birth_month.min()
    )
