"""Activity and cost of the base year by service, age band and sex (set-scale)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.budget.gap.projection import BaseCell

_BY = ("service", "band", "sex")


def base_cells(activity: ir.Table, costs: ir.Table) -> ir.Table:
    """Return ``service``, ``band``, ``sex``, ``activity`` (rows) and ``cost`` (sum of ``amount``).

    Both tables have the first three; ``costs`` has ``amount`` as well. The cells add up to every
    row of both.
    """
    amount = costs.amount.type()
    none = ibis.literal(0).cast("int64")
    acts = activity.select(*_BY, activity=none + 1, cost=ibis.literal(0).cast(amount))
    paid = costs.select(*_BY, activity=none, cost="amount")
    rows = acts.union(paid)
    return (
        rows.group_by(*_BY)
        .aggregate(activity=rows.activity.sum(), cost=rows.cost.sum())
        .order_by(*_BY)
    )


def cells_of(rows: Iterable[Mapping[str, object]]) -> tuple[BaseCell, ...]:
    """Return computed rows of ``base_cells`` as cells; what is not known is called ``unknown``."""
    return tuple(
        BaseCell(
            _said(row["service"]),
            _said(row["band"]),
            _said(row["sex"]),
            Fraction(str(row["activity"])),
            Fraction(str(row["cost"])),
        )
        for row in rows
    )


def _said(name: object) -> str:
    return "unknown" if name is None else str(name)
