"""The columns of one file by itself, which no mapping reads."""

from __future__ import annotations

from pathlib import Path

from wholeplace.record import SourceFile
from wholeplace.store.sources.csv_file import csv_header
from wholeplace.store.sources.parquet_file import parquet_part
from wholeplace.store.sources.plain import in_utf8


def column_names(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV or Parquet file; raises ``Refused`` where it has none."""
    if path.suffix == ".parquet":
        return parquet_part(path, path).columns
    wanted = SourceFile(file="any")
    return csv_header(in_utf8(path, wanted, path, path.parent), wanted, path)[1]
