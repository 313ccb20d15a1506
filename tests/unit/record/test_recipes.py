"""Every kind of recipe, by example: from the rows of a source to canonical columns, as written."""

from __future__ import annotations

import ibis
import pytest
from ibis import ir

from tests.sources import answer, cells, source
from wholeplace.document import read_document
from wholeplace.record import MappedTable, kept, reason_to_set_aside, shaped
from wholeplace.store.engine import Engine

# Columns of a table with few that must be filled, to hold what a recipe makes.
TEMPLATE = """\
table: organisation
from: rows
columns:
  code: {value: x}
"""


def mapped(recipe: str, rest: str = "") -> MappedTable:
    """Return a mapping that makes the column ``name`` by a recipe."""
    return read_document(f"{TEMPLATE}  name: {recipe}\n{rest}", "m.yaml", MappedTable).value


def made(running: Engine, recipe: str, drawing: str, **lookups: ir.Table) -> list[list[str]]:
    """Return the cells of a drawing, with a column ``made`` by the recipe in place of its last."""
    rows = source(drawing)
    found = shaped(rows.drop("made"), mapped(recipe), lookups).select("_row", made="name")
    table = rows.drop("made").join(found, "_row").order_by("_row").drop("_row")
    return answer(running, table)


RECIPES = {
    "column": ("A", """
        A          | made
        one        | one
        2019-04-17 | 2019-04-17
        112.416    | 112.416
                   |
    """),
    "value": ("{value: same}", """
        A   | made
        one | same
            | same
    """),
    "codes: a code not foreseen is missing": ("{column: A, codes: {M: '1', F: '2'}}", """
        A | made
        M | 1
        F | 2
        U |
          |
    """),
    "codes with otherwise": ("{column: A, codes: {M: '1'}, otherwise: '9'}", """
        A | made
        M | 1
        m | 9
          | 9
    """),
    "first_of": ("{first_of: [A, B]}", """
        A | B | made
        1 | 2 | 1
          | 2 | 2
        1 |   | 1
          |   |
    """),
    "first_of, where the file has only one": ("{first_of: [A, NEWER]}", """
        A | made
        1 | 1
          |
    """),
    "year_and_month": ("{year_and_month: [Y, M]}", """
        Y    | M  | made
        1950 | 3  | 1950-03-01
        1950 | 03 | 1950-03-01
        1950 | 12 | 1950-12-01
        1950 |    |
             | 3  |
    """),
    "days_between": ("{days_between: [A, B]}", """
        A                | B                | made
        2019-04-01       | 2019-04-03       | 2
        2020-02-28       | 2020-03-01       | 2
        2019-04-01T23:59 | 2019-04-02T00:01 | 1
        2019-04-01       | 2019-04-01       | 0
        2019-04-03       | 2019-04-01       | -2
        2019-04-01       |                  |
        soon             | 2019-04-01       |
    """),
    "number_within": ("{number_within: [P, V]}", """
        P   | V | made
        ann | 1 | 1
        bob | 1 | 1
        ann | 1 | 2
        ann | 2 | 1
        ann |   | 1
        ann | 1 | 3
        ann |   | 2
    """),
    "number_within plus": ("{number_within: [P], plus: '100'}", """
        P   | made
        ann | 101
        ann | 102
        bob | 101
    """),
    "row_number": ("{row_number: true}", """
        A | made
        x | 1
        x | 2
    """),
    "when is": ("{column: A, when: {column: T, is: [num, count]}}", """
        A | T     | made
        1 | num   | 1
        2 | count | 2
        3 | text  |
        4 |       |
    """),
    "when is not": ("{column: A, when: {column: T, is_not: [text]}}", """
        A | T    | made
        1 | num  | 1
        2 | text |
        3 |      | 3
    """),
    "when empty": ("{column: A, when: {column: T, empty: true}}", """
        A | T | made
        1 | x |
        2 |   | 2
    """),
    "when not empty": ("{column: A, when: {column: T, empty: false}}", """
        A | T | made
        1 | x | 1
        2 |   |
    """),
    "when, of what is no text": ("{row_number: true, when: {column: T, is: [x]}}", """
        T | made
        x | 1
        y |
        x | 3
    """),
    "first_of_month": ("{column: A, first_of_month: true}", """
        A                   | made
        1950-03-17          | 1950-03-01
        1950-03-01          | 1950-03-01
        1950-03-17T10:00:00 | 1950-03-01
        1950-03-17 10:00    | 1950-03-01
        1950-02-30          | 1950-02-30
        17/03/1950          | 17/03/1950
                            |
    """),
    "round_to_penny": ("{column: A, round_to_penny: true}", """
        A          | made
        112.416    | 112.42
        112.414999 | 112.41
        0.005      | 0.01
        0.015      | 0.02
        -0.005     | -0.01
        112        | 112.00
        1e3        | 1000.00
        much       | much
                   |
    """),
    "prefix and suffix": ("{column: A, prefix: 'p-', suffix: ':s'}", """
        A | made
        1 | p-1:s
          |
    """),
    "prefix of a row number": ("{row_number: true, prefix: 'p-'}", """
        A | made
        x | p-1
        x | p-2
    """),
    "fallback": ("{column: A, fallback: B}", """
        A | B | made
        1 | 2 | 1
          | 2 | 2
          |   |
    """),
    "fallback before codes": ("{column: A, fallback: B, codes: {x: '1', y: '2'}}", """
        A | B | made
        x | y | 1
          | y | 2
    """),
    "codes before prefix": ("{column: A, codes: {x: '1'}, prefix: 'p'}", """
        A | made
        x | p1
        y |
    """),
}  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_makes_a_column(running: Engine, name: str) -> None:
    recipe, drawing = RECIPES[name]
    assert made(running, recipe, drawing) == cells(drawing)


CONCEPTS = source("""
    id | code
    1  | I10
    2  | E11
    3  |
       | none
""")
LOOKUP = "{column: A, lookup: {file: concepts, match: id, take: code}}"


def test_a_lookup_takes_from_the_row_that_it_finds(running: Engine) -> None:
    drawing = """
        A | made
        2 | E11
        1 | I10
        2 | E11
        3 |
        9 |
          |
    """
    assert made(running, LOOKUP, drawing, concepts=CONCEPTS) == cells(drawing)


def test_a_lookup_that_finds_nothing_falls_back(running: Engine) -> None:
    drawing = """
        A | B | made
        1 | x | I10
        3 | x | x
        9 | x | x
        9 |   |
    """
    recipe = LOOKUP[:-1] + ", fallback: B}"
    assert made(running, recipe, drawing, concepts=CONCEPTS) == cells(drawing)


def test_a_lookup_in_a_file_that_is_not_there_finds_nothing(running: Engine) -> None:
    drawing = """
        A | B | made
        1 | x | x
        2 |   |
    """
    assert made(running, LOOKUP[:-1] + ", fallback: B}", drawing) == cells(drawing)


def test_a_lookup_in_rows_with_the_same_key_multiplies_nothing(running: Engine) -> None:
    twice = source("id | code\n1 | A\n1 | B\n1 | \n")
    drawing = """
        A | made
        1 | B
        1 | B
    """
    assert made(running, LOOKUP, drawing, concepts=twice) == cells(drawing)


def test_a_lookup_in_its_own_file(running: Engine) -> None:
    rows = source("""
        A | parent | label
        1 | 2      | one
        2 |        | two
    """)
    recipe = "{column: parent, lookup: {file: rows, match: A, take: label}}"
    found = shaped(rows, mapped(recipe), {"rows": rows}).order_by("_row").select("name")
    assert answer(running, found) == [["name"], ["two"], [""]]


def test_keys_are_compared_as_texts(running: Engine) -> None:
    numbered = ibis.memtable({"id": [1, 2], "code": ["one", "two"]})
    drawing = "A | made\n2 | two"
    assert made(running, LOOKUP, drawing, concepts=numbered) == cells(drawing)


def test_a_code_not_foreseen_stands_beside_its_column(running: Engine) -> None:
    rows = source("""
        A | B
        M | x
        U | x
          | x
    """)
    found = shaped(rows, mapped("{column: A, codes: {M: '1'}}"), {}).order_by("_row")
    assert answer(running, found.drop("code")) == cells("""
        _row | name__unknown_code | name
        1    |                    | 1
        2    | U                  |
        3    |                    |
    """)


def test_with_otherwise_no_code_is_unknown(running: Engine) -> None:
    rows = source("A\nU")
    found = shaped(rows, mapped("{column: A, codes: {M: '1'}, otherwise: '9'}"), {})
    assert answer(running, found) == cells("_row | code | name\n1 | x | 9")


ASIDE = """\
set_aside:
  - {when: {column: KIND, is_not: [Visit]}, why: part of a visit}
  - {when: {column: PAID, empty: true}, why: no amount}
"""
COSTS = """
    KIND  | PAID | why
    Visit | 5    |
    Drug  | 5    | part of a visit
    Visit |      | no amount
    Drug  |      | part of a visit
          | 5    | part of a visit
    Visit | 6    |
"""


def test_rows_are_set_aside_by_the_first_reason_that_holds(running: Engine) -> None:
    rows, mapping = source(COSTS), mapped("PAID", ASIDE)
    why = reason_to_set_aside(rows, mapping.set_aside)
    told = rows.mutate(why=why).order_by("_row").drop("_row")
    assert answer(running, told) == cells(COSTS)


def test_rows_not_set_aside_are_shaped_and_keep_their_numbers(running: Engine) -> None:
    rows, mapping = source(COSTS), mapped("{number_within: [KIND]}", ASIDE)
    assert answer(running, shaped(rows, mapping, {}).order_by("_row").drop("code")) == cells("""
        _row | name
        1    | 1
        6    | 2
    """)
    staying = kept(rows, mapping.set_aside).order_by("_row").select("_row", "PAID")
    assert answer(running, staying) == [["_row", "PAID"], ["1", "5"], ["6", "6"]]


def test_nothing_is_set_aside_without_a_reason(running: Engine) -> None:
    rows = source(COSTS)
    assert answer(running, rows.select(why=reason_to_set_aside(rows, ()))) == [["why"]] + [[""]] * 6
