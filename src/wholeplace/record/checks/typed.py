"""Read written values as the types of a canonical table; what cannot be read becomes missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
from ibis import ir
from ibis.expr import datatypes as dt

from wholeplace.record.cell import FILE, ROW, strlen, text
from wholeplace.record.making.shape import PERIOD
from wholeplace.record.tables.schema import Column, Kind, Table
from wholeplace.record.tables.types import DIGITS, TYPES

WRITTEN = "__written"

_TIME = r"[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_OFFSET = r"([+-])(0\d|1[0-4])(?::?([0-5]\d))?"
_WHEN = rf"^\d{{4}}-\d{{2}}-\d{{2}}(?:{_TIME}(?:Z|{_OFFSET})?)?$"
_LOCAL = rf"^.{{10}}(?:{_TIME})?"
_AHEAD = rf"^.{{10}}{_TIME}{_OFFSET}$"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
_WHOLE = r"^[+-]?\d+(\.0+)?$"
# What nearly every cell looks like is read in a few steps; only the rest is read in full. Both say
# the same of what both can read.
_DAY, _MINUTE, _SECOND = 10, 16, 19
_MONTH = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"
_TRIED = "__tried"
# Only these are worth a try of their own: what the engine prints again as it is written is plain.
_TRIES = {
    Kind.DATE: dt.date,
    Kind.TIMESTAMP: TYPES[Kind.TIMESTAMP],
    Kind.INTEGER: dt.int64,
}


def typed(raw: ir.Table, table: Table, *, trimmed: bool = False) -> ir.Table:
    """Return ``raw`` with every column of ``table`` in its type, and each as written beside it.

    Columns of the table that the mapping does not fill are missing. With ``trimmed`` no text is
    empty or has a blank at an end, as ``shaped`` returns them, and none is trimmed again.
    """
    there = [column for column in table.columns if column.name in raw.columns]
    if PERIOD in raw.columns:
        there.append(_PERIOD)
    rows = _tried(_cleaned(raw, there, trimmed=trimmed), there)
    made: dict[str, ir.Value] = {name: rows[name] for name in (ROW, FILE) if name in raw.columns}
    for column in table.columns:
        made |= _columns(rows, column)
    made |= _columns(rows, _PERIOD) if PERIOD in raw.columns else {}
    unknown = {name: rows[name] for name in raw.columns if name not in made}
    return rows.select(**made, **unknown)


_PERIOD = Column(PERIOD, Kind.DATE)


def _cleaned(raw: ir.Table, columns: Sequence[Column], *, trimmed: bool) -> ir.Table:
    texts = {
        column.name: text(raw[column.name])
        for column in columns
        if not _is_typed(raw[column.name], column)
        and not (trimmed and raw[column.name].type().is_string())
    }
    # A view is a line that expressions do not cross: what is beneath is worked out once.
    return raw.mutate(**texts).view() if texts else raw


def _tried(rows: ir.Table, columns: Sequence[Column]) -> ir.Table:
    tries = {
        column.name + _TRIED: rows[column.name].try_cast(_TRIES[column.kind])
        for column in columns
        if column.kind in _TRIES and not _is_typed(rows[column.name], column)
    }
    return rows.mutate(**tries).view() if tries else rows


def _columns(rows: ir.Table, column: Column) -> dict[str, ir.Value]:
    """Return a column in its type, and as written where it is filled."""
    if column.name not in rows.columns:
        return {column.name: ibis.null(TYPES[column.kind])}
    value = rows[column.name]
    if _is_typed(value, column):
        read = _finite(value) if column.kind is Kind.NUMBER else value
        return {column.name: read, column.name + WRITTEN: text(value)}
    name = column.name + _TRIED
    if column is _PERIOD:
        read = _month(value, rows[name])
    elif name in rows.columns:
        read = _TRIED_READERS[column.kind](value, rows[name]).cast(TYPES[column.kind])
    else:
        read = _READERS[column.kind](value).cast(TYPES[column.kind])
    return {column.name: read, column.name + WRITTEN: value}


def _is_typed(value: ir.Value, column: Column) -> bool:
    return column.kind is not Kind.TEXT and bool(value.type() == TYPES[column.kind])


def read_value(value: ir.Value, column: Column) -> ir.Value:
    """Return a value in the type of its column, missing where it cannot be read as that."""
    if _is_typed(value, column):
        return _finite(value) if column.kind is Kind.NUMBER else value
    written = text(value)
    if column.kind in _TRIES:
        tried = written.try_cast(_TRIES[column.kind])
        return _TRIED_READERS[column.kind](written, tried).cast(TYPES[column.kind])
    return _READERS[column.kind](written).cast(TYPES[column.kind])


def _when(value: ir.StringValue) -> ir.StringValue:
    return _matching(value, _WHEN)


def _plain_day(value: ir.StringValue, tried: ir.DateValue) -> ir.DateValue:
    # A day that is written as it would be printed is a day, and nothing else is.
    same = (strlen(value) == _DAY) & (tried.cast("string") == value)
    return same.ifelse(tried, ibis.null("date"))


def _date(value: ir.StringValue, tried: ir.DateValue) -> ir.DateValue:
    return ibis.coalesce(_plain_day(value, tried), _when(value).substr(0, 10).try_cast("date"))


def _month(value: ir.StringValue, tried: ir.DateValue) -> ir.DateValue:
    in_full = _matching(value, _MONTH).substr(0, 10).try_cast("date")
    return ibis.coalesce(_plain_day(value, tried), in_full).truncate("M").cast("date")


def _plain_time(value: ir.StringValue, tried: ir.TimestampValue) -> ir.TimestampValue:
    length, spaced = strlen(value), value.replace("T", " ")
    whole = ibis.cases(
        (length == _SECOND, spaced),
        (length == _DAY, value + " 00:00:00"),
        (length == _MINUTE, spaced + ":00"),
    )
    return (tried.cast("string") == whole).ifelse(tried, ibis.null(tried.type()))


def _timestamp(value: ir.StringValue, tried: ir.TimestampValue) -> ir.TimestampValue:
    return ibis.coalesce(_plain_time(value, tried), _any_timestamp(value))


def _any_timestamp(value: ir.StringValue) -> ir.TimestampValue:
    written = _when(value)
    local = written.re_extract(_LOCAL, 0).try_cast("timestamp(6)")
    hours, minutes = (written.re_extract(_AHEAD, i).try_cast("int64").fill_null(0) for i in (2, 3))
    sign = (written.re_extract(_AHEAD, 1) == "-").ifelse(-1, 1)
    return local - ((hours * 60 + minutes) * sign).as_interval("m")


def _written_number(value: ir.StringValue) -> ir.StringValue:
    return _matching(value, _NUMBER)


def _number(value: ir.StringValue) -> ir.FloatingValue:
    return _finite(_written_number(value).try_cast("float64"))


def _finite(number: ir.FloatingValue) -> ir.FloatingValue:
    # What is infinite, or too large to be held, would make every sum that it enters so.
    return (number.isinf() | number.isnan()).ifelse(ibis.null("float64"), number)


def _decimal(places: int) -> Callable[[ir.StringValue], ir.DecimalValue]:
    kind = f"decimal({DIGITS}, {places})"
    plain = rf"^-?\d{{1,{DIGITS - places}}}(\.\d{{1,{places}}})?$"

    def read(value: ir.StringValue) -> ir.DecimalValue:
        return ibis.coalesce(_matching(value, plain).try_cast(kind), in_full(value).cast(kind))

    def in_full(value: ir.StringValue) -> ir.DecimalValue:
        wide = _written_number(value).try_cast("decimal(38, 16)")
        # A finer amount than the column keeps must be rounded on purpose, by the mapping.
        exact = wide.round(places) == wide
        fits = exact & (wide.abs() < 10 ** (DIGITS - places))
        kept = wide.cast(f"decimal(38, {places})")
        return fits.ifelse(kept, ibis.null(kept.type()))

    return read


def _integer(value: ir.StringValue, tried: ir.IntegerValue) -> ir.IntegerValue:
    plain = (tried.cast("string") == value).ifelse(tried, ibis.null("int64"))
    whole = _matching(value, _WHOLE).re_replace(r"\.0+$", "")
    return ibis.coalesce(plain, whole.try_cast("int64"))


def _matching(value: ir.StringValue, pattern: str) -> ir.StringValue:
    return value.re_search(pattern).ifelse(value, ibis.null("string"))


def _yes_no(value: ir.StringValue) -> ir.BooleanValue:
    word = value.lower()
    no = word.isin(["false", "n", "no", "0"])
    yes = word.isin(["true", "y", "yes", "1"])
    return ibis.cases((yes, True), (no, False), else_=ibis.null("boolean"))


_READERS: Mapping[Kind, Callable[[ir.StringValue], ir.Value]] = {
    Kind.TEXT: lambda value: value,
    Kind.MONEY: _decimal(2),
    Kind.QUANTITY: _decimal(3),
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
}
_TRIED_READERS: Mapping[Kind, Callable[[ir.StringValue, ir.Value], ir.Value]] = {
    Kind.DATE: _date,
    Kind.TIMESTAMP: _timestamp,
    Kind.INTEGER: _integer,
}
