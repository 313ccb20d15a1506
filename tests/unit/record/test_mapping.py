"""A mapping document says how a source fills the canonical tables; its mistakes are located."""

from __future__ import annotations

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import MappedTable, Mapping, canonical_mapping, table_named
from wholeplace.store.files import read_text
from wholeplace.store.shipped import ROOT

GOOD = """\
mapping: small
about: One file
version: "1"
source: "assumed: an example"
files:
  orgs: {file: orgs.csv}
  names: {file: names, optional: true}
tables:
  - table: organisation
    from: orgs
    columns:
      code: CODE
      name: {column: CODE, lookup: {file: names, match: ID, take: NAME}, fallback: SHORT}
"""


def refusal(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_document(text, "m.yaml", Mapping)
    return str(refused.value).split("\n    try: ")


def test_a_mapping_is_read() -> None:
    mapping = read_document(GOOD, "m.yaml", Mapping).value
    (table,) = mapping.tables
    assert table.columns["code"].column == "CODE"
    assert table.columns_needed() == (("CODE",), ("SHORT",))
    assert mapping.files["names"].optional
    assert not mapping.files["orgs"].optional


USED = """\
table: person
from: rows
columns:
  person_id: A
  sex: {column: B, when: {column: C, is: [x]}}
  birth_month: {year_and_month: [D, E]}
  death_date: {first_of: [F, G], fallback: H}
  death_place: {days_between: [I, J]}
  death_cause: {number_within: [A, K]}
  ethnicity: {value: x}
set_aside:
  - {when: {column: L, empty: true}, why: none}
"""


def test_the_columns_that_a_table_needs_are_each_named_once_and_of_several_one_will_do() -> None:
    table = read_document(USED, "m.yaml", MappedTable).value
    alone = [(column,) for column in "ABCDEHIJKL"]
    assert sorted(table.columns_needed()) == sorted([*alone, ("F", "G")])


CODE = "      code: CODE\n"
ONE_OF_THREE = "a condition needs one of 'is', 'is_not' and 'empty'"
MISTAKES = {
    "no such table": (
        ("table: organisation", "table: organization"),
        "m.yaml:9:5 tables[0].table: unknown canonical table 'organization'",
        "did you mean 'organisation'?",
    ),
    "no such column": (
        (CODE, CODE + "      nmae: X\n"),
        "m.yaml:13:7 tables[0].columns.nmae: unknown column of organisation 'nmae'",
        "did you mean 'name'?",
    ),
    "a required column that nothing fills": (
        (CODE, ""),
        "m.yaml:11:5 tables[0].columns: nothing fills the required code of organisation",
        "add code here",
    ),
    "a file that is not declared": (
        ("from: orgs", "from: org"),
        "m.yaml:10:5 tables[0].from: unknown file 'org'",
        "did you mean 'orgs'?",
    ),
    "a lookup in a file that is not declared": (
        ("lookup: {file: names", "lookup: {file: name"),
        "m.yaml:13:37 tables[0].columns.name.lookup.file: unknown file 'name'",
        "did you mean 'names'?",
    ),
    "a column from two things": (
        (CODE, "      code: {column: CODE, value: x}\n"),
        "m.yaml:12:7 tables[0].columns.code: a column is made from one thing, not column and value",
        "keep one of: column value first_of year_and_month days_between number_within row_number",
    ),
    "a column from nothing": (
        (CODE, "      code: {prefix: x}\n"),
        "m.yaml:12:7 tables[0].columns.code: a column is made from one thing, not nothing",
        "keep one of: column value first_of year_and_month days_between number_within row_number",
    ),
    "a column from an empty list": (
        (CODE, "      code: {first_of: []}\n"),
        "m.yaml:12:7 tables[0].columns.code: a column is made from one thing, not nothing",
        "keep one of: column value first_of year_and_month days_between number_within row_number",
    ),
    "a lookup of no column": (
        ("name: {column: CODE", "name: {value: x"),
        "m.yaml:13:7 tables[0].columns.name: 'lookup' needs 'column'",
        "add column, or remove lookup",
    ),
    "otherwise without codes": (
        (CODE, "      code: {column: CODE, otherwise: x}\n"),
        "m.yaml:12:7 tables[0].columns.code: 'otherwise' needs 'codes'",
        "add codes, or remove otherwise",
    ),
    "plus without a number": (
        (CODE, "      code: {column: CODE, plus: '1'}\n"),
        "m.yaml:12:7 tables[0].columns.code: 'plus' needs 'number_within'",
        "add number_within, or remove plus",
    ),
    "a condition that says two things": (
        (CODE, "      code: {column: CODE, when: {column: A, is: [x], empty: true}}\n"),
        f"m.yaml:12:28 tables[0].columns.code.when: {ONE_OF_THREE}",
        "write is: [...], is_not: [...] or empty: true",
    ),
    "a condition that says nothing": (
        (CODE, "      code: {column: CODE, when: {column: A}}\n"),
        f"m.yaml:12:28 tables[0].columns.code.when: {ONE_OF_THREE}",
        "write is: [...], is_not: [...] or empty: true",
    ),
    "a word that a recipe does not know": (
        (CODE, "      code: {column: CODE, prefx: x}\n"),
        "m.yaml:12:28 tables[0].columns.code.prefx: 'prefx' is not known here",
        "did you mean 'prefix'?",
    ),
    "no source": (
        ('source: "assumed: an example"', "source: ''"),
        "m.yaml:4:1 source: the source is empty",
        "cite the document and clause, or write 'assumed: why'",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_stands(name: str) -> None:
    (good, bad), said, remedy = MISTAKES[name]
    assert GOOD.count(good) == 1
    assert refusal(GOOD.replace(good, bad)) == [said, remedy]


def shipped() -> list[Mapping]:
    """Return every mapping that comes with the product."""
    files = sorted((ROOT / "mappings").glob("*.yaml"))
    mappings = [read_document(read_text(file), file.name, Mapping).value for file in files]
    assert [mapping.mapping for mapping in mappings] == [file.stem for file in files]
    return mappings


@pytest.mark.parametrize("mapping", shipped(), ids=lambda mapping: mapping.mapping)
def test_a_shipped_mapping_fills_what_is_required_from_files_it_names(mapping: Mapping) -> None:
    assert {"person", "activity", "cost", "registration"} <= {t.table for t in mapping.tables}
    for table in mapping.tables:
        required = {c.name for c in table_named(table.table).columns if c.required}
        assert required <= set(table.columns)
        assert table.from_ in mapping.files


@pytest.mark.parametrize("mapping", shipped(), ids=lambda mapping: mapping.mapping)
def test_the_codes_of_a_shipped_mapping_mean_what_their_columns_allow(mapping: Mapping) -> None:
    for table in mapping.tables:
        for name, recipe in table.columns.items():
            allowed = table_named(table.table).column(name).one_of
            given = [*(recipe.codes or {}).values(), recipe.otherwise, recipe.value]
            meant = {word for word in given if word is not None}
            assert not allowed or meant <= set(allowed), f"{table.table}.{name}"


@pytest.mark.parametrize("mapping", shipped(), ids=lambda mapping: mapping.mapping)
def test_the_costs_of_a_shipped_mapping_say_their_basis(mapping: Mapping) -> None:
    bases = [t.columns["basis"].value for t in mapping.tables if t.table == "cost"]
    assert bases
    assert set(bases) <= {"charge", "paid"}


def test_canonical_files_map_to_themselves() -> None:
    mapping = canonical_mapping(
        {
            "organisation": ("name", "code", "colour"),
            "person": ("person_id",),
        }
    )
    assert {t.table: {c: r.column for c, r in t.columns.items()} for t in mapping.tables} == {
        # The columns in the file that the table has, and those that it must have.
        "person": {"person_id": "person_id", "sex": "sex", "birth_month": "birth_month"},
        "organisation": {"code": "code", "name": "name"},
    }
    assert all(table.from_ == table.table for table in mapping.tables)
    assert all(file.optional and file.file == name for name, file in mapping.files.items())
    assert len(mapping.files) == 14
    assert mapping.mapping == "canonical"
    assert canonical_mapping({}).tables == ()
