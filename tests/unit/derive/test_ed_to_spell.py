"""Which attendance led to which stay."""

# ruff: noqa: E501 - tables of examples

from __future__ import annotations

from tests.tables import drawn, same
from tests.unit.derive.rules import RULES, acts
from wholeplace.derive import ed_to_spell, episodes, is_emergency, spells, with_spells


def found(drawing: str) -> str:
    rows = acts(drawing, quantity="1", source="acute")
    parts = episodes(rows, RULES)
    rows = with_spells(rows, parts, spells(parts))
    return drawn(ed_to_spell(rows.mutate(is_emergency=is_emergency(rows, RULES)), parts, RULES))


def test_an_emergency_admission_soon_after_an_attendance_came_from_it() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        s1           ann        -                   APC      ZA             2019-05-01T13:30:00  2019-05-04T10:00:00  21
        a2           bob        -                   UTC      ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        s2           bob        -                   APC      ZA             2019-05-01T17:00:00  2019-05-04T10:00:00  22
        a3           cat        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s3           cat        -                   APC      ZA             2019-05-02T10:00:00  -                    21
    """) == same("""
        attendance_id  spell_id
        a1             s1
        a2             s2
        a3             s3
    """)


def test_what_is_too_late_too_early_planned_elsewhere_or_of_another_person_did_not() -> None:
    # a1: 7 hours after leaving; a2: 25 hours after arriving; a3: admitted before arriving;
    # a4: planned; a5: another provider; a6 and s6 are two people.
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        s1           ann        -                   APC      ZA             2019-05-01T18:00:01  2019-05-04T10:00:00  21
        a2           bob        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s2           bob        -                   APC      ZA             2019-05-02T11:00:00  2019-05-04T10:00:00  21
        a3           cat        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s3           cat        -                   APC      ZA             2019-05-01T09:59:00  2019-05-04T10:00:00  21
        a4           dan        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s4           dan        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  11
        a5           eve        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s5           eve        -                   APC      ZB             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        a6           fay        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s6           gil        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        a7           -          -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s7           -          -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
    """) == same("attendance_id  spell_id")


def test_a_day_without_a_time_is_any_time_of_that_day() -> None:
    # a1 arrives at 23:50 and leaves after midnight, admitted on either day; a2 leaves at 14:00,
    # and the next day begins ten hours later; a3 was admitted the day before.
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T23:50:00  2019-05-02T03:00:00  -
        s1           ann        -                   APC      ZA             2019-05-02           2019-05-04           21
        b1           bea        -                   ED       ZA             2019-05-01T23:50:00  2019-05-02T03:00:00  -
        t1           bea        -                   APC      ZA             2019-05-01           2019-05-04           21
        a2           bob        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        s2           bob        -                   APC      ZA             2019-05-02           2019-05-04           21
        a3           cat        -                   ED       ZA             2019-05-02T10:00:00  2019-05-02T14:00:00  -
        s3           cat        -                   APC      ZA             2019-05-01           2019-05-04           21
    """) == same("""
        attendance_id  spell_id
        a1             s1
        b1             t1
    """)


def test_a_stay_came_from_the_last_attendance_before_it_and_each_leads_to_one_stay() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   UTC      ZA             2019-05-01T08:00:00  2019-05-01T09:00:00  -
        a2           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        s1           ann        -                   APC      ZA             2019-05-01T13:00:00  2019-05-01T16:00:00  21
        s2           ann        -                   APC      ZA             2019-05-01T19:00:00  2019-05-04T10:00:00  21
    """) == same("""
        attendance_id  spell_id
        a2             s1
    """)


def test_the_department_of_another_provider_counts_where_the_method_says_so() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZB             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        s1           ann        -                   APC      ZA             2019-05-01T15:00:00  2019-05-04T10:00:00  2A
    """) == same("""
        attendance_id  spell_id
        a1             s1
    """)


def test_what_the_source_says_goes_first_even_where_it_names_an_episode() -> None:
    # Neither the hours nor the provider matter; e1 is an episode of s1. Dan's attendance led to the
    # stay that it names, and not also to the one that began soon after it.
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        e1                  ED       ZB             2019-04-20T10:00:00  -                    -
        a2           ann        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        e1           ann        s1                  APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        a3           bob        nothing             ED       ZA             2019-05-01T10:00:00  -                    -
        a4           dan        s4                  ED       ZA             2019-05-01T10:00:00  -                    -
        t4           dan        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        s4           dan        -                   APC      ZA             2019-05-09T10:00:00  2019-05-10T10:00:00  21
    """) == same("""
        attendance_id  spell_id
        a1             s1
        a4             s4
    """)


def test_no_stay_of_another_kind_is_held_to_have_come_from_an_attendance() -> None:
    # a1: a bed in mental health; a2 names one, and its own admission an hour later counts.
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        m1           ann        -                   MHIP     ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        a2           bob        m2                  ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        m2           bob        -                   MHIP     ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        s2           bob        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
    """) == same("""
        attendance_id  spell_id
        a2             s2
    """)


def test_the_hours_are_counted_to_the_last_and_not_past_it() -> None:
    # 24 hours after arriving (c, d) and 6 after leaving (a, b), from the moment of arrival (e).
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        s1           ann        -                   APC      ZA             2019-05-01T17:00:00  2019-05-04T10:00:00  21
        b1           bob        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        s2           bob        -                   APC      ZA             2019-05-01T17:00:01  2019-05-04T10:00:00  21
        c1           cat        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s3           cat        -                   APC      ZA             2019-05-02T10:00:00  2019-05-04T10:00:00  21
        d1           dan        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s4           dan        -                   APC      ZA             2019-05-02T10:00:01  2019-05-04T10:00:00  21
        e1           eve        -                   ED       ZA             2019-05-01T10:00:00  -                    -
        s5           eve        -                   APC      ZA             2019-05-01T10:00:00  2019-05-04T10:00:00  21
    """) == same("""
        attendance_id  spell_id
        a1             s1
        c1             s3
        e1             s5
    """)


def test_of_what_is_alike_in_time_the_first_stay_and_the_last_attendance_by_id_are_a_pair() -> None:
    # Ann was admitted twice in one minute, Bob arrived twice in one, and Cat's two attendances
    # name one stay.
    assert found("""
        activity_id  person_id  parent_activity_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        s2           ann        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        s1           ann        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        b2           bob        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        b1           bob        -                   ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        t1           bob        -                   APC      ZA             2019-05-01T11:00:00  2019-05-04T10:00:00  21
        c1           cat        u1                  ED       ZA             2019-05-01T10:00:00  2019-05-01T11:00:00  -
        c2           cat        u1                  ED       ZA             2019-05-01T12:00:00  2019-05-01T13:00:00  -
        u1           cat        -                   APC      ZA             2019-05-01T14:00:00  2019-05-04T10:00:00  11
    """) == same("""
        attendance_id  spell_id
        a1             s1
        b2             t1
        c2             u1
    """)
