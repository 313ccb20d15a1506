"""Rows that stand several times: keys that repeat, and earlier versions of one row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import xor

import ibis
from ibis import ir

from wholeplace.record.cell import FILE, ROW, text
from wholeplace.record.language.mapping import KeepLatest
from wholeplace.record.tables.schema import Table


def suspects(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    """Return the hashes (``_hash``) that several rows share; nearly always there are none.

    Rows that are equal in ``by`` have one hash. Grouping numbers is many times quicker than
    grouping texts.
    """
    hashed = rows.select(_hash=_hash(rows, by))
    return hashed.group_by("_hash").having(hashed.count() > 1).aggregate()


def suspected(rows: ir.Table, by: Sequence[str], found: ir.Table) -> ir.Table:
    """Return the rows whose hash is among ``found`` (see ``suspects``)."""
    hashed = rows.mutate(_hash=_hash(rows, by))
    return hashed.semi_join(found, "_hash").drop("_hash")


def _hash(rows: ir.Table, by: Sequence[str]) -> ir.IntegerValue:
    return reduce(xor, (rows[name].hash() for name in by))


def repeated_keys(rows: ir.Table, table: Table) -> ir.Table:
    """Return one row per key that stands more than once: the key, ``times`` and two rows of it.

    ``first_row`` and ``second_row`` are row numbers (the lowest and the highest). Rows without a
    part of the key that they need are left to the rule that says so.
    """
    needed = [rows[name].notnull() for name in table.key if table.column(name).required]
    rows = rows.filter(ibis.and_(*needed))
    return (
        rows.group_by(list(table.key))
        .aggregate(times=rows.count(), first_row=rows[ROW].min(), second_row=rows[ROW].max())
        .filter(lambda t: t.times > 1)
        .order_by("first_row", *table.key)
    )


def same_key(rows: ir.Table, others: ir.Table, table: Table) -> list[ir.BooleanValue]:
    """Return what two rows with one key have in common; a part that both lack is one of them."""
    needed = {column.name for column in table.columns if column.required}
    return [
        rows[name] == others[name] if name in needed else rows[name].identical_to(others[name])
        for name in table.key
    ]


def version_columns(source: ir.Table, keep: KeepLatest) -> ir.Table:
    """Return what tells the versions of a row: its place, what they share, and their order."""
    shared = {f"_by{i}": text(source[name]) for i, name in enumerate(keep.by)}
    place = {name: source[name] for name in (ROW, FILE) if name in source.columns}
    return source.select(**place, **shared, _order=text(source[keep.order]))


def earlier_versions(versions: ir.Table) -> ir.Table:
    """Return the place (``_row``, ``_file``) of every row of which there is a later version.

    ``versions`` are those of ``version_columns``. The latest is the highest in ``_order``, as a
    number where both are numbers, and of equals the one that comes last. A row without a part of
    what versions share is a version of nothing.
    """
    by = [name for name in versions.columns if name.startswith("_by")]
    place = [name for name in (FILE, ROW) if name in versions.columns]
    versions = versions.filter(ibis.and_(*(versions[name].notnull() for name in by)))
    order = versions["_order"]
    latest_first = [
        order.try_cast("float64").desc(nulls_first=False),
        order.desc(nulls_first=False),
        *(versions[name].desc() for name in place),
    ]
    rank = ibis.row_number().over(ibis.window(group_by=by, order_by=latest_first))
    ranked = versions.mutate(_rank=rank)
    return ranked.filter(ranked["_rank"] > 0).select(*place)
