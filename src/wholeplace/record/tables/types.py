"""The types by which the engine holds the kinds of columns."""

from __future__ import annotations

from collections.abc import Mapping

from ibis.expr import datatypes as dt

from wholeplace.record.tables.schema import Kind

DIGITS = 14
"""How many digits an amount or a quantity may have, decimals counted."""

TYPES: Mapping[Kind, dt.DataType] = {
    Kind.TEXT: dt.string,
    Kind.DATE: dt.date,
    Kind.TIMESTAMP: dt.Timestamp(scale=6),
    Kind.INTEGER: dt.int64,
    Kind.MONEY: dt.Decimal(DIGITS, 2),
    Kind.QUANTITY: dt.Decimal(DIGITS, 3),
    Kind.NUMBER: dt.float64,
    Kind.YES_NO: dt.boolean,
}
