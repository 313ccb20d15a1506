"""The canonical tables of a workspace: one Parquet file for each table of each batch."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.record import TABLES, TYPES, Table
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch


def batch_file(data: Path, batch_id: str, table: str) -> Path:
    """Return where a batch keeps its rows of a table."""
    return data / batch_id / f"{table}.parquet"


def stored_table(engine: Engine, data: Path, batches: Sequence[Batch], table: Table) -> ir.Table:
    """Return all rows of a canonical table, with ``batch_id``; empty where none are loaded."""
    paths = [
        str(batch_file(data, batch.batch_id, table.name))
        for batch in batches
        if table.name in batch.tables
    ]
    if not paths:
        columns = {column.name: TYPES[column.kind] for column in table.columns}
        return engine.keep(f"no {table.name}", _empty(columns | {"batch_id": "string"}))
    return engine.backend.read_parquet(paths)


def _empty(columns: dict[str, object]) -> ir.Table:
    schema = ibis.schema(columns)
    return ibis.memtable(schema.to_pyarrow().empty_table(), schema=schema)


def stored_tables(engine: Engine, data: Path, batches: Sequence[Batch]) -> dict[str, ir.Table]:
    """Return every canonical table by name."""
    return {table.name: stored_table(engine, data, batches, table) for table in TABLES}


def clear_unfinished(data: Path, batches: Sequence[Batch]) -> None:
    """Remove what a killed load left: folders that the ledger does not name."""
    known = {batch.batch_id for batch in batches}
    for folder in data.iterdir() if data.is_dir() else ():
        if folder.is_dir() and folder.name not in known:
            shutil.rmtree(folder)
