"""What activity that carries no cost is held to have cost, from a dated table of unit costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.derive.cost_rows import as_cost, financial_year
from wholeplace.derive.unit_cost_list import UnitCost, UnitCosts
from wholeplace.kernel.number import round_half_away
from wholeplace.record.conditions import first_rule

_NONE = ""
_PLACES = 4  # of a price carried to another year: a minute costs a few pounds


def unit_costs(activity: ir.Table, cost: ir.Table, listed: UnitCosts, until: date) -> ir.Table:
    """Return a cost row on the basis ``unit_ref`` for each activity that no cost row names.

    The first entry of the list that fits takes the activity; where none does, or it has no price
    in the activity's financial year, there is no row. The amount is price times units, rounded
    to the penny once. Days of a stay that has not ended are counted to ``until``.
    """
    # Asked with a join on what is not missing: a cost of a package or an item names no activity.
    named = cost.filter(cost.activity_id.notnull()).select("activity_id").distinct()
    rows = activity.anti_join(named, "activity_id")
    rules = [(entry.id, entry.when) for entry in listed.costs]
    rows = rows.mutate(
        unit_cost=first_rule(rows, [*rules, (_NONE, {})]),
        year=financial_year(rows.start_ts.date()),
    )
    prices = _prices(listed)
    found = rows.inner_join(prices, ["unit_cost", "year"])
    return as_cost(
        found,
        cost_id=found.activity_id + ":unit_ref",
        activity_id=found.activity_id,
        basis="unit_ref",
        amount=(found.price * _units(found, listed, until)).round(2),
        currency=listed.currency,
        price_year=found.year,
    )


def _prices(listed: UnitCosts) -> ir.Table:
    """Return the price of one unit by entry and year: a handful of rows, worked out exactly."""
    found = [
        (entry.id, point.year.first, price)
        for entry in listed.costs
        for point in listed.index
        if (price := listed.in_year(entry, point.year)) is not None
    ]
    kind = pa.decimal128(14, _PLACES)
    rounded = [_decimal(price) for _, _, price in found]
    return ibis.memtable(
        pa.table(
            {
                "unit_cost": pa.array([entry for entry, _, _ in found], pa.string()),
                "year": pa.array([year for _, year, _ in found], pa.int64()),
                "price": pa.array(rounded, kind),
            }
        )
    )


def _decimal(price: Fraction) -> Decimal:
    return Decimal(round_half_away(price * 10**_PLACES)).scaleb(-_PLACES)


def _units(rows: ir.Table, listed: UnitCosts, until: date) -> ir.DecimalValue:
    branches = [
        (rows.unit_cost == entry.id, _units_of(rows, entry, until)) for entry in listed.costs
    ]
    return ibis.cases(*branches, else_=ibis.null("decimal(14, 4)"))


def _units_of(rows: ir.Table, entry: UnitCost, until: date) -> ir.DecimalValue:
    if entry.per == "activity":
        return rows.quantity.cast("decimal(14, 4)")
    if entry.per == "minute":
        minutes = rows.duration_minutes
        lasted = minutes if entry.minutes is None else minutes.fill_null(entry.minutes)
        return lasted.cast("decimal(14, 4)")
    ends = ibis.least(rows.end_ts.date().fill_null(until), ibis.date(until))
    nights = ends.delta(rows.start_ts.date(), unit="day")
    return ibis.greatest(nights, 1).cast("decimal(14, 4)")
