"""Who was in the population in each part of a year, and what they are told apart by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.kernel import FinancialYear
from wholeplace.population.lived import at_home
from wholeplace.population.neighbourhoods import NOT_KNOWN, in_neighbourhoods
from wholeplace.population.register import age_on, spells_within

PLACE, AGE, ALL = "place", "age", "all"
COLUMNS: Mapping[str, str | None] = {
    PLACE: None,
    "neighbourhood": "neighbourhood",
    "practice": "practice_code",
    "segment": "segment",
    "deprivation": "decile",
    "ethnicity": "ethnicity",
    "sex": "sex",
    AGE: "from_age",
}
"""The breakdowns, and the column in which the group of a person stands."""

KEYS = ("practice_code", "neighbourhood", "segment", "decile", "ethnicity", "sex")
_END = 150


def lived_year(
    spells: ir.Table,
    segments: ir.Table,
    persons: ir.Table,
    residence: ir.Table,
    geography: ir.Table,
    organisation: ir.Table,
    year: FinancialYear,
) -> ir.Table:
    """Return the parts of spells in a year: ``person_id``, ``year``, ``starts``, ``ends``, keys.

    ``segments`` has the ``segment`` of each person in that year, ``persons`` their ``ethnicity``.
    Home and neighbourhood are those on the first day of a part and of the year. Whose group is not
    known is in ``NOT_KNOWN``: nobody is left out of a sum over all.
    """
    inside = spells_within(spells, year.start, year.end)
    rows = in_neighbourhoods(at_home(inside, residence, geography), organisation, year.start)
    of_person = segments.select(in_segment="person_id", segment="segment")
    said = persons.select(is_person="person_id", ethnicity="ethnicity")
    rows = rows.left_join(of_person, rows.person_id == of_person.in_segment)
    rows = rows.left_join(said, rows.person_id == said.is_person)
    decile = (rows.decile > 0).ifelse(rows.decile.cast("string"), NOT_KNOWN)
    return rows.select(
        "person_id",
        "starts",
        "ends",
        "birth_month",
        "practice_code",
        "neighbourhood",
        "sex",
        year=ibis.literal(year.first, "int32"),
        segment=rows.segment.fill_null(NOT_KNOWN),
        decile=decile,
        ethnicity=rows.ethnicity.fill_null(NOT_KNOWN),
    )


def kinds(lived: ir.Table) -> ir.Table:
    """Return a row for each kind of people there is, all ``KEYS`` alike, with its number ``kind``.

    Whole numbers are joined and counted in a fraction of the time and memory of six texts.
    """
    every = lived.select(*KEYS).distinct()
    order = ibis.window(order_by=[every[name] for name in KEYS])
    return every.mutate(kind=ibis.row_number().over(order).cast("int32"))


def of_kinds(lived: ir.Table, kinds: ir.Table, ages: Sequence[int]) -> ir.Table:
    """Return ``lived`` with the ``kind`` of each row in the place of its keys, and its ages.

    ``from_age`` is the first age of the band that people are in when a row starts, ``next_age``
    that of the next, in which they are from their ``birthday`` on. People count as born on the
    first of a month: nobody has two birthdays in a financial year.
    """
    rows = lived.inner_join(kinds, list(KEYS))
    first = _band(age_on(rows.birth_month, rows.starts), ages)
    later = [*(one for one in ages if one), _END]
    next_ = ibis.least(*((first < one).ifelse(one, _END) for one in later)).cast("int32")
    born = rows.birth_month
    return rows.select(
        *("person_id", "year", "starts", "ends", "kind"),
        from_age=first,
        next_age=next_,
        birthday=ibis.date(born.year() + next_, born.month(), 1),
    )


def _band(age: ir.IntegerValue, ages: Sequence[int]) -> ir.IntegerValue:
    return ibis.greatest(0, *((age >= one).ifelse(one, 0) for one in ages)).cast("int32")


def time_parts(lived: ir.Table) -> ir.Table:
    """Return the rows of ``of_kinds`` cut at birthdays on which people come to another band."""
    before = lived.mutate(ends=ibis.least(lived.ends, lived.birthday))
    after = lived.filter(lived.birthday < lived.ends)
    after = after.mutate(starts=after.birthday, from_age=after.next_age)
    kept = ["kind", "from_age", "year", "starts", "ends"]
    return ibis.union(before.select(*kept), after.select(*kept))


def time_cells(
    parts: ir.Table, kinds: ir.Table, breakdown: str, years: Sequence[FinancialYear]
) -> ir.Table:
    """Return ``days`` of person-time by ``level``, ``sex``, ``from_age`` and ``month``.

    ``parts`` is that of ``time_parts``. ``month`` counts from year 0; a cell without days has no
    row.
    """
    parts = with_level(parts, kinds, breakdown)
    # Most people are there from the first day of a year to the last: alike, they count once.
    alike = parts.group_by("level", "sex", "from_age", "year", "starts", "ends").aggregate(
        people=parts.count()
    )
    months = _months(years)
    rows = alike.inner_join(
        months,
        [alike.year == months.of_year, alike.starts < months.after, alike.ends > months.first],
    )
    there = ibis.least(rows.ends, rows.after).delta(
        ibis.greatest(rows.starts, rows.first), unit="day"
    )
    return rows.group_by("level", "sex", "from_age", "month").aggregate(
        days=(rows.people * there).sum().cast("int64")
    )


def with_level(rows: ir.Table, kinds: ir.Table, breakdown: str) -> ir.Table:
    """Return rows, which have ``kind``, with their ``level`` of a breakdown and their ``sex``."""
    column = COLUMNS[breakdown]
    level = ibis.literal(ALL)
    if column in KEYS:
        level = kinds[column]
    told = kinds.select(of_kind="kind", sex="sex", level=level)
    found = rows.inner_join(told, rows.kind == told.of_kind).drop("of_kind")
    return found.mutate(level=found.from_age.cast("string")) if breakdown == AGE else found


def _months(years: Sequence[FinancialYear]) -> ir.Table:
    rows = [
        {
            "of_year": year.first,
            "month": month.year * 12 + month.month - 1,
            "first": month.start,
            "after": month.end,
        }
        for year in years
        for month in year.months()
    ]
    names = [("of_year", pa.int32()), ("month", pa.int32()), ("first", pa.date32())]
    return ibis.memtable(pa.Table.from_pylist(rows, pa.schema([*names, ("after", pa.date32())])))
