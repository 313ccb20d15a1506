"""How the dates of a source are written, and how they are read as ISO text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Annotated

import ibis
from ibis import ir
from pydantic import AfterValidator

from wholeplace.document import Wrong
from wholeplace.kernel import nearest

EXCEL = "excel"
"""The format of a date that a spreadsheet wrote as the number of the day."""

_PARTS = {"%Y", "%y", "%m", "%d", "%b", "%B", "%H", "%I", "%M", "%S", "%f", "%p", "%j", "%%"}
_OF_TIME = ("%H", "%I", "%M", "%S")
_PART = re.compile(r"%.?", re.DOTALL)
# Days from 1 March 1900, before which spreadsheets count a day that never was, to the year 2199.
_FIRST_SERIAL, _LAST_SERIAL = 61, 109_574
_SERIAL = r"^\d{2,6}(\.\d+)?$"
_SECONDS_A_DAY = 86_400


def _formats(written: tuple[str, ...]) -> tuple[str, ...]:
    for i, form in enumerate(written):
        if form != EXCEL:
            _check_format(form, i)
    for one, two in combinations(written, 2):
        if one != two and _order_left_out(one) == _order_left_out(two):
            what = f"'{one}' and '{two}' read the same text as different days"
            raise Wrong(what, "keep the one in which the source writes its dates")
    return written


def _check_format(form: str, i: int) -> None:
    parts = _PART.findall(form)
    for part in parts:
        if part not in _PARTS:
            raise Wrong(f"'{part}' is not known in a date", nearest(part, _PARTS), (i,))
    if not {"%Y", "%y"} & set(parts) or not {"%m", "%b", "%B", "%j"} & set(parts):
        what = f"'{form}' has no year and month"
        raise Wrong(what, "write a date such as 01/04/2019 as %d/%m/%Y, or say excel", (i,))


def _order_left_out(form: str) -> str:
    return re.sub("%[dm]", "%?", form)


DateFormats = Annotated[tuple[str, ...], AfterValidator(_formats)]
"""Formats as ``%d/%m/%Y`` writes them, or ``excel``; the first that fits a text is taken."""


@ibis.udf.scalar.builtin(name="try_strptime")  # type: ignore[untyped-decorator]
def _read_as(written: str, form: str) -> datetime:  # type: ignore[empty-body]
    """Return the moment that a text means in a format; missing where it does not fit."""


def iso(written: ir.StringValue, formats: Sequence[str]) -> ir.StringValue:
    """Return dates in ISO form; a text that fits no format stays as it is written."""
    if not formats:
        return written
    return ibis.coalesce(*(_iso(written, form) for form in formats), written)


def _iso(written: ir.StringValue, form: str) -> ir.StringValue:
    if form == EXCEL:
        return _of_serial(written)
    has_time = any(part in form for part in _OF_TIME)
    return _read_as(written, form).strftime("%Y-%m-%dT%H:%M:%S" if has_time else "%Y-%m-%d")


def _of_serial(written: ir.StringValue) -> ir.StringValue:
    number = written.re_search(_SERIAL).ifelse(written, ibis.null("string")).try_cast("float64")
    whole = number.floor()
    there = (whole >= _FIRST_SERIAL) & (whole <= _LAST_SERIAL)
    days = there.ifelse(whole, ibis.null("float64")).cast("int64")
    seconds = ((number - whole) * _SECONDS_A_DAY).round().cast("int64")
    moment = ibis.timestamp("1899-12-30 00:00:00") + days.as_interval("D")
    timed = (moment + seconds.as_interval("s")).strftime("%Y-%m-%dT%H:%M:%S")
    return (number == whole).ifelse(moment.strftime("%Y-%m-%d"), timed)
