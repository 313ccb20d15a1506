"""Every kind of recipe, by example: from the rows of a source to canonical columns, as written."""

from __future__ import annotations

import ibis
import pytest

from tests.recipes import made, mapped
from tests.sources import answer, cells, source
from wholeplace.record import kept, reason_to_set_aside, shaped
from wholeplace.store.engine import Engine

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
    "optional, where the file has not the column": ("{column: B, optional: true}", """
        A | made
        x |
    """),
    "optional, of several of which none is there": (
        "{first_of: [{column: B, optional: true}, {column: C, optional: true}]}", """
        A | made
        x |
    """),
    "first_of recipes": ("{first_of: [{column: A, prefix: a-}, {column: B, prefix: b-}]}", """
        A | B | made
        1 | 2 | a-1
          | 2 | b-2
          |   |
    """),
    "join": ("{join: {columns: [A, B], with: '-'}}", """
        A | B | made
        x | y | x-y
        x |   |
          | y |
    """),
    "join of a text and a column": ("{join: {columns: [{value: apc}, A], with: ':'}}", """
        A | made
        x | apc:x
          |
    """),
    "fallback of a recipe": ("{column: A, fallback: {column: B, prefix: b-}, suffix: '!'}", """
        A | B | made
        1 | 2 | 1!
          | 2 | b-2!
    """),
    "strip": ("{column: A, strip: ' .-'}", """
        A            | made
        J45.9        | J459
        999-000 0018 | 9990000018
        ..           |
    """),
    "upper": ("{column: A, upper: true}", """
        A    | made
        j459 | J459
    """),
    "first": ("{column: A, first: '4'}", """
        A     | made
        I210A | I210
        I21   | I21
    """),
    "pad": ("{column: A, pad: '3'}", """
        A    | made
        7    | 007
        1234 | 1234
             |
    """),
    "matches": ("{column: A, matches: '[A-Z][0-9]{2}'}", """
        A    | made
        I21  | I21
        I210 |
        xI21 |
        21   |
    """),
    "strip, upper, first and pad, in that order, before matches": (
        "{column: A, strip: '.', upper: true, first: '4', pad: '4', matches: '[A-Z0-9]{4}'}", """
        A      | made
        j45.99 | J459
        i2     | 00I2
        -----  |
    """),
    "cleaned before codes": ("{column: A, upper: true, codes: {M: '1'}}", """
        A | made
        m | 1
        M | 1
    """),
    "date_formats": ("{column: A, date_formats: ['%d/%m/%Y', '%Y%m%d', '%d-%b-%Y']}", """
        A           | made
        17/03/1950  | 1950-03-17
        1/4/2019    | 2019-04-01
        19500317    | 1950-03-17
        17-MAR-1950 | 1950-03-17
        31/02/2019  | 31/02/2019
        2019-04-01  | 2019-04-01
        soon        | soon
                    |
    """),
    "date_formats of a month": ("{column: A, date_formats: ['%Y-%m', '%m%Y']}", """
        A       | made
        1950-03 | 1950-03-01
        031950  | 1950-03-01
        131950  | 131950
    """),
    "date_formats with a time": ("{column: A, date_formats: ['%d/%m/%Y %H:%M']}", """
        A                | made
        17/03/2019 09:05 | 2019-03-17T09:05:00
        17/03/2019       | 17/03/2019
    """),
    "date_formats: days as a spreadsheet counts them": ("{column: A, date_formats: [excel]}", """
        A          | made
        43556      | 2019-04-01
        43556.0    | 2019-04-01
        43556.5    | 2019-04-01T12:00:00
        61         | 1900-03-01
        60         | 60
        109574     | 2199-12-31
        109575     | 109575
        2019-04-01 | 2019-04-01
        -43556     | -43556
    """),
    "plus_days": ("{column: A, plus_days: '1'}", """
        A                | made
        2019-03-31       | 2019-04-01
        2020-02-28       | 2020-02-29
        2019-12-31T09:30 | 2020-01-01T09:30
        2019-02-30       | 2019-02-30
        soon             | soon
                         |
    """),
    "date_formats before plus_days before first_of_month": (
        "{column: A, date_formats: ['%d/%m/%Y'], plus_days: '1', first_of_month: true}", """
        A          | made
        31/03/2019 | 2019-04-01
        30/03/2019 | 2019-03-01
    """),
    "date_and_time": ("{date_and_time: [D, T]}", """
        D                   | T                   | made
        2019-04-01          | 09:30               | 2019-04-01T09:30:00
        2019-04-01          | 9:30                | 2019-04-01T09:30:00
        2019-04-01          | 09:30:15            | 2019-04-01T09:30:15
        2019-04-01          | 0930                | 2019-04-01T09:30:00
        2019-04-01          | 093015              | 2019-04-01T09:30:15
        2019-04-01          | 1899-12-30 09:30:00 | 2019-04-01T09:30:00
        2019-04-01T00:00:00 | 09:30               | 2019-04-01T09:30:00
        2019-04-01          |                     | 2019-04-01
        2019-04-01          | noon                | 2019-04-01Tnoon
                            | 09:30               |
    """),
    "date_and_time, of a date written otherwise": (
        "{date_and_time: [D, T], date_formats: ['%d/%m/%Y']}", """
        D          | T     | made
        17/03/2019 | 09:30 | 2019-03-17T09:30:00
    """),
    "days_between dates written otherwise": ("{days_between: [A, B], date_formats: [excel]}", """
        A     | B     | made
        43556 | 43558 | 2
    """),
    "weeks_between": ("{weeks_between: [A, B]}", """
        A          | B          | made
        2019-04-01 | 2019-04-15 | 2
        2019-04-01 | 2019-04-02 | 0.142857142
        2019-04-01 | 2020-03-31 | 52.142857142
        2019-04-01 | 2019-04-01 | 0
        2019-04-15 | 2019-04-01 | -2
        2019-04-01 |            |
    """),
    "weeks_between, to the end of the last day": (
        "{weeks_between: [A, {column: B, plus_days: '1'}]}", """
        A          | B          | made
        2019-04-01 | 2019-04-14 | 2
    """),
    "multiply": ("{multiply: [A, B]}", """
        A             | B             | made
        0.1           | 0.2           | 0.02
        12.50         | 3             | 37.5
        -2            | 4.005         | -8.01
        100           | 10            | 1000
        0             | 5             | 0
        much          | 2             | much
        2             | much          | much
        2             |               |
        1e3           | 2             | 1e3
        9999999999.99 | 9999999999.99 | 99999999999800000000.0001
        10000000000   | 2             | 10000000000
    """),
    "multiply by a number and by a code": (
        "{multiply: [A, '0.5', {column: F, codes: {weekly: '1', fortnightly: '0.5'}}]}", """
        A  | F           | made
        10 | weekly      | 5
        10 | fortnightly | 2.5
        10 |             |
    """),
    "multiply, then to the penny": (
        "{multiply: [A, {weeks_between: [F, T]}], round_to_penny: true}", """
        A      | F          | T          | made
        700    | 2019-04-01 | 2019-04-02 | 100.00
        350.35 | 2019-04-01 | 2019-04-08 | 350.35
    """),
    "scale": ("{column: A, scale: '0.01'}", """
        A     | made
        12345 | 123.45
        -5    | -0.05
        1.5   | 0.015
        x     | x
              |
    """),
    "scale before round_to_penny": ("{column: A, scale: '0.01', round_to_penny: true}", """
        A   | made
        1.5 | 0.02
        5   | 0.05
    """),
    "number_within recipes": ("{number_within: [{first_of: [P, Q]}]}", """
        P | Q | made
        1 |   | 1
          | 1 | 2
        2 | 1 | 1
    """),
    "when it starts with": ("{column: A, when: {column: T, starts_with: [A, B1]}}", """
        A | T  | made
        1 | A9 | 1
        2 | B1 | 2
        3 | B2 |
        4 |    |
    """),
    "when all": (
        "{column: A, when: {all: [{column: T, is: [x]}, {column: U, empty: false}]}}", """
        A | T | U | made
        1 | x | u | 1
        2 | x |   |
        3 | y | u |
    """),
    "when any": (
        ("{column: A, when: {any: [{column: T, is: [x]}, {all: [{column: U, is_not: [u]},"
        " {column: U, empty: false}]}]}}"), """
        A | T | U | made
        1 | x | u | 1
        2 | y | v | 2
        3 | y | u |
        4 | y |   |
    """),
    "when, of a column that the file may lack": (
        "{column: A, when: {column: GONE, empty: true, optional: true}}", """
        A | made
        1 | 1
    """),
    "person_key: a valid number, however spaced": ("{person_key: {nhs_number: N}}", """
        N            | made
        9990000018   | nhs:9990000018
        999 000 0018 | nhs:9990000018
        999-000-0026 | nhs:9990000026
        9990000019   | unknown:4
        999000001    | unknown:5
        99900000181  | unknown:6
        1111111111   | unknown:7
        0000000000   | unknown:8
        NHS          | unknown:9
                     | unknown:10
    """),
    "person_key with a status and a local number": (
        "{person_key: {nhs_number: N, status: S, local: [O, L]}}", """
        N          | S  | O   | L  | made
        9990000018 | 01 | RXX | 12 | nhs:9990000018
        9990000018 | 02 | RXX | 12 | local:RXX:12
        9990000018 |    | RXX | 12 | nhs:9990000018
        9990000019 | 01 | RXX | 12 | local:RXX:12
                   | 07 | RXX |    | unknown:5
                   |    |     | 12 | unknown:6
    """),
    "person_key by a pseudonym: nothing is checked, and all of it counts": (
        "{person_key: {pseudonym: P, issuer: icb-1}}", """
        P            | made
        9990000018   | pseudonym:icb-1:9990000018
        999 000 0018 | pseudonym:icb-1:999 000 0018
        1111111111   | pseudonym:icb-1:1111111111
        A0F3:b       | pseudonym:icb-1:A0F3:b
                     | unknown:5
    """),
    "person_key by a pseudonym, or a local number": (
        "{person_key: {pseudonym: P, issuer: icb-1, local: [O, L]}}", """
        P  | O   | L  | made
        x1 | RXX | 12 | pseudonym:icb-1:x1
           | RXX | 12 | local:RXX:12
           | RXX |    | unknown:3
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
