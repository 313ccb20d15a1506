"""Count a table once: for each batch, provider and month, who was asked and who passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
from ibis import ir

from wholeplace.record.quality.ask import Sets, asked, passes, with_others
from wholeplace.record.quality.rules import QualityRule
from wholeplace.record.tables.all_tables import HANGS_ON

WHEN_AND_BY_WHOM: Mapping[str, tuple[str | None, str | None]] = {
    "activity": ("start_ts", "provider_code"),
    "registration": ("start_date", "practice_code"),
    "residence": ("start_date", "la_code"),
    "procedure": ("performed_date", None),
    "diagnosis": ("onset_date", None),
    "measurement": ("measured_at", None),
    "rx_item": ("processed_month", "practice_code"),
    "care_package": ("start_date", "provider_code"),
    "referral": ("received_at", None),
}
"""The day that a row of each table belongs to, and who sent it; other tables have neither.

Of those, a row that hangs on another (``HANGS_ON``), as a cost does, has what the other has.
"""
PERIOD = "_period"


@dataclass(frozen=True, slots=True)
class Cell:
    """One batch, provider and month: for each rule in order, how many passed of how many asked."""

    batch_id: str
    provider: str | None
    month: date | None
    counts: tuple[tuple[int, int], ...]


def cells(
    table: str, rules: Sequence[QualityRule], tables: Mapping[str, ir.Table], sets: Sets
) -> ir.Table:
    """Return one row for each batch, provider and month of a table; one pass, all rules at once.

    Columns: batch_id, provider, month, and for rule ``i`` of ``rules`` (all of this table)
    ``passed_i`` and ``asked_i``.
    """
    rows = with_others(tables[table], rules, tables)
    rows, day, by = _placed(table, rows, tables)
    counted: dict[str, ir.Value] = {}
    for i, rule in enumerate(rules):
        wanted = asked(rows, rule)
        counted[f"asked_{i}"] = wanted.cast("int64")
        counted[f"passed_{i}"] = (wanted & passes(rows, rule, sets)).cast("int64")
    marked = rows.select(
        batch_id="batch_id",
        provider=by,
        month=_month(rows, day),
        **counted,
    )
    sums = {name: marked[name].sum() for name in counted}
    return marked.group_by("batch_id", "provider", "month").aggregate(**sums)


def _placed(
    table: str, rows: ir.Table, tables: Mapping[str, ir.Table]
) -> tuple[ir.Table, ir.Value | None, ir.StringValue]:
    """Return the rows of a table, the day of each (if there can be one) and who sent it."""
    nobody = ibis.null("string")
    if table in WHEN_AND_BY_WHOM:
        when, who = WHEN_AND_BY_WHOM[table]
        return rows, None if when is None else rows[when], nobody if who is None else rows[who]
    found = [place for place in _PLACES if place[0] in rows.columns and place[1] in tables]
    for i, (column, parent, key) in enumerate(found):
        there = _of_parents(tables[parent], parent, key, i)
        rows = rows.left_join(there, rows[column] == there[f"_key_{i}"]).drop(f"_key_{i}")
    if not found:
        return rows, None, nobody
    days, who_sent = ([rows[f"{n}_{i}"] for i in range(len(found))] for n in ("_day", "_who"))
    return rows, ibis.coalesce(*days), ibis.coalesce(*who_sent)


_PLACES = (
    *((column, parent, column) for column, parent in HANGS_ON.items()),
    # What is paid for a whole stay names what its episodes are parts of.
    ("activity_id", "activity", "parent_activity_id"),
)


def _of_parents(parent: ir.Table, name: str, key: str, i: int) -> ir.Table:
    """Return the day of what others hang on, and who sent it, one row for each ``key``."""
    when, who = WHEN_AND_BY_WHOM[name]
    day, sender = parent[when or key].cast("date"), parent[who or key]
    by_key = parent.group_by(parent[key].name(f"_key_{i}"))
    return by_key.aggregate(**{f"_day_{i}": day.min(), f"_who_{i}": sender.min()})


def _month(rows: ir.Table, day: ir.Value | None) -> ir.DateValue:
    # A table without a day of its own belongs to the month that its mapping says.
    said = rows[PERIOD].cast("date") if PERIOD in rows.columns else ibis.null("date")
    return said if day is None else ibis.coalesce(day.cast("date").truncate("M"), said)


def read_cells(rows: Iterable[Mapping[str, object]], rules: Sequence[QualityRule]) -> list[Cell]:
    """Return the cells out of the rows of ``cells``, in a fixed order."""
    found = [
        Cell(
            str(row["batch_id"]),
            None if row["provider"] is None else str(row["provider"]),
            row["month"] if isinstance(row["month"], date) else None,
            tuple(
                (int(str(row[f"passed_{i}"])), int(str(row[f"asked_{i}"])))
                for i in range(len(rules))
            ),
        )
        for row in rows
    ]
    return sorted(found, key=lambda c: (c.batch_id, c.provider or "", c.month or date.min))
