"""Put every person in exactly one segment, by an ordered rule set."""

from __future__ import annotations

from datetime import date

import ibis
from ibis import ir

from wholeplace.place import first_rule
from wholeplace.population.register import age_on
from wholeplace.population.segment_rules import SegmentRules


def features(person_days: ir.Table, scores: ir.Table, care_home: ir.Table) -> ir.Table:
    """Return what segment rules may ask of each person in the period, as ``FEATURES`` names it.

    Age is that on the person's first day in the period; the score and the care home are those
    known before the period, so that nothing that happens in it decides the segment.
    """
    rows = person_days.left_join(scores, "person_id").drop("person_id_right")
    rows = rows.left_join(care_home, "person_id").drop("person_id_right")
    return rows.select(
        "person_id",
        "days",
        age=age_on(rows.birth_month, rows.joined),
        charlson_points=rows.charlson_points.fill_null(0),
        charlson_groups=rows.charlson_groups.fill_null(0),
        in_care_home=rows.in_care_home.fill_null(0),
    )


def in_care_home(residence: ir.Table, day: date) -> ir.Table:
    """Return the people who lived in a care home on a day, each once, with a 1."""
    there = residence.filter(
        residence.care_home_id.notnull(),
        residence.person_id.notnull(),
        residence.start_date <= ibis.date(day),
        residence.end_date.isnull() | (residence.end_date > ibis.date(day)),
    )
    return there.select("person_id").distinct().mutate(in_care_home=ibis.literal(1))


def segmented(people: ir.Table, rules: SegmentRules) -> ir.Table:
    """Return the people with their ``segment``: the first whose conditions all hold."""
    ordered = [(rule.id, way) for rule in rules.rules for way in rule.ways()]
    return people.mutate(segment=first_rule(people, ordered))
