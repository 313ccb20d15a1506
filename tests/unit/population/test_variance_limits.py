"""How sure the share of the variance is that segments explain, and the difference of two."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from wholeplace.population.variance_limits import (
    Estimate,
    difference,
    share_explained,
    without_each,
)

Costs = tuple[NDArray[np.int64], NDArray[np.int64]]
MEANS = np.array([900.0, 250.0, 30.0])


def drawn(people: int, seed: int, spread: float = 0.6) -> Costs:
    """Return the segments and pence of people: log-normal about a mean for each segment."""
    chance = np.random.default_rng(seed)
    segments = chance.choice(3, people, p=[0.05, 0.2, 0.75])
    costs = MEANS[segments] * np.exp(chance.normal(-(spread**2) / 2, spread, people))
    return segments, np.round(costs * 100).astype(np.int64)


def share(segments: NDArray[np.int64], pence: NDArray[np.int64]) -> float:
    """Return R squared, worked out plainly."""
    costs = pence.astype(float)
    own = np.array([costs[segments == one].mean() for one in segments])
    return float(1 - ((costs - own) ** 2).sum() / ((costs - costs.mean()) ** 2).sum())


def test_without_each_is_what_is_found_when_each_is_left_out_by_hand() -> None:
    segments, pence = np.array([0, 0, 1, 1, 1, 2]), np.array([100, 300, 0, 40, 20, 900])
    by_hand = [share(np.delete(segments, i), np.delete(pence, i)) for i in range(6)]
    assert without_each(segments, pence) == pytest.approx(by_hand, abs=1e-12)


def test_limits_are_as_wide_as_those_of_a_bootstrap() -> None:
    segments, pence = drawn(2_000, seed=1)
    chance = np.random.default_rng(2)
    picks = [chance.integers(0, 2_000, 2_000) for _ in range(300)]
    again = [share_of(segments[pick], pence[pick]) for pick in picks]
    found = share_explained(share_of(segments, pence), without_each(segments, pence))
    width = 2 * 1.96 * float(np.std(again))
    assert found.upper - found.lower == pytest.approx(width, rel=0.15)


def share_of(segments: NDArray[np.int64], pence: NDArray[np.int64]) -> float:
    """Return the same as ``share``, for many people."""
    costs, people = pence.astype(float), np.bincount(segments)
    between = (np.bincount(segments, weights=costs) ** 2 / people).sum() - costs.sum() ** 2 / len(
        costs
    )
    return float(between / ((costs - costs.mean()) ** 2).sum())


def test_limits_hold_the_truth_in_about_95_of_100_samples_of_costs_not_too_skewed() -> None:
    truth = share_of(*drawn(1_000_000, seed=3, spread=0.3))
    held = 0
    for seed in range(200):
        segments, pence = drawn(3_000, seed=100 + seed, spread=0.3)
        found = share_explained(share_of(segments, pence), without_each(segments, pence))
        held += found.lower <= truth <= found.upper
    assert 0.90 <= held / 200 <= 0.99


def test_segments_that_mean_nothing_explain_nothing_on_other_people() -> None:
    chance = np.random.default_rng(4)
    _, pence = drawn(2_000, seed=4)
    segments = chance.integers(0, 100, 2_000)
    found = share_explained(share_of(segments, pence), without_each(segments, pence))
    # A hundred segments by lot explain a twentieth of the variance of these people, of others none.
    assert found.found > 0.03
    assert abs(found.corrected) < 0.02
    assert found.lower == 0


def test_two_rule_sets_are_told_apart_though_the_limits_of_both_overlap() -> None:
    segments, pence = drawn(2_000, seed=5, spread=1.0)
    merged = np.where(segments == 1, 2, segments)
    one, other = (
        (share_of(these, pence), without_each(these, pence)) for these in (segments, merged // 2)
    )
    alone = [share_explained(*each) for each in (one, other)]
    assert alone[1].upper > alone[0].lower
    apart = difference(*one, *other)
    assert apart.found == pytest.approx(one[0] - other[0])
    assert 0 < apart.lower < apart.found < apart.upper
    same = difference(*one, *one)
    assert same == Estimate(0, 0, 0, 0)


@pytest.mark.parametrize(
    "pence", [[5, 5, 5, 5], [5, 5, 5, 900], [5, 9]], ids=["all the same", "but one", "two people"]
)
def test_where_nothing_is_known_the_limits_say_so(pence: list[int]) -> None:
    left_out = without_each(np.zeros(len(pence), np.int64), np.array(pence))
    assert len(left_out) == 0
    assert share_explained(0.5, left_out) == Estimate(0.5, 0.5, 0.0, 1.0)
    assert difference(0.5, left_out, 0.25, left_out) == Estimate(0.25, 0.25, -1.0, 1.0)
