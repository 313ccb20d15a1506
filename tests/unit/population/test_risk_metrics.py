"""How good a list is, against sums by hand and the textbook's own way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from wholeplace.population.risk.metrics import area, brier, calibration, curve, stability, top


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
def test_the_area_is_how_often_one_who_had_it_stands_above_one_who_had_not(
    people: list[tuple[bool, int]],
) -> None:
    had_any = np.array([had for had, _ in people])
    score = np.array([float(s) for _, s in people])
    found = area(had_any, score)
    pairs = [(a > b) + (a == b) / 2 for a, b in product(score[had_any], score[~had_any])]
    if not pairs:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(sum(pairs) / len(pairs))
    assert 0 <= found.lower <= found.value <= found.upper <= 1


def test_the_limits_of_the_area_are_those_of_delong() -> None:
    # Placements by hand: of those who had it 1, 1/2 and 1; of the others 1/3 * (3, 3 - 1, 3).
    had_any = np.array([True, True, True, False, False])
    found = area(had_any, np.array([0.9, 0.5, 0.8, 0.7, 0.1]))
    assert found is not None
    assert found.value == pytest.approx(5 / 6)
    variance = np.var([1, 0.5, 1], ddof=1) / 3 + np.var([2 / 3, 1], ddof=1) / 2
    assert found.value - found.lower == pytest.approx(1.96 * variance**0.5)


def test_the_top_of_a_list_counts_people_and_events() -> None:
    events = np.array([3, 0, 1, 0, 0, 0, 0, 0, 0, 1])
    found = top(events, np.array([0.9, 0.8, 0.7, *[0.1] * 7]), 2)
    assert (found.ppv, found.sensitivity) == (1 / 2, 1 / 3)
    assert found.of_events == 3 / 5
    assert found.lift == pytest.approx(0.5 / 0.3)


def test_of_equals_the_first_stand_on_the_list() -> None:
    assert top(np.array([0, 1, 1]), np.zeros(3), 1).right == 0
    assert top(np.array([1, 0, 1]), np.zeros(3), 1).right == 1


def test_a_model_that_is_sure_by_half_too_much_has_half_the_slope() -> None:
    chance = np.random.default_rng(1)
    log_odds = chance.normal(-1, 1, 40_000)
    had_any = chance.random(40_000) < expit(log_odds)
    true = calibration(had_any, expit(log_odds))
    assert true.slope == pytest.approx(1, abs=0.05)
    assert true.intercept == pytest.approx(0, abs=0.05)
    assert true.observed == pytest.approx(true.expected, rel=0.03)
    assert calibration(had_any, expit(2 * log_odds)).slope == pytest.approx(0.5, abs=0.03)
    assert calibration(had_any, expit(log_odds - 1)).intercept == pytest.approx(1, abs=0.05)


def test_the_curve_and_the_score_of_brier() -> None:
    had_any, p = np.arange(20) >= 18, np.linspace(0, 0.95, 20)
    parts = curve(had_any, p)
    assert [part.people for part in parts] == [2] * 10
    assert [part.observed for part in parts] == [0] * 9 + [2]
    assert parts[-1].foretold == pytest.approx(0.925)
    assert brier(np.array([True, False]), np.array([0.8, 0.4])) == pytest.approx(0.1)


def test_the_stability_index_is_nought_for_the_same_and_grows_with_a_move() -> None:
    before = np.array([float(i % 10) for i in range(1000)])
    assert stability(before, before) == 0
    assert stability(before, before + 1) > 0.1
    assert stability(before, np.full(1000, np.nan)) > 1
    # Two bins of one half each, then of a quarter and three quarters.
    halves, moved = np.repeat([0.0, 1.0], 50), np.repeat([0.0, 1.0, 1.0, 1.0], 25)
    assert stability(halves, moved) == pytest.approx(
        0.25 * np.log(0.75 / 0.5) - 0.25 * np.log(0.25 / 0.5)
    )
