"""Cost rows that are worked out from other records, in the columns of the canonical table."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.record.tables.all_tables import table_named
from wholeplace.record.tables.types import TYPES

_APRIL = 4


def financial_year(day: ir.DateValue) -> ir.IntegerValue:
    """Return the year in which a day's financial year (1 April to 31 March) began."""
    return day.year() - (day.month() < _APRIL).ifelse(1, 0)


def as_cost(rows: ir.Table, **made: ir.Value | str) -> ir.Table:
    """Return canonical cost rows of the people in ``rows``; columns not given are missing."""
    given = {"person_id": rows.person_id} | made
    return rows.select(
        **{
            column.name: (
                ibis.literal(found) if isinstance(found := given[column.name], str) else found
            ).cast(TYPES[column.kind])
            if column.name in given
            else ibis.null(TYPES[column.kind])
            for column in table_named("cost").columns
        }
    )
