"""What a recipe begins with: a column, a fixed text, or something worked out from several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
from ibis import ir

from wholeplace.record.cell import FILE, ROW, strlen
from wholeplace.record.language.date_format import iso
from wholeplace.record.language.each import POSITION
from wholeplace.record.language.recipe import Recipe, worked_out
from wholeplace.record.making.decimals import product, weeks
from wholeplace.record.making.person_key import nobody, number_key, person_key, pseudonym_key

Part = Callable[[Recipe], ir.StringValue]
"""Makes the text of a recipe that this one is made of."""

_TIME = r"^(?:.*[T ])?([01]?\d|2[0-4]):?([0-5]\d)(?::?([0-5]\d)(?:\.\d+)?)?$"
_DAY, _SECONDS = len("2019-04-01"), len("09:30:00")
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?$"


def origin(rows: ir.Table, recipe: Recipe, part: Part) -> ir.Value:
    """Return what a recipe begins with, for each row; ``part`` makes the recipes within it."""
    return _MADE[recipe.origin](rows, recipe, part)


def _column(rows: ir.Table, recipe: Recipe, _: Part) -> ir.Value:
    return rows[recipe.column]


def _value(_: ir.Table, recipe: Recipe, __: Part) -> ir.StringValue:
    return ibis.literal(recipe.value, "string")


def _first_of(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    return ibis.coalesce(*map(part, recipe.first_of or ()))


def _join(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    columns, between = (recipe.join.columns, recipe.join.with_) if recipe.join else ((), "")
    first, *others = map(part, columns)
    for other in others:
        first = first + between + other
    return first


def _year_and_month(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    year, month = map(part, recipe.year_and_month or ())
    return year + "-" + month.lpad(2, "0") + "-01"


def _date_and_time(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    date, time = map(part, recipe.date_and_time or ())
    day = iso(date, recipe.date_formats)
    # Nearly every day is a day alone, and every time 09:30:00: the rest is taken to pieces.
    alone = (strlen(day) <= _DAY).ifelse(day, day.re_replace(_MIDNIGHT, r"\1"))
    whole = (strlen(time) == _SECONDS) & (time.try_cast("time").cast("string") == time)
    return ibis.coalesce(alone + "T" + whole.ifelse(time, _time_read(time)), alone)


def _time_read(time: ir.StringValue) -> ir.StringValue:
    hours, minutes, seconds = (time.re_extract(_TIME, i) for i in (1, 2, 3))
    read = hours.lpad(2, "0") + ":" + minutes + ":" + seconds.nullif("").fill_null("00")
    return time.re_search(_TIME).ifelse(read, time)


def _days(recipe: Recipe, ends: Sequence[Recipe], part: Part) -> ir.IntegerValue:
    first, last = (iso(part(end), recipe.date_formats).substr(0, 10) for end in ends)
    return last.try_cast("date").delta(first.try_cast("date"), unit="day")


def _days_between(_: ir.Table, recipe: Recipe, part: Part) -> ir.IntegerValue:
    return _days(recipe, recipe.days_between or (), part)


def _weeks_between(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    return weeks(_days(recipe, recipe.weeks_between or (), part))


def _multiply(_: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    return product(list(map(part, recipe.multiply or ())))


def _number_within(rows: ir.Table, recipe: Recipe, part: Part) -> ir.IntegerValue:
    groups = list(map(part, recipe.number_within or ()))
    order = [name for name in (FILE, ROW, POSITION) if name in rows.columns]
    return ibis.row_number().over(group_by=groups, order_by=order) + 1 + recipe.plus


def _row_number(rows: ir.Table, _: Recipe, __: Part) -> ir.IntegerValue:
    return rows[ROW]


def _person_key(rows: ir.Table, recipe: Recipe, part: Part) -> ir.StringValue:
    asked = recipe.person_key
    if asked is None:
        return ibis.null("string")
    local = [part(number) for number in asked.local or ()]
    joined = local[0] + ":" + local[1] if local else None
    if asked.pseudonym:
        known = pseudonym_key(part(asked.pseudonym), asked.issuer or "")
    else:
        status = part(asked.status) if asked.status else None
        known = number_key(rows[worked_out(recipe, "digits")], status)
    return person_key(known, joined, nobody(rows))


_MADE: Mapping[str, Callable[[ir.Table, Recipe, Part], ir.Value]] = {
    "column": _column,
    "value": _value,
    "first_of": _first_of,
    "join": _join,
    "year_and_month": _year_and_month,
    "date_and_time": _date_and_time,
    "days_between": _days_between,
    "weeks_between": _weeks_between,
    "multiply": _multiply,
    "number_within": _number_within,
    "row_number": _row_number,
    "person_key": _person_key,
}
