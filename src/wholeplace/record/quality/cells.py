"""Count a table once: for each batch, provider and month, who was asked and who passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
from ibis import ir

from wholeplace.record.quality.ask import Sets, asked, passes, with_others
from wholeplace.record.quality.rules import QualityRule

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
"""The day that a row of each table belongs to, and who sent it; other tables have neither."""
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
    day, by = WHEN_AND_BY_WHOM.get(table, (None, None))
    counted: dict[str, ir.Value] = {}
    for i, rule in enumerate(rules):
        wanted = asked(rows, rule)
        counted[f"asked_{i}"] = wanted.cast("int64")
        counted[f"passed_{i}"] = (wanted & passes(rows, rule, sets)).cast("int64")
    marked = rows.select(
        batch_id="batch_id",
        provider=ibis.null("string") if by is None else rows[by],
        month=_month(rows, day),
        **counted,
    )
    sums = {name: marked[name].sum() for name in counted}
    return marked.group_by("batch_id", "provider", "month").aggregate(**sums)


def _month(rows: ir.Table, day: str | None) -> ir.DateValue:
    if day is not None:
        return rows[day].cast("date").truncate("M")
    # A table without a day of its own belongs to the month that its mapping says.
    return rows[PERIOD].cast("date") if PERIOD in rows.columns else ibis.null("date")


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
