"""A mapping document says how a source fills the canonical tables; its mistakes are located."""

from __future__ import annotations

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.record import TABLES, MappedTable, Mapping, canonical_mapping, table_named
from wholeplace.record.tables.all_tables import COST_BASES
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
ONE_OF_SIX = "a condition needs one of 'is', 'is_not', 'starts_with', 'empty', 'all' and 'any'"
WRITE_ONE = "write is: [...], is_not: [...], starts_with: [...] or empty: true"
KEEP_ONE_OF = (
    "keep one of: column value first_of join year_and_month date_and_time days_between"
    " weeks_between multiply number_within row_number person_key"
)
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
        KEEP_ONE_OF,
    ),
    "a column from nothing": (
        (CODE, "      code: {prefix: x}\n"),
        "m.yaml:12:7 tables[0].columns.code: a column is made from one thing, not nothing",
        KEEP_ONE_OF,
    ),
    "a column from an empty list": (
        (CODE, "      code: {first_of: []}\n"),
        "m.yaml:12:7 tables[0].columns.code: a column is made from one thing, not nothing",
        KEEP_ONE_OF,
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
        f"m.yaml:12:28 tables[0].columns.code.when: {ONE_OF_SIX}",
        WRITE_ONE,
    ),
    "a condition that says nothing": (
        (CODE, "      code: {column: CODE, when: {column: A}}\n"),
        f"m.yaml:12:28 tables[0].columns.code.when: {ONE_OF_SIX}",
        WRITE_ONE,
    ),
    "a word that a recipe does not know": (
        (CODE, "      code: {column: CODE, prefx: x}\n"),
        "m.yaml:12:28 tables[0].columns.code.prefx: 'prefx' is not known here",
        "did you mean 'prefix'?",
    ),
    "a condition of no column": (
        (CODE, "      code: {column: CODE, when: {is: [x]}}\n"),
        "m.yaml:12:28 tables[0].columns.code.when: a condition needs 'column'",
        "say on which column it is: column: NAME",
    ),
    "a condition of several, with a column": (
        (CODE, "      code: {column: A, when: {column: A, all: [{column: B, is: [x]}]}}\n"),
        (
            "m.yaml:12:25 tables[0].columns.code.when: 'all' and 'any' take a list of conditions,"
            " each with its own column"
        ),
        "write all: [{column: A, is: [x]}, {column: B, empty: true}]",
    ),
    "codes written and named": (
        (CODE, "      code: {column: CODE, codes: {a: b}, codes_from: list}\n"),
        "m.yaml:12:7 tables[0].columns.code: 'codes' and 'codes_from' say the same thing twice",
        "keep one of the two",
    ),
    "optional, of no column": (
        (CODE, "      code: {value: x, optional: true}\n"),
        "m.yaml:12:7 tables[0].columns.code: 'optional' needs 'column'",
        "add column, or remove optional",
    ),
    "a mistake in a recipe within a recipe": (
        (CODE, "      code: {join: {columns: [A, {colum: B}]}}\n"),
        "m.yaml:12:35 tables[0].columns.code.join.columns[1].colum: 'colum' is not known here",
        "did you mean 'column'?",
    ),
    "a cell without each": (
        (CODE, "      code: '@value'\n"),
        "m.yaml:12:7 tables[0].columns.code: '@value' is made by no 'each'",
        "add each: {columns: ...}",
    ),
    "a cell by another name": (
        (
            "    columns:\n      code: CODE\n",
            "    each: {columns: [A, B]}\n    columns:\n      code: '@valu'\n",
        ),
        "m.yaml:13:7 tables[0].columns.code: '@valu' is made by no 'each'",
        "use one of: @value, @position",
    ),
    "columns in step without names": (
        ("from: orgs\n", "from: orgs\n    each: {columns: [[A, B], [C, D]]}\n"),
        "m.yaml:11:12 tables[0].each.columns: each entry needs 1 column, one for each of 'names'",
        'write columns: [A_1, A_2], columns: "A_*" or columns: [[A_1, B_1], [A_2, B_2]]',
    ),
    "a part of a date that is not known": (
        (CODE, "      code: {column: CODE, date_formats: ['%d/%m/%Q']}\n"),
        "m.yaml:12:43 tables[0].columns.code.date_formats[0]: '%Q' is not known in a date",
        "use one of: %%, %B, %H, %I, %M, %S, %Y, %b, %d, %f, %j, %m and 2 more",
    ),
    "a date without a year": (
        (CODE, "      code: {column: CODE, date_formats: ['%d/%m']}\n"),
        "m.yaml:12:43 tables[0].columns.code.date_formats[0]: '%d/%m' has no year and month",
        "write a date such as 01/04/2019 as %d/%m/%Y, or say excel",
    ),
    "dates that could be read in two ways": (
        (CODE, "      code: {column: CODE, date_formats: ['%d/%m/%Y', '%m/%d/%Y']}\n"),
        (
            "m.yaml:12:28 tables[0].columns.code.date_formats: '%d/%m/%Y' and '%m/%d/%Y' read the"
            " same text as different days"
        ),
        "keep the one in which the source writes its dates",
    ),
    "a pattern that looks ahead": (
        (CODE, "      code: {column: CODE, matches: 'A(?=B)'}\n"),
        "m.yaml:12:28 tables[0].columns.code.matches: '(?' cannot stand in a pattern",
        "use letters, classes such as [A-Z] and \\d, groups, and repeats",
    ),
    "a pattern that is none": (
        (CODE, "      code: {column: CODE, matches: '[A-Z'}\n"),
        (
            "m.yaml:12:28 tables[0].columns.code.matches: this is not a pattern: unterminated"
            " character set at position 0"
        ),
        "write one such as [A-Z][0-9]{2}",
    ),
    "a scale that is not exact": (
        (CODE, "      code: {column: CODE, scale: '0.0000000001'}\n"),
        (
            "m.yaml:12:28 tables[0].columns.code.scale: 1/10000000000 has no exact decimal of at"
            " most nine places"
        ),
        "write a decimal such as 0.01",
    ),
    "a person known in two ways": (
        (CODE, "      code: {person_key: {nhs_number: CODE, pseudonym: CODE, issuer: icb}}\n"),
        (
            "m.yaml:12:14 tables[0].columns.code.person_key: the key of a person needs one of"
            " 'nhs_number' and 'pseudonym'"
        ),
        "take pseudonym and issuer where the sender replaced NHS numbers",
    ),
    "a pseudonym of nobody": (
        (CODE, "      code: {person_key: {pseudonym: CODE}}\n"),
        "m.yaml:12:14 tables[0].columns.code.person_key: 'pseudonym' needs 'issuer'",
        "add issuer, or remove pseudonym",
    ),
    "a pseudonym with the status of a number": (
        (CODE, "      code: {person_key: {pseudonym: CODE, issuer: icb, status: CODE}}\n"),
        "m.yaml:12:14 tables[0].columns.code.person_key: 'status' needs 'nhs_number'",
        "add nhs_number, or remove status",
    ),
    "an issuer that could be taken for two": (
        (CODE, "      code: {person_key: {pseudonym: CODE, issuer: 'a:b'}}\n"),
        (
            "m.yaml:12:44 tables[0].columns.code.person_key.issuer: 'a:b' cannot name who made"
            " pseudonyms"
        ),
        "write letters, digits, '.', '_' and '-' only",
    ),
    "a file outside the folder": (
        ("{file: orgs.csv}", "{file: ../orgs.csv}"),
        "m.yaml:6:10 files.orgs.file: '../orgs.csv' leads out of the folder of the source",
        "name a file within it",
    ),
    "an option of another format": (
        ("{file: orgs.csv}", "{file: orgs.csv, resource: Patient}"),
        "m.yaml:6:26 files.orgs.resource: 'resource' cannot be said of a table",
        "it is for format: fhir",
    ),
    "a resource that is not named": (
        ("{file: orgs.csv}", "{format: fhir}"),
        "m.yaml:6:3 files.orgs: 'resource' is missing",
        "add 'resource' here",
    ),
    "months that no table has": (
        ('version: "1"\n', 'version: "1"\nrefresh: months\n'),
        (
            "m.yaml:10:5 tables[0]: rows of organisation have no month, by which this feed is"
            " refreshed"
        ),
        "add period: COLUMN, the date that a row belongs to",
    ),
    "a share of all rows": (
        ("from: orgs\n", "from: orgs\n    refuse_rows_up_to: 100%\n"),
        "m.yaml:11:5 tables[0].refuse_rows_up_to: this is not a share below 100%",
        "write a share such as 1%",
    ),
    "one column in two ways": (
        ("fallback: SHORT", "fallback: code"),
        "m.yaml:6:3 files.orgs: 'code' and 'CODE' of orgs differ in capitals only",
        "write the column in one way",
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
    assert mapping.tables
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
    assert set(bases) <= set(COST_BASES)


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
    assert len(mapping.files) == len(TABLES)
    assert mapping.mapping == "canonical"
    assert canonical_mapping({}).tables == ()
