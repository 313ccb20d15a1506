"""Person-time and events of people by where they live, their sex and their age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.neighbourhoods import in_neighbourhoods
from wholeplace.population.register import birthday

KEYS = ("decile", "ward", "neighbourhood", "sex", "from_age")
"""What person-time and events are counted by: ``decile`` 0 and ``ward`` "" are not known."""

_NO_END, _TENTHS = 150, 10


def newest_areas(geography: ir.Table) -> ir.Table:
    """Return ``lsoa_code``, ``decile`` (1 most deprived) and ``ward`` by the newest index."""
    newest = geography.imd_year * 10_000 + geography.lsoa_year
    found = geography.group_by("lsoa_code").aggregate(
        decile=geography.imd_decile.argmax(newest), ward=geography.ward_code.argmax(newest)
    )
    return found.mutate(decile=found.decile.between(1, _TENTHS).ifelse(found.decile, None))


def at_home(spells: ir.Table, residence: ir.Table, geography: ir.Table) -> ir.Table:
    """Return spells with the ``decile`` and ``ward`` of the home on their first day.

    Events and person-time of a spell go to one home, so that no rate counts a move twice. Of two
    homes at once the one moved to last is taken, and the first in order of two on one day. Whose
    home, or its deprivation, is not known has ``decile`` 0 and ``ward`` "": nobody is dropped.
    """
    lived = residence.filter(residence.person_id.notnull(), residence.lsoa_code.notnull())
    lived = lived.select(
        lived_by="person_id", since="start_date", until="end_date", lsoa_code="lsoa_code"
    )
    is_there = [
        spells.person_id == lived.lived_by,
        lived.since <= spells.starts,
        lived.until.isnull() | (lived.until > spells.starts),
    ]
    rows = spells.select("person_id", "starts").inner_join(lived, is_there)
    rows = rows.group_by("person_id", "starts").mutate(_latest=rows.since.max())
    rows = rows.filter(rows.since == rows["_latest"])
    homes = rows.group_by("person_id", "starts").aggregate(lsoa_code=rows.lsoa_code.min())
    homes = homes.left_join(newest_areas(geography), "lsoa_code").drop("lsoa_code_right")
    found = spells.left_join(homes, ["person_id", "starts"]).drop(
        "person_id_right", "starts_right", "lsoa_code"
    )
    return found.mutate(decile=found.decile.fill_null(0), ward=found.ward.fill_null(""))


def lived_in(
    spells: ir.Table,
    residence: ir.Table,
    geography: ir.Table,
    organisation: ir.Table,
    ages: Sequence[int],
    day: date,
) -> ir.Table:
    """Return the parts of spells in each band of age, with all of ``KEYS`` and ``days``.

    ``ages`` are those at which bands begin. The neighbourhood is that of the practice on ``day``.
    """
    homes = in_neighbourhoods(at_home(spells, residence, geography), organisation, day)
    ends = [*ages[1:], _NO_END]
    bands = ibis.memtable(pa.table({"from_age": list(ages), "to_age": ends}))
    rows = homes.cross_join(bands)
    cut = rows.mutate(
        starts=ibis.greatest(rows.starts, birthday(rows.birth_month, rows.from_age)),
        ends=ibis.least(rows.ends, birthday(rows.birth_month, rows.to_age)),
    )
    cut = cut.filter(cut.starts < cut.ends)
    return cut.select(
        "person_id", "starts", "ends", *KEYS, days=cut.ends.delta(cut.starts, unit="day")
    )


def deaths_in(spells: ir.Table, deaths: ir.Table) -> ir.Table:
    """Return ``person_id`` and the ``day`` on which people of the population were last in it.

    That is the day of death; but lists end a registration on that day, and not after it: such a
    person counts on their last day on the list. ``spells`` are not yet cut to a year.
    """
    died = deaths.select(whose="person_id", death_date="death_date")
    rows = spells.inner_join(
        died,
        [
            spells.person_id == died.whose,
            spells.starts <= died.death_date,
            spells.ends >= died.death_date,
        ],
    )
    last = ibis.least(rows.death_date, (rows.ends - ibis.interval(days=1)).cast("date"))
    return rows.group_by("person_id").aggregate(day=last.max())


def person_time(parts: ir.Table) -> ir.Table:
    """Return the ``days`` of each group of ``KEYS``; ``parts`` is that of ``lived_in``."""
    return parts.group_by(list(KEYS)).aggregate(days=parts.days.sum()).order_by(list(KEYS))


def events_in(parts: ir.Table, events: ir.Table) -> ir.Table:
    """Return the ``events`` of each group of ``KEYS`` that has any.

    ``events`` has a row for each, with ``person_id`` and ``day``. Those on a day on which the
    person was in none of the ``parts`` are not of the population, and are left out.
    """
    happened = events.select(whose="person_id", day="day")
    found = parts.inner_join(
        happened,
        [
            parts.person_id == happened.whose,
            happened.day >= parts.starts,
            happened.day < parts.ends,
        ],
    )
    return found.group_by(list(KEYS)).aggregate(events=found.count()).order_by(list(KEYS))
