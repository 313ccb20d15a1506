"""What each kind of rule asks of rows, and of which rows."""

from __future__ import annotations

import pytest

from tests.tables import drawn, same, table
from tests.unit.record.quality_rules import passed, rule
from wholeplace.kernel import Refused
from wholeplace.record.quality.ask import passes

STAYS = """
    activity_id  setting  admission_method
    a            APC      21
    b            APC      11
    c            APC      7Q
    d            APC      -
    e            OP       -
"""
APC = "table: activity, when: {setting: [APC]}, "


def test_completeness_asks_of_the_rows_that_should_have_a_value() -> None:
    assert passed(APC + "kind: completeness, columns: [admission_method]", activity=STAYS) == (3, 4)


def test_every_one_of_several_columns_must_be_filled() -> None:
    stays = """
        activity_id  admission_method  discharge_method
        both         21                1
        one          21                -
        none         -                 -
    """
    asks = "table: activity, kind: completeness, columns: [admission_method, discharge_method]"
    assert passed(asks, activity=stays) == (1, 3)


def test_validity_asks_of_what_is_there_and_missing_is_not_wrong_twice() -> None:
    codes = APC + "kind: validity, column: admission_method, codes: [method]"
    assert passed(codes, activity=STAYS) == (2, 3)
    form = APC + 'kind: validity, column: admission_method, matches: "^[0-9]{2}$"'
    assert passed(form, activity=STAYS) == (2, 3)


def test_a_code_with_a_star_stands_for_all_that_begins_so_in_any_case() -> None:
    packages = """
        package_id  cost_frequency
        a           Weekly
        b           week
        c           one-off
        d           one-offs
        e           fortnight
        f           yearly
    """
    asks = "table: care_package, kind: validity, column: cost_frequency, codes: [often]"
    assert passed(asks, care_package=packages) == (4, 6)


def test_an_nhs_number_is_checked() -> None:
    people = """
        person_id  nhs_number
        a          9990000018
        b          9990000019
        c          -
    """
    asks = "table: identity, kind: validity, column: nhs_number, nhs_number: true"
    assert passed(asks, identity=people) == (1, 2)


def test_plausibility_has_limits_on_numbers_and_on_days_between() -> None:
    costs = """
        cost_id  amount
        a        -0.01
        b        0.00
        c        250000.00
        d        250000.01
    """
    limits = "table: cost, kind: plausibility, column: amount, at_least: 0, at_most: 250000"
    assert passed(limits, cost=costs) == (2, 4)
    stays = """
        activity_id  start_ts             end_ts
        same_day     2019-05-01T00:00:00  2019-05-01T23:00:00
        three_days   2019-05-01T23:00:00  2019-05-04T01:00:00
        four_days    2019-05-01T23:00:00  2019-05-05T01:00:00
        open         2019-05-01T00:00:00  -
    """
    days = "table: activity, kind: plausibility, column: end_ts, days_since: start_ts, at_most: 3"
    assert passed(days, activity=stays) == (2, 3)


def test_plausibility_knows_fillers_and_the_order_of_days() -> None:
    stays = """
        activity_id  admission_method  start_ts             end_ts
        a            99                2019-05-01T00:00:00  2019-05-01T00:00:00
        b            21                2019-05-02T00:00:00  2019-05-01T00:00:00
    """
    fillers = 'table: activity, kind: plausibility, column: admission_method, none_of: ["99"]'
    assert passed(fillers, activity=stays) == (1, 2)
    order = "table: activity, kind: plausibility, column: start_ts, not_after: end_ts"
    assert passed(order, activity=stays) == (1, 2)


def test_a_day_is_compared_as_a_day_and_only_where_both_are_there() -> None:
    stays = """
        activity_id  start_ts             end_ts               submitted_at
        same_day     2019-05-01T23:00:00  2019-05-01T01:00:00  2019-05-02
        open         2019-05-01T00:00:00  -                    2019-05-02
        not_sent     2019-05-03T00:00:00  2019-05-04T00:00:00  -
        day_before   2019-05-02T00:00:00  2019-05-01T00:00:00  2019-05-09
    """
    order = "table: activity, kind: plausibility, column: start_ts, not_after: end_ts"
    assert passed(order, activity=stays) == (2, 3)
    soon = "table: activity, kind: plausibility, column: submitted_at, days_since: end_ts"
    assert passed(soon + ", at_most: 7", activity=stays) == (1, 2)


def test_a_rule_asks_only_where_the_columns_that_it_names_are_filled() -> None:
    asks = "table: activity, kind: completeness, columns: [admission_method], filled: [end_ts]"
    stays = """
        activity_id  end_ts               admission_method
        ended        2019-05-01T23:00:00  21
        not_said     2019-05-01T23:00:00  -
        open         -                    -
    """
    assert passed(asks, activity=stays) == (1, 2)
    code = APC + "kind: validity, column: admission_method, codes: [method]"
    assert passed(code + ", filled: [setting, activity_id, pod]", activity=STAYS) == (0, 0)


def test_a_row_of_which_nothing_can_be_told_does_not_pass() -> None:
    asks = rule("table: activity, kind: plausibility, column: quantity, at_least: 0")
    rows = table("activity_id quantity\na 1.000\nb -\nc -1.000")
    assert drawn(rows.select("activity_id", good=passes(rows, asks, {}))) == same("""
        activity_id  good
        a            True
        b            False
        c            False
    """)


def test_consistency_finds_a_value_elsewhere_or_else_in_another_place() -> None:
    rows = """
        activity_id  person_id
        a            ann
        b            ann_at_hospital
        c            nobody
        d            -
    """
    person, link = "person_id\nann", "source_key person_id\nann_at_hospital ann"
    asks = (
        "table: activity, kind: consistency,"
        " found_in: {table: person, match: {person_id: person_id}"
    )
    assert passed(asks + "}", activity=rows, person=person, source_link=link) == (1, 3)
    other = ", or_in: {table: source_link, match: {person_id: source_key}}}"
    assert passed(asks + other, activity=rows, person=person, source_link=link) == (2, 3)


def test_found_in_counts_only_the_rows_that_its_when_allows() -> None:
    rows = "activity_id person_id\ns1 ann\ns2 bob"
    diagnoses = "activity_id position code\ns1 1 I10\ns2 2 I10\n- 1 I10"
    asks = (
        "table: activity, kind: consistency, found_in: {table: diagnosis,"
        " match: {activity_id: activity_id}, when: {position: {below: 2}}}"
    )
    assert passed(asks, activity=rows, diagnosis=diagnoses) == (1, 2)


def test_activity_after_death_is_found_and_the_day_after_is_allowed() -> None:
    people = "person_id  death_date\nann  2019-05-01\nbob  -"
    rows = """
        activity_id  person_id  start_ts
        on_the_day   ann        2019-05-01T23:00:00
        day_after    ann        2019-05-02T23:00:00
        later        ann        2019-05-03T00:00:00
        alive        bob        2019-05-03T00:00:00
        stranger     cat        2019-05-03T00:00:00
        nobody       -          2019-05-03T00:00:00
    """
    asks = (
        "table: activity, kind: consistency, column: start_ts, not_after_theirs:"
        " {table: person, match: {person_id: person_id}, column: death_date, days: 1}"
    )
    assert passed(asks, activity=rows, person=people) == (4, 5)


NEAR = """
    activity_id  person_id  provider_code  setting  start_ts
    ed1          ann        ZA             ED       2019-05-01T22:00:00
    in_time      ann        ZA             APC      2019-05-02T00:00:00
    ed2          bob        ZB             ED       2019-05-01T10:00:00
    elsewhere    bob        ZA             APC      2019-05-01T12:00:00
    ed3          cat        ZA             ED       2019-05-01T10:00:00
    too_late     cat        ZA             APC      2019-05-03T11:00:00
    ed4          dan        ZA             ED       2019-05-01T10:00:00
    same_day     dan        ZA             APC      2019-05-01T00:00:00
    unknown      -          ZA             APC      2019-05-01T00:00:00
"""


def test_what_must_come_before_and_what_must_follow() -> None:
    # An admission of which only the day is known was at some time of that day.
    before = (
        "table: activity, kind: consistency, when: {setting: [APC]}, preceded_by:"
        " {same: [person_id, provider_code], within_hours: 48, when: {setting: [ED]}}"
    )
    assert passed(before, activity=NEAR) == (2, 4)
    after = (
        "table: activity, kind: consistency, when: {setting: [ED]}, followed_by:"
        " {same: [person_id, provider_code], within_hours: 24, when: {setting: [APC]}}"
    )
    assert passed(after, activity=NEAR) == (2, 4)


def test_the_hours_between_are_counted_to_the_last_and_not_past_it() -> None:
    rows = """
        activity_id  person_id  setting  start_ts
        ed1          ann        ED       2019-05-01T10:00:00
        last_hour    ann        APC      2019-05-03T10:00:00
        ed2          bob        ED       2019-05-01T10:00:00
        past_it      bob        APC      2019-05-03T10:00:01
    """
    near = "{same: [person_id], within_hours: 48, when: {setting: [%s]}}"
    before = "table: activity, kind: consistency, when: {setting: [APC]}, preceded_by: "
    assert passed(before + near % "ED", activity=rows) == (1, 2)
    after = "table: activity, kind: consistency, when: {setting: [ED]}, followed_by: "
    assert passed(after + near % "APC", activity=rows) == (1, 2)


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ("table: stay, kind: completeness, columns: [x]", "unknown table 'stay'"),
        ("table: activity, kind: completeness, columns: [methd]", "unknown column 'methd'"),
        ("table: activity, kind: completeness", "must ask one thing of its kind"),
        (
            "table: activity, kind: completeness, columns: [pod], column: pod, matches: x",
            "must ask one thing of its kind",
        ),
        ("table: activity, kind: validity, codes: [method]", "which column it looks at"),
        (
            "table: activity, kind: completeness, columns: [pod], refuse_below: 95%",
            "refuse before it warns",
        ),
        (
            "table: activity, kind: consistency, found_in: {table: person, match: {pod: key}}",
            "unknown column 'key'",
        ),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused_with_the_reason(asks: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        rule(asks)
    assert says in str(refused.value)
