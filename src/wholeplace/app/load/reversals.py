"""Amounts that take back more than was ever charged: refused, or stored and listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.load.table_problems import ALONE, Rows, equal
from wholeplace.kernel import Problem
from wholeplace.record import FILE, ROW, same_key, sums_below_zero
from wholeplace.record.tables.schema import NotNegativeInSum
from wholeplace.store.engine import Engine, engine

LIST = "reversals.parquet"


@dataclass(frozen=True, slots=True)
class Reversed:
    """The sums of one basis and currency that a load left below nought: how many, and their sum."""

    basis: str
    currency: str
    sums: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Below:
    """The groups of rows whose sum is below nought: ``refused``, or ``alone`` as a mapping allows.

    ``reversing`` are the rows of the load that take something back.
    """

    rows: Rows
    check: NotNegativeInSum
    reversing: ir.Table
    refused: ir.Table
    alone: ir.Table


def below_zero(rows: Rows, earlier: ir.Table | None) -> Iterator[Below]:
    """Yield, for each check of a table, the sums that what is loaded now leaves below nought.

    ``earlier`` are the stored rows that will count beside it, if any: a reversal may take back what
    an earlier load charged.
    """
    for check in rows.table.not_negative:
        reversing = rows.stored.filter(rows.stored[check.amount] < 0)
        if rows.running.count(reversing):
            yield _below(rows, check, reversing, earlier)


def _below(
    rows: Rows, check: NotNegativeInSum, reversing: ir.Table, earlier: ir.Table | None
) -> Below:
    # Only what is reversed somewhere can fall below nought.
    groups = rows.running.keep("reversed", reversing.select(*check.by).distinct())
    known = _beside_earlier(rows, check, earlier)
    known = known.semi_join(groups, _alike(known, groups, check))
    below = rows.running.keep("below", sums_below_zero(known, check.amount, check.by))
    strict = reversing.filter(~reversing[ALONE])
    same = _alike(below, strict, check)
    return Below(
        rows, check, reversing, below.semi_join(strict, same), below.anti_join(strict, same)
    )


def _beside_earlier(rows: Rows, check: NotNegativeInSum, earlier: ir.Table | None) -> ir.Table:
    stored = rows.stored
    own = stored.select(*check.by, check.amount, ROW)
    if earlier is None:
        return own
    # A row that is sent again counts as it is now.
    before = earlier.anti_join(stored, same_key(earlier, stored, rows.table))
    theirs = before.select(*check.by, check.amount, **{ROW: ibis.null("int64")})
    return ibis.union(own, theirs)


def _alike(one: ir.Table, two: ir.Table, check: NotNegativeInSum) -> list[ir.BooleanValue]:
    return [one[name].identical_to(two[name]) for name in check.by]


def problems_of_reversals(below: Below) -> Iterator[Problem]:
    """Yield a problem where amounts take back what no row charged, and no mapping allows it."""
    running, check = below.rows.running, below.check
    worst = running.rows(below.refused.order_by("first_row", *check.by).limit(1))
    for group in worst:
        mine = [equal(below.reversing[name], group[name]) for name in check.by]
        row = running.rows(below.reversing.filter(mine).order_by(FILE, ROW).limit(1))[0]
        what = f"{row[check.amount]} reverses more than was charged: the sum is {group['total']}"
        remedy = (
            "add the cost that this row reverses (same activity, basis and currency), or remove it;"
            " if its cost was never loaded, say reversals: may_stand_alone in the mapping"
        )
        where = below.rows.where(row, check.amount)
        yield Problem(where, what, remedy, running.count(below.refused))


def write_lone_reversals(below: Below, folder: Path) -> None:
    """List the rows that take back what no row charged, where the mapping allows it."""
    running, check, rows = below.rows.running, below.check, below.reversing
    if not running.count(below.alone):
        return
    sums = below.alone.select(sum="total", **{f"_{name}": name for name in check.by})
    joined = rows.inner_join(sums, [rows[n].identical_to(sums[f"_{n}"]) for n in check.by])
    columns = ["file", "row", *below.rows.table.key, *check.by, check.amount, "sum"]
    listed = joined.mutate(file=joined[FILE], row=joined[ROW]).select(*columns)
    running.write_parquet(listed.order_by("file", "row"), folder / LIST)


def read_lone_reversals(folder: Path) -> tuple[Reversed, ...]:
    """Return what a batch in ``folder`` took back that nothing had charged."""
    if not (folder / LIST).is_file():
        return ()
    with engine() as running:
        return tuple(_summed(running, running.parquet(folder / LIST)))


def _summed(running: Engine, listed: ir.Table) -> Iterator[Reversed]:
    groups = listed.select("activity_id", "package_id", "item_id", "basis", "currency", "sum")
    by = groups.distinct().group_by("basis", "currency")
    told = by.aggregate(sums=ibis._.count(), amount=ibis._["sum"].sum())
    for row in running.rows(told.order_by("basis", "currency")):
        amount, sums = Decimal(str(row["amount"])), int(str(row["sums"]))
        yield Reversed(str(row["basis"]), str(row["currency"]), sums, amount)
