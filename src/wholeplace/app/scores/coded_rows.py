"""The rows that scores are worked out from: codings of people, and numbers of them, in files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.code_lists import DAMAGED
from wholeplace.app.load.refusals import refusals
from wholeplace.app.scores.scored_table import checked_rows, refuse_empty
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.scores import SYSTEMS, input_column, is_damaged, system_named
from wholeplace.record import ROW, Column, Kind, Table
from wholeplace.record.arrow import texts
from wholeplace.store.engine import Engine
from wholeplace.store.sources import Opened, opened_alone

CODED = Table(
    "coded",
    "a coded diagnosis of a person",
    ("person_id", "code"),
    (
        Column("person_id", required=True, longest=200),
        Column("code"),
        Column("date", Kind.DATE),
        Column("position", Kind.INTEGER, at_least=1),
        Column("code_system"),
    ),
)
"""A table to score: whose coding it is, its code, its day, 1 if primary, and of which system."""

_PERSON = "person_id"
_NEEDED = (_PERSON, "code")


@dataclass(frozen=True, slots=True)
class Count:
    """The rows of one code (``None``: without one), and how many of them break a rule."""

    code: str | None
    rows: int
    broken: int


@dataclass(frozen=True, slots=True)
class Coded:
    """Coded rows, ready to be scored, and what was counted of them by code.

    ``undated`` rows have no day, ``later`` ones came on the day asked about or after it, and
    ``other_systems`` are the rows of systems that no score reads: none of them counts.
    """

    rows: ir.Table
    counts: Sequence[Count]
    undated: int
    later: int
    other_systems: dict[str, int]

    @property
    def codes(self) -> list[str]:
        """The distinct codes, as written."""
        return [count.code for count in self.counts if count.code is not None]


def read_coded(
    running: Engine, opened: Opened, systems: Iterable[str], as_at: date | None
) -> Coded:
    """Return the coded rows of a file that count before ``as_at``; raises ``Refused``.

    They have ``person_id``, ``code``, ``position`` and ``known_on``, which is ``lasts_until`` too.
    """
    systems = sorted(systems)
    checked, counts = _checked(running, opened, _asked(opened, as_at))
    refuse_empty(next(iter(opened.paths.values())), len(counts))
    _refuse_damaged(opened, counts, systems)
    undated, later = _beside(running, checked, as_at) if as_at else (0, 0)
    rows = checked if as_at is None else checked.filter(checked.date < ibis.date(as_at))
    others = _other_systems(running, rows, systems) if "code_system" in opened.columns else {}
    rows = _without(rows, others)
    if as_at is not None or others:
        counts = _counts(running, rows.mutate(_broken=False))
    known = rows.select(_PERSON, "code", "position", known_on="date", lasts_until="date")
    return Coded(known, counts, undated, later, others)


def _checked(running: Engine, opened: Opened, asked: Sequence[str]) -> tuple[ir.Table, list[Count]]:
    """Return the rows of a file and its codes, or refuse it.

    One pass finds the codes, and whether any row is broken; only then is it asked what is. The
    first takes texts as they are: nearly no file has blanks around them, and to take them off
    where there are none costs as much as to score.
    """
    texts = [name for name in _NEEDED if opened.table[name].type().is_string()]
    rows, _ = checked_rows(opened, CODED, asked, texts)
    blank = (rows[name] < "!" for name in texts)
    after = (rows[name].right(1) < "!" for name in texts)
    padded = reduce(or_, [*blank, *after], ibis.literal(value=False))
    counts = _counts(running, rows.mutate(_broken=rows["_broken"] | padded))
    if not any(count.broken for count in counts):
        return rows, counts
    rows, rules = checked_rows(opened, CODED, asked)
    counts = _counts(running, rows)
    if any(count.broken for count in counts):
        refuse_if(refusals(running, 0, rows, rules, CODED, opened).problems)
    return rows, counts


def _asked(opened: Opened, as_at: date | None) -> list[str]:
    path = str(next(iter(opened.paths.values())))
    refuse_if(
        Problem(Where(path, 1), f"there is no column '{name}'", nearest(name, opened.columns))
        for name in _NEEDED
        if name not in opened.columns
    )
    asked = [name for name in CODED.column_names if name in opened.columns]
    if as_at is not None and "date" not in asked:
        what = "there is no column 'date', and only what was coded before a day is to count"
        raise Refused([Problem(Where(path, 1), what, "add it, or leave out --as-at")])
    return asked


def _counts(running: Engine, rows: ir.Table) -> list[Count]:
    broken = rows["_broken"].cast("int64").sum()
    counted = rows.group_by("code").aggregate(rows=rows.count(), broken=broken).order_by("code")
    return [
        Count(
            None if row["code"] is None else str(row["code"]),
            int(str(row["rows"])),
            int(str(row["broken"] or 0)),
        )
        for row in running.rows(counted)
    ]


def _refuse_damaged(opened: Opened, counts: Sequence[Count], systems: Sequence[str]) -> None:
    path = str(next(iter(opened.paths.values())))
    found = [c for c in counts if c.code is not None and is_damaged(c.code, systems)]
    if found:
        rows = sum(count.rows for count in found)
        what = f"{DAMAGED[0].format(found[0].code)} ({rows:,} rows have such a code)"
        raise Refused([Problem(Where(path, path="code"), what, DAMAGED[1])])


def _other_systems(running: Engine, rows: ir.Table, systems: Sequence[str]) -> dict[str, int]:
    said = rows.filter(rows.code_system.notnull(), rows.code.notnull())
    counted = said.group_by("code_system").aggregate(rows=said.count()).order_by("code_system")
    numbers = {str(row["code_system"]): int(str(row["rows"])) for row in running.rows(counted)}
    # Medicines are coded in the identifiers of SNOMED CT too: nobody need tell the two apart.
    apart = any(SYSTEMS[name].apart for name in systems)
    return {
        name: count
        for name, count in numbers.items()
        if (system := system_named(name)) not in systems
        and not (apart and system in SYSTEMS and SYSTEMS[system].apart)
    }


def _without(rows: ir.Table, others: dict[str, int]) -> ir.Table:
    """Take the codes from the rows of other systems: the people stay, and have no points."""
    if not others:
        return rows
    is_other = reduce(or_, (rows.code_system == name for name in others)).fill_null(False)  # noqa: FBT003
    return rows.mutate(code=is_other.ifelse(ibis.null("string"), rows.code))


def _beside(running: Engine, rows: ir.Table, as_at: date) -> tuple[int, int]:
    found = rows.aggregate(
        undated=rows.date.isnull().sum(), later=(rows.date >= ibis.date(as_at)).sum()
    )
    row = running.rows(found)[0]
    return int(str(row["undated"] or 0)), int(str(row["later"] or 0))


def read_inputs(running: Engine, path: Path | None, names: Sequence[str]) -> ir.Table:
    """Return the numbers of people in a file: ``person_id``, and the columns of ``names`` it has.

    Without a file, nobody has a number. Raises ``Refused`` for unreadable cells and people who are
    there twice.
    """
    if path is None:
        return running.listed("no inputs", pa.Table.from_arrays([texts([])], [_PERSON]))
    with opened_alone(running, path) as opened:
        if _PERSON not in opened.columns:
            what = f"there is no column '{_PERSON}'"
            raise Refused([Problem(Where(str(path), 1), what, nearest(_PERSON, opened.columns))])
        there = [name for name in names if name in opened.columns]
        columns = (Column(_PERSON, required=True), *(Column(n, Kind.NUMBER) for n in there))
        table = Table("inputs", "the numbers of a person", (_PERSON,), columns)
        rows, rules = checked_rows(opened, table, table.column_names)
        refuse_if(refusals(running, 1, rows, rules, table, opened).problems)
        kept = running.keep("inputs", rows.select(ROW, *table.column_names))
        _refuse_twice(running, kept, path)
        return kept.drop(ROW)


def _refuse_twice(running: Engine, rows: ir.Table, path: Path) -> None:
    people = rows.group_by(_PERSON).aggregate(rows=rows.count(), last=rows[ROW].max())
    twice = people.filter(people["rows"] > 1)
    found = running.rows(twice.aggregate(people=twice.count(), last=twice["last"].min()))[0]
    if number := int(str(found["people"] or 0)):
        what = f"{number:,} people are there twice, first in row {found['last']}"
        raise Refused([Problem(Where(str(path)), what, "keep one row for each person")])


def with_inputs(rows: ir.Table, inputs: ir.Table, names: Sequence[str]) -> ir.Table:
    """Return coded rows, and one more for each person with numbers, in columns of their own."""
    if not names:
        return rows
    empty = {input_column(name): ibis.null("float64") for name in names}
    coded = rows.mutate(**empty)
    told = {n: inputs[n].cast("float64") for n in names if n in inputs.columns}
    filled = empty | {input_column(name): value for name, value in told.items()}
    nothing = {name: ibis.null(kind) for name, kind in rows.schema().items() if name != _PERSON}
    return coded.union(inputs.select(_PERSON, **nothing, **filled).select(*coded.columns))
