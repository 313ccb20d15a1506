"""The checks that rows must pass before they are stored, as a plain list of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis import ir

from wholeplace.record.cell import strlen
from wholeplace.record.checks.typed import WRITTEN
from wholeplace.record.making.shape import PERIOD, UNKNOWN
from wholeplace.record.tables.schema import Column, Kind, Table

EARLIEST = date(1890, 1, 1)
LATEST = date(2199, 12, 31)

_AFTER_EQUALS = chr(ord("=") + 1)
NOTHING = ("NULL", "null", "\\N", "N/A", "n/a", "#N/A", "NaN", "nan", "None")
"""What databases and spreadsheets write for a cell that is empty."""

_NEEDED = {
    Kind.DATE: ("a date", "write dates as 2019-04-01"),
    Kind.TIMESTAMP: ("a date and time", "write times as 2019-04-01T09:30:00Z"),
    Kind.INTEGER: ("a whole number", "write digits only"),
    Kind.MONEY: (
        "an amount of whole pence",
        "write amounts as 1234.56, or say round_to_penny in the mapping",
    ),
    Kind.QUANTITY: ("a number with at most three decimals", "write numbers as 12.5"),
    Kind.NUMBER: ("a number", "write numbers as 12.5"),
    Kind.YES_NO: ("yes or no", "write true or false"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for rows: ``bad`` says which rows break it.

    ``column`` is the column the user sees; ``{value}`` in ``what`` stands for the text found in
    the column ``shows``, which a message may not repeat where the column names people.
    """

    column: str
    what: str
    remedy: str
    bad: ir.BooleanValue
    shows: str = ""


def row_rules(rows: ir.Table, table: Table, today: date) -> list[Rule]:
    """Return the rules for single rows of a typed table (see ``typed``)."""
    rules = [rule for column in table.columns for rule in _column_rules(rows, column, today)]
    for check in table.not_before:
        earlier, later = rows[check.earlier], rows[check.later]
        if earlier.type() != later.type():
            earlier, later = earlier.cast("date"), later.cast("date")
        rules.append(
            Rule(
                check.later,
                f"'{{value}}' comes before {check.earlier}",
                f"correct {check.later} or {check.earlier}",
                later < earlier,
                check.later + WRITTEN,
            )
        )
    return [*rules, *_period_rules(rows)]


def _period_rules(rows: ir.Table) -> Iterator[Rule]:
    # A row without a month could never be replaced when its month is sent again.
    if PERIOD in rows.columns:
        shown, remedy = PERIOD + WRITTEN, "fill the column that 'period' in the mapping names"
        absent = rows[shown].isnull()
        yield Rule("period", "the month of the row is not known", remedy, absent)
        unreadable = rows[PERIOD].isnull() & ~absent
        yield Rule("period", "'{value}' is not in a month", remedy, unreadable, shown)


def _column_rules(rows: ir.Table, column: Column, today: date) -> Iterator[Rule]:
    name, value = column.name, rows[column.name]
    if name + WRITTEN not in rows.columns:
        return
    shows, written = name + WRITTEN, rows[name + WRITTEN]
    absent = written.isnull()
    if name + UNKNOWN in rows.columns:
        remedy = "add the code to 'codes' in the mapping, or say 'otherwise'"
        unknown = rows[name + UNKNOWN].notnull()
        yield Rule(name, "the code '{value}' is not known", remedy, unknown, name + UNKNOWN)
        absent &= ~unknown
    if column.required:
        yield Rule(name, "it is empty", f"every row needs {name}", absent)
    if column.kind is not Kind.TEXT:
        needed, remedy = _NEEDED[column.kind]
        unreadable = written.notnull() & value.isnull()
        yield Rule(name, f"'{{value}}' is not {needed}", remedy, unreadable, shows)
    yield from _limits(column, value, today)


def _limits(column: Column, value: ir.Value, today: date) -> Iterator[Rule]:
    name, shows = column.name, column.name + WRITTEN
    if column.one_of:
        allowed, bad = f"use {', '.join(column.one_of)}", ~_is_among(value, column.one_of)
        yield Rule(name, "'{value}' is not allowed", allowed, bad, shows)
    elif column.kind is Kind.TEXT:
        what = f"the text is longer than {column.longest} characters"
        yield Rule(name, what, "shorten it", _longer(value, column.longest))
        yield from _odd_texts(column, value)
    if column.at_least is not None:
        what = f"'{{value}}' is below {column.at_least}"
        yield Rule(name, what, "correct the value", value < column.at_least, shows)
    if column.kind in {Kind.DATE, Kind.TIMESTAMP}:
        yield from _date_limits(column, value.cast("date"), today)


def _odd_texts(column: Column, value: ir.StringValue) -> Iterator[Rule]:
    # A workbook that opens our tables would obey it.
    what = "the text begins with '=', as a formula does"
    remedy = "have it sent without, or strip: '=' in the mapping"
    yield Rule(column.name, what, remedy, (value >= "=") & (value < _AFTER_EQUALS))
    if column.required:
        # As a key it would make one thing of all that nobody knows.
        what = "'{value}' is a word for nothing known"
        remedy = "say which words mean nothing in the mapping: missing: ['NULL'] for this file"
        shows = column.name + WRITTEN
        yield Rule(column.name, what, remedy, _is_nothing(value), shows)


def _longer(value: ir.StringValue, longest: int) -> ir.BooleanValue:
    # Letters are counted only where there are as many bytes.
    return ibis.cases((strlen(value) > longest, value.length() > longest), else_=False)


def _is_nothing(value: ir.StringValue) -> ir.BooleanValue:
    longest = max(map(len, NOTHING))
    return ibis.cases((strlen(value) <= longest, _is_among(value, NOTHING)), else_=False)


def _is_among(value: ir.StringValue, words: Sequence[str]) -> ir.BooleanValue:
    # isin() would join the rows to the words, for every column that is asked about.
    found = ibis.array(list(words)).contains(value)
    return value.notnull().ifelse(found, ibis.null("boolean"))


def _date_limits(column: Column, day: ir.DateValue, today: date) -> Iterator[Rule]:
    latest = today if column.past else LATEST
    # A record made today in another time zone may already carry tomorrow's date.
    beyond = (day < EARLIEST) | (day > latest + timedelta(days=1))
    what = f"'{{value}}' is out of range ({EARLIEST} to {latest})"
    shows = column.name + WRITTEN
    yield Rule(column.name, what, "correct the date", beyond, shows)
    if column.first_of_month:
        remedy = "write the first of the month, or say first_of_month in the mapping"
        what = "'{value}' is not the first of a month"
        yield Rule(column.name, what, remedy, day.day() != 1, shows)


def breaks_any(rules: Sequence[Rule]) -> ir.BooleanValue:
    """Return whether a row breaks any of the rules; never missing."""
    # One that cannot be told breaks nothing, but does not hide another that is broken.
    broken = ibis.or_(*(rule.bad for rule in rules)) if rules else ibis.null("boolean")
    return broken.fill_null(False)  # noqa: FBT003 - ibis has no keyword


def sums_below_zero(rows: ir.Table, amount: str, by: tuple[str, ...]) -> ir.Table:
    """Return one row per group whose amounts sum below zero: the sum, a row of it, and how many."""
    return (
        rows.group_by(list(by))
        .aggregate(
            total=rows[amount].sum(),
            first_row=rows["_row"].min(where=rows[amount] < 0),
            times=(rows[amount] < 0).sum(),
        )
        .filter(lambda t: t.total < 0)
        .order_by("first_row")
    )
