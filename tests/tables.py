"""Write tables in tests as people draw them, and read the answers back as plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.record import TABLES, TYPES
from wholeplace.store.engine import Engine, engine

KINDS = {column.name: TYPES[column.kind] for table in TABLES for column in table.columns}


def table(drawing: str, **kinds: str) -> ir.Table:
    """Return the table drawn: a line of names, then a line a row; ``-`` is a missing value.

    Columns named as canonical ones have the canonical types; ``kinds`` gives those of the others
    (text unless said).

        person_id  sex  birth_month
        ann        2    1950-03-01
    """
    names, *lines = [line.split() for line in drawing.strip().splitlines()]
    schema = ibis.schema({name: kinds.get(name) or KINDS.get(name, "string") for name in names})
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    typed = {
        name: pa.array([_value(row[name], kind) for row in rows], kind)
        for name, kind in zip(names, schema.to_pyarrow().types, strict=True)
    }
    return ibis.memtable(pa.table(typed), schema=schema)


def _value(text: str, kind: pa.DataType) -> object:
    if text == "-":
        return None
    if pa.types.is_date(kind):
        return date.fromisoformat(text)
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(text)
    if pa.types.is_decimal(kind):
        return Decimal(text)
    if pa.types.is_integer(kind):
        return int(text)
    return float(text) if pa.types.is_floating(kind) else text


@contextmanager
def running() -> Iterator[Engine]:
    """Give an engine for one test."""
    with engine() as opened:
        yield opened


def drawn(expression: ir.Table) -> str:
    """Return the rows of an expression drawn as a table, sorted, for comparing with one."""
    with running() as opened:
        rows = opened.rows(expression)
    names = list(expression.columns)
    lines = sorted([_text(row[name]) for name in names] for row in rows)
    return draw([names, *lines])


def draw(cells: list[list[str]]) -> str:
    """Return cells as lines of words."""
    return "\n".join(" ".join(line) for line in cells)


def same(drawing: str) -> str:
    """Return a drawing in the form that ``drawn`` gives: one space between, rows sorted."""
    names, *lines = [line.split() for line in drawing.strip().splitlines()]
    return draw([names, *sorted(lines)])


def _text(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
