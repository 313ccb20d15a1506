"""Files as they really arrive: each is refused with its place, or repaired by a rule that is named.

The corpus is made here: a function writes each broken file. What is refused changes nothing; what
is repaired is so because the mapping says it, in the words shown.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.workspaces import bytes_of
from wholeplace.cli import main

MAPPING = """\
mapping: broken
about: One file of registrations
version: "1"
source: "assumed: an example"
files:
  people: {file: people, optional: true%(file)s}
  costs: {file: costs.csv, optional: true}
tables:
  - table: registration
    from: people
    columns:
      person_id: id
      practice_code: practice
      start_date: %(start)s
  - table: cost
    from: costs
    columns:
      cost_id: id
      person_id: id
      basis: {value: tariff}
      amount: %(amount)s
      currency: {value: GBP}
"""

HEADER = "id,practice,start\n"
GOOD = HEADER + "1,E86001,2019-04-01\n2,E86002,2019-05-01\n"
Write = Callable[[Path], None]


def text(content: str, encoding: str = "utf-8", name: str = "people.csv") -> Write:
    return lambda folder: _put(folder / name, content.encode(encoding))


def raw(content: bytes, name: str = "people.csv") -> Write:
    return lambda folder: _put(folder / name, content)


def zipped(*names: str) -> Write:
    def write(folder: Path) -> None:
        with zipfile.ZipFile(folder / "people.csv.zip", "w") as archive:
            for name in names:
                archive.writestr(name, GOOD)

    return write


def parquet(columns: dict[str, pa.Array]) -> Write:
    return lambda folder: pq.write_table(pa.table(columns), folder / "people.parquet")


def cut_parquet(folder: Path) -> None:
    parquet({"id": pa.array(["1"] * 1000)})(folder)
    whole = (folder / "people.parquet").read_bytes()
    _put(folder / "people.parquet", whole[:-20])


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _days(*days: str) -> pa.Array:
    return pa.array(days).cast(pa.date32())


REFUSED: dict[str, tuple[Write, str, str]] = {
    "an encoding that is not the one declared": (
        text(HEADER + "1,Café,2019-04-01\n", "cp1252"),
        "people.csv:2: byte 0xE9 is not UTF-8",
        "say encoding: cp1252 (Windows) in the mapping, or save it in UTF-8",
    ),
    "UTF-16 not declared": (
        text(GOOD, "utf-16"),
        "people.csv:1: it is written in UTF-16, not in UTF-8",
        "say encoding: utf-16 for this file in the mapping",
    ),
    "an embedded NUL": (
        raw(b"id,practice,start\n1,E86001,2019-04-01\n2,E8\x006002,2019-05-01\n"),
        "people.csv:3: there is a NUL, which no text holds",
        "have it sent again as text",
    ),
    "a quote that is never closed": (
        text(HEADER + '1,"E86001,2019-04-01\n2,E86002,2019-05-01\n'),
        "people.csv:2: not a table: a quote is opened and not closed, or closed within a cell",
        "check quotes and commas on that line",
    ),
    "a quote closed within a cell": (
        text(HEADER + '1,"E86"001,2019-04-01\n'),
        "people.csv:2: not a table: a quote is opened and not closed, or closed within a cell",
        "check quotes and commas on that line",
    ),
    "a cell of 10,000 characters": (
        text(HEADER + f"1,{'x' * 10_000},2019-04-01\n"),
        "people.csv:2 practice_code: the text is longer than 200 characters (1 row)",
        "shorten it",
    ),
    "dates as a spreadsheet counts days, not declared": (
        text(HEADER + "1,E86001,43556\n"),
        "people.csv:2 start_date: '43556' is not a date (1 row)",
        "write dates as 2019-04-01",
    ),
    "shifted columns": (
        text(HEADER + "1,2019-04-01,E86001\n"),
        "people.csv:2 start_date: 'E86001' is not a date (1 row)",
        "write dates as 2019-04-01",
    ),
    "too few cells": (
        text(HEADER + "1,E86001,2019-04-01\n2,E86002\n"),
        "people.csv:3: not a table: Expected Number of Columns: 3 Found: 2",
        "check quotes and commas on that line, and that the file is whole",
    ),
    "too many cells": (
        text(HEADER + "1,E86001,2019-04-01,9\n"),
        "people.csv:2: not a table: Expected Number of Columns: 3 Found: 4",
        "check quotes and commas on that line, and that the file is whole",
    ),
    "a gzip cut short": (
        raw(gzip.compress(GOOD.encode(), mtime=0)[:-10], "people.csv.gz"),
        "people.csv.gz: it cannot be unpacked: Compressed file ended before",
        "have it sent again: it may be cut short",
    ),
    "a gzip that is none": (
        raw(GOOD.encode(), "people.csv.gz"),
        "people.csv.gz: it cannot be unpacked: Not a gzipped file",
        "have it sent again: it may be cut short",
    ),
    "a zip that is none": (
        raw(GOOD.encode(), "people.csv.zip"),
        "people.csv.zip: it cannot be unpacked: File is not a zip file",
        "have it sent again: it may be cut short",
    ),
    "a zip of two files": (
        zipped("a.csv", "b.csv"),
        "people.csv.zip: it holds 2 files, where one is read: a.csv, b.csv",
        "unpack it into the folder, or send one file in each",
    ),
    "a Parquet file cut short": (
        cut_parquet,
        "people.parquet:1: it cannot be read: Parquet magic bytes not found in footer",
        "check that the file is whole",
    ),
    "Parquet with other types": (
        parquet(
            {
                "id": pa.array([1, 2]),
                "practice": pa.array(["a", "b"]),
                "start": pa.array([True, False]),
            }
        ),
        "people.parquet row 1, start_date: 'true' is not a date (2 rows)",
        "write dates as 2019-04-01",
    ),
    "Parquet with lists": (
        parquet(
            {
                "id": pa.array(["1"]),
                "practice": pa.array([["a", "b"]]),
                "start": _days("2019-04-01"),
            }
        ),
        "people.parquet practice: the column 'practice' holds several values in a row",
        "have it sent flat",
    ),
    "a workbook that is none": (
        raw(GOOD.encode(), "people.xlsx"),
        "people.xlsx: it cannot be read as a workbook",
        "save it again as .xlsx without a password",
    ),
    "an empty file": (
        text(""),
        "people.csv:1: the file is empty",
        "write a header line with the column names",
    ),
    "no header": (
        text("1,E86001,2019-04-01\n2,E86002,2019-05-01\n"),
        "people.csv:1 id: there is no column 'id', which registration is made from",
        "use one of: 1, 2019-04-01, E86001",
    ),
    "a column twice": (
        text("id,practice,start,start\n1,E86001,2019-04-01,2019-04-02\n"),
        "people.csv:1: the column 'start' stands twice",
        "rename or remove one of the two",
    ),
    "columns that differ in capitals only": (
        text("id,practice,start,START\n1,E86001,2019-04-01,2019-04-02\n"),
        "people.csv:1: the columns 'start' and 'START' differ in capitals only",
        "rename or remove one of the two",
    ),
    "a column without a name": (
        text("id,practice,,start\n1,E86001,x,2019-04-01\n"),
        "people.csv:1: the column 3 has no name",
        "name it in the header line, or remove it",
    ),
    "the same row twice": (
        text(GOOD + "1,E86001,2019-04-01\n"),
        "stands again (first at line 2)",
        "keep one row for each person_id + practice_code + start_date",
    ),
    "a date to come": (
        text(HEADER + "1,E86001,2091-04-01\n"),
        "people.csv:2 start_date: '2091-04-01' is out of range (1890-01-01 to ",
        "correct the date",
    ),
    "30 February": (
        text(HEADER + "1,E86001,2019-02-30\n"),
        "people.csv:2 start_date: '2019-02-30' is not a date (1 row)",
        "write dates as 2019-04-01",
    ),
    "lines that end in two ways": (
        raw(b"id,practice,start\r\n1,E86001,2019-04-01\n2,E86002,2019-05-01\r\n"),
        "people.csv: not a table: its lines do not all end alike, or its quotes are not closed",
        "say line_ends: any for this file in the mapping, or have it sent again",
    ),
    "a word for what is missing, not declared": (
        text(HEADER + "1,E86001,NULL\n"),
        "people.csv:2 start_date: 'NULL' is not a date (1 row)",
        "write dates as 2019-04-01",
    ),
    "thousands divided by commas": (
        text('id,price\n1,"1,234.50"\n', name="costs.csv"),
        "costs.csv:2 amount: '1,234.50' is not an amount of whole pence (1 row)",
        "write amounts as 1234.56",
    ),
    "a formula for an amount": (
        text("id,price\n1,=cmd|'/c calc'!A1\n", name="costs.csv"),
        "costs.csv:2 amount: '=cmd|'/c calc'!A1' is not an amount of whole pence (1 row)",
        "write amounts as 1234.56",
    ),
    "a formula for a text": (
        text(HEADER + "1,=cmd|'/c calc'!A1,2019-04-01\n"),
        "people.csv:2 practice_code: the text begins with '=', as a formula does (1 row)",
        "have it sent without, or strip: '=' in the mapping",
    ),
    "a word for what is missing, for a key": (
        text(HEADER + "NULL,E86001,2019-04-01\n"),
        "people.csv:2 person_id: the value is a word for nothing known (1 row)",
        "say which words mean nothing in the mapping: missing: ['NULL'] for this file",
    ),
    "another mapping's file": (
        text("colour,shape\nred,round\n"),
        "people.csv:1 id: there is no column 'id', which registration is made from",
        "use one of: colour, shape",
    ),
    "HTML in place of the file": (
        text("<html><body>Sign in to download</body></html>\n"),
        "people.csv:1 id: there is no column 'id', which registration is made from",
        "use one of: ",
    ),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which every broken file is loaded."""
    folder = tmp_path_factory.mktemp("broken") / "W"
    assert _command("init", folder, "--place", "hillingdon-2019").exit_code == 0
    return folder


def _command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def load(workspace: Path, folder: Path, write: Write, **said: str) -> Result:
    feed = folder / "feed"
    feed.mkdir()
    write(feed)
    words = {"file": "", "start": "start", "amount": "price"} | said
    mapping = folder / "broken.yaml"
    mapping.write_text(MAPPING % words, encoding="utf-8")
    return _command("load", workspace, "--from", mapping, "--replace", feed)


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_and_changes_nothing(
    workspace: Path, tmp_path: Path, name: str
) -> None:
    write, message, remedy = REFUSED[name]
    before = bytes_of(workspace)
    result = load(workspace, tmp_path, write)
    assert result.exit_code == 1, result.output
    assert message in result.stderr
    assert remedy in result.stderr
    assert bytes_of(workspace) == before


REPAIRED: dict[str, tuple[Write, dict[str, str], int]] = {
    "as it should be": (text(GOOD), {}, 2),
    "a mark at the beginning": (text(GOOD, "utf-8-sig"), {}, 2),
    "lines that end as on Windows": (text(GOOD.replace("\n", "\r\n")), {}, 2),
    "blank lines": (text(GOOD + "\n\n"), {}, 2),
    "no end of the last line": (text(GOOD.rstrip()), {}, 2),
    "semicolons": (text(GOOD.replace(",", ";")), {}, 2),
    "tabs": (text(GOOD.replace(",", "\t")), {}, 2),
    "bars": (text(GOOD.replace(",", "|")), {}, 2),
    "headers in capitals": (text(GOOD.replace(HEADER, HEADER.upper())), {}, 2),
    "the file's name in capitals": (text(GOOD, name="PEOPLE.CSV"), {}, 2),
    "a gzip": (raw(gzip.compress(GOOD.encode(), mtime=0), "people.csv.gz"), {}, 2),
    "a zip of one file": (zipped("extract/people.csv", "__MACOSX/._people.csv"), {}, 2),
    "cp1252, declared": (
        text(HEADER + "1,Café\u2019s,2019-04-01\n", "cp1252"),
        {"file": ", encoding: cp1252"},
        1,
    ),
    "UTF-16, declared": (text(GOOD, "utf-16"), {"file": ", encoding: utf-16"}, 2),
    "another delimiter, declared": (
        text(GOOD.replace(",", "~")),
        {"file": ", delimiter: '~'"},
        2,
    ),
    "lines before the header, declared": (
        text("Extract of May\n\n" + GOOD),
        {"file": ", header_row: '3'"},
        2,
    ),
    "lines that end in two ways, declared": (
        raw(b"id,practice,start\r\n1,E86001,2019-04-01\n2,E86002,2019-05-01\r\n"),
        {"file": ", line_ends: any"},
        2,
    ),
    "words for what is missing, declared": (
        text("id,practice,start\n1,NULL,2019-04-01\n"),
        {"file": ", missing: ['NULL', 'N/A']", "start": "{column: start}"},
        -1,
    ),
    "days as a spreadsheet counts them, declared": (
        text(HEADER + "1,E86001,43556\n2,E86002,2019-05-01\n"),
        {"start": "{column: start, date_formats: [excel]}"},
        2,
    ),
    "dates written otherwise, declared": (
        text(HEADER + "1,E86001,01/04/2019\n"),
        {"start": "{column: start, date_formats: ['%d/%m/%Y']}"},
        1,
    ),
    "thousands divided by commas, declared": (
        text('id,price\n1,"£1,234.50"\n', name="costs.csv"),
        {"amount": "{column: price, strip: ',£'}"},
        1,
    ),
    "a nought below nought": (text("id,price\n1,-0.00\n", name="costs.csv"), {}, 1),
    "Parquet with whole numbers for keys, and days": (
        parquet(
            {
                "id": pa.array([1.0, 2.0]),
                "practice": pa.array(["a", "b"]),
                "start": _days("2019-04-01", "2019-05-01"),
            }
        ),
        {},
        2,
    ),
    "3,000 columns": (
        text(
            ",".join(["id", "practice", "start", *(f"c{i}" for i in range(3000))])
            + "\n1,E86001,2019-04-01"
            + "," * 3000
            + "\n"
        ),
        {},
        1,
    ),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_what_is_not_broken_or_repaired_by_a_rule_is_read(
    workspace: Path, tmp_path: Path, name: str
) -> None:
    write, said, rows = REPAIRED[name]
    result = load(workspace, tmp_path, write, **said)
    if rows < 0:  # the word is read as nothing, where something is needed
        assert "practice_code: it is empty (1 row)" in result.stderr
        return
    assert result.exit_code == 0, result.output
    assert f"loaded {rows} row" in result.output, result.output


def test_what_a_formula_says_is_not_repeated_as_a_name_of_the_engine(
    workspace: Path, tmp_path: Path
) -> None:
    result = load(workspace, tmp_path, text(HEADER + "1,E86001\n"))
    assert "read_csv" not in result.stderr
    assert "E86001" not in result.stderr
