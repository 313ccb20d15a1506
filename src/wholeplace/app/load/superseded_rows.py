"""Single rows of a feed that a later load sends again under another month, and what hangs on them.

A stay that was open in March's file is discharged in April's, and March is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.app.load.load_table import Part
from wholeplace.app.load.table_problems import rows_together
from wholeplace.record import HANGS_ON, PERIOD, TABLES, Table, same_key
from wholeplace.store.batches import PLACE, stored_table, superseded_list
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch, Superseded

_BESIDE = {PERIOD: "date", PLACE: "string"}
_BATCH, _ORIGIN = "batch_id", "_origin"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the tables of batches stand (``stored``), and where those of a new one are written.

    Each is two folders: that of the records, and that of the identified tables.
    """

    stored: tuple[Path, Path]
    new: tuple[Path, Path]


def with_rows_superseded(
    running: Engine,
    after: Sequence[Batch],
    batch: Batch,
    parts: Sequence[Part],
    folders: Folders,
) -> tuple[Batch, ...]:
    """Return the earlier batches without the rows that ``batch`` sends again, or that hang on them.

    A row goes whose key the batch has too, in whatever month. With it go the rows that hang on it
    (what it cost, what was coded): those from the same earlier file, and those from another file
    of the feed where that file, as sent now, says anything of it in the same table. ``after`` are
    the earlier batches, months that were sent again left out. The keys are written to the new one.
    """
    mine = [one for one in after if one.source == batch.source and one.counts_now]
    search = _Search(running, mine, parts, folders.stored)
    numbers: dict[str, dict[str, dict[str, int]]] = {}
    for table in _parents_first(mine):
        gone = search.gone(table)
        if running.count(gone):
            path = folders.new[table.identified] / superseded_list(table.name)
            listed = gone.select(*table.key, _BATCH).order_by([_BATCH, *table.key])
            running.write_parquet(listed, path)
            _add_up(numbers, running.rows(_by_month(gone)))
    return tuple(_without(one, batch, numbers.get(one.batch_id)) for one in after)


def _parents_first(mine: Sequence[Batch]) -> list[Table]:
    there = {name for one in mine for name in one.tables}
    tables = [table for table in TABLES if table.name in there]
    return sorted(tables, key=lambda table: table.name not in HANGS_ON.values())


def _by_month(gone: ir.Table) -> ir.Table:
    month = gone[PERIOD].strftime("%Y-%m").fill_null("")
    by = gone.group_by([_BATCH, PLACE, month.name("month")])
    return by.aggregate(n=gone.count()).order_by([_BATCH, PLACE, "month"])


def _add_up(
    numbers: dict[str, dict[str, dict[str, int]]], rows: Sequence[Mapping[str, object]]
) -> None:
    for row in rows:
        files = numbers.setdefault(str(row[_BATCH]), {})
        months = files.setdefault(str(row[PLACE]), {})
        months[str(row["month"])] = int(str(row["n"]))


def _without(one: Batch, batch: Batch, rows: Mapping[str, Mapping[str, int]] | None) -> Batch:
    if not rows:
        return one
    entry = Superseded(batch.batch_id, batch.loaded_at, months=(), rows=rows)
    return replace(one, superseded=(*one.superseded, entry))


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for earlier rows that count no more; what others hang on is looked for first."""

    running: Engine
    mine: Sequence[Batch]
    parts: Sequence[Part]
    folders: tuple[Path, Path]
    parents: dict[str, ir.Table] = field(default_factory=dict)

    def gone(self, table: Table) -> ir.Table:
        """Return the key, batch, file and month of each row of a table that counts no more."""
        folder = self.folders[table.identified]
        before = stored_table(self.running, folder, self.mine, table, beside=_BESIDE)
        parts = [part for part in self.parts if part.mapped.table == table.name]
        lost = [before.limit(0), *self._hanging(table, before, parts)]
        if parts:
            new = rows_together(self.running, parts).stored
            lost.append(before.semi_join(new, same_key(before, new, table)))
        chosen = [rows.select(*table.key, _BATCH, PLACE, PERIOD) for rows in lost]
        together = ibis.union(chosen[0], *chosen[1:], distinct=True)
        gone = self.running.keep(f"superseded {table.name}", together)
        if table.name in HANGS_ON.values() and self.running.count(gone):
            self.parents[table.name] = gone
        return gone

    def _hanging(self, table: Table, before: ir.Table, parts: Sequence[Part]) -> Iterator[ir.Table]:
        for column, parent in HANGS_ON.items():
            gone = self.parents.get(parent)
            if gone is None or column not in table.column_names or table.name == parent:
                continue
            rows = self._with_origin(before.semi_join(gone, column), table.name)
            yield rows.semi_join(self._with_origin(gone, parent), [column, _BATCH, _ORIGIN])
            for part in parts:
                mine = rows.filter(rows[_ORIGIN] == part.mapped.from_)
                yield mine.semi_join(part.rows(self.running), column)

    def _with_origin(self, rows: ir.Table, table: str) -> ir.Table:
        found = [
            {_BATCH: one.batch_id, PLACE: count.stored_as, _ORIGIN: count.origin}
            for one in self.mine
            for count in one.counts
            if count.table == table
        ]
        return rows.inner_join(ibis.memtable(pa.Table.from_pylist(found)), [_BATCH, PLACE])
