"""Read written values as the types of a canonical table; what cannot be read becomes missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
from ibis import ir
from ibis.expr import datatypes as dt

from wholeplace.record.schema import Column, Kind, Table
from wholeplace.record.shape import ROW, text

_DIGITS = 14

TYPES: Mapping[Kind, dt.DataType] = {
    Kind.TEXT: dt.string,
    Kind.DATE: dt.date,
    Kind.TIMESTAMP: dt.Timestamp(scale=6),
    Kind.INTEGER: dt.int64,
    Kind.MONEY: dt.Decimal(_DIGITS, 2),
    Kind.QUANTITY: dt.Decimal(_DIGITS, 3),
    Kind.NUMBER: dt.float64,
    Kind.YES_NO: dt.boolean,
}
WRITTEN = "__written"

_TIME = r"[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_OFFSET = r"([+-])(0\d|1[0-4])(?::?([0-5]\d))?"
_WHEN = rf"^\d{{4}}-\d{{2}}-\d{{2}}(?:{_TIME}(?:Z|{_OFFSET})?)?$"
_LOCAL = rf"^.{{10}}(?:{_TIME})?"
_AHEAD = rf"^.{{10}}{_TIME}{_OFFSET}$"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
_WHOLE = r"^[+-]?\d+(\.0+)?$"


def typed(raw: ir.Table, table: Table) -> ir.Table:
    """Return ``raw`` with every column of ``table`` in its type, and each as written beside it.

    Columns of the table that the mapping does not fill are missing.
    """
    made: dict[str, ir.Value] = {ROW: raw[ROW]}
    for column in table.columns:
        if column.name in raw.columns:
            value = raw[column.name]
            made[column.name] = read_value(value, column)
            made[column.name + WRITTEN] = text(value)
        else:
            made[column.name] = ibis.null(TYPES[column.kind])
    unknown = {name: raw[name] for name in raw.columns if name not in made}
    return raw.select(**made, **unknown)


def read_value(value: ir.Value, column: Column) -> ir.Value:
    """Return a value in the type of its column, missing where it cannot be read as that."""
    if value.type() == TYPES[column.kind] and column.kind is not Kind.TEXT:
        return _finite(value) if column.kind is Kind.NUMBER else value
    return _READERS[column.kind](text(value)).cast(TYPES[column.kind])


def _when(value: ir.StringValue) -> ir.StringValue:
    return value.re_search(_WHEN).ifelse(value, ibis.null("string"))


def _date(value: ir.StringValue) -> ir.DateValue:
    return _when(value).substr(0, 10).try_cast("date")


def _timestamp(value: ir.StringValue) -> ir.TimestampValue:
    written = _when(value)
    local = written.re_extract(_LOCAL, 0).try_cast("timestamp(6)")
    hours, minutes = (written.re_extract(_AHEAD, i).try_cast("int64").fill_null(0) for i in (2, 3))
    sign = (written.re_extract(_AHEAD, 1) == "-").ifelse(-1, 1)
    return local - ((hours * 60 + minutes) * sign).as_interval("m")


def _written_number(value: ir.StringValue) -> ir.StringValue:
    return value.re_search(_NUMBER).ifelse(value, ibis.null("string"))


def _number(value: ir.StringValue) -> ir.FloatingValue:
    return _finite(_written_number(value).try_cast("float64"))


def _finite(number: ir.FloatingValue) -> ir.FloatingValue:
    # What is infinite, or too large to be held, would make every sum that it enters so.
    return (number.isinf() | number.isnan()).ifelse(ibis.null("float64"), number)


def _decimal(places: int) -> Callable[[ir.StringValue], ir.DecimalValue]:
    def read(value: ir.StringValue) -> ir.DecimalValue:
        wide = _written_number(value).try_cast("decimal(38, 16)")
        # A finer amount than the column keeps must be rounded on purpose, by the mapping.
        exact = wide.round(places) == wide
        fits = exact & (wide.abs() < 10 ** (_DIGITS - places))
        kept = wide.cast(f"decimal(38, {places})")
        return fits.ifelse(kept, ibis.null(kept.type()))

    return read


def _integer(value: ir.StringValue) -> ir.IntegerValue:
    whole = value.re_search(_WHOLE).ifelse(value, ibis.null("string"))
    return whole.re_replace(r"\.0+$", "").try_cast("int64")


def _yes_no(value: ir.StringValue) -> ir.BooleanValue:
    word = value.lower()
    no = word.isin(["false", "n", "no", "0"])
    yes = word.isin(["true", "y", "yes", "1"])
    return ibis.cases((yes, True), (no, False), else_=ibis.null("boolean"))


_READERS: Mapping[Kind, Callable[[ir.StringValue], ir.Value]] = {
    Kind.TEXT: lambda value: value,
    Kind.DATE: _date,
    Kind.TIMESTAMP: _timestamp,
    Kind.INTEGER: _integer,
    Kind.MONEY: _decimal(2),
    Kind.QUANTITY: _decimal(3),
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
}
