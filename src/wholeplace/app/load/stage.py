"""Bring the files of a feed into the engine once, however many tables are made from them."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
from ibis import ir

from wholeplace.record import FILE, ROW, text
from wholeplace.record import Mapping as MappingDocument
from wholeplace.store.engine import Engine
from wholeplace.store.sources import Opened, reading


def staged(
    running: Engine, mapping: MappingDocument, opened: Mapping[str, Opened]
) -> dict[str, ir.Table]:
    """Return each open file as a table that is cheap to read again: the columns used, ``_row``.

    Lines of text are read here, and only here, and each of their cells is trimmed. Raises
    ``Refused`` for a line that is none.
    """
    with reading(opened):
        return {
            name: _kept(running, mapping, name, file) if file.has_lines else file.table
            for name, file in opened.items()
        }


def _kept(running: Engine, mapping: MappingDocument, name: str, file: Opened) -> ir.Table:
    table, (first, *others) = file.table, file.paths
    cells = {column: text(table[column]) for column in _used(mapping, name, file)}
    beside = [FILE] if others else []
    # Numbering lines while they are read would hold all but one processor back; in the table
    # that is kept, the engine knows the place of each row.
    rows = running.keep(f"lines of {name}", table.select(*beside, **cells))
    place = {} if others else {FILE: ibis.literal(first)}
    return rows.mutate(**place, **{ROW: rows.rowid() + 1 - _before(running, rows, file)})


def _used(mapping: MappingDocument, name: str, file: Opened) -> list[str]:
    asked = set(mapping.columns_used(name))
    for table in mapping.tables:
        if table.from_ == name and table.each:
            asked |= {column for step in table.each.steps_in(file.columns) for column in step}
    return [column for column in file.columns if column in asked]


def _before(running: Engine, rows: ir.Table, file: Opened) -> ir.IntegerValue:
    """Return how many rows stand before the file of each row: files are read one after another."""
    if len(file.paths) == 1:
        return ibis.literal(0, "int64")
    firsts = rows.select(FILE, _id=rows.rowid()).group_by(FILE).aggregate(n=ibis._["_id"].min())
    cases = [(rows[FILE] == str(row[FILE]), int(str(row["n"]))) for row in running.rows(firsts)]
    return ibis.cases(*cases, else_=0) if cases else ibis.literal(0, "int64")
