"""What segment rules may ask of a person beside age: sex, conditions, scores, admissions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction

import ibis
from ibis import ir

from wholeplace.population.scores import Listed, Score, as_score, band, has_group, units_by_person
from wholeplace.population.segment_rules import FEATURES


def years_before(day: date, years: int) -> date:
    """Return the same day some years before; of 29 February, the 28th in other years."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - years, day.month, 28 if leap else day.day)


def column_of(score: str, what: str) -> str:
    """Return the feature that a score gives: ``charlson-quan``, ``points`` is one word."""
    return f"{score.replace('-', '_')}_{what}"


def offered(scores: Sequence[Score]) -> list[str]:
    """Return every feature that rules with these scores may ask for, in order.

    A name that two scores give is there twice: nobody can say which is meant.
    """
    names = list(FEATURES)
    for score in scores:
        parts = ("points", "groups", *(("band",) if score.bands else ()))
        names += [column_of(score.score, part) for part in parts]
        names += score.groups
    return names


def of_scores(bits: ir.Table, scores: Sequence[Listed], asked: Collection[str]) -> ir.Table:
    """Return ``person_id`` and the ``asked`` features of scores, for people with any code.

    ``bits`` is that of ``bits_by_person``. Points are exact; a group is 1 or 0.
    """
    rows = bits.inner_join(units_by_person(bits, scores), "person_id")
    made: dict[str, ir.Value] = {}
    for one in scores:
        units, score = rows[one.score.score], one.score
        made[column_of(score.score, "points")] = as_score(units, score)
        made[column_of(score.score, "groups")] = rows[f"{score.score}_groups"]
        if score.bands:
            made[column_of(score.score, "band")] = band(units, score)
        made |= {name: has_group(rows, one, name) for name in score.groups if name in asked}
    return rows.select("person_id", **{name: made[name] for name in made if name in asked})


def without_any(scores: Sequence[Score], asked: Collection[str]) -> dict[str, int | str]:
    """Return the ``asked`` features of scores of a person who has no code at all."""
    found: dict[str, int | str] = {}
    for score in scores:
        found |= dict.fromkeys(score.groups, 0)
        found |= {column_of(score.score, part): 0 for part in ("points", "groups")}
        if score.bands:
            found[column_of(score.score, "band")] = score.band_of(Fraction(0))
    return {name: value for name, value in found.items() if name in asked}


def emergency_admissions(activity: ir.Table, since: date, before: date) -> ir.Table:
    """Return how many emergency admissions of each person began from ``since`` to ``before``.

    ``activity`` has ``day`` and the derived ``is_emergency``. The day ``before`` no longer counts.
    """
    rows = activity.filter(
        activity.person_id.notnull(),
        activity.setting == "APC",
        activity.is_emergency,
        activity.day >= ibis.date(since),
        activity.day < ibis.date(before),
    )
    return rows.group_by("person_id").aggregate(emergency_admissions=rows.count())


def joined(people: ir.Table, rows: ir.Table, lacking: dict[str, int | str]) -> ir.Table:
    """Return people with the columns of ``rows``, and ``lacking`` for those who have no row."""
    found = people.left_join(rows, "person_id")
    made = {name: found[name].fill_null(value) for name, value in lacking.items()}
    return found.select(*people.columns, **made)
