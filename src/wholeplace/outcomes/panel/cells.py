"""One pass over a stream of events: rows with the bits of all measures, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
from ibis import ir

from wholeplace.outcomes.panel.asks import Ask, Plan, Stream
from wholeplace.outcomes.panel.holds import fits_few, looks_further, settings_of, words
from wholeplace.outcomes.panel.people import with_level
from wholeplace.place import Condition

_SPRING = 4
_OF_PEOPLE = ("kind", "from_age", "next_age", "birthday")


def stream_rows(
    events: ir.Table,
    facts: ir.Table | None,
    lived: ir.Table,
    plan: Plan,
    stream: Stream,
    links: Mapping[str, str],
) -> ir.Table:
    """Return the rows of a stream in the population: ``kind``, ``year``, ``month``, bits, values.

    ``lived`` is that of ``people.of_kinds``, ``events`` one of ``events_of``, ``facts`` what is
    known of them from other rows, by ``event_id`` (none where nothing is asked); ``links`` names
    the column of each link in it. Of bits there are ``w0`` and so on, of values ``s_NAME``. Events
    on a day on which their person was not of the population are left out.
    """
    asks = plan.streams[stream]
    rows = _asked_at_all(events, asks)
    rows = rows.mutate(day=rows[stream.by])
    rows = rows.filter(rows.day.notnull())
    if facts is not None:
        rows = _with_facts(rows, facts, asks)
    rows = _in_population(rows, lived)
    older = rows.day >= rows.birthday
    rows = rows.mutate(from_age=older.ifelse(rows.next_age, rows.from_age))
    values = {f"s_{name}": rows[name].cast("int64") for name in plan.values(stream)}
    who = ["person_id", "day"] if stream.each == "person" else []
    return rows.select(
        *who,
        "kind",
        "from_age",
        "year",
        month=(rows.day.year() * 12 + rows.day.month() - 1).cast("int32"),
        **words(rows, asks, plan.marks(), links),
        **values,
    )


def _asked_at_all(events: ir.Table, asks: Sequence[Ask]) -> ir.Table:
    """Return the rows of settings that anything is asked of; of all, where some ask has none."""
    settings = [settings_of(ask) for ask in asks]
    if not all(settings):
        return events
    several = tuple(sorted({one for some in settings for one in some}))
    return events.filter(fits_few(events, {"setting": Condition(one_of=several)}))


def _with_facts(rows: ir.Table, facts: ir.Table, asks: Sequence[Ask]) -> ir.Table:
    """Return rows with what is known of them; not of settings that need none of it."""
    names = [name for name in facts.columns if name != "event_id"]
    settings = [settings_of(ask) for ask in asks if looks_further(ask)]
    if not settings:
        return rows
    if not all(settings):
        return rows.left_join(facts, "event_id").drop("event_id_right")
    several = tuple(sorted({one for some in settings for one in some}))
    asked = fits_few(rows, {"setting": Condition(one_of=several)})
    some = rows.filter(asked).left_join(facts, "event_id").drop("event_id_right")
    others = rows.filter(~asked).mutate(**{name: ibis.null("int64") for name in names})
    return ibis.union(some, others.select(*some.columns))


def _in_population(rows: ir.Table, lived: ir.Table) -> ir.Table:
    there = lived.rename(whose="person_id", of_year="year", from_day="starts", to_day="ends")
    there = there.select("whose", "of_year", "from_day", "to_day", *_OF_PEOPLE)
    there = _held(_held(there, there.from_day < there.to_day), there.whose.length() > 0)
    taken = set(there.columns)
    rows = rows.drop(*(name for name in rows.columns if name in taken))
    year = rows.day.year() - (rows.day.month() < _SPRING).cast("int32")
    rows = rows.mutate(year=year.cast("int32"))
    return rows.inner_join(
        there,
        [
            rows.person_id == there.whose,
            rows.year == there.of_year,
            rows.day >= there.from_day,
            rows.day < there.to_day,
        ],
    )


def _held(rows: ir.Table, always: ir.BooleanValue) -> ir.Table:
    # DuckDB takes every condition for one that few rows meet, and would hold the events in memory,
    # of which there are fifty to a person. One that every row meets makes it hold these.
    return rows.filter(always)


def fine_cells(rows: ir.Table) -> ir.Table:
    """Return ``n`` rows (and values, and their squares) by month and all that people differ in."""
    keys = ["kind", "from_age", "year", "month", *words_in(rows)]
    return rows.group_by(keys).aggregate(n=rows.count(), **_sums(rows, "s_", squares=True))


def once_each(rows: ir.Table, period: str) -> ir.Table:
    """Return cells in which each person counts once in a ``month`` or ``year``, with all bits.

    They count where they were on the last day on which anything happened to them.
    """
    bits = {name: rows[name].bit_or() for name in words_in(rows)}
    told = ("year", "month") if period == "month" else ("year",)
    where = {name: rows[name].argmax(rows.day) for name in ("kind", "from_age")}
    people = rows.group_by("person_id", *told).aggregate(**bits, **where)
    keys = ["kind", "from_age", *told, *bits]
    return people.group_by(keys).aggregate(n=people.count())


def month_cells(cells: ir.Table, kinds: ir.Table, breakdown: str) -> ir.Table:
    """Return cells added up by ``level`` of a breakdown and ``month``."""
    return _added_up(with_level(cells, kinds, breakdown), ("level", "month"))


def year_cells(cells: ir.Table, kinds: ir.Table, breakdown: str) -> ir.Table:
    """Return cells added up by ``level``, ``year``, ``sex`` and ``from_age``."""
    return _added_up(with_level(cells, kinds, breakdown), ("level", "year", "sex", "from_age"))


def _added_up(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    names = [name for name in rows.columns if name == "n" or name[:2] in {"s_", "q_"}]
    sums = {name: rows[name].sum().cast("int64") for name in names}
    return rows.group_by(*by, *words_in(rows)).aggregate(**sums)


def _sums(rows: ir.Table, prefix: str, *, squares: bool) -> dict[str, ir.Value]:
    names = [name for name in rows.columns if name.startswith(prefix)]
    found: dict[str, ir.Value] = {name: rows[name].sum().cast("int64") for name in names}
    if squares:
        found |= {
            name.replace("s_", "q_", 1): (rows[name] * rows[name]).sum().cast("int64")
            for name in names
        }
    return found


def words_in(rows: ir.Table) -> list[str]:
    """Return the columns of bits that a table has."""
    return [name for name in rows.columns if name[0] == "w" and name[1:].isdecimal()]
