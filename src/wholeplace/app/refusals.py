"""Find what is wrong with the rows of a feed, with the row, the value and what to try."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ibis import ir

from wholeplace.kernel import Problem, Where
from wholeplace.record import ROW, Rule, Table, repeated_keys, row_rules, sums_below_zero
from wholeplace.store.engine import Engine


def problems_in_rows(
    running: Engine, rows: ir.Table, table: Table, path: Path, today: date
) -> Iterator[Problem]:
    """Yield one problem for each rule that rows break, with the first row that breaks it."""
    rules = row_rules(rows, table, today)
    # One pass counts the rows that break each rule; only broken rules are looked at again.
    counts = running.rows(rows.aggregate(**{f"r{i}": r.bad.sum() for i, r in enumerate(rules)}))[0]
    for i, rule in enumerate(rules):
        if counts[f"r{i}"]:
            first = running.rows(_first(rows, rule))[0]
            what = rule.what.replace("{value}", str(first["value"])[:60])
            where = row_place(path, int(str(first[ROW])), rule.column)
            yield Problem(where, what, rule.remedy, int(str(counts[f"r{i}"])))


def _first(rows: ir.Table, rule: Rule) -> ir.Table:
    shown = rows[rule.shows] if rule.shows in rows.columns else rows[ROW]
    return rows.filter(rule.bad).select(ROW, value=shown.cast("string")).order_by(ROW).limit(1)


def row_place(path: Path, row: int, column: str) -> Where:
    """Return the place of a row: its line in a CSV, its number in a Parquet file."""
    if path.suffix == ".csv":
        return Where(str(path), row + 1, path=column)
    return Where(str(path), path=f"row {row}, {column}")


def problems_in_table(
    running: Engine, rows: ir.Table, stored: ir.Table, table: Table
) -> Iterator[Problem]:
    """Yield the problems of a whole table: repeated keys, sums below zero, keys stored before.

    ``rows`` are the typed rows of all files of the feed that fill the table, with ``_row`` and
    ``_file``; ``stored`` are the rows of earlier loads.
    """
    repeated = repeated_keys(rows, table)
    first = running.rows(repeated.limit(1))
    if first:
        number = running.count(repeated)
        yield _repeated(running, rows, table, first[0], number)
    for check in table.not_negative:
        below = sums_below_zero(rows, check.amount, check.by)
        worst = running.rows(below.limit(1))
        if worst:
            number = running.count(below)
            yield _below_zero(running, rows, check.amount, worst[0], number)
    again = rows.semi_join(stored, list(table.key))
    number = running.count(again)
    if number:
        yield _stored_before(running, again, table, number)


def _repeated(
    running: Engine, rows: ir.Table, table: Table, key: dict[str, object], number: int
) -> Problem:
    same = rows.filter([_equal(rows[name], key[name]) for name in table.key])
    one, two = running.rows(same.order_by("_file", ROW).limit(2))
    differing = [name for name in table.column_names if one[name] != two[name]]
    named = ", ".join(f"{name} '{key[name]}'" for name in table.key)
    what = f"{table.about}: {named} stands again (first at {_row(one)})"
    if differing:
        column = differing[0]
        what += f", and with another {column}: '{two[column]}', before '{one[column]}'"
    remedy = "keep one row for each " + " + ".join(table.key)
    return Problem(_where(two, table.key[0]), what, remedy, number)


def _below_zero(
    running: Engine, rows: ir.Table, amount: str, group: dict[str, object], number: int
) -> Problem:
    row = running.rows(rows.filter(rows[ROW] == group["first_row"], rows[amount] < 0).limit(1))[0]
    what = f"{row[amount]} reverses more than was charged: the sum is {group['total']}"
    remedy = "add the cost that this row reverses (same activity and basis), or remove it"
    return Problem(_where(row, amount), what, remedy, number)


def _stored_before(running: Engine, again: ir.Table, table: Table, number: int) -> Problem:
    row = running.rows(again.order_by("_file", ROW).limit(1))[0]
    named = ", ".join(f"{name} '{row[name]}'" for name in table.key)
    what = f"{named} is stored already, from another load"
    remedy = "load with --replace to put this feed in the place of the earlier load"
    return Problem(_where(row, table.key[0]), what, remedy, number)


def _equal(column: ir.Value, value: object) -> ir.BooleanValue:
    return column.isnull() if value is None else column == value


def _where(row: dict[str, object], column: str) -> Where:
    return row_place(Path(str(row["_file"])), int(str(row[ROW])), column)


def _row(row: dict[str, object]) -> str:
    where = _where(row, "")
    return f"line {where.line}" if where.line else f"row {row[ROW]}"
