"""Values put together by the least squares within, and lines through them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest

from wholeplace.budget.price import Line, Point, grouped


def points(*values: int, weight: int = 1) -> list[Point]:
    return [Point(Fraction(value), weight) for value in values]


def told(*values: int, groups: int) -> list[list[int]]:
    return [[int(p.value) for p in group] for group in grouped(points(*values), groups)]


def test_values_that_lie_together_are_put_together() -> None:
    assert told(1, 90, 3, 50, 2, 52, groups=3) == [[1, 2, 3], [50, 52], [90]]


def test_values_that_are_one_stay_together_and_no_group_is_empty() -> None:
    assert told(1, 1, 2, 2, groups=4) == [[1, 1], [2, 2]]


def test_a_heavy_value_keeps_its_own_group() -> None:
    some = [Point(Fraction(1), 1), Point(Fraction(2), 1000), Point(Fraction(4), 1)]
    # Without weights 1 and 2 would go together; 2 weighs so much that it pulls whatever joins it.
    assert [len(group) for group in grouped(some, 2)] == [2, 1]
    some[2] = Point(Fraction(4), 1000)
    assert [[int(p.value) for p in group] for group in grouped(some, 2)] == [[1, 2], [4]]


def test_of_groupings_as_good_as_each_other_the_first_groups_are_smaller() -> None:
    assert told(1, 2, 3, groups=2) == [[1], [2, 3]]


def within(group: list[int]) -> Fraction:
    mean = Fraction(sum(group), len(group))
    return sum(((value - mean) ** 2 for value in group), Fraction(0))


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 5, 6, 7])
def test_no_other_grouping_is_better(groups: int) -> None:
    values = sorted([3, 1, 4, 15, 9, 26, 5, 35, 8])
    found = sum(map(within, told(*values, groups=groups)))
    tried = []
    for breaks in combinations(range(1, len(values)), groups - 1):
        ends = [0, *breaks, len(values)]
        tried.append(sum(within(values[a:b]) for a, b in pairwise(ends)))
    assert found == min(tried)


@pytest.mark.parametrize(("some", "groups"), [([], 1), (points(1), 0)])
def test_nothing_cannot_be_grouped(some: list[Point], groups: int) -> None:
    with pytest.raises(ValueError, match="nothing to group"):
        grouped(some, groups)


def test_a_line_never_falls_below_nought() -> None:
    assert Line(Fraction(-1), Fraction(10)).at(Fraction(1, 20)) == 0
    assert Line(Fraction(-1), Fraction(10)).at(Fraction(1, 5)) == 1
