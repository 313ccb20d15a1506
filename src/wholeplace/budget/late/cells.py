"""Cost by the month it was for and how many months later it was first known (set-scale)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.budget.late.triangle import LateCell
from wholeplace.kernel import Month

_MONTHS = 12


def late_cells(costs: ir.Table, *by: str) -> ir.Table:
    """Return ``origin`` (first day of a month), ``delay`` (months), ``amount`` and ``rows``.

    ``costs`` has ``day``, what was paid for; ``known``, the day on which the row was first known;
    and ``amount``. ``by`` names columns to keep apart, as service. A row without a day has no
    origin and no delay; the cells add up to every row.
    """
    day, known = costs.day.cast("date"), costs.known.cast("date")
    delay = (known.year() - day.year()) * _MONTHS + known.month() - day.month()
    dated = costs.mutate(origin=day.truncate("M"), delay=delay.cast("int64"))
    return (
        dated.group_by(*by, "origin", "delay")
        .aggregate(amount=dated.amount.sum(), rows=dated.count())
        .order_by(*by, ibis.asc("origin"), ibis.asc("delay"))
    )


def read_cells(rows: Iterable[Mapping[str, object]]) -> tuple[tuple[LateCell, ...], int]:
    """Return computed rows of ``late_cells`` as cells, and how many rows of cost had no day."""
    cells, undated = [], 0
    for row in rows:
        origin, delay, number = row["origin"], row["delay"], int(str(row["rows"]))
        if isinstance(origin, date) and isinstance(delay, int):
            month = Month(origin.year, origin.month)
            cells.append(LateCell(month, delay, Fraction(str(row["amount"])), number))
        else:
            undated += number
    return tuple(cells), undated
