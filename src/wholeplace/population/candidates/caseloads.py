"""Who is on a caseload already, or was so lately that it is too soon to ask again."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
from ibis import ir

ENTRY = "care-caseload:"
"""How the ids of referrals begin that are entries on a caseload."""


def not_to_be_asked(referrals: ir.Table, day: date, rest_days: int) -> ir.Table:
    """Return ``person_id`` and ``is_on``: 1 for those on a caseload, 0 for those to be left alone.

    An entry that closed within ``rest_days`` before the day is too recent, whatever its reason:
    a practice that declined has looked, and a person who refused has been asked.
    """
    entries = referrals.filter(
        referrals.person_id.notnull(),
        referrals.referral_id.startswith(ENTRY),
        referrals.received_at < ibis.timestamp(str(day)),
    )
    closed = entries.closed_at.date()
    is_open = closed.isnull() | (closed >= ibis.date(day))
    entries = entries.mutate(is_on=is_open.cast("int64"), closed=closed)
    rest_from = ibis.date(day - timedelta(days=rest_days))
    recent = entries.filter((entries.is_on == 1) | (entries.closed >= rest_from))
    return recent.group_by("person_id").aggregate(is_on=recent.is_on.max())
