"""Which files have the columns that a mapping needs, and how a column is called."""

from __future__ import annotations

from wholeplace.document import read_document
from wholeplace.record import CodeList, Mapping, SourceFile, called, misfits, with_lists
from wholeplace.record.language.code_list import lists_named
from wholeplace.record.language.repair import repairs

MAPPING = """\
mapping: small
about: Two files
version: "1"
source: "assumed: an example"
files:
  rows: {file: rows.csv, encoding: cp1252, missing: ['NULL'], names: {CODE: [Key, ID]}}
  other: {file: other.csv}
tables:
  - table: organisation
    from: rows
    each: {columns: "NAME_*"}
    columns:
      code: {join: {columns: [CODE, "@position"]}, strip: "."}
      name: "@value"
      type: {column: TYPE, optional: true, codes_from: types}
      valid_from: {first_of: [OPENED, STARTED], date_formats: [excel]}
      parent_code: {column: PARENT, lookup: {file: other, match: A, take: B}}
"""


def mapping() -> Mapping:
    return read_document(MAPPING, "m.yaml", Mapping).value


def test_a_file_that_has_what_is_needed_fits() -> None:
    columns = {"rows": ("CODE", "NAME_1", "OPENED", "PARENT"), "other": ("A", "B")}
    assert list(misfits(mapping(), columns)) == []


def test_every_column_that_is_not_there_is_told_once() -> None:
    found = misfits(mapping(), {"rows": ("COD", "PARENT"), "other": ("A",)})
    assert [(m.file, m.column, m.remedy) for m in found] == [
        ("rows", "CODE", "did you mean 'COD'?"),
        ("rows", "OPENED", "use one of: COD, PARENT"),
        ("other", "B", "use one of: A"),
        ("rows", "NAME_*", "use one of: COD, PARENT"),
    ]


def test_a_file_that_is_not_there_lacks_nothing() -> None:
    assert list(misfits(mapping(), {})) == []


def test_columns_are_called_as_the_mapping_calls_them() -> None:
    file = SourceFile(file="x", names={"CODE": ("Key", "ID")})
    assert called(("id", "Name", "spare"), file, ["CODE", "NAME"]) == {
        "id": "CODE", "Name": "NAME", "spare": "spare",
    }  # fmt: skip
    # Its own name comes before another, and what is written exactly before other capitals.
    assert called(("ID", "CODE"), file, ["CODE"]) == {"ID": "ID", "CODE": "CODE"}
    assert called(("code", "Key"), file, ["CODE"]) == {"Key": "CODE"}


def test_the_codes_of_a_list_are_written_out() -> None:
    listed = CodeList(
        codelist="types", about="", version="1", source="assumed: an example", codes={"1": "GP"}
    )
    assert lists_named(mapping()) == ("types",)
    (table,) = with_lists(mapping(), {"types": listed}).tables
    assert table.columns["type"].codes == {"1": "GP"}
    assert table.columns["type"].codes_from is None
    assert table.columns["code"] == mapping().tables[0].columns["code"]


def test_what_a_mapping_repairs_is_told_in_its_own_words() -> None:
    assert repairs(mapping(), "rows") == (
        "encoding: cp1252",
        "missing: NULL",
        "strip: '.' (organisation.code)",
        "date_formats: excel (organisation.valid_from)",
    )
    assert repairs(mapping(), "other") == ()
