"""Activity and cost of the base year by service, age band and sex (set-scale)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.budget.gap.people import Groups, band_names
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


def in_sexes(cells: Iterable[BaseCell], people: Groups) -> tuple[BaseCell, ...]:
    """Return cells of whom no sex is recorded shared between the sexes, as ``people`` are.

    ``people`` are those of the base year by band and sex. Nothing is lost: activity and cost are
    shared exactly, and added to the cells of the same service and band.
    """
    found: dict[tuple[str, str, str], BaseCell] = {}
    for cell in cells:
        there = {sex: number for (band, sex), number in people.items() if band == cell.band}
        known = cell.sex in there or not sum(there.values(), Fraction(0))
        shares = {cell.sex: Fraction(1)} if known else _shares(there)
        for sex, share in shares.items():
            key = (cell.service, cell.band, sex)
            before = found.get(key, BaseCell(*key, Fraction(0), Fraction(0)))
            activity, cost = (
                before.activity + cell.activity * share,
                before.cost + cell.cost * share,
            )
            found[key] = BaseCell(*key, activity, cost)
    return tuple(found[key] for key in sorted(found))


def _shares(there: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(there.values(), Fraction(0))
    return {sex: number / whole for sex, number in there.items()}


def in_band(age: ir.IntegerValue, starts: Sequence[int]) -> ir.StringValue:
    """Return the band of an age, as ``band_names`` calls it; the first for who is younger."""
    first, *others = zip(starts, band_names(starts), strict=True)
    band = ibis.literal(first[1])
    for start, name in others:
        band = (age >= start).ifelse(name, band)
    return band


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
