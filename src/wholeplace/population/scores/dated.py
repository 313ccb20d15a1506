"""When a coded diagnosis was known, and how long it lasted."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir

_FOREVER = date(2999, 1, 1)


def dated_diagnoses(diagnosis: ir.Table, activity: ir.Table) -> ir.Table:
    """Return coded diagnoses with ``known_on`` and ``lasts_until``.

    Known on is the onset, or else the day of the activity. A problem lasts until its end, or for
    good; a diagnosis made in passing counts for the day it was made. Diagnoses with no date are
    left out: nobody can say whether they were known in time.
    """
    days = activity.select(activity_id="activity_id", _day=activity.start_ts.date())
    rows = diagnosis.left_join(days, "activity_id")
    rows = rows.mutate(known_on=ibis.coalesce(rows.onset_date, rows["_day"]))
    problem = (rows.kind == "problem").fill_null(False)  # noqa: FBT003 - ibis knows no keyword
    lasts = problem.ifelse(rows.end_date.fill_null(_FOREVER), rows.known_on)
    return rows.filter(rows.known_on.notnull()).select(
        "person_id", "code_system", "code", "position", "known_on", lasts_until=lasts
    )


def known_before(dated: ir.Table, day: date) -> ir.Table:
    """Return the coded diagnoses of people that were known before a day."""
    return dated.filter(dated.person_id.notnull(), dated.known_on < ibis.date(day))
