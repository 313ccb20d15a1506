"""What is derived of each row: emergency, seen, bed-days, out of area, point of delivery."""

# ruff: noqa: E501 - tables of examples

from __future__ import annotations

from datetime import date

from tests.tables import drawn, same, table
from tests.unit.derive.rules import RULES, acts
from wholeplace.derive import (
    bed_days_within,
    derived_activity,
    ed_to_spell,
    episodes,
    is_emergency,
    of_people_on_no_list,
    spells,
    with_spells,
)


def derived(drawing: str, *columns: str, own: tuple[str, ...] = (), **alike: str) -> str:
    rows = acts(drawing, **({"quantity": "1", "source": "acute"} | alike))
    parts = episodes(rows, RULES)
    rows = with_spells(rows, parts, spells(parts))
    pairs = ed_to_spell(rows.mutate(is_emergency=is_emergency(rows, RULES)), parts, RULES)
    return drawn(derived_activity(rows, pairs, RULES, own).select("activity_id", *columns))


def test_an_emergency_is_known_by_its_admission_method() -> None:
    assert derived(
        """
        activity_id  setting  start_ts    admission_method
        walked_in    APC      2019-05-01  21
        other_ed     APC      2019-05-01  2A
        waited       APC      2019-05-01  11
        gave_birth   APC      2019-05-01  31
        not_known    APC      2019-05-01  99
        not_said     APC      2019-05-01  -
        contact      COMM     2019-05-01  -
        """,
        "is_emergency",
    ) == same("""
        activity_id  is_emergency
        walked_in    True
        other_ed     True
        waited       False
        gave_birth   False
        not_known    False
        not_said     -
        contact      -
    """)


def test_who_was_seen() -> None:
    assert derived(
        """
        activity_id  setting  start_ts    attendance_status
        in_time      OP       2019-05-01  5
        late_seen    OP       2019-05-01  6
        late_unseen  OP       2019-05-01  7
        did_not_come OP       2019-05-01  3
        cancelled    MHCC     2019-05-01  4
        to_come      OP       2019-05-01  0
        not_said     GP       2019-05-01  -
        stay         APC      2019-05-01  -
        ed           ED       2019-05-01  -
        ed_missed    ED       2019-05-01  3
        """,
        "attended",
    ) == same("""
        activity_id  attended
        in_time      True
        late_seen    True
        late_unseen  False
        did_not_come False
        cancelled    False
        to_come      -
        not_said     -
        stay         True
        ed           True
        ed_missed    True
    """)


def test_bed_days_are_midnights() -> None:
    assert derived(
        """
        activity_id  setting  start_ts             end_ts
        over_night   APC      2019-05-01T23:50:00  2019-05-02T00:10:00
        same_day     APC      2019-05-01T00:10:00  2019-05-01T23:50:00
        a_week       MHIP     2019-02-25           2019-03-04
        open         APC      2019-05-01           -
        contact      COMM     2019-05-01T10:00:00  2019-05-02T10:00:00
        """,
        "bed_days",
        "episodes",
    ) == same("""
        activity_id  bed_days  episodes
        over_night   1         1
        same_day     0         1
        a_week       7         1
        open         -         1
        contact      -         -
    """)


def test_the_bed_days_of_periods_that_follow_each_other_add_up() -> None:
    stays = table("""
        activity_id  start_ts             end_ts
        across       2019-03-28T23:50:00  2019-04-03T08:00:00
        inside       2019-04-10T08:00:00  2019-04-11T08:00:00
        open         2019-04-29T08:00:00  -
        to_the_end   2019-04-28           2019-05-01
        over         2019-01-01           2019-02-01
    """)
    months = {"march": (3, 4), "april": (4, 5), "may": (5, 6)}
    counted = {
        name: bed_days_within(stays, date(2019, a, 1), date(2019, b, 1), date(2019, 5, 3))
        for name, (a, b) in months.items()
    }
    assert drawn(stays.select("activity_id", **counted)) == same("""
        activity_id  march  april  may
        across       4      2      0
        inside       0      1      0
        open         0      2      2
        to_the_end   0      3      0
        over         0      0      0
    """)


def test_out_of_area_is_at_a_provider_that_is_none_of_the_places() -> None:
    drawing = """
        activity_id  setting  start_ts    provider_code
        own          APC      2019-05-01  ZAA
        own_site     OP       2019-05-01  ZAA01
        another      ED       2019-05-01  ZBB
        not_said     OP       2019-05-01  -
        practice     GP       2019-05-01  Z81001
    """
    assert derived(drawing, "out_of_area", own=("ZAA",)) == same("""
        activity_id  out_of_area
        own          False
        own_site     False
        another      True
        not_said     -
        practice     -
    """)
    assert "True" not in derived(drawing, "out_of_area")


def test_activity_of_people_on_no_list_is_theirs_before_and_after_and_of_strangers() -> None:
    listed = table("""
        person_id  practice_code  start_date  end_date
        ann        P1             2018-01-01  2019-04-30
        ann        P2             2019-05-02  -
    """)
    rows = table("""
        activity_id  person_id  start_ts
        on_p1        ann        2019-04-29T10:00:00
        last_day     ann        2019-04-30T10:00:00
        between      ann        2019-05-01T10:00:00
        on_p2        ann        2019-05-02T00:00:00
        visitor      bob        2019-05-02T00:00:00
        unknown      -          2019-05-02T00:00:00
    """)
    assert drawn(of_people_on_no_list(rows, listed).select("activity_id")) == same("""
        activity_id
        last_day
        between
        visitor
        unknown
    """)


def test_points_of_delivery_of_stays() -> None:
    assert derived(
        """
        activity_id   start_ts    end_ts      admission_method  patient_classification  pod
        day_case      2019-05-01  2019-05-01  11                2                       LOCAL
        ward_attender 2019-05-01  2019-05-01  13                3                       -
        night         2019-05-01  2019-05-02  13                4                       -
        planned       2019-05-01  2019-05-01  12                1                       -
        unclassified  2019-05-01  2019-05-01  12                -                       -
        unclass_long  2019-05-01  2019-05-02  12                -                       -
        one_night     2019-05-01  2019-05-02  21                1                       -
        two_nights    2019-05-01  2019-05-03  21                1                       -
        still_there   2019-05-01  -           21                1                       -
        emergency_dc  2019-05-01  2019-05-01  21                2                       -
        transfer      2019-05-01  2019-05-02  81                1                       -
        long_transfer 2019-05-01  2019-05-03  2B                1                       -
        labour        2019-05-01  2019-05-02  31                1                       -
        delivery      2019-05-01  2019-05-01  99                5                       -
        baby          2019-05-01  2019-05-02  82                1                       -
        unknown       2019-05-01  2019-05-02  99                1                       -
        """,
        "pod",
        "pod_recorded",
        setting="APC",
    ) == same("""
        activity_id   pod    pod_recorded
        day_case      DC     LOCAL
        ward_attender RP     -
        night         RP     -
        planned       EL     -
        unclassified  DC     -
        unclass_long  EL     -
        one_night     NES    -
        two_nights    NEL    -
        still_there   NEL    -
        emergency_dc  NES    -
        transfer      NESTR  -
        long_transfer NELTR  -
        labour        MAT    -
        delivery      MAT    -
        baby          BIRTH  -
        unknown       APC    -
    """)


def test_points_of_delivery_of_everything_else() -> None:
    assert derived(
        """
        activity_id  setting  start_ts    first_attendance  contact_medium  hrg_code  department_type
        first        OP       2019-05-01  1                 01              WF01B     -
        follow_up    OP       2019-05-01  2                 -               -         -
        phone        OP       2019-05-01  3                 02              WF01D     -
        phone_again  OP       2019-05-01  4                 02              WF01C     -
        by_video     OP       2019-05-01  1                 03              WF01B     -
        procedure    OP       2019-05-01  2                 01              FZ57Z     -
        clock_stop   OP       2019-05-01  5                 -               -         -
        major        ED       2019-05-01  -                 -               -         01
        walk_in      UTC      2019-05-01  -                 -               -         04
        some_ed      ED       2019-05-01  -                 -               -         -
        contact      COMM     2019-05-01  -                 02              -         -
        other        OTHER    2019-05-01  -                 -               -         -
        """,
        "pod",
    ) == same("""
        activity_id  pod
        first        OPFA
        follow_up    OPFUP
        phone        OPFANF
        phone_again  OPFUPNF
        by_video     OPFANF
        procedure    OPROC
        clock_stop   OP
        major        ED1
        walk_in      ED4
        some_ed      ED
        contact      COMM
        other        OTH
    """)


def test_an_attendance_knows_its_stay_and_the_stay_its_attendance() -> None:
    assert derived(
        """
        activity_id  person_id  setting  provider_code  start_ts             end_ts               admission_method
        a1           ann        ED       ZA             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        s1           ann        APC      ZA             2019-05-01T13:30:00  2019-05-04T10:00:00  21
        a2           bob        ED       ZA             2019-05-01T10:00:00  2019-05-01T14:00:00  -
        """,
        "led_to_admission",
        "led_to_activity_id",
        "came_from_activity_id",
    ) == same("""
        activity_id  led_to_admission  led_to_activity_id  came_from_activity_id
        a1           True              s1                  -
        s1           -                 -                   a1
        a2           False             -                   -
    """)


def test_a_definition_holds_from_its_date_until_the_next() -> None:
    from wholeplace.document import Dated, Timeline

    until = Dated[tuple[str, ...]](from_=date(1890, 1, 1), value=("21",), source="then")
    since = Dated[tuple[str, ...]](from_=date(2013, 4, 1), value=("21", "2A"), source="now")
    rules, alone = (
        RULES.model_copy(update={"emergency": Timeline[tuple[str, ...]](told)})
        for told in ((until, since), (since,))
    )
    rows = acts(
        """
        activity_id  start_ts    admission_method
        before       2013-03-31  2A
        after        2013-04-01  2A
        """
    )
    assert drawn(rows.select("activity_id", emergency=is_emergency(rows, rules))) == same("""
        activity_id  emergency
        before       False
        after        True
    """)
    # Before the first date of which anything is said, nothing is known.
    assert drawn(rows.select("activity_id", emergency=is_emergency(rows, alone))) == same("""
        activity_id  emergency
        before       -
        after        True
    """)
