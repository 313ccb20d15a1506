"""Records that contradict themselves, or are not what they seem, make no wrong number."""

# ruff: noqa: E501 - tables of examples

from __future__ import annotations

from datetime import date

from tests.tables import drawn, running, same, table
from tests.unit.derive.rules import RULES, acts
from wholeplace.app.derive_records import last_day_known
from wholeplace.derive import (
    bed_days,
    derived_activity,
    ed_to_spell,
    episodes,
    is_emergency,
    spells,
    with_spells,
)

SHOWN = ("activity_id", "person_id", "start_ts", "end_ts", "episodes")
STAY = {"setting": "APC", "quantity": "1", "source": "acute"}


def stays(drawing: str, *columns: str) -> str:
    rows = acts(drawing, **STAY)
    parts = episodes(rows, RULES)
    found = with_spells(rows, parts, spells(parts))
    return drawn(found.mutate(bed_days=bed_days(found)).select(*(columns or SHOWN)))


def test_an_admission_after_the_discharge_is_another_spell_though_the_number_is_the_same() -> None:
    # ZA gave the number s1 again in the next year, to another person, and s2 to the same one. The
    # episodes of s3 tell of one admission; that of s4 came back on the day of the discharge.
    assert stays("""
        activity_id  person_id  parent_activity_id  provider_code  start_ts    end_ts      spell_start  spell_end
        e1           ann        s1                  ZA             2019-05-01  2019-05-03  2019-05-01   2019-05-10
        e2           ann        s1                  ZA             2019-05-03  2019-05-10  2019-05-01   2019-05-10
        e3           bob        s1                  ZA             2020-06-01  2020-06-02  2020-06-01   2020-06-04
        e4           bob        s1                  ZA             2020-06-02  2020-06-04  2020-06-01   2020-06-04
        e5           cat        s2                  ZA             2019-01-01  2019-01-02  2019-01-01   2019-01-02
        e6           cat        s2                  ZA             2019-07-01  2019-07-02  2019-07-01   2019-07-02
        e7           cat        s2                  ZA             2019-09-01  -           2019-09-01   -
        e8           dan        s3                  ZA             2019-05-01  2019-05-03  2019-05-01   -
        e9           dan        s3                  ZA             2019-05-20  2019-05-22  2019-05-01   2019-05-22
        f1           eve        s4                  ZA             2019-05-01  2019-05-03  2019-05-01   2019-05-03
        f2           eve        s4                  ZA             2019-05-03  2019-05-05  2019-05-03   2019-05-05
    """) == same("""
        activity_id    person_id  start_ts             end_ts               episodes
        s1             ann        2019-05-01T00:00:00  2019-05-10T00:00:00  2
        s1/2020-06-01  bob        2020-06-01T00:00:00  2020-06-04T00:00:00  2
        s2             cat        2019-01-01T00:00:00  2019-01-02T00:00:00  1
        s2/2019-07-01  cat        2019-07-01T00:00:00  2019-07-02T00:00:00  1
        s2/2019-09-01  cat        2019-09-01T00:00:00  -                    1
        s3             dan        2019-05-01T00:00:00  2019-05-22T00:00:00  2
        s4             eve        2019-05-01T00:00:00  2019-05-05T00:00:00  2
    """)


def test_an_episode_that_names_no_admission_is_of_the_one_before_it() -> None:
    # s1: the second says nothing of the spell. s2: an admission before the last of the days of
    # discharge that came before it is none. s3: the days of the first are those of another year.
    assert stays("""
        activity_id  person_id  parent_activity_id  provider_code  start_ts    end_ts      spell_start  spell_end
        e1           ann        s1                  ZA             2019-05-01  2019-05-02  2019-05-01   -
        e2           ann        s1                  ZA             2019-05-02  2019-05-03  -            2019-05-03
        e3           ann        s1                  ZA             2020-06-01  2020-06-02  2020-06-01   2020-06-02
        e4           bob        s2                  ZA             2019-05-01  2019-05-02  2019-05-01   2019-05-10
        e5           bob        s2                  ZA             2019-05-02  2019-05-03  2019-05-01   2019-05-03
        e6           bob        s2                  ZA             2019-05-05  2019-05-10  2019-05-05   2019-05-10
        e8           cat        s3                  ZA             2020-07-01  2020-07-02  2019-05-01   2019-05-03
        e9           cat        s3                  ZA             2020-06-01  2020-06-02  2020-06-01   2020-06-02
    """) == same("""
        activity_id    person_id  start_ts             end_ts               episodes
        s1             ann        2019-05-01T00:00:00  2019-05-03T00:00:00  2
        s1/2020-06-01  ann        2020-06-01T00:00:00  2020-06-02T00:00:00  1
        s2             bob        2019-05-01T00:00:00  2019-05-10T00:00:00  3
        s3             cat        2019-05-01T00:00:00  2020-07-02T00:00:00  1
        s3/2020-06-01  cat        2020-06-01T00:00:00  2020-06-02T00:00:00  1
    """)


def test_dates_of_a_spell_that_cut_its_episodes_short_are_not_believed() -> None:
    # s1: discharged before admission; s2: admitted after its episodes; s3: discharged within one.
    assert stays(
        """
        activity_id  person_id  parent_activity_id  start_ts             end_ts               spell_start  spell_end
        e1           ann        s1                  2019-05-01T10:00:00  2019-05-03T11:00:00  2019-05-01   2019-04-03
        e2           bob        s2                  2019-05-01T10:00:00  2019-05-03T11:00:00  2019-06-01   2019-05-03
        e3           cat        s3                  2019-05-01T10:00:00  2019-05-03T11:00:00  2019-04-30   2019-05-02
        """,
        *("activity_id", "start_ts", "end_ts", "bed_days"),
    ) == same("""
        activity_id  start_ts             end_ts               bed_days
        s1           2019-05-01T10:00:00  2019-05-03T11:00:00  2
        s2           2019-05-01T10:00:00  2019-05-03T11:00:00  2
        s3           2019-04-30T00:00:00  2019-05-03T11:00:00  3
    """)


def test_where_both_sources_give_days_an_attendance_led_to_no_stay_of_the_day_before() -> None:
    rows = acts(
        """
        activity_id  person_id  setting  start_ts             admission_method
        a1           ann        ED       2019-05-02           -
        s1           ann        APC      2019-05-01           21
        a2           bob        ED       2019-05-02           -
        s2           bob        APC      2019-05-02           21
        a3           cat        ED       2019-05-02           -
        s3           cat        APC      2019-05-03           21
        a4           dan        ED       2019-05-02           -
        s4           dan        APC      2019-05-04           21
        """,
        provider_code="ZA",
        quantity="1",
        source="acute",
    )
    parts = episodes(rows, RULES)
    rows = with_spells(rows, parts, spells(parts))
    rows = rows.mutate(is_emergency=is_emergency(rows, RULES))
    assert drawn(ed_to_spell(rows, parts, RULES)) == same("""
        attendance_id  spell_id
        a2             s2
        a3             s3
    """)


def test_points_of_delivery_of_admissions_that_turned_out_otherwise() -> None:
    # A day case that stays a night is counted as an ordinary stay (NHS Data Model and Dictionary,
    # PATIENT CLASSIFICATION CODE); only planned admissions are day cases.
    rows = acts(
        """
        activity_id    start_ts    end_ts      admission_method  patient_classification
        day_case       2019-05-01  2019-05-01  11                2
        stayed_over    2019-05-01  2019-05-02  12                2
        not_yet_home   2019-05-01  -           13                2
        emergency_day  2019-05-01  2019-05-01  21                2
        regular_day    2019-05-01  2019-05-01  11                3
        regular_night  2019-05-01  2019-05-02  13                4
        well_baby      2019-05-01  2019-05-02  82                1
        well_baby_2    2019-05-01  2019-05-02  83                5
        ante_partum    2019-05-01  2019-05-02  31                5
        post_partum    2019-05-01  2019-05-02  32                1
        born_at_home   2019-05-01  2019-05-02  2C                1
        came_over      2019-05-01  2019-05-04  2B                1
        moved          2019-05-01  2019-05-02  81                1
        one_night      2019-05-01  2019-05-02  2D                1
        two_nights     2019-05-01  2019-05-03  28                1
        """,
        **STAY,
    )
    parts = episodes(rows, RULES)
    rows = with_spells(rows, parts, spells(parts))
    pairs = ed_to_spell(rows.mutate(is_emergency=is_emergency(rows, RULES)), parts, RULES)
    found = derived_activity(rows, pairs, RULES, ()).select("activity_id", "pod", "is_emergency")
    assert drawn(found) == same("""
        activity_id    pod    is_emergency
        day_case       DC     False
        stayed_over    EL     False
        not_yet_home   DC     False
        emergency_day  NES    True
        regular_day    RP     False
        regular_night  RP     False
        well_baby      BIRTH  False
        well_baby_2    BIRTH  False
        ante_partum    MAT    False
        post_partum    MAT    False
        born_at_home   BIRTH  True
        came_over      NELTR  True
        moved          NESTR  False
        one_night      NES    True
        two_nights     NEL    True
    """)


def test_a_package_that_is_yet_to_begin_does_not_lengthen_those_that_run() -> None:
    activity = table("activity_id start_ts\na 2019-05-31T10:00:00")
    planned = table("package_id start_date\np 2019-04-01\nq 2035-01-01")
    with running() as engine:
        assert last_day_known(engine, activity, planned, date(2019, 6, 20)) == date(2019, 6, 21)
        started = planned.filter(planned.package_id == "p")
        assert last_day_known(engine, activity, started, date(2019, 6, 20)) == date(2019, 6, 1)
        nothing = activity.filter(activity.activity_id == "none")
        assert last_day_known(engine, nothing, started, None) == date(2019, 4, 2)
