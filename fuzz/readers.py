"""Whatever bytes a file holds, it is read or refused: nothing else comes out of a reader."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from fuzz.targets import need
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import Mapping as MappingDocument
from wholeplace.record import rows_of, shaped
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import find_sources, open_sources, reading

MAPPING = """\
mapping: fuzz
about: One file of each kind
version: "1"
source: "assumed: an example"
files: {rows: %s}
tables:
  - table: organisation
    from: rows
    columns:
      code: {person_key: {nhs_number: {column: A, optional: true}, local: [%s, %s]}}
      name: {multiply: [%s, {weeks_between: [%s, %s], date_formats: [excel, "%%d/%%m/%%Y"]}]}
      type: {column: %s, strip: " .", upper: true, pad: "4", matches: "[A-Z]+", codes: {X: "1"}}
      valid_from: {date_and_time: [%s, %s], date_formats: ["%%Y%%m%%d"]}
"""
FORMATS: Mapping[str, str] = {
    ".csv": "{file: rows.csv}",
    ".csv.gz": "{file: rows.csv}",
    ".zip": "{file: rows.zip}",
    ".parquet": "{file: rows.parquet}",
    ".xlsx": "{file: rows.xlsx}",
    ".ndjson": "{file: rows.ndjson, format: ndjson}",
    ".json": "{file: rows.json, format: fhir, resource: Patient}",
    ".tsv": "{file: rows.tsv, encoding: utf-16, line_ends: any}",
}
NAMES = tuple(FORMATS)
_OPEN = ExitStack()  # holds the engine while the program runs


@cache
def mapping(ending: str) -> MappingDocument:
    """Return the mapping that reads the file with an ending."""
    nested = ending in {".json", ".ndjson"}
    column = "name.family" if nested else "A"
    text = MAPPING % (FORMATS[ending], *[column] * 8)
    return read_document(text, "m.yaml", MappingDocument).value


@cache
def _running() -> Engine:
    return _OPEN.enter_context(engine())


def any_file(data: bytes) -> None:
    """Read any bytes as a file of a kind (the first byte says which), and shape its rows."""
    ending = NAMES[(data[:1] or b"\0")[0] % len(NAMES)]
    with TemporaryDirectory() as folder, TemporaryDirectory() as scratch:
        (Path(folder) / f"rows{ending}").write_bytes(data[1:])
        with suppress(Refused):
            _read(Path(folder), Path(scratch), mapping(ending))


def _read(folder: Path, scratch: Path, asked: MappingDocument) -> None:
    opened = open_sources(_running(), asked, find_sources(folder, asked), scratch)
    if "A" not in opened["rows"].columns and "name.family" not in opened["rows"].columns:
        return
    with reading(opened):
        (table,) = asked.tables
        rows = _running().rows(shaped(opened["rows"].table, table, {}))
        counted = _running().count(rows_of(opened["rows"].table, table))
    need(len(rows) == counted, "no row is lost or made up")
    for row in rows:
        key = str(row["code"])
        need(key.startswith(("nhs:", "local:", "unknown:")), f"everybody has a key: {key!r}")


def seeds() -> list[bytes]:
    """Return a small file of each kind, as ``any_file`` takes them."""
    lines = 'A,B\n1,"two"\n999 000 0018,2019-04-01\n43556,x\n'
    patient = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Ash"}]}
    table, book = io.BytesIO(), io.BytesIO()
    pq.write_table(pa.table({"A": ["1", "x"], "B": [1.5, None]}), table)
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_column(0, 0, ["A", "1", 2.5])
    bundle = {"resourceType": "Bundle", "entry": [{"resource": patient}]}
    bodies = {
        ".csv": lines.encode(),
        ".csv.gz": gzip.compress(lines.encode(), mtime=0),
        ".zip": b"PK",
        ".parquet": table.getvalue(),
        ".xlsx": book.getvalue(),
        ".ndjson": json.dumps(patient).encode(),
        ".json": json.dumps(bundle).encode(),
        ".tsv": lines.replace(",", "\t").encode("utf-16"),
    }
    return [bytes([i]) + bodies[ending] for i, ending in enumerate(NAMES)]
