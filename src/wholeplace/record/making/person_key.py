"""The key by which a source knows a person: the NHS number where it is valid, else a local one."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.record.cell import FILE, ROW
from wholeplace.record.nhs_number import LENGTH, checks_expression

TRACED = "01"
"""Number present and verified (NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE)."""


NOBODY = "unknown:"
"""How the key begins of somebody whom neither number names."""


def person_key(
    digits: ir.IntegerValue,
    status: ir.StringValue | None,
    local: ir.StringValue | None,
    row: ir.StringValue,
) -> ir.StringValue:
    """Return ``nhs:NUMBER``, else ``local:LOCAL``, else ``unknown:ROW``; never missing.

    ``digits`` are the ten of an NHS number as one number (``digits_expression``), worked out
    beforehand: the check asks for each of them. A valid number counts unless its ``status`` says
    that it was not traced.
    """
    valid = checks_expression(digits)
    if status is not None:
        valid &= status.fill_null(TRACED) == TRACED
    number = digits.cast("string").lpad(LENGTH, "0")
    keys = [valid.ifelse(ibis.literal("nhs:") + number, ibis.null("string"))]
    keys += [] if local is None else [ibis.literal("local:") + local]
    return ibis.coalesce(*keys, ibis.literal(NOBODY) + row)


def nobody(rows: ir.Table) -> ir.StringValue:
    """Return what tells rows apart of which nobody knows whose they are."""
    row = rows[ROW].cast("string")
    # The same row of another file is another person whom nobody knows.
    return rows[FILE] + ":" + row if FILE in rows.columns else row
