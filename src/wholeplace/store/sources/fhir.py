"""Read nested records as tables: a column is a path that the mapping asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.record.language.path import Json, NotAValue, read_path, value_at
from wholeplace.record.language.path import Path as FieldPath
from wholeplace.store.sources.found import Found
from wholeplace.store.sources.part import Part
from wholeplace.store.sources.records import Record, records_in
from wholeplace.store.sources.told import refuse
from wholeplace.store.sql import quoted

_CHUNK = 20_000
_UPDATED = read_path("meta.lastUpdated")

Beginning: TypeAlias = tuple[str, int]
"""What a path begins with: a name, and which of several is meant (0 where it does not say)."""


@dataclass(slots=True)
class Table:
    """One table being written: its paths, the rows not yet written, and who was seen already.

    ``paths`` are grouped by their beginnings, each with the number of its column.
    """

    out: pq.ParquetWriter
    schema: pa.Schema
    paths: Mapping[Beginning, Sequence[tuple[int, FieldPath]]]
    kind: str | None
    rows: list[list[str | int | None]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    again: int = 0

    def take(self, record: Record, name: str) -> None:
        """Keep a record, and count it where one of its kind and id has been kept."""
        key = record.body.get("id")
        if self.kind and isinstance(key, str):
            self.again += key in self.seen
            self.seen.add(key)
        cells: list[str | int | None] = [None] * len(self.schema)
        for beginning, paths in self.paths.items():
            if _is_there(beginning, record.body):
                for number, path in paths:
                    cells[number] = value_at(path, record.body)
        updated = value_at(_UPDATED, record.body)
        cells[-4:] = (key if isinstance(key, str) else None, updated, name, record.row)
        self.rows.append(cells)
        if len(self.rows) >= _CHUNK:
            self.write()

    def write(self) -> None:
        """Write the rows kept so far."""
        columns = zip(*self.rows, strict=True) if self.rows else [[] for _ in self.schema]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, self.schema, strict=True)]
        self.out.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self.rows.clear()


def _is_there(beginning: Beginning, body: Mapping[str, Json]) -> bool:
    # Most paths of a mapping begin with what a record has not, such as a thirtieth component.
    name, number = beginning
    found = body.get(name)
    return found is not None and number < (len(found) if isinstance(found, list) else 1)


def fhir_parts(
    found: Mapping[str, Found], columns: Mapping[str, Sequence[str]], scratch: Path
) -> dict[str, Part]:
    """Return each entry of a mapping as the engine reads it, all its files together.

    Every file is read once, whatever is asked of it. Where a resource of the same kind and id
    stands in several places, the one updated last counts, or else the last read.
    """
    tables = {name: _table(columns[name], found[name], scratch / f"{i}.records.parquet")
              for i, name in enumerate(found)}  # fmt: skip
    wanted: dict[Path, list[str]] = {}
    for name, one in found.items():
        for path in one.paths:
            wanted.setdefault(path, []).append(name)
    for path, names in wanted.items():
        _read(path, {name: tables[name] for name in names}, found[names[0]])
    for table in tables.values():
        table.write()
        table.out.close()
    return {name: _part(table, columns[name]) for name, table in tables.items()}


def _table(columns: Sequence[str], found: Found, target: Path) -> Table:
    texts = [*columns, "_id", "_updated", "_file"]
    schema = pa.schema([*(pa.field(name, pa.string()) for name in texts), ("_row", pa.int64())])
    paths: dict[Beginning, list[tuple[int, FieldPath]]] = {}
    for number, column in enumerate(columns):
        path = read_path(column)
        first = path.steps[0]
        paths.setdefault((first.name, first.number or 0), []).append((number, path))
    return Table(pq.ParquetWriter(target, schema), schema, paths, found.wanted.resource)


def _read(path: Path, tables: Mapping[str, Table], found: Found) -> None:
    name = found.name_of(path)
    is_fhir = found.wanted.format == "fhir"
    for record in records_in(path, found.wanted.encoding):
        kind = record.body.get("resourceType")
        if is_fhir and not isinstance(kind, str):
            remedy = 'name the files of FHIR resources in the mapping: file: "*.ndjson"'
            refuse(path, record.row, "it is no FHIR resource: it has no resourceType", remedy)
        for table in tables.values():
            if table.kind in (None, kind):
                _take(table, record, name, path)


def _take(table: Table, record: Record, name: str, path: Path) -> None:
    try:
        table.take(record, name)
    except NotAValue as error:
        what = f"a path of the mapping ends on what is no value but holds {error}"
        refuse(path, record.row, what, "name one of these in the mapping, after a point")


def _part(table: Table, columns: Sequence[str]) -> Part:
    target = str(table.out.where)
    only = ""
    if table.again:
        only = (
            " QUALIFY _id IS NULL OR row_number() OVER"
            " (PARTITION BY _id ORDER BY _updated DESC NULLS LAST, file_row_number DESC) = 1"
        )
    read = f"read_parquet({quoted(target)}, file_row_number = true)"
    hidden = "_id, _updated, file_row_number"
    query = f"SELECT * EXCLUDE ({hidden}) FROM (SELECT * FROM {read}{only})"  # noqa: S608 - quoted
    return Part(query, tuple(columns), target, has_file=True, older=table.again)
