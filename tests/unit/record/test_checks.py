"""Every check that rows must pass: a row that does, one that does not, and what is said."""

from __future__ import annotations

from datetime import date

import pytest
from ibis import ir

from tests.sources import answer, cells, source
from wholeplace.record import (
    Column,
    Kind,
    Rule,
    Table,
    repeated_keys,
    row_rules,
    sums_below_zero,
    table_named,
    typed,
)
from wholeplace.record.tables.schema import NotBefore
from wholeplace.store.engine import Engine

TODAY = date(2020, 6, 15)


def said(running: Engine, rows: ir.Table, table: Table) -> list[tuple[int, str, str, str]]:
    """Return (row, column, what, remedy) for each row that breaks a rule, in order of the rules."""
    return [
        (int(str(row["_row"])), rule.column, told(rule, row["value"]), rule.remedy)
        for rule in row_rules(rows, table, TODAY)
        for row in running.rows(broken(rows, rule))
    ]


def broken(rows: ir.Table, rule: Rule) -> ir.Table:
    shows = rows[rule.shows].cast("string") if rule.shows in rows.columns else rows["_row"]
    return rows.filter(rule.bad).select("_row", value=shows).order_by("_row")


def told(rule: Rule, value: object) -> str:
    return rule.what.replace("{value}", str(value))


def checked(running: Engine, column: Column, *values: str) -> list[tuple[int, str, str]]:
    """Return (row, what, remedy) for the values of one column that break its rules."""
    drawing = "name | other\n" + "\n".join(f"{value} | x" for value in values)
    table = Table("t", "", ("name",), (column,))
    found = said(running, typed(source(drawing), table), table)
    assert {name for _, name, _, _ in found} <= {"name"}
    return [(row, what, remedy) for row, _, what, remedy in found]


NUMBER = "write numbers as 12.5"
MONEY = "write amounts as 1234.56, or say round_to_penny in the mapping"
MONTH = "write the first of the month, or say first_of_month in the mapping"
DATE, TIME = Kind.DATE, Kind.TIMESTAMP
CORRECT = "correct the date"

CHECKS = [
    # column                               good          bad           what is said, what to try
    (Column("name", required=True),        "x",          "",           "it is empty",
                                                                       "every row needs name"),
    (Column("name", DATE),                 "2019-04-01", "soon",       "'soon' is not a date",
                                                                       "write dates as 2019-04-01"),
    (Column("name", TIME),                 "2019-04-01", "soon",  "'soon' is not a date and time",
                                                         "write times as 2019-04-01T09:30:00Z"),
    (Column("name", Kind.INTEGER),         "12",         "12.5",  "'12.5' is not a whole number",
                                                                       "write digits only"),
    (Column("name", Kind.MONEY),           "112.41",     "112.416",
                                           "'112.416' is not an amount of whole pence", MONEY),
    (Column("name", Kind.QUANTITY),        "1.125",      "1.1255",
                        "'1.1255' is not a number with at most three decimals", NUMBER),
    (Column("name", Kind.NUMBER),          "1e5",        "many",  "'many' is not a number", NUMBER),
    (Column("name", Kind.YES_NO),          "no",         "perhaps", "'perhaps' is not yes or no",
                                                                       "write true or false"),
    (Column("name", one_of=("1", "2")),    "2",          "3",     "'3' is not allowed",
                                                                       "use 1, 2"),
    (Column("name", longest=3),            "abc",        "abcd",
                                           "the text is longer than 3 characters", "shorten it"),
    (Column("name", Kind.MONEY, at_least=0), "0",        "-0.01", "'-0.01' is below 0",
                                                                       "correct the value"),
    (Column("name", Kind.INTEGER, at_least=1), "1",      "0",     "'0' is below 1",
                                                                       "correct the value"),
    (Column("name", DATE),                 "1890-01-01", "1889-12-31",
               "'1889-12-31' is out of range (1890-01-01 to 2199-12-31)", CORRECT),
    (Column("name", DATE),                 "2200-01-01", "2200-01-02",
               "'2200-01-02' is out of range (1890-01-01 to 2199-12-31)", CORRECT),
    (Column("name", DATE, past=True),      "2020-06-16", "2020-06-17",
               "'2020-06-17' is out of range (1890-01-01 to 2020-06-15)", CORRECT),
    (Column("name", TIME, past=True),      "2020-06-16T23:59", "2020-06-17T00:00",
               "'2020-06-17T00:00' is out of range (1890-01-01 to 2020-06-15)", CORRECT),
    (Column("name", DATE, first_of_month=True), "2019-04-01", "2019-04-02",
               "'2019-04-02' is not the first of a month", MONTH),
]  # fmt: skip


@pytest.mark.parametrize(("column", "good", "bad", "what", "remedy"), CHECKS)
def test_a_row_that_breaks_a_rule_is_told_apart(
    running: Engine, column: Column, good: str, bad: str, what: str, remedy: str
) -> None:
    assert checked(running, column, good, bad, good) == [(2, what, remedy)]


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_cell_breaks_no_rule_where_none_is_needed(running: Engine, kind: Kind) -> None:
    limits = Column("name", kind, one_of=("1",) if kind is Kind.TEXT else (), past=True)
    assert checked(running, limits, "") == []


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_cell_that_must_be_filled_is_told_once(running: Engine, kind: Kind) -> None:
    empty = (1, "it is empty", "every row needs name")
    assert checked(running, Column("name", kind, required=True, past=True), "") == [empty]


def test_a_value_that_cannot_be_read_is_told_once(running: Engine) -> None:
    column = Column("name", DATE, required=True, past=True, first_of_month=True)
    (told_once,) = checked(running, column, "soon")
    assert told_once[1] == "'soon' is not a date"


SEX = Table("t", "", ("sex",), (Column("sex", required=True, one_of=("1", "2")),))


def test_a_code_not_foreseen_is_shown_and_is_not_called_empty(running: Engine) -> None:
    rows = source("""
        sex | sex__unknown_code
        1   |
            | U
            |
    """)
    assert said(running, typed(rows, SEX), SEX) == [
        (2, "sex", "the code 'U' is not known",
         "add the code to 'codes' in the mapping, or say 'otherwise'"),
        (3, "sex", "it is empty", "every row needs sex"),
    ]  # fmt: skip


def test_a_code_not_foreseen_may_stand_in_a_column_of_another_kind(running: Engine) -> None:
    table = Table("t", "", ("n",), (Column("n", Kind.INTEGER),))
    rows = source("n | n__unknown_code\n1 |\n | U")
    assert [what for _, _, what, _ in said(running, typed(rows, table), table)] == [
        "the code 'U' is not known"
    ]


SPELL = Table(
    "t", "", ("id",),
    (Column("id"), Column("born", DATE), Column("start", TIME), Column("end", TIME),
     Column("died", DATE)),
    (NotBefore("end", "start"), NotBefore("died", "start")),
)  # fmt: skip


def test_nothing_ends_before_it_begins(running: Engine) -> None:
    rows = source("""
        start            | end              | died
        2019-04-01T09:00 | 2019-04-01T09:00 | 2019-04-01
        2019-04-01T09:00 | 2019-04-01T08:59 |
        2019-04-01T09:00 |                  | 2019-03-31
                         | 2019-04-01       | 2019-04-01
    """)
    assert said(running, typed(rows, SPELL), SPELL) == [
        (2, "end", "'2019-04-01T08:59' comes before start", "correct end or start"),
        (3, "died", "'2019-03-31' comes before start", "correct died or start"),
    ]


def test_a_column_that_nothing_fills_breaks_no_rule(running: Engine) -> None:
    rows = typed(source("start\n2019-04-01"), SPELL)
    assert said(running, rows, SPELL) == []
    assert {rule.column for rule in row_rules(rows, SPELL, TODAY)} == {"start", "end", "died"}


REGISTRATIONS = """
    person_id | practice_code | start_date
    ann       | E84001        | 2019-04-01
    bob       | E84001        | 2019-04-01
    ann       | E84001        | 2019-04-01
    ann       | E84002        | 2019-04-01
    ann       | E84001        | 2019-04-02
    bob       | E84001        | 2019-04-01
    bob       | E84001        | 2019-04-01
"""


def test_a_key_that_stands_again_is_told_with_its_rows(running: Engine) -> None:
    table = table_named("registration")
    found = repeated_keys(typed(source(REGISTRATIONS), table), table)
    assert answer(running, found) == cells("""
        person_id | practice_code | start_date | times | first_row | second_row
        ann       | E84001        | 2019-04-01 | 2     | 1         | 3
        bob       | E84001        | 2019-04-01 | 3     | 2         | 7
    """)


def test_a_missing_part_of_a_key_is_equal_to_another(running: Engine) -> None:
    table = Table("t", "", ("a", "b"), (Column("a"), Column("b")))
    rows = typed(source("a | b\nx |\nx | 1\nx |"), table)
    assert answer(running, repeated_keys(rows, table).drop("times")) == [
        ["a", "b", "first_row", "second_row"], ["x", "", "1", "3"],
    ]  # fmt: skip


COSTS = """
    activity_id | basis  | amount
    a           | tariff | 100.00
    a           | tariff | -100.00
    b           | tariff | 100.00
    b           | paid   | -60.00
    b           | tariff | -0.01
    c           | tariff | 0.00
    c           | tariff | -5.00
    c           | tariff | 2.00
    c           | tariff | -1.00
    c           | tariff | 0.00
                | tariff | 0.00
                | tariff | 3.00
                | tariff | -3.01
"""


def test_a_reversal_without_its_cost_is_told_with_its_rows(running: Engine) -> None:
    rows = typed(source(COSTS), table_named("cost"))
    assert answer(running, sums_below_zero(rows, "amount", ("activity_id", "basis"))) == cells("""
        activity_id | basis  | total  | first_row | times
        b           | paid   | -60.00 | 4         | 1
        c           | tariff | -4.00  | 7         | 2
                    | tariff | -0.01  | 13        | 1
    """)
