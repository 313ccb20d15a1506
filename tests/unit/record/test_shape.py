"""Rows of a source shaped as a whole: cells of repeating columns, months, lookups, many codes."""

from __future__ import annotations

import pytest

from tests.recipes import made, mapped
from tests.sources import answer, cells, source
from wholeplace.record import (
    MappedTable,
    reason_to_set_aside,
    rows_of,
    shaped,
    table_named,
    typed,
)
from wholeplace.store.engine import Engine


def each(columns: str, recipe: str) -> MappedTable:
    """Return a mapping that makes the column ``name`` of every cell by a recipe."""
    return mapped(recipe, f"each: {columns}\n")


WIDE = """
    ID | DIAG_01 | DIAG_02 | DIAG_03
    a  | I10     |         | E11
    b  |         |         |
    c  | J45     | J46     | J47
"""


def cells_of(running: Engine, mapping: MappedTable, drawing: str) -> list[list[str]]:
    found = shaped(source(drawing), mapping, {}).order_by("_row", "name").select("_row", "name")
    return answer(running, found)


@pytest.mark.parametrize(
    "columns",
    [
        "{columns: [DIAG_01, DIAG_02, DIAG_03]}",
        "{columns: 'DIAG_*'}",
        "{columns: 'diag_*'}",
        "{columns: [DIAG_01, 'DIAG_*3', DIAG_02]}",
    ],
)
def test_each_filled_cell_of_repeating_columns_is_a_row(running: Engine, columns: str) -> None:
    mapping = each(columns, "{join: {columns: [ID, '@value'], with: ' '}}")
    assert cells_of(running, mapping, WIDE) == cells("""
        _row | name
        1    | a E11
        1    | a I10
        3    | c J45
        3    | c J46
        3    | c J47
    """)


def test_the_position_of_a_cell_is_that_of_its_column(running: Engine) -> None:
    mapping = each("{columns: 'DIAG_*'}", "{join: {columns: ['@position', '@value'], with: ' '}}")
    assert [name for _, name in cells_of(running, mapping, WIDE)[1:]] == [
        "1 I10", "3 E11", "1 J45", "2 J46", "3 J47",
    ]  # fmt: skip


def test_a_star_counts_by_its_number_whatever_the_order_of_the_columns(running: Engine) -> None:
    mapping = each("{columns: 'D_*'}", "{join: {columns: ['@position', '@value'], with: ' '}}")
    shuffled = "D_10 | D_2 | D_1\nten | two | one"
    assert [name for _, name in cells_of(running, mapping, shuffled)[1:]] == [
        "1 one", "2 two", "3 ten",
    ]  # fmt: skip


@pytest.mark.parametrize("columns", ["[[OP_1, ON_1], [OP_2, ON_2]]", "[['OP_*', 'ON_*']]"])
def test_columns_in_step_are_read_together(running: Engine, columns: str) -> None:
    mapping = each(
        f"{{columns: {columns}, names: [code, date]}}",
        "{join: {columns: ['@code', {first_of: ['@date', {value: never}]}], with: ' '}}",
    )
    drawing = """
        OP_1 | ON_1       | OP_2 | ON_2
        W37  | 2019-04-01 | W38  |
             | 2019-04-02 |      |
    """
    assert cells_of(running, mapping, drawing) == [
        ["_row", "name"], ["1", "W37 2019-04-01"], ["1", "W38 never"],
    ]  # fmt: skip


def test_cells_may_be_set_aside_and_their_rows_numbered(running: Engine) -> None:
    aside = "set_aside: [{when: {column: '@value', is: [J46]}, why: old}]\n"
    mapping = mapped("{number_within: [ID]}", "each: {columns: 'DIAG_*'}\n" + aside)
    assert cells_of(running, mapping, WIDE) == cells("""
        _row | name
        1    | 1
        1    | 2
        3    | 1
        3    | 2
    """)
    rows = rows_of(source(WIDE), mapping)
    why = rows.select("@value", why=reason_to_set_aside(rows, mapping.set_aside))
    assert ["J46", "old"] in answer(running, why)
    assert running.count(rows) == 5


def test_the_month_of_a_row_stands_beside_it(running: Engine) -> None:
    rest = "period: {column: D, fallback: E, date_formats: ['%d/%m/%Y']}\n"
    rows = source("""
        A | D          | E
        1 | 17/03/2019 |
        2 |            | 02/04/2019
        3 |            |
    """)
    shape = mapped("A", rest)
    read = typed(shaped(rows, shape, {}), table_named(shape.table), trimmed=True)
    found = read.order_by("_row").select("name", "_period")
    assert answer(running, found) == cells("""
        name | _period
        1    | 2019-03-01
        2    | 2019-04-01
        3    |
    """)


def test_a_row_nobody_knows_the_person_of_is_known_by_its_file_too(running: Engine) -> None:
    rows = source("N | _file\n | may.csv\n | june.csv")
    found = shaped(rows, mapped("{person_key: {nhs_number: N}}"), {}).order_by("_row")
    assert answer(running, found.select("name")) == [
        ["name"], ["unknown:may.csv:1"], ["unknown:june.csv:2"],
    ]  # fmt: skip


def test_a_lookup_within_a_recipe(running: Engine) -> None:
    recipe = (
        "{person_key: {nhs_number: {column: A, lookup: {file: people, match: id, take: nhs}},"
        " local: [{value: RXX}, A]}}"
    )
    people = source("id | nhs\n1 | 9990000018\n2 |\n")
    drawing = """
        A | made
        1 | nhs:9990000018
        2 | local:RXX:2
        3 | local:RXX:3
    """
    assert made(running, recipe, drawing, people=people) == cells(drawing)


def test_the_key_of_a_lookup_is_cleaned_first(running: Engine) -> None:
    drawing = "A | made\ni.1 | one"
    recipe = "{column: A, strip: '.', upper: true, lookup: {file: other, match: id, take: code}}"
    other = source("id | code\nI1 | one")
    assert made(running, recipe, drawing, other=other) == cells(drawing)


MANY = ", ".join(f"c{i}: 'm{i}'" for i in range(100))


def test_many_codes_are_read_as_few_are(running: Engine) -> None:
    drawing = """
        A   | made
        c1  | m1
        c99 | m99
        x   | ?
            | ?
    """
    recipe = f"{{column: A, codes: {{{MANY}}}, otherwise: '?'}}"
    assert made(running, recipe, drawing) == cells(drawing)
    found = shaped(source("A\nc7\nx\n"), mapped(f"{{column: A, codes: {{{MANY}}}}}"), {})
    assert answer(running, found.order_by("_row").drop("_row", "code")) == cells("""
        name__unknown_code | name
                           | m7
        x                  |
    """)


def test_a_code_not_foreseen_within_a_recipe_stands_beside_its_column(running: Engine) -> None:
    recipe = "{multiply: [A, {column: F, codes: {weekly: '1'}}]}"
    rows = source("A | F\n2 | weekly\n2 | daily\n")
    found = shaped(rows, mapped(recipe), {}).order_by("_row").drop("_row", "code")
    assert answer(running, found) == cells("""
        name__unknown_code | name
                           | 2
        daily              |
    """)


def test_codes_are_not_asked_for_in_rows_that_a_condition_leaves_empty(running: Engine) -> None:
    recipe = "{column: A, codes: {x: '1'}, when: {column: T, is: [yes]}}"
    rows = source("A | T\ny | no\ny | yes\n")
    found = shaped(rows, mapped(recipe), {}).order_by("_row").select("name__unknown_code")
    assert answer(running, found) == [["name__unknown_code"], [""], ["y"]]
