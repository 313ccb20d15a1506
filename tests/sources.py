"""Draw the rows of a source as people do, and read answers back as the cells of a drawing."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.store.engine import Engine


def cells(drawing: str) -> list[list[str]]:
    """Return the cells of a drawing: a line a row, ``|`` between cells, an empty cell missing."""
    return [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]


def source(drawing: str) -> ir.Table:
    """Return a source file drawn with its header: every column text, and ``_row`` from 1."""
    header, *lines = cells(drawing)
    rows = [
        {"_row": i} | {name: cell or None for name, cell in zip(header, line, strict=True)}
        for i, line in enumerate(lines, 1)
    ]
    texts = dict.fromkeys(header, "string")
    return ibis.memtable(rows, schema=ibis.schema({"_row": "int64"} | texts))


def answer(running: Engine, table: ir.Table) -> list[list[str]]:
    """Return the cells of a computed table, its header first."""
    names = list(table.columns)
    return [names] + [[_cell(row[name]) for name in names] for row in running.rows(table)]


def _cell(value: object) -> str:
    return "" if value is None else str(value)
