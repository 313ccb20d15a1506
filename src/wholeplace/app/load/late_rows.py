"""Count the rows that came after their month was first loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from wholeplace.app.load.load_table import Part
from wholeplace.app.load.superseding import is_final
from wholeplace.app.load.tally import by_month
from wholeplace.record import PERIOD, same_key, table_named
from wholeplace.record.language.mapping import Calendar
from wholeplace.store.batches import stored_table
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch, Count


def with_late_rows(
    running: Engine,
    part: Part,
    data: Path,
    earlier: Sequence[Batch],
    calendar: Calendar | None,
    today: date,
) -> Count:
    """Return the counts of a part with its late rows: keys that their month came without before.

    ``earlier`` are the batches of the same feed, as they stood before this load.
    """
    known = {m for batch in earlier for count in batch.counts for m in _months(count, part)}
    again = sorted(known & set(part.count.months))
    table = table_named(part.mapped.table)
    if not again or table.identified:
        return part.count
    rows = part.rows(running)
    rows = rows.filter(rows[PERIOD].strftime("%Y-%m").isin(again))
    before = stored_table(running, data, earlier, table)
    late = by_month(running, rows.anti_join(before, same_key(rows, before, table)))
    if calendar is None:
        return replace(part.count, late=late)
    flex, freeze = (
        {month: n for month, n in late.items() if is_final(month, days, today)}
        for days in (calendar.flex, calendar.freeze)
    )
    return replace(part.count, late=late, after_flex=flex, after_freeze=freeze)


def _months(count: Count, part: Part) -> set[str]:
    same = (count.table, count.origin) == (part.count.table, part.count.origin)
    return set(count.months) if same else set()
