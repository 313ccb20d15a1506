"""One file by itself, which no mapping reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.record import FILE, SourceFile
from wholeplace.store.engine import Engine
from wholeplace.store.sources.csv_file import csv_header
from wholeplace.store.sources.opening import Opened, part_of, reading, scratch_folder
from wholeplace.store.sources.parquet_file import parquet_part
from wholeplace.store.sources.plain import in_utf8
from wholeplace.store.sql import quoted

_VIEW = "one file"


def column_names(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV or Parquet file; raises ``Refused`` where it has none."""
    if path.suffix == ".parquet":
        return parquet_part(path, path).columns
    wanted = SourceFile(file="any")
    return csv_header(in_utf8(path, wanted, path, path.parent), wanted, path)[1]


@contextmanager
def opened_alone(running: Engine, path: Path) -> Iterator[Opened]:
    """Give a CSV, Parquet or Excel file as a table with ``_row`` and ``_file``.

    Raises ``Refused`` where it cannot be read; within the block, also for a line of it that cannot.
    """
    if not path.is_file():
        raise Refused([Problem(Where(str(path)), "there is no such file", "name a table to read")])
    with scratch_folder() as scratch:
        part = part_of(path, SourceFile(file=path.name), scratch)
        query = f"SELECT *, {quoted(path.name)} AS {FILE} FROM ({part.query})"  # noqa: S608 - quoted
        opened = Opened(
            table=running.view(_VIEW, query),
            columns=part.columns,
            paths={path.name: path},
            has_lines=part.has_lines,
            reads={part.reads: path},
        )
        with reading({_VIEW: opened}):
            yield opened
