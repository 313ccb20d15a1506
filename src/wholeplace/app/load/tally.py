"""Count what became of the rows of a file: stored, set aside, refused, superseded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.record import (
    PERIOD,
    MappedTable,
    reason_to_set_aside,
    rows_of,
    text,
)
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Count
from wholeplace.store.sources import Opened

_GONE = "\x00superseded"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of one file on their way to one table."""

    mapped: MappedTable
    reasons: Mapping[str, int]
    stored: int
    months: Mapping[str, int]

    @property
    def missing(self) -> int:
        """The rows that nothing is against and that are not stored: they must be refused ones."""
        return self.reasons.get("", 0) - self.stored

    def count(self, file: Opened, parquet: str, refused: int) -> Count:
        """Return it as the ledger keeps it; ``refused`` rows were counted where they broke a rule.

        It adds up only if these are the rows that are missing.
        """
        set_aside = {why: n for why, n in self.reasons.items() if why not in {"", _GONE}}
        older = 0 if self.mapped.each else file.older
        superseded = self.reasons.get(_GONE, 0) + older
        return Count(
            table=self.mapped.table,
            file=named(file, self.mapped.from_),
            rows_in=sum(self.reasons.values()) + older,
            stored=self.stored,
            set_aside=set_aside,
            refused=refused,
            superseded=superseded,
            origin=self.mapped.from_,
            parquet=parquet,
            months=self.months,
        )


def named(file: Opened, entry: str) -> str:
    """Return how a user is told of a file, or of the several that a pattern found for an entry."""
    first, *others = file.paths
    return f"{entry}: {len(file.paths)} files" if others else first


def tally(
    running: Engine, source: ir.Table, gone: ir.Table | None, mapped: MappedTable, stored: Path
) -> Tally:
    """Return what became of the rows of ``source``; ``gone`` are the places of superseded ones."""
    written = running.parquet(stored)
    reasons = _reasons(running, source, gone, mapped)
    return Tally(mapped, reasons, running.count(written), by_month(running, written))


def _reasons(
    running: Engine, source: ir.Table, gone: ir.Table | None, mapped: MappedTable
) -> dict[str, int]:
    """Return the number of rows by why they are not stored; ``""`` where nothing is against it."""
    if gone is None and not mapped.set_aside:
        return {"": _number(running, source, mapped)}
    rows = rows_of(source, mapped)
    later = ibis.null("string")
    if gone is not None:
        place = list(gone.columns)
        marked = gone.mutate(_later=ibis.literal(_GONE))
        rows = rows.left_join(marked, place).drop(*(f"{name}_right" for name in place))
        later = rows["_later"]
    why = ibis.coalesce(reason_to_set_aside(rows, mapped.set_aside), later, ibis.literal(""))
    counted = rows.select(why=why).group_by("why").aggregate(n=ibis._.count()).order_by("why")
    return {str(row["why"]): int(str(row["n"])) for row in running.rows(counted)}


def _number(running: Engine, source: ir.Table, mapped: MappedTable) -> int:
    if not mapped.each:
        return running.count(source)
    # As many as the cells that are filled, which is counted without making a row of each.
    steps = mapped.each.steps_in(source.columns)
    filled = [text(source[step[0]]).notnull().cast("int64").sum() for step in steps]
    if not filled:
        return 0
    total = source.aggregate(n=reduce(add, (part.fill_null(0) for part in filled)))
    return int(str(running.rows(total)[0]["n"]))


def by_month(running: Engine, rows: ir.Table) -> dict[str, int]:
    """Return the number of rows by month (``2019-04``), in order; none where rows have no month."""
    if PERIOD not in rows.columns:
        return {}
    months = rows.group_by(PERIOD).aggregate(n=rows.count()).order_by(PERIOD)
    return {str(row[PERIOD])[:7]: int(str(row["n"])) for row in running.rows(months)}
