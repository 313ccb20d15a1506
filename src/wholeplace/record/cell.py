"""A cell of a source file as text: trimmed, and missing where nothing is written."""

from __future__ import annotations

import ibis
from ibis import ir
from ibis.expr import operations as ops

ROW = "_row"
"""The column with the number of a row in its file, from 1, the header not counted."""

FILE = "_file"
"""The column with the name of the file a row stands in, where a source has several."""


_EXACT = 10**15


def text(value: ir.Value) -> ir.StringValue:
    """Return a source value as trimmed text; empty text, and what is not a number, is missing.

    A whole number is written without a fraction, whatever its type.
    """
    if value.type().is_floating():
        # Tables written by pandas say "missing" with the floating-point value NaN.
        value = value.isnan().ifelse(ibis.null(value.type()), value)
        # They also write whole numbers, keys among them, with a fraction of nought.
        is_whole = (value == value.floor()) & (value.abs() < _EXACT)
        whole = is_whole.ifelse(value, ibis.null(value.type())).cast("int64").cast("string")
        return ibis.coalesce(whole, value.cast("string"))
    if isinstance(value.op(), ops.NullIf):
        return value
    # Trimming looks at every letter of a cell, and hardly a cell needs it: those that do begin or
    # end with a letter below "!", as every blank is.
    written = value.cast("string")
    if not isinstance(value.op(), ops.Field):
        return written.strip().nullif("")  # to ask first would work the value out three times
    blank = (written < "!") | (written.right(1) < "!")
    return blank.ifelse(written.strip(), written).nullif("")


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def strlen(written: str) -> int:  # type: ignore[empty-body]
    """Return the number of bytes of a text: never fewer than its letters, and much quicker."""


def as_text(value: ir.Value) -> ir.StringValue:
    """Return as text what was made from cells that are trimmed already."""
    return value if value.type().is_string() else text(value)


def cell(source: ir.Table, column: str, *, optional: bool = False) -> ir.StringValue:
    """Return the text of a column; an ``optional`` one that is not there is missing throughout."""
    if optional and column not in source.columns:
        return ibis.null("string")
    return text(source[column])
