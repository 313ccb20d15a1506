"""Tables that leave as files for other programs."""

from __future__ import annotations

from pathlib import Path

from ibis import ir

from wholeplace.store.engine import Engine


def write_table(running: Engine, rows: ir.Table, path: Path) -> None:
    """Write a table, in the order of its rows: Parquet where the name ends so, else CSV."""
    if path.suffix == ".parquet":
        running.write_parquet(rows, path)
    else:
        running.write_csv(rows, path)
