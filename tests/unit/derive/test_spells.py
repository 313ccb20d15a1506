"""Episodes become spells: one row from admission to discharge, nothing counted twice."""

# ruff: noqa: E501 - tables of examples

from __future__ import annotations

from tests.tables import drawn, same
from tests.unit.derive.rules import RULES, acts
from wholeplace.derive import episodes, spells, with_spells

SHOWN = ("activity_id", "person_id", "start_ts", "end_ts", "episodes")


def found(drawing: str, *columns: str, **alike: str) -> str:
    rows = acts(drawing, **({"setting": "APC", "quantity": "1", "source": "acute"} | alike))
    parts = episodes(rows, RULES)
    return drawn(with_spells(rows, parts, spells(parts)).select(*(columns or SHOWN)))


def test_two_episodes_make_one_spell_from_the_first_admission_to_the_last_discharge() -> None:
    assert found(
        """
        activity_id  person_id  parent_activity_id  provider_code  start_ts    end_ts      admission_method  discharge_method
        e1           ann        s1                  ZA             2019-05-01  2019-05-03  21                8
        e2           ann        s1                  ZA             2019-05-03  2019-05-10  21                1
        """,
        *SHOWN,
        "admission_method",
        "discharge_method",
        "quantity_unit",
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes  admission_method  discharge_method  quantity_unit
        s1           ann        2019-05-01T00:00:00  2019-05-10T00:00:00  2         21                1                 spell
    """)


def test_a_stay_of_one_episode_and_a_stay_that_is_a_spell_already_keep_their_days() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  provider_code  start_ts             end_ts
        e1           ann        s1                  ZA             2019-05-01           2019-05-01
        whole        bob        -                   ZA             2019-05-01T23:50:00  2019-05-02T00:10:00
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1           ann        2019-05-01T00:00:00  2019-05-01T00:00:00  1
        whole        bob        2019-05-01T23:50:00  2019-05-02T00:10:00  -
    """)


def test_an_open_spell_has_no_end() -> None:
    # s1: the last episode runs; s2: it has ended, but the person stays; s3: nobody says how it
    # ended, and the last episode has, so it has ended; s4: nobody says, and the last one runs.
    assert found("""
        activity_id  person_id  parent_activity_id  start_ts    end_ts      discharge_method
        e1           ann        s1                  2019-05-01  2019-05-03  8
        e2           ann        s1                  2019-05-03  -           -
        e3           bob        s2                  2019-05-01  2019-05-03  8
        e4           cat        s3                  2019-05-01  2019-05-03  -
        e5           dan        s4                  2019-05-01  2019-05-03  -
        e6           dan        s4                  2019-05-03  -           -
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1           ann        2019-05-01T00:00:00  -                    2
        s2           bob        2019-05-01T00:00:00  -                    1
        s3           cat        2019-05-01T00:00:00  2019-05-03T00:00:00  1
        s4           dan        2019-05-01T00:00:00  -                    2
    """)


def test_the_row_that_tells_of_the_discharge_is_the_last_whatever_is_missing_or_overlaps() -> None:
    # s1: the end of the first was never sent. s2: the second lies within the first. s3: all on
    # one day, so the order of the episodes decides.
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts      episode_number  discharge_method  discharge_destination
        e1           ann        s1                  2019-05-01  -           1               8                 98
        e2           ann        s1                  2019-05-03  2019-05-09  2               1                 19
        e3           bob        s2                  2019-05-01  2019-05-10  1               1                 19
        e4           bob        s2                  2019-05-03  2019-05-05  2               8                 98
        b            cat        s3                  2019-05-01  2019-05-01  1               8                 98
        a            cat        s3                  2019-05-01  2019-05-01  2               4                 79
        """,
        *SHOWN,
        "discharge_destination",
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes  discharge_destination
        s1           ann        2019-05-01T00:00:00  2019-05-09T00:00:00  2         19
        s2           bob        2019-05-01T00:00:00  2019-05-10T00:00:00  2         19
        s3           cat        2019-05-01T00:00:00  2019-05-01T00:00:00  2         79
    """)


def test_episodes_of_one_day_are_in_the_order_of_their_numbers() -> None:
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts      episode_number  admission_source
        b            cat        s1                  2019-05-01  2019-05-01  1               19
        a            cat        s1                  2019-05-01  2019-05-01  2               51
        """,
        *("activity_id", "admission_source"),
    ) == same("""
        activity_id  admission_source
        s1           19
    """)


def test_what_the_first_episode_does_not_record_comes_from_the_next_that_does() -> None:
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts      specialty  admission_method  hrg_code
        e1           ann        s1                  2019-05-01  2019-05-03  -          21                DZ11V
        e2           ann        s1                  2019-05-03  2019-05-10  300        11                -
        """,
        *("activity_id", "specialty", "admission_method", "hrg_code"),
    ) == same("""
        activity_id  specialty  admission_method  hrg_code
        s1           300        21                DZ11V
    """)


def test_a_transfer_is_a_spell_at_each_provider() -> None:
    # Both use the number s1; the id tells them apart.
    assert found("""
        activity_id  person_id  parent_activity_id  provider_code  start_ts    end_ts
        e1           ann        s1                  ZA             2019-05-01  2019-05-03
        e2           ann        s1                  ZB             2019-05-03  2019-05-10
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1@ZA        ann        2019-05-01T00:00:00  2019-05-03T00:00:00  1
        s1@ZB        ann        2019-05-03T00:00:00  2019-05-10T00:00:00  1
    """)


def test_a_spell_of_two_people_is_neithers_and_one_unknown_episode_does_not_hide_the_person() -> (
    None
):
    assert found("""
        activity_id  person_id  parent_activity_id  start_ts    end_ts
        e1           ann        s1                  2019-05-01  2019-05-03
        e2           bob        s1                  2019-05-03  2019-05-10
        e3           -          s2                  2019-05-01  2019-05-03
        e4           cat        s2                  2019-05-03  2019-05-10
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1           -          2019-05-01T00:00:00  2019-05-10T00:00:00  2
        s2           cat        2019-05-01T00:00:00  2019-05-10T00:00:00  2
    """)


def test_a_spell_sent_beside_its_episodes_is_not_counted_twice_and_goes_before_them() -> None:
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts             end_ts               admission_method
        s1           ann        -                   2019-05-01T10:00:00  2019-05-11T12:00:00  22
        e1           ann        s1                  2019-05-01T11:00:00  2019-05-03T09:00:00  21
        e2           ann        s1                  2019-05-03T09:00:00  2019-05-10T12:00:00  21
        """,
        *SHOWN,
        "admission_method",
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes  admission_method
        s1           ann        2019-05-01T10:00:00  2019-05-11T12:00:00  2         22
    """)


def test_the_dates_of_the_spell_stand_where_its_first_or_last_episode_was_not_sent() -> None:
    # e1 is the second episode of a stay that began on 28 April; e2 has the time of its own day.
    assert found("""
        activity_id  person_id  parent_activity_id  start_ts             end_ts               spell_start  spell_end
        e1           ann        s1                  2019-05-01T00:00:00  2019-05-03T00:00:00  2019-04-28   2019-05-09
        e2           bob        s2                  2019-05-01T23:50:00  2019-05-03T11:00:00  2019-05-01   2019-05-03
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1           ann        2019-04-28T00:00:00  2019-05-09T00:00:00  1
        s2           bob        2019-05-01T23:50:00  2019-05-03T11:00:00  1
    """)


def test_a_parent_of_what_is_no_stay_makes_no_spell() -> None:
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts
        a1           ann        e9                  2019-05-01  2019-05-01
        """,
        setting="ED",
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        a1           ann        2019-05-01T00:00:00  2019-05-01T00:00:00  -
    """)


def test_a_stay_whose_parent_is_no_stay_stands_for_itself() -> None:
    rows = acts(
        """
        activity_id  person_id  parent_activity_id  setting  start_ts    end_ts
        referral     ann        -                   OP       2019-04-01  2019-04-01
        stay         ann        referral            APC      2019-05-01  2019-05-03
        """,
        quantity="1",
        source="acute",
    )
    parts = episodes(rows, RULES)
    assert drawn(with_spells(rows, parts, spells(parts)).select(*SHOWN)) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        referral     ann        2019-04-01T00:00:00  2019-04-01T00:00:00  -
        stay         ann        2019-05-01T00:00:00  2019-05-03T00:00:00  -
    """)


def test_a_stay_that_is_part_of_another_stays_a_part_though_it_has_parts_of_its_own() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  start_ts    end_ts
        s0           ann        -                   2019-05-01  2019-05-10
        s1           ann        s0                  2019-05-01  2019-05-05
        e1           ann        s1                  2019-05-02  2019-05-04
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s0           ann        2019-05-01T00:00:00  2019-05-10T00:00:00  1
        s1           ann        2019-05-02T00:00:00  2019-05-04T00:00:00  1
    """)


def test_an_episode_without_a_provider_is_of_the_first_of_those_that_share_its_number() -> None:
    assert found("""
        activity_id  person_id  parent_activity_id  provider_code  start_ts    end_ts
        e1           ann        s1                  ZB             2019-05-01  2019-05-03
        e2           ann        s1                  ZA             2019-05-03  2019-05-10
        e3           ann        s1                  -              2019-05-10  2019-05-12
    """) == same("""
        activity_id  person_id  start_ts             end_ts               episodes
        s1@ZA        ann        2019-05-03T00:00:00  2019-05-12T00:00:00  2
        s1@ZB        ann        2019-05-01T00:00:00  2019-05-03T00:00:00  1
    """)


def test_what_the_spell_says_of_itself_goes_before_what_its_episodes_say() -> None:
    # The spell is known by an hour that is later than that of its first episode, and only the
    # last episode has a method of discharge.
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts             end_ts               admission_source  discharge_method  discharge_destination
        s1           ann        -                   2019-05-01T12:00:00  2019-05-10T10:00:00  19                -                 19
        e1           ann        s1                  2019-05-01T11:00:00  2019-05-03T09:00:00  51                8                 98
        e2           ann        s1                  2019-05-03T09:00:00  2019-05-10T12:00:00  79                1                 79
        """,
        *("activity_id", "end_ts", "admission_source", "discharge_destination"),
    ) == same("""
        activity_id  end_ts               admission_source  discharge_destination
        s1           2019-05-10T10:00:00  19                19
    """)


def test_episodes_that_begin_together_are_in_the_order_of_number_then_end_then_id() -> None:
    # s1: the number goes before the end; s2: what has no number comes after; s3: without numbers
    # what ends first is first; s4: what has not ended is last; s5: nothing else tells them apart.
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts      episode_number  admission_source
        a1           ann        s1                  2019-05-01  2019-05-03  1               19
        a2           ann        s1                  2019-05-01  2019-05-02  2               51
        b1           bob        s2                  2019-05-01  2019-05-02  -               51
        b2           bob        s2                  2019-05-01  2019-05-03  9               19
        c1           cat        s3                  2019-05-01  2019-05-03  -               51
        c2           cat        s3                  2019-05-01  2019-05-02  -               19
        d1           dan        s4                  2019-05-01  -           -               51
        d2           dan        s4                  2019-05-01  2019-05-02  -               19
        f2           eve        s5                  2019-05-01  2019-05-02  -               51
        f1           eve        s5                  2019-05-01  2019-05-02  -               19
        """,
        *("activity_id", "admission_source"),
    ) == same("""
        activity_id  admission_source
        s1           19
        s2           19
        s3           19
        s4           19
        s5           19
    """)


def test_the_day_of_discharge_tells_which_episode_is_the_last() -> None:
    # s1: the end of the second was never sent, but the first tells of the discharge. s2: neither
    # does, and the one that began last is the last.
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts    end_ts      spell_end   discharge_destination
        e1           ann        s1                  2019-05-01  2019-05-09  2019-05-09  19
        e2           ann        s1                  2019-05-03  -           -           98
        e3           bob        s2                  2019-05-03  2019-05-09  -           19
        e4           bob        s2                  2019-05-01  2019-05-09  -           98
        """,
        *SHOWN,
        "discharge_destination",
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes  discharge_destination
        s1           ann        2019-05-01T00:00:00  2019-05-09T00:00:00  2         19
        s2           bob        2019-05-01T00:00:00  2019-05-09T00:00:00  2         19
    """)


def test_the_days_of_the_spell_are_those_of_its_first_and_of_its_last_episode() -> None:
    # s1: what the first says of the admission and the last of the discharge goes before what the
    # other says. s2: the end was never sent; the discharge was on the day of the admission, and
    # so after it. s3: the same, on a later day.
    assert found(
        """
        activity_id  person_id  parent_activity_id  start_ts             end_ts               spell_start  spell_end
        e1           ann        s1                  2019-05-01T10:00:00  2019-05-03T10:00:00  2019-04-28   2019-05-20
        e2           ann        s1                  2019-05-03T10:00:00  2019-05-10T10:00:00  2019-04-30   2019-05-10
        e3           bob        s2                  2019-05-01T10:00:00  -                    2019-05-01   2019-05-01
        e4           cat        s3                  2019-05-01T10:00:00  -                    2019-05-01   2019-05-02
        """,
        *(*SHOWN, "spell_start"),
    ) == same("""
        activity_id  person_id  start_ts             end_ts               episodes  spell_start
        s1           ann        2019-04-28T00:00:00  2019-05-10T10:00:00  2         2019-04-28
        s2           bob        2019-05-01T10:00:00  2019-05-01T10:00:00  1         2019-05-01
        s3           cat        2019-05-01T10:00:00  2019-05-02T00:00:00  1         2019-05-01
    """)


def test_a_spell_of_nobody_known_is_not_a_spell_of_two_people() -> None:
    rows = acts(
        """
        activity_id  person_id  parent_activity_id  start_ts
        e1           -          s1                  2019-05-01
        e2           ann        s2                  2019-05-01
        e3           bob        s2                  2019-05-02
        e4           cat        s3                  2019-05-02
        """,
        setting="APC",
        quantity="1",
        source="acute",
    )
    shown = spells(episodes(rows, RULES)).select("activity_id", "person_id", "two_people")
    assert drawn(shown) == same("""
        activity_id  person_id  two_people
        s1           -          False
        s2           -          True
        s3           cat        False
    """)
