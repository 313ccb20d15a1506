"""Exact sums over written numbers: no amount passes through a binary fraction."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import ir

PLACES = 9
"""Factors and products are kept to nine decimals, and factors are below ten thousand million."""

_FACTOR = f"decimal(19, {PLACES})"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)$"


def product(factors: Sequence[ir.StringValue]) -> ir.StringValue:
    """Return the product of written numbers; missing where one is missing.

    What is not a number, or too large, stays as it is written, to be refused as no number.
    """
    there = ibis.and_(*(factor.notnull() for factor in factors))
    found: ir.StringValue = ibis.literal("1", "string")
    for factor in factors:
        found = _times(found, factor)
    unread = [_read(factor).isnull().ifelse(factor, ibis.null("string")) for factor in factors]
    return there.ifelse(ibis.coalesce(_plain(found), *unread, factors[0]), ibis.null("string"))


def rounded_to_penny(written: ir.StringValue) -> ir.StringValue:
    """Return an amount rounded to whole pence, halves away from nought."""
    amount = written.try_cast("decimal(38, 10)")
    return ibis.coalesce(amount.round(2).cast("decimal(38, 2)").cast("string"), written)


def weeks(days: ir.IntegerValue) -> ir.StringValue:
    """Return a number of days in weeks, to nine decimals."""
    parts = (days * 10**PLACES) // 7
    return _plain(_shifted(parts).cast("string"))


def _shifted(parts: ir.IntegerValue) -> ir.DecimalValue:
    smallest = ibis.literal(f"0.{'1'.zfill(PLACES)}", "string").cast(f"decimal(10, {PLACES})")
    return parts.cast(f"decimal(28, {PLACES})") * smallest


def _read(written: ir.StringValue) -> ir.DecimalValue:
    number = written.re_search(_NUMBER).ifelse(written, ibis.null("string"))
    return number.try_cast(_FACTOR)


def _times(one: ir.StringValue, other: ir.StringValue) -> ir.StringValue:
    # As text between the products: the engine would else keep adding decimals until it has no room.
    found = (_read(one) * _read(other)).cast("string")
    return found.try_cast(f"decimal(38, {PLACES})").cast("string")


def _plain(written: ir.StringValue) -> ir.StringValue:
    # What comes here was a decimal, so there is a point before the noughts.
    return written.re_replace(r"\.?0+$", "")
