"""Practices beside one another: expected cost, limits and dispersion by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from wholeplace.budget.pmpm import (
    PracticeCost,
    dispersion,
    funnel,
    practice_costs,
    practice_figure,
)
from wholeplace.budget.price import CostCell, Key, Sums
from wholeplace.kernel import Refused

FRAIL, WELL = Key("frail"), Key("well")


def _cell(key: Key, *people: tuple[int, int]) -> CostCell:
    """Return the cell of people with (days, pence)."""
    sums = Sums(
        sum(p for _, p in people), sum(p * p for _, p in people), sum(d * p for d, p in people)
    )
    squares = sum(d * d for d, _ in people)
    return CostCell(key, len(people), sum(d for d, _ in people), squares, sums, sums)


# Frail people cost £3, £1 and £2: £2 each. Well ones cost £1, £1 and £0.40: £0.80 each.
GROUPS = {
    "P2": [_cell(WELL, (365, 100), (365, 40)), _cell(FRAIL, (365, 200))],
    "P1": [_cell(FRAIL, (365, 300), (365, 100)), _cell(WELL, (365, 100))],
}


def test_people_are_expected_to_cost_what_those_like_them_do() -> None:
    first, second = practice_costs(GROUPS, 365)
    assert (first.practice, first.observed, first.expected) == ("P1", Fraction(5), Fraction("4.8"))
    assert (second.practice, second.observed, second.expected) == (
        "P2",
        Fraction("3.4"),
        Fraction("3.6"),
    )
    # Frail: (1 + 1 + 0) / 3 pounds squared; well: (0.04 + 0.04 + 0.16) / 3.
    frail, well = Fraction(2, 3), Fraction("0.24") / 3
    assert (first.variance, second.variance) == (2 * frail + well, frail + 2 * well)
    assert first.person_years == 3


def test_weights_are_brought_to_the_level_of_what_was_spent() -> None:
    first, second = practice_costs(GROUPS, 365, {FRAIL: Fraction(3), WELL: Fraction(1)})
    # 7 and 5 weighted person-years of £8.40.
    assert (first.expected, second.expected) == (Fraction("4.9"), Fraction("3.5"))


def _practice(code: str, observed: int, expected: int = 100, variance: int = 100) -> PracticeCost:
    return PracticeCost(
        code, Fraction(50), Fraction(observed), Fraction(expected), Fraction(variance)
    )


def test_limits_by_hand() -> None:
    # The root of the variance over what is expected is 0.1, and 0.05 of the larger practice.
    found = funnel([_practice("A", 115), _practice("B", 380, 400, 400)])
    first, second = found.practices
    assert first.ratio == Fraction("1.15")
    assert first.precision == pytest.approx(100)
    assert first.z == pytest.approx(1.5)
    assert second.z == pytest.approx(-1)
    # Phi: half of 2.25 and 1 together.
    assert found.found_phi == pytest.approx(1.625)
    wide = 1.625**0.5
    assert first.limits_95 == pytest.approx((1 - 0.1959964 * wide, 1 + 0.1959964 * wide))
    assert second.limits_998 == pytest.approx((1 - 0.1545116 * wide, 1 + 0.1545116 * wide))
    assert found.limits(400) == (second.limits_95, second.limits_998)


def test_little_variation_makes_nothing_narrower() -> None:
    found = funnel([_practice("A", 101), _practice("B", 99)])
    assert found.found_phi == pytest.approx(0.01)
    assert found.phi == 1
    assert found.practices[0].limits_95[1] == pytest.approx(1.1959964)


def test_extreme_scores_are_brought_to_the_next_one() -> None:
    # Of ten, one at each end: -9 becomes -2 and 30 becomes 1.
    scores = [-9, 0, 1, 0, -2, 1, 0, 0, 30, 1]
    assert dispersion(scores, Fraction(1, 10)) == pytest.approx((4 + 4 + 4 * 1) / 10)
    assert dispersion(scores[:9], Fraction(1, 10)) == pytest.approx((81 + 1 + 4 + 1 + 900) / 9)


def test_where_practices_stand() -> None:
    many = [_practice(f"P{i}", 100) for i in range(20)]
    ends = [
        _practice("far", 140),
        _practice("high", 125),
        _practice("low", 75),
        _practice("none", 0),
    ]
    found = funnel([*many, *ends])
    # Both of each end are brought to the others: they do not widen what they are held against.
    assert (found.found_phi, found.phi) == (0, 1)
    assert [one.position for one in found.practices[19:]] == [
        "within",
        "far above",
        "above",
        "below",
        "far below",
    ]


def test_limits_hold_what_chance_explains() -> None:
    rng = np.random.default_rng(7)
    sizes = rng.integers(20, 200, 4000)
    practices = [
        _practice(str(i), round(100 * cost), 100 * int(n), 10_000 * int(n))
        for i, (n, cost) in enumerate(zip(sizes, rng.normal(sizes, np.sqrt(sizes)), strict=True))
    ]
    found = funnel(practices, Fraction(0))
    assert found.found_phi == pytest.approx(1, abs=0.06)
    outside = sum(one.position != "within" for one in found.practices) / 4000
    assert outside == pytest.approx(0.05, abs=0.01)
    far = sum(one.position.startswith("far") for one in found.practices) / 4000
    assert far == pytest.approx(0.002, abs=0.002)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(Refused, match="not two practices"):
        funnel([_practice("A", 100)])
    with pytest.raises(Refused, match="0 is expected of practice 'B', with a variance of 100"):
        funnel([_practice("A", 100), _practice("B", 100, 0), _practice("C", 1)])
    with pytest.raises(ValueError, match="less than half"):
        funnel([_practice("A", 100), _practice("B", 99)], Fraction(1, 2))


def test_the_figure_says_where_a_practice_stands() -> None:
    found = funnel([_practice("A", 115), _practice("B", 100), _practice("C", 100)])
    figure = practice_figure(found.practices[0], found)
    assert (figure.id, figure.shown, figure.inputs) == (
        "practice.A.ratio",
        "1.15",
        "£115.00 / £100.00",
    )
    assert figure.note == (
        "within the limits: 95% 0.804 to 1.196, 99.8% 0.691 to 1.309; 50 person-years, z 1.50,"
        " phi 0.75, limits not widened"
    )
