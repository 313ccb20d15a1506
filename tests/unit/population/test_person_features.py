"""What segment rules may ask of a person, and what a rule set must not be."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tables import drawn, same, table
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population import (
    SegmentRules,
    emergency_admissions,
    joined,
    never_reached,
    segmented,
    years_before,
)

RULE_SET = """
segments: three
version: "1"
about: three segments
look_back_years: 1
rules:
  - {id: old, name: Old, when: {age: {at_least: 65}}, source: assumed}
  - {id: ill, name: Ill, source: assumed,
     any_of: [{sex: ["1"], age: {below: 20}}, {charlson_points: {at_least: 1}}]}
  - {id: rest, name: The rest, source: assumed}
"""


def rules(text: str = RULE_SET) -> SegmentRules:
    return read_document(text, "three.yaml", SegmentRules).value


def test_one_of_several_ways_leads_into_a_segment() -> None:
    people = table(
        """
        person_id  age  sex  charlson_points
        old_ill    70   1    3
        boy        19   1    0
        girl       19   2    0
        man        20   1    0
        ill        50   2    1
        """,
        age="int64",
        charlson_points="int64",
    )
    assert drawn(segmented(people, rules()).select("person_id", "segment")) == same("""
        person_id  segment
        old_ill    old
        boy        ill
        girl       rest
        man        rest
        ill        ill
    """)


def test_emergency_admissions_are_counted_up_to_the_day_and_no_further() -> None:
    activity = table(
        """
        person_id  setting  is_emergency  day
        ann        APC      true          2018-04-01
        ann        APC      true          2019-03-31
        ann        APC      true          2019-04-01
        ann        APC      false         2018-06-01
        ann        ED       true          2018-06-01
        bob        APC      true          2018-03-31
        -          APC      true          2018-06-01
        """,
        day="date",
    )
    activity = activity.mutate(is_emergency=activity.is_emergency == "true")
    counted = emergency_admissions(activity, date(2018, 4, 1), date(2019, 4, 1))
    everybody = table("person_id\nann\nbob")
    assert drawn(joined(everybody, counted, {"emergency_admissions": 0})) == same("""
        person_id  emergency_admissions
        ann        2
        bob        0
    """)


@pytest.mark.parametrize(
    ("change", "into", "what"),
    [
        ("{charlson_points: {at_least: 1}}", "{}", "this always holds"),
        ("any_of: [", 'when: {sex: ["2"]}, any_of: [', "'sex' is asked in 'when' as well"),
        ("{id: rest, ", "{id: rest, any_of: [{age: {below: 9}}], ", "must take all that is left"),
    ],
)
def test_what_a_rule_may_not_say_is_refused(change: str, into: str, what: str) -> None:
    with pytest.raises(Refused, match=what):
        rules(RULE_SET.replace(change, into))


def test_with_scores_the_names_of_features_are_left_to_the_reader_of_the_scores() -> None:
    text = RULE_SET.replace("rules:", "scores: [hfrs]\nrules:").replace("{sex:", "{F00: [a], sex:")
    assert list(rules(text).asked()) == ["age", "F00", "sex", "charlson_points"]


@pytest.mark.parametrize(
    ("when", "by"),
    [
        ('{age: {at_least: 70}, sex: ["1"]}', "old"),
        ("{age: {at_least: 65, below: 66}}", "old"),
        ("{charlson_points: {at_least: 2}}", "ill"),
        ("{age: {at_least: 64}}", None),
        ("{charlson_points: {below: 2}}", None),
        ('{sex: ["1", "2"], age: {below: 19}}', None),
    ],
)
def test_a_segment_that_an_earlier_one_empties_is_found(when: str, by: str | None) -> None:
    late = f"  - {{id: late, name: Late, when: {when}, source: assumed}}\n  - {{id: rest"
    found = never_reached(rules(RULE_SET.replace("  - {id: rest", late)))
    assert [(rule.id, earlier.id) for rule, earlier in found] == ([("late", by)] if by else [])


def test_the_day_a_year_before_a_leap_day_is_the_twenty_eighth() -> None:
    assert years_before(date(2020, 2, 29), 1) == date(2019, 2, 28)
    assert years_before(date(2020, 4, 1), -1) == date(2021, 4, 1)
