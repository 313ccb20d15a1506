"""Find what is wrong with the rows of a feed, with the row, the value and what to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis import ir

from wholeplace.kernel import Problem
from wholeplace.privacy.identifiers import identifying, like_a_code
from wholeplace.record import FILE, ROW, Rule, Table
from wholeplace.record.tables.schema import Kind
from wholeplace.store.engine import Engine
from wholeplace.store.sources import Opened

_LONGEST = 60
_DAYS = (Kind.DATE, Kind.TIMESTAMP)
_OF_BIRTH = ("birth_month",)


@dataclass(frozen=True, slots=True)
class Refusals:
    """The rows of one file that break rules of one table.

    ``problems`` are one for each rule, with the first row that breaks it. ``listed`` has a line for
    each row and rule: ``file``, ``row``, ``column``, ``rule``, ``value`` (missing where the column
    names people, or the value may do so).
    """

    rows: int = 0
    problems: tuple[Problem, ...] = ()
    listed: ir.Table | None = None


def refusals(
    running: Engine, number: int, rows: ir.Table, rules: Sequence[Rule], table: Table, file: Opened
) -> Refusals:
    """Return what is wrong with the rows that are ``_broken``; ``file`` is what they stand in.

    ``number`` tells this table of the mapping from the others.
    """
    broken = running.keep(f"broken {number}", _broken(running, rows, rules, table))
    flags = {f"r{i}": broken[f"r{i}"].sum() for i in range(len(rules))}
    counts = running.rows(broken.aggregate(rows=broken.count(), **flags))[0]
    numbers = {i: int(str(counts[f"r{i}"] or 0)) for i in range(len(rules))}
    found = [(i, rule) for i, rule in enumerate(rules) if numbers[i]]
    problems = [_problem(running, broken, i, rule, file, numbers[i]) for i, rule in found]
    lines = [_lines(broken, i, rule) for i, rule in found]
    listed = ibis.union(lines[0], *lines[1:]) if len(lines) > 1 else lines[0] if lines else None
    return Refusals(int(str(counts["rows"])), tuple(problems), listed)


def _broken(running: Engine, rows: ir.Table, rules: Sequence[Rule], table: Table) -> ir.Table:
    flags = {f"r{i}": rule.bad for i, rule in enumerate(rules)}
    shown = {f"v{i}": _shown(rows, rule, table) for i, rule in enumerate(rules)}
    marked = rows.select(FILE, ROW, **flags, **shown, _broken="_broken")
    return running.only(marked, marked["_broken"]).drop("_broken")


def _shown(rows: ir.Table, rule: Rule, table: Table) -> ir.StringValue:
    is_column = rule.column in table.column_names
    names_people = is_column and not table.may_show(rule.column)
    if names_people or rule.shows not in rows.columns:
        return ibis.null("string")
    value = rows[rule.shows].cast("string").substr(0, _LONGEST)
    # A column that was shifted holds what another column should: the key of a person, a birthday.
    expects_day = is_column and table.column(rule.column).kind in _DAYS
    hidden = identifying(value, day_too=not expects_day or rule.column in _OF_BIRTH)
    return hidden.ifelse(ibis.null("string"), value)


def _problem(
    running: Engine, broken: ir.Table, i: int, rule: Rule, file: Opened, number: int
) -> Problem:
    bad = broken.filter(broken[f"r{i}"]).order_by(FILE, ROW)
    row = running.rows(bad.select(FILE, ROW, value=f"v{i}").limit(1))[0]
    where = file.where(str(row[FILE]), int(str(row[ROW])), rule.column)
    return Problem(where, _told(rule.what, row["value"]), rule.remedy, number)


def _told(what: str, value: object) -> str:
    if value is None:
        return what.replace("'{value}'", "the value")
    return what.replace("{value}", str(value))


def _lines(broken: ir.Table, i: int, rule: Rule) -> ir.Table:
    bad = broken.filter(broken[f"r{i}"])
    return bad.select(
        file=bad[FILE],
        row=bad[ROW],
        column=ibis.literal(rule.column),
        rule=ibis.literal(_told(rule.what, None)),
        # The list is kept among the records, and a word in it may be a name.
        value=like_a_code(bad[f"v{i}"]).ifelse(bad[f"v{i}"], ibis.null("string")),
    )
