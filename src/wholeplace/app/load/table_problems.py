"""Find what is wrong with the keys of a canonical table, within a load and beside earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis import ir

from wholeplace.app.load.load_table import Part
from wholeplace.kernel import Problem, Where
from wholeplace.privacy.identifiers import looks_identifying
from wholeplace.record import (
    FILE,
    ROW,
    Table,
    repeated_keys,
    same_key,
    suspected,
    suspects,
    table_named,
)
from wholeplace.store.engine import Engine
from wholeplace.store.sources import Opened

ALONE = "_alone"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a load stored of one table, and where each of its files is told of."""

    running: Engine
    table: Table
    stored: ir.Table
    files: Mapping[str, Opened]

    def where(self, row: dict[str, object], column: str) -> Where:
        """Return the place of a row in its source."""
        return self.files[str(row[FILE])].where(str(row[FILE]), int(str(row[ROW])), column)


def rows_together(running: Engine, parts: Sequence[Part]) -> Rows:
    """Return what the parts of a load stored of one table, all of them together.

    ``_alone`` says whether the mapping lets a row take back what no row charged.
    """
    tables = [part.rows(running) for part in parts]
    columns = [name for name in tables[0].columns if all(name in t.columns for t in tables)]
    chosen = [
        table.select(*columns, **{ALONE: ibis.literal(_may_stand_alone(part))})
        for part, table in zip(parts, tables, strict=True)
    ]
    together = ibis.union(chosen[0], *chosen[1:]) if len(chosen) > 1 else chosen[0]
    files = {name: part.file for part in parts for name in part.file.paths}
    return Rows(running, table_named(parts[0].mapped.table), together, files)


def _may_stand_alone(part: Part) -> bool:
    return part.mapped.reversals == "may_stand_alone"


def problems_in_table(rows: Rows, before: ir.Table | None) -> Iterator[Problem]:
    """Yield the problems of a whole table: repeated keys, and keys that were stored before.

    ``before`` are the rows of earlier loads, or nothing where there are none. No message shows a
    column that names people.
    """
    yield from _repeated_keys(rows)
    if before is not None:
        again = rows.stored.semi_join(before, same_key(rows.stored, before, rows.table))
        number = rows.running.count(again)
        if number:
            yield _stored_before(rows, again, number)


def _repeated_keys(rows: Rows) -> Iterator[Problem]:
    running, table = rows.running, rows.table
    shared = running.keep(f"shared keys {table.name}", suspects(rows.stored, table.key))
    if not running.count(shared):
        return
    repeated = repeated_keys(suspected(rows.stored, table.key, shared), table)
    first = running.rows(repeated.limit(1))
    if first:
        yield _repeated(rows, first[0], running.count(repeated))


def _repeated(rows: Rows, key: dict[str, object], number: int) -> Problem:
    table = rows.table
    same = rows.stored.filter([equal(rows.stored[name], key[name]) for name in table.key])
    one, two = rows.running.rows(same.order_by(FILE, ROW).limit(2))
    what = f"{table.about}: {_named(table, two)} stands again (first at {_row(rows, one)})"
    differing = [name for name in table.column_names if one[name] != two[name]]
    if differing:
        column = differing[0]
        shown = _may_show(table, column, one[column]) and _may_show(table, column, two[column])
        values = f": '{two[column]}', before '{one[column]}'" if shown else ""
        what += f", and with another {column}{values}"
    remedy = "keep one row for each " + " + ".join(table.key)
    return Problem(rows.where(two, table.key[0]), what, remedy, number)


def _named(table: Table, row: dict[str, object]) -> str:
    # Who a person is stands in the source, at the row that is named, and not in a message.
    return ", ".join(
        f"{name} '{row[name]}'" if _may_show(table, name, row[name]) else f"the {name} of this row"
        for name in table.key
    )


def _may_show(table: Table, name: str, value: object) -> bool:
    return table.may_show(name) and not looks_identifying(str(value))


def _stored_before(rows: Rows, again: ir.Table, number: int) -> Problem:
    row = rows.running.rows(again.order_by(FILE, ROW).limit(1))[0]
    what = f"{_named(rows.table, row)} is stored already, from another load"
    remedy = "load with --replace to put this feed in the place of the earlier load"
    return Problem(rows.where(row, rows.table.key[0]), what, remedy, number)


def equal(column: ir.Value, value: object) -> ir.BooleanValue:
    """Return whether a column holds a value; two that are missing are equal."""
    return column.isnull() if value is None else column == value


def _row(rows: Rows, row: dict[str, object]) -> str:
    where = rows.where(row, "")
    return f"line {where.line}" if where.line else f"row {row[ROW]}"
