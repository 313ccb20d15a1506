"""Links that need no likeness: the same NHS number, or a local number that is tied to one."""

from __future__ import annotations

import ibis
from ibis import ir

from wholeplace.population.one_person import NUMBERED
from wholeplace.record.nhs_number import valid_expression

VERIFIED = ("01", "1")
"""NHS number status indicator: number present and verified (NHS Data Model and Dictionary)."""


def with_number(identity: ir.Table) -> ir.Table:
    """Return the rows that carry a valid, verified NHS number, with the key ``person`` it gives.

    A row that says nothing of verification counts as verified: its feed was traced before.
    """
    number = identity.nhs_number.re_replace(r"[\s-]", "")
    verified = identity.nhs_number_status.fill_null(VERIFIED[0]).isin(VERIFIED)
    rows = identity.mutate(person=ibis.literal(NUMBERED) + number)
    return rows.filter(valid_expression(number), verified)


def same_number(numbered: ir.Table) -> ir.Table:
    """Return (key, person) of keys whose only NHS number names another key than themselves."""
    found = _tied_to_one(numbered.select(key="person_id", person="person"))
    return found.filter(found.key != found.person)


def same_local_number(numbered: ir.Table) -> ir.Table:
    """Return (key, person) of local numbers that their issuer has tied to one NHS number only.

    The key is ``local:ISSUER:NUMBER``, as a mapping's ``person_key`` writes it.
    """
    local = numbered.filter(numbered.local_id.notnull(), numbered.local_id_issuer.notnull())
    key = ibis.literal("local:") + local.local_id_issuer + ":" + local.local_id
    found = _tied_to_one(local.select(key=key, person="person"))
    return found.filter(found.key != found.person)


def _tied_to_one(rows: ir.Table) -> ir.Table:
    found = rows.group_by("key").aggregate(person=rows.person.min(), people=rows.person.nunique())
    return found.filter(found.people == 1).drop("people")
