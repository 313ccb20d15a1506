"""Files of every kind are opened as the same table: numbered rows, columns as they are mapped."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.sources import answer
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import Mapping
from wholeplace.store.engine import Engine, engine
from wholeplace.store.sources import find_all, open_sources, other_files, reading
from wholeplace.store.sources.excel_file import Cell, as_seen


@pytest.fixture(scope="module")
def running() -> Iterator[Engine]:
    """An engine in memory."""
    with engine() as opened:
        yield opened


def mapping(file: str, *columns: str) -> Mapping:
    """Return a mapping of one file, of which it reads some columns."""
    listed = ", ".join(f"{{column: '{column}', optional: true}}" for column in columns)
    written = f"""\
mapping: m
about: a
version: "1"
source: "assumed: an example"
files: {{rows: {file}}}
tables:
  - {{table: organisation, from: rows, columns: {{code: {{first_of: [{listed}]}}}}}}
"""
    return read_document(written, "m.yaml", Mapping).value


def read(
    running: Engine, place: Path | str, asked: Mapping, scratch: Path, *names: str
) -> list[list[str]]:
    """Return the rows of the one file as cells, in the order of files and rows."""
    scratch.mkdir()
    opened = open_sources(running, asked, find_all(place, asked, scratch), scratch)
    with reading(opened):
        table = opened["rows"].table.order_by("_file", "_row")
        return answer(running, table.select(*names) if names else table)


def said(running: Engine, place: Path | str, asked: Mapping, scratch: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(running, place, asked, scratch)
    return str(refused.value)


def test_an_empty_folder_is_called_empty(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    told = said(running, tmp_path / "in", mapping("{file: 'apc.csv'}", "a"), tmp_path / "s")
    assert "apc.csv is missing" in told
    assert "the folder is empty: check the path" in told


def test_a_list_that_is_named_by_its_numbers_is_read_to_its_end(
    running: Engine, tmp_path: Path
) -> None:
    lines = ['{"id": "1", "part": [{"a": "x"}, {"a": "y"}]}', '{"id": "2", "part": {"a": "z"}}']
    (tmp_path / "in.ndjson").write_text("\n".join([*lines, '{"id": "3"}']), encoding="utf-8")
    paths = ("part[0].a", "part[1].a", "part[2].a", "part.a")
    asked = mapping("{file: in.ndjson, format: ndjson}", *paths)
    assert read(running, tmp_path / "in.ndjson", asked, tmp_path / "s", "_row", *paths) == [
        ["_row", *paths],
        ["1", "x", "y", "", "x"],
        ["2", "z", "", "", "z"],
        ["3", "", "", "", ""],
    ]


def test_files_that_a_pattern_finds_are_read_as_one(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Apc_2019_05.csv").write_text("A,B\n3,z\n", encoding="utf-8")
    (tmp_path / "in" / "apc_2019_04.csv").write_text("B,A\nx,1\ny,2\n", encoding="utf-8")
    (tmp_path / "in" / "notes.csv").write_text("C\n1\n", encoding="utf-8")
    asked = mapping("{file: 'apc_*'}", "a", "b")
    assert read(running, tmp_path / "in", asked, tmp_path / "s", "_file", "_row", "a", "b") == [
        ["_file", "_row", "a", "b"],
        ["apc_* #1", "1", "3", "z"],
        ["apc_* #2", "1", "1", "x"],
        ["apc_* #2", "2", "2", "y"],
    ]
    used = [tmp_path / "in" / name for name in ("Apc_2019_05.csv", "apc_2019_04.csv")]
    assert other_files(tmp_path / "in", used) == ["notes.csv"]


def test_a_column_that_only_some_of_the_files_have_is_told(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    (tmp_path / "2.csv").write_text("B\n2\n", encoding="utf-8")
    text = "{table: organisation, from: rows, columns: {code: A}}"
    written = mapping("{file: '*.csv'}", "B").model_dump(by_alias=True)
    need = read_document(text, "m.yaml", type(mapping("{file: x}", "B").tables[0])).value
    asked = Mapping.model_validate(written | {"tables": [need.model_dump(by_alias=True)]})
    assert said(running, tmp_path, asked, tmp_path / "s") == (
        f"{tmp_path}/2.csv:1 A: there is no column 'A', which other files read with it have\n"
        "    try: have it sent again with that column, or load it as a feed of its own"
    )


def test_two_files_of_one_name_are_told(running: Engine, tmp_path: Path) -> None:
    for name in ("rows.csv", "rows.csv.gz"):
        (tmp_path / name).write_bytes(b"A\n1\n")
    found = said(running, tmp_path, mapping("{file: rows}", "A"), tmp_path / "s")
    assert "both rows.csv and rows.csv.gz are there" in found


def test_a_column_has_other_names_in_some_extracts(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("newnhsno,B\n1,2\n", encoding="utf-8")
    asked = mapping("{file: rows, names: {NHSNUMBER: [NHS_NUMBER, NEWNHSNO]}}", "NHSNUMBER")
    rows = read(running, tmp_path, asked, tmp_path / "s", "NHSNUMBER", "B")
    assert rows == [["NHSNUMBER", "B"], ["1", "2"]]


def test_words_for_what_is_missing_are_read_as_nothing(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "parquet").mkdir()
    (tmp_path / "csv" / "rows.csv").write_text('A\nNULL\n"N/A"\nx\n', encoding="utf-8")
    pq.write_table(pa.table({"A": ["NULL", "N/A", "x"]}), tmp_path / "parquet" / "rows.parquet")
    asked = mapping("{file: rows, missing: ['NULL', N/A]}", "A")
    for kind in ("csv", "parquet"):
        rows = read(running, tmp_path / kind, asked, tmp_path / f"s-{kind}", "A")
        assert rows == [["A"], [""], [""], ["x"]]


def test_a_row_that_cannot_be_read_is_told_by_the_users_file(
    running: Engine, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(b"A,B\n1,2\n1,2,3\n"))
    found = said(running, tmp_path, mapping("{file: rows}", "A"), tmp_path / "s")
    assert found.startswith(f"{tmp_path}/rows.csv.gz:3: not a table: Expected Number of Columns: 2")


def workbook(path: Path, **sheets: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_a_sheet_is_read_as_a_person_sees_it(running: Engine, tmp_path: Path) -> None:
    seen: list[list[object]] = [
        ["NHS", "Day", "Time", "Price", "Yes", "Empty", None],
        [9990000018, datetime(2019, 4, 1, tzinfo=UTC).replace(tzinfo=None),
         datetime(2019, 4, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None), 0.1 + 0.2, True, None, None],
        [None, None, None, None, None, None, None],
        ["0012", "soon", "", -1.5, False, None, None],
    ]  # fmt: skip
    workbook(tmp_path / "rows.xlsx", Rows=seen, Notes=[])
    asked = mapping("{file: rows}", "NHS")
    assert read(running, tmp_path, asked, tmp_path / "s") == [
        ["NHS", "Day", "Time", "Price", "Yes", "Empty", "_row", "_file"],
        ["9990000018", "2019-04-01", "2019-04-01T09:30:00", "0.3", "true", "", "1", "rows.xlsx"],
        ["0012", "soon", "", "-1.5", "false", "", "3", "rows.xlsx"],
    ]


def test_which_of_several_sheets_is_said(running: Engine, tmp_path: Path) -> None:
    workbook(tmp_path / "rows.xlsx", May=[["Extract"], ["A"], [1]], June=[["A"], [2]])
    found = said(running, tmp_path, mapping("{file: rows}", "A"), tmp_path / "s1")
    assert "it has several sheets: 'May', 'June'" in found
    asked = mapping("{file: rows.xlsx, sheet: May, header_row: '2'}", "A")
    assert read(running, tmp_path, asked, tmp_path / "s2", "A") == [["A"], ["1"]]
    wrong = mapping("{file: rows.xlsx, sheet: July}", "A")
    assert "it has no sheet 'July'" in said(running, tmp_path, wrong, tmp_path / "s3")


def patient(key: str, updated: str, family: str) -> dict[str, object]:
    meta = {"lastUpdated": updated}
    return {"resourceType": "Patient", "id": key, "meta": meta, "name": [{"family": family}]}


VISIT = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p1"}}
FHIR = "{format: fhir, resource: Patient, file: '*'}"


def test_resources_are_found_in_lines_bundles_and_alone(running: Engine, tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    lines = "\n".join(map(json.dumps, [VISIT, patient("p1", "2019", "Ash")]))
    (place / "1.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    entries = [
        {"fullUrl": "urn:uuid:p2", "resource": {"resourceType": "Patient"}},
        {"resource": VISIT},
        {"request": {"method": "DELETE"}},
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    (place / "2.json").write_text(json.dumps(bundle), encoding="utf-8")
    (place / "3.json").write_text(json.dumps(patient("p3", "2019", "Elm")), encoding="utf-8")
    with zipfile.ZipFile(place / "4.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(patient("p4", "2019", "Oak")))
        archive.writestr("read me.txt", "not a resource")
    rows = read(running, place, mapping(FHIR, "id", "name.family"), tmp_path / "s")
    assert rows == [
        ["id", "name.family", "_row", "_file"],
        ["p1", "Ash", "2", "* #1"],
        ["p2", "", "1", "* #2"],
        ["p3", "Elm", "1", "* #3"],
        ["p4", "Oak", "1", "* #4"],
    ]


def test_of_two_copies_of_a_resource_the_newer_counts(running: Engine, tmp_path: Path) -> None:
    copies = [patient("p1", "2020", "New"), patient("p1", "2019", "Old"), patient("p2", "", "Two")]
    (tmp_path / "1.ndjson").write_text("\n".join(map(json.dumps, copies)), encoding="utf-8")
    scratch = tmp_path / "s"
    scratch.mkdir()
    asked = mapping(FHIR, "id", "name.family")
    opened = open_sources(running, asked, find_all(tmp_path, asked, scratch), scratch)["rows"]
    rows = answer(running, opened.table.order_by("id").select("id", "name.family"))
    assert rows == [["id", "name.family"], ["p1", "New"], ["p2", "Two"]]
    assert opened.older == 1


BAD_RECORDS = {
    "cut short": ('{"resourceType": "Patient", "id": ', "1.ndjson:1: it is not JSON"),
    "a list": ('["Patient"]', "1.ndjson:1: it is JSON, but no record"),
    "no resource": ('{"id": "x"}', "1.ndjson:1: it is no FHIR resource: it has no resourceType"),
    "not a number": ('{"resourceType": "Patient", "x": NaN}', "1.ndjson:1: it is not JSON"),
    "too deep": ("[" * 100_000, "1.ndjson:1: it is not JSON"),
    "a NUL": ('{"resourceType": "Patient", "id": "a\\u0000"}', "1.ndjson:1: there is a NUL"),
    "more than a value": (
        '{"resourceType": "Patient", "id": {"family": "x"}}',
        "1.ndjson:1: a path of the mapping ends on what is no value but holds family",
    ),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_records_that_cannot_be_read_are_told(running: Engine, tmp_path: Path, name: str) -> None:
    line, message = BAD_RECORDS[name]
    (tmp_path / "1.ndjson").write_text(line + "\n", encoding="utf-8")
    assert message in said(running, tmp_path, mapping(FHIR, "id"), tmp_path / "s")


def test_lines_of_json_are_read_by_paths(running: Engine, tmp_path: Path) -> None:
    (tmp_path / "rows.ndjson").write_text('{"a": {"b": 1.10}}\n\n{"a": null}\n', encoding="utf-8")
    asked = mapping("{file: rows.ndjson, format: ndjson}", "a.b")
    rows = read(running, tmp_path, asked, tmp_path / "s", "_row", "a.b")
    assert rows == [["_row", "a.b"], ["1", "1.10"], ["3", ""]]


@pytest.mark.parametrize(
    ("cell", "seen"),
    [(0.1 + 0.2, "0.3"), (9990000018.0, "9990000018"), (1e21, "1e+21"), (True, "true"), ("", None)],
)
def test_a_number_is_seen_without_what_rounding_left_on_it(cell: Cell, seen: str | None) -> None:
    assert as_seen(cell) == seen
