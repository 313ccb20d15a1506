"""Make a large place out of a small one: every person and record as many times as asked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb

from wholeplace.store.ledger import read_ledger, write_ledger
from wholeplace.store.workspace import Workspace

KEYS = {
    *("person_id", "source_key", "activity_id", "parent_activity_id"),
    *("package_id", "cost_id", "item_id"),
}
ONCE = {"organisation", "geography"}


def repeat(small: Workspace, root: Path, copies: int) -> None:
    """Write the workspace ``root``: the stored rows of ``small``, each copy with its own keys."""
    shutil.copytree(small.root, root, ignore=shutil.ignore_patterns("data", "results", "reports"))
    large = Workspace(root)
    with duckdb.connect() as engine:
        engine.execute("SET memory_limit = '3GB'")
        for batch in read_ledger(small.data):
            (large.data / batch.batch_id).mkdir(parents=True)
            for path in sorted((small.data / batch.batch_id).glob("*.parquet")):
                _copy(engine, path, large.data / batch.batch_id / path.name, copies)
    counts = [
        replace(
            batch,
            counts=tuple(
                replace(count, rows_in=count.rows_in * copies, stored=count.stored * copies)
                for count in batch.counts
            ),
        )
        for batch in read_ledger(small.data)
    ]
    write_ledger(large.data, counts)


def _copy(engine: duckdb.DuckDBPyConnection, source: Path, target: Path, copies: int) -> None:
    described = engine.execute(f"DESCRIBE SELECT * FROM '{source}'").fetchall()  # noqa: S608
    columns = ", ".join(
        f'"{name}" || \'-\' || copy AS "{name}"' if name in KEYS else f'"{name}"'
        for name, *_ in described
    )
    many = 1 if source.stem in ONCE else copies
    engine.execute(
        f"COPY (SELECT {columns} FROM '{source}', range({many}) AS r(copy))"  # noqa: S608
        f" TO '{target}' (FORMAT parquet)"
    )
