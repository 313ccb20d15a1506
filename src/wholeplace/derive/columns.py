"""Activity with every canonical column: records loaded before a column was canonical lack it."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.record.tables.all_tables import table_named
from wholeplace.record.tables.types import TYPES


def complete(activity: ir.Table) -> ir.Table:
    """Return activity in which every canonical column that it lacks is there, and missing."""
    lacking = {
        column.name: ibis.null(TYPES[column.kind])
        for column in table_named("activity").columns
        if column.name not in activity.columns
    }
    return activity.mutate(**lacking) if lacking else activity
