"""The key by which a source knows a person: a valid NHS number or a pseudonym, else a local one."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.record.cell import FILE, ROW
from wholeplace.record.nhs_number import LENGTH, checks_expression

TRACED = "01"
"""Number present and verified (NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE)."""

PSEUDONYM = "pseudonym:"
"""How the key begins of somebody whose NHS number the sender replaced by something of its own."""

NOBODY = "unknown:"
"""How the key begins of somebody whom neither number names."""


def person_key(
    known: ir.StringValue, local: ir.StringValue | None, row: ir.StringValue
) -> ir.StringValue:
    """Return the key that is ``known``, else ``local:LOCAL``, else ``unknown:ROW``; never missing.

    What is known is made by ``number_key`` or ``pseudonym_key``.
    """
    keys = [known]
    keys += [] if local is None else [ibis.literal("local:") + local]
    return ibis.coalesce(*keys, ibis.literal(NOBODY) + row)


def number_key(digits: ir.IntegerValue, status: ir.StringValue | None) -> ir.StringValue:
    """Return ``nhs:NUMBER`` where the number is valid, unless ``status`` says it was not traced.

    ``digits`` are the ten of an NHS number as one number (``digits_expression``), worked out
    beforehand: the check asks for each of them.
    """
    valid = checks_expression(digits)
    if status is not None:
        valid &= status.fill_null(TRACED) == TRACED
    number = digits.cast("string").lpad(LENGTH, "0")
    return valid.ifelse(ibis.literal("nhs:") + number, ibis.null("string"))


def pseudonym_key(pseudonym: ir.StringValue, issuer: str) -> ir.StringValue:
    """Return ``pseudonym:ISSUER:PSEUDONYM``: one person within an issuer, nobody beyond it.

    Nothing is checked: ten digits that happen to check are no NHS number.
    """
    return ibis.literal(f"{PSEUDONYM}{issuer}:") + pseudonym


def nobody(rows: ir.Table) -> ir.StringValue:
    """Return what tells rows apart of which nobody knows whose they are."""
    row = rows[ROW].cast("string")
    # The same row of another file is another person whom nobody knows.
    return rows[FILE] + ":" + row if FILE in rows.columns else row
