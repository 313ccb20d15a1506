"""Every person in exactly one segment."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tables import drawn, same, table
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population import SegmentRules, features, in_care_home, segmented
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

SHIPPED = shipped_file("segments", "age-and-conditions.yaml")
RULES = read_document(read_text(SHIPPED), "age-and-conditions.yaml", SegmentRules).value


def test_the_first_segment_that_fits_takes_the_person() -> None:
    people = table(
        """
        person_id  age  charlson_points  charlson_groups  in_care_home
        home       40   9                3                1
        several    80   4                3                0
        old_one    65   1                1                0
        adult_one  64   1                1                0
        old_well   65   0                0                0
        well       18   0                0                0
        child      17   0                0                0
        """,
        age="int64",
        charlson_points="int64",
        charlson_groups="int64",
        in_care_home="int64",
    )
    assert drawn(segmented(people, RULES).select("person_id", "segment")) == same("""
        person_id  segment
        home       care_home
        several    several_conditions
        old_one    older_with_condition
        adult_one  adult_with_condition
        old_well   older_healthy
        well       adult_healthy
        child      child
    """)


def test_features_are_those_of_the_first_day_in_the_year() -> None:
    days = table(
        """
        person_id  days  joined      birth_month
        ann        366   2019-04-01  1954-04-01
        bob        100   2019-09-01  1954-09-01
        """,
        days="int64",
        joined="date",
    )
    scores = table(
        "person_id charlson_points charlson_groups\nann 3 2",
        charlson_points="int64",
        charlson_groups="int64",
    )
    homes = table("person_id in_care_home\nbob 1", in_care_home="int8")
    assert drawn(features(days, scores, homes)) == same("""
        person_id  days  age  charlson_points  charlson_groups  in_care_home
        ann        366   65   3                2                0
        bob        100   65   0                0                1
    """)


def test_a_care_home_counts_while_the_person_lives_there() -> None:
    residence = table("""
        person_id  start_date  end_date    care_home_id
        ann        2018-01-01  -           CH1
        left       2018-01-01  2019-04-01  CH1
        later      2019-04-02  -           CH1
        own_home   2018-01-01  -           -
        twice      2018-01-01  -           CH1
        twice      2019-01-01  -           CH2
    """)
    assert drawn(in_care_home(residence, date(2019, 4, 1))) == same("""
        person_id  in_care_home
        ann        1
        twice      1
    """)


RULE_SET = """
segments: two
version: "1"
about: two segments
look_back_years: 1
rules:
  - {id: old, name: Old, when: {age: {at_least: 65}}, source: assumed}
  - {id: rest, name: The rest, source: assumed}
"""


@pytest.mark.parametrize(
    ("change", "into", "what"),
    [
        ("id: rest", "id: old", "the segment 'old' is there twice"),
        (
            "name: The rest,",
            "name: The rest, when: {age: {below: 1}},",
            "must take all that is left",
        ),
        ("when: {age: {at_least: 65}}, ", "", "no segment after this one can ever be reached"),
        ("{at_least: 65}", "{}", "a condition needs a list, or at_least and below"),
    ],
)
def test_rules_that_are_not_total_and_exclusive_are_refused(
    change: str, into: str, what: str
) -> None:
    with pytest.raises(Refused, match=what):
        read_document(RULE_SET.replace(change, into), "two.yaml", SegmentRules)
