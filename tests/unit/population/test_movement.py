"""Who moved between segments, and how much of the variance of cost segments explain."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.tables import drawn, same, table
from wholeplace.population.movement import Movement, moved
from wholeplace.population.variance import (
    SegmentCosts,
    costs_by_segment,
    person_costs,
    variance_explained,
)


def test_people_move_join_leave_and_die() -> None:
    before = table("""
        person_id  segment
        stays      well
        moves      well
        leaves     well
        dies       ill
        left_dead  ill
    """)
    after = table("""
        person_id  segment
        stays      well
        moves      ill
        comes      well
    """)
    deaths = table(
        """
        person_id  death_date
        dies       2019-12-31
        left_dead  2020-03-31
        leaves     2020-04-01
        """
    )
    assert drawn(moved(before, after, deaths, date(2020, 4, 1))) == same("""
        was       became  people
        (joined)  well    1
        ill       (died)  2
        well      (left)  1
        well      ill     1
        well      well    1
    """)


def test_the_sums_of_both_sides_are_the_registers_and_those_who_came_and_went() -> None:
    people = {("(joined)", "a"): 2, ("a", "a"): 5, ("a", "b"): 1, ("b", "(died)"): 4}
    movement = Movement(date(2019, 4, 1), date(2020, 4, 1), people)
    assert movement.before() == {"(joined)": 2, "a": 6, "b": 4}
    assert movement.after() == {"a": 7, "b": 1, "(died)": 4}


def test_a_person_who_cost_ten_million_pounds_can_be_squared() -> None:
    spent = table("person_id days pence\nann 365 1000000001", days="int64", pence="int64")
    found = costs_by_segment(table("person_id segment\nann ill"), spent)
    assert drawn(found).split()[-1].startswith("1000000002000000001")


def test_costs_are_of_people_on_the_register_and_nothing_counts_as_nought() -> None:
    register = table("""
        person_id  segment
        ann        ill
        bob        ill
        cat        well
    """)
    days = table("person_id days\nann 365\nbob 100\ngone 365", days="int64")
    costs = table(
        """
        person_id  amount
        ann        10.005
        ann        20.00
        gone       99.00
        """,
        amount="decimal(18, 4)",
    )
    found = costs_by_segment(register, person_costs(register, days, costs))
    found = found.mutate(**{name: found[name].cast("int64") for name in ("pence", "squares")})
    # 30.005 is 3,001 pence, rounded once; bob and cat had no cost, cat no days either.
    assert drawn(found) == same("""
        segment  people  days  pence  squares
        ill      2       465   3001   9006001
        well     1       0     0      0
    """)


def test_the_share_explained_is_worked_out_by_hand() -> None:
    # Costs 0 and 2 in one segment, 4 and 6 in the other: 16 of 20 is between the segments.
    low, high = SegmentCosts("low", 2, 0, 2, 4), SegmentCosts("high", 2, 0, 10, 52)
    assert variance_explained([low, high]) == Fraction(16, 20)
    assert variance_explained([SegmentCosts("all", 4, 0, 12, 56)]) == 0
    assert high.mean() == Fraction(5, 100)


def test_where_all_cost_the_same_or_nobody_is_there_nothing_is_explained() -> None:
    assert variance_explained([SegmentCosts("a", 3, 9, 15, 75)]) is None
    assert variance_explained([SegmentCosts("a", 0, 0, 0, 0)]) is None
    assert SegmentCosts("a", 0, 0, 0, 0).mean() == 0
