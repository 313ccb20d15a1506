"""All costs: those that feeds carry, and those worked out for what they leave without."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir

from wholeplace.derive.package_rates import PackageRates
from wholeplace.derive.packages import package_costs
from wholeplace.derive.unit_cost_list import UnitCosts
from wholeplace.derive.unit_costs import unit_costs
from wholeplace.record.tables.all_tables import table_named


def with_derived_costs(
    cost: ir.Table,
    activity: ir.Table,
    care_package: ir.Table,
    documents: tuple[UnitCosts, PackageRates],
    until: date,
) -> ir.Table:
    """Return canonical cost rows: as recorded, then of packages, then of activity without a cost.

    ``activity`` is that of spells, not of episodes, so that a stay is costed once. What is still
    in force is counted to the day before ``until``.
    """
    listed, rates = documents
    recorded = cost.select(*table_named("cost").column_names)
    return ibis.union(
        recorded,
        package_costs(care_package, cost, rates, until),
        unit_costs(activity, cost, listed, until),
    )
