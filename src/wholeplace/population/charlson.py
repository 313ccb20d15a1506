"""A comorbidity score over coded diagnoses, with the codes behind every point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.score_list import Score

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
        "person_id", "code_system", "code", "known_on", lasts_until=lasts
    )


def known_groups(
    dated: ir.Table, code_groups: Sequence[tuple[str, str]], day: date, look_back_years: int
) -> ir.Table:
    """Return person, group and one code behind it, for what was known and lasting before ``day``.

    It must have lasted into the ``look_back_years`` before that day. ``code_groups`` pairs each
    distinct code with its group. Only ICD-10 codes are scored.
    """
    groups = ibis.memtable(
        pa.table(
            {
                "code": pa.array([code for code, _ in code_groups], pa.string()),
                "group": pa.array([group for _, group in code_groups], pa.string()),
            }
        )
    )
    in_time = dated.filter(
        dated.code_system == "ICD10",
        dated.person_id.notnull(),
        dated.known_on < ibis.date(day),
        dated.lasts_until >= ibis.date(day.year - look_back_years, day.month, 1),
    )
    return (
        in_time.inner_join(groups, "code")
        .group_by("person_id", "group")
        .aggregate(code=lambda t: t.code.min())
    )


def points(known: ir.Table, score: Score) -> ir.Table:
    """Return one row for each person and group that counts: the code behind it and its points.

    A group gives way to the graver one named by its ``unless``.
    """
    weights = ibis.memtable(
        pa.table(
            {
                "group": list(score.groups),
                "points": [group.points for group in score.groups.values()],
                "unless": [group.unless or "" for group in score.groups.values()],
            }
        )
    )
    weighed = known.inner_join(weights, "group")
    graver = known.select(person_id="person_id", unless="group")
    return weighed.anti_join(graver, ["person_id", "unless"]).drop("unless")


def score_by_person(points: ir.Table) -> ir.Table:
    """Return one row a person with any points: their sum, and the number of groups."""
    return points.group_by("person_id").aggregate(
        charlson_points=points.points.sum(), charlson_groups=points.group.count()
    )
