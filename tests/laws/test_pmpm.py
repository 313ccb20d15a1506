"""Laws of cost per member per month: no cut loses a penny or a day, and no order says anything."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.pmpm import (
    DIMENSIONS,
    Cube,
    PersonTime,
    PracticeCost,
    Spending,
    beside_prices,
    changes,
    cube,
    cut,
    funnel,
)
from wholeplace.kernel import FinancialYear, Month

MONTHS = FinancialYear(2019).months()
PRACTICES = ("P1", "P2", "P3", "P4")
NEAR = dict(zip(PRACTICES, ("north", "north", "south", "far"), strict=True))
SEGMENTS = st.sampled_from(["well", "ill", "frail"])
BASES = {"acute": "tariff", "drugs": "list", "visits": "estimate"}
SPENDING = st.builds(
    lambda segment, service, practice, month, pence, rows: Spending(
        segment, service, practice if segment else None, month, pence, rows, BASES[service]
    ),
    SEGMENTS | st.none(),
    st.sampled_from(sorted(BASES)),
    st.sampled_from(PRACTICES),
    st.sampled_from(MONTHS),
    st.integers(-(10**9), 10**9),
    st.integers(1, 9),
)
TIME = st.builds(
    PersonTime,
    SEGMENTS,
    st.sampled_from(PRACTICES),
    st.sampled_from(MONTHS),
    st.integers(1, 10**6),
)
CUTS = list(chain.from_iterable(combinations(DIMENSIONS, n) for n in range(len(DIMENSIONS) + 1)))


def _cube(spending: list[Spending], time: list[PersonTime]) -> Cube:
    return cube(spending, time, NEAR, MONTHS)


CUBES = st.builds(_cube, st.lists(SPENDING, max_size=15), st.lists(TIME, max_size=15))


@given(CUBES)
def test_every_cut_comes_to_the_same_pence_and_days(whole: Cube) -> None:
    for by in CUTS:
        rows = cut(whole, by)
        assert sum(row.pence for row in rows) == whole.total.pence
        assert len({row.key for row in rows}) == len(rows)
        times = len(whole.services) if "service" in by else 1
        assert sum(row.days for row in rows) == whole.days * times


@given(CUBES)
def test_rows_of_a_cut_are_those_of_a_finer_one_added_up(whole: Cube) -> None:
    found: dict[tuple[str, ...], list[Fraction]] = {}
    for row in cut(whole, ("neighbourhood", "practice", "month")):
        one = found.setdefault(row.key[:1], [Fraction(0), Fraction(0)])
        one[0] += row.pence
        one[1] += row.member_months
    told = {row.key: [row.pence, row.member_months] for row in cut(whole, ("neighbourhood",))}
    assert found == told


@given(st.lists(SPENDING, max_size=15), st.lists(TIME, max_size=15), st.randoms())
def test_the_order_of_rows_says_nothing(
    spending: list[Spending], time: list[PersonTime], random: Random
) -> None:
    before = _cube(spending, time)
    mixed, other = list(spending), list(time)
    random.shuffle(mixed)
    random.shuffle(other)
    after = _cube(mixed, other)
    assert all(cut(before, by) == cut(after, by) for by in CUTS)


@given(CUBES, TIME, st.sampled_from(PRACTICES), st.data())
def test_who_moves_within_a_month_changes_no_total(
    whole: Cube, moved: PersonTime, to: str, data: st.DataObject
) -> None:
    days = data.draw(st.integers(0, moved.days))
    parts = [replace(moved, days=days), replace(moved, practice=to, days=moved.days - days)]
    stays = _cube(list(whole.spending), [*whole.time, moved])
    moves = _cube(list(whole.spending), [*whole.time, *parts])
    for by in CUTS:
        if "practice" not in by and "neighbourhood" not in by:
            told = {row.key: row for row in cut(moves, by) if row.days or row.pence}
            assert told == {row.key: row for row in cut(stays, by) if row.days or row.pence}


@given(CUBES, CUBES)
def test_a_change_is_of_people_and_of_cost_and_of_nothing_else(before: Cube, after: Cube) -> None:
    for by in CUTS:
        found = changes(cut(before, by), cut(after, by))
        assert all(one.of_people + one.of_cost == one.pounds for one in found)
        whole = Fraction(after.total.pence - before.total.pence, 100)
        assert sum((one.pounds for one in found), Fraction(0)) == whole


@given(CUBES)
def test_the_budget_at_prices_is_the_same_in_every_cut(whole: Cube) -> None:
    prices = {"well": Fraction(500), "ill": Fraction(1000, 3), "frail": Fraction(9000)}
    (total,) = beside_prices(whole, (), prices, 366)
    for by in CUTS:
        if "service" not in by:
            found = beside_prices(whole, by, prices, 366)
            assert sum((one.budget for one in found), Fraction(0)) == total.budget
            assert sum((one.over for one in found), Fraction(0)) == total.over


AMOUNTS = st.integers(1, 10**8).map(Fraction)


@given(
    st.lists(
        st.builds(PracticeCost, st.just("P"), AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS),
        min_size=2,
        max_size=30,
    ),
    st.integers(2, 1000),
)
def test_pounds_or_pence_make_the_same_funnel(practices: list[PracticeCost], scale: int) -> None:
    one = funnel(practices)
    other = funnel(
        [
            replace(
                p,
                observed=p.observed * scale,
                expected=p.expected * scale,
                variance=p.variance * scale**2,
            )
            for p in practices
        ]
    )
    assert one.found_phi == other.found_phi
    assert [p.limits_95 for p in one.practices] == [p.limits_95 for p in other.practices]
    for p in one.practices:
        assert p.limits_998[0] <= p.limits_95[0] <= 1 <= p.limits_95[1] <= p.limits_998[1]


def test_a_month_has_the_days_it_has() -> None:
    whole = _cube([], [PersonTime("well", "P1", Month(2020, 2), 29)])
    assert whole.member_months == 1
