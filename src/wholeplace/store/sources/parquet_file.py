"""Read a Parquet file: its columns keep their types, and its rows their numbers."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.store.sources.csv_file import checked_names
from wholeplace.store.sources.part import Part
from wholeplace.store.sources.told import first_line, refuse
from wholeplace.store.sql import quoted


def parquet_part(path: Path, shown: Path) -> Part:
    """Return a Parquet file as the engine reads it; raises ``Refused`` where it is none."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        remedy = "check that the file is whole"
        refuse(shown, 1, f"it cannot be read: {first_line(error)}", remedy)
    names = checked_names(tuple(schema.names), shown)
    read = f"read_parquet({quoted(str(path))}, file_row_number = true)"
    query = f"SELECT *, file_row_number + 1 AS _row FROM {read}"  # noqa: S608 - quoted
    nested = tuple(field.name for field in schema if pa.types.is_nested(field.type))
    return Part(query, names, str(path), lists=nested)
