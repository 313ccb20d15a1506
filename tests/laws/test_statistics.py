"""Laws of the statistics of outcomes, whatever the numbers are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from wholeplace.outcomes.statistics import (
    Tails,
    count_limits,
    directly_standardised,
    dispersed_funnel,
    dispersion,
    means_of,
    poisson_limits,
    proportion_funnel,
    proportions,
    proportions_where_fit,
    quantiles,
    rates,
    rates_where_fit,
    ratio_funnel,
    ratios,
    repeated_standardised,
)

# What a table may hold by mistake; counts of more than a million million are no counts of people.
WILD = (
    st.sampled_from([float("nan"), float("inf"), -float("inf"), 0.0])
    | st.floats(1e-6, 1e12)
    | st.floats(-1e12, -1e-6)
    | st.integers(-3, 20).map(float)
)
VALUES = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=30)
AREAS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 300)), min_size=2, max_size=30)


@given(VALUES, st.integers(-1000, 1000), st.integers(1, 50))
def test_a_mean_moves_and_stretches_with_its_values(
    values: list[float], more: int, times: int
) -> None:
    one, other = means_of(values), means_of(np.array(values) * times + more)
    assert one.lower <= one.value <= one.upper
    for name in ("value", "lower", "upper"):
        expected = getattr(one, name) * times + more
        assert getattr(other, name) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(st.lists(st.integers(0, 40).map(float), min_size=1, max_size=60), st.integers(2, 12))
def test_quantiles_follow_the_order_of_values(values: list[float], groups: int) -> None:
    found = quantiles(values, groups, highest_first=False).group
    if len(values) < groups:
        assert np.isnan(found).all()
        return
    order = np.argsort(values, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert ((found >= 1) & (found <= groups)).all()
    for value in set(values):
        assert len(set(found[np.array(values) == value])) == 1
    if len(set(values)) == len(values):
        sizes = np.unique(found, return_counts=True)[1]
        assert len(sizes) == groups
        assert sizes.max() - sizes.min() <= 1


@given(AREAS, st.randoms(use_true_random=False))
def test_the_order_of_areas_says_nothing(
    areas: list[tuple[int, int]], shuffling: np.random.Generator
) -> None:
    order = list(range(len(areas)))
    shuffling.shuffle(order)
    (o, e), (o2, e2) = zip(*areas, strict=True), zip(*(areas[i] for i in order), strict=True)
    one, other = dispersed_funnel(o, e)[0], dispersed_funnel(o2, e2)[0]
    assert other.upper == pytest.approx(one.upper[order], nan_ok=True)
    assert quantiles(o2, 2).group.tolist() == quantiles(o, 2).group[order].tolist()
    assert ratio_funnel(o2, e2).position.tolist() == ratio_funnel(o, e).position[order].tolist()


@given(st.integers(0, 10_000), st.floats(0.1, 10_000), st.sampled_from([0.95, 0.998]))
def test_a_ratio_is_within_its_funnel_where_its_interval_holds_what_is_expected(
    observed: int, expected: float, confidence: float
) -> None:
    lower, upper = poisson_limits(observed, confidence)
    found = ratio_funnel([observed], [expected])
    inside = bool(lower <= expected <= upper)
    near = ("within",) if confidence == 0.95 else ("within", "above", "below")
    assert (found.position[0] in near) == inside
    low, high = count_limits(expected, confidence)
    assert low <= expected <= high
    # The lines are exact and the interval is Byar's from 10 on: they differ by little.
    if low * 1.05 < observed < high / 1.05:
        assert inside
    if observed < low / 1.05 - 1 or observed > high * 1.05 + 1:
        assert not inside


@given(st.integers(1, 2000), st.data())
def test_a_proportion_is_within_its_funnel_where_wilsons_interval_holds_the_centre(
    people: int, data: st.DataObject
) -> None:
    some = data.draw(st.integers(0, people))
    centre = data.draw(st.floats(0.01, 0.99))
    share = proportions(some, people)
    assume(min(abs(share.lower - centre), abs(share.upper - centre)) > 1e-9)
    found = proportion_funnel([some], [people], centre).position[0]
    assert (found == "within") == bool(share.lower <= centre <= share.upper)


@given(AREAS, st.sampled_from(list(Tails)))
def test_dispersion_is_never_below_nought_and_no_dispersion_widens_nothing(
    areas: list[tuple[int, int]], tails: Tails
) -> None:
    observed, expected = zip(*areas, strict=True)
    plot, found = dispersed_funnel(observed, expected, tails=tails)
    if found.why:
        assert np.isnan(plot.upper).all()
        return
    assert found.between >= 0
    assert found.phi >= 0
    assert (plot.lowest <= plot.lower).all()
    assert (plot.highest >= plot.upper).all()
    narrow = np.exp(1.959964 / np.sqrt(expected))
    assert (plot.upper >= narrow * (1 - 1e-12)).all()
    assert np.allclose(plot.upper, narrow) == bool(np.allclose(found.between, 0, atol=1e-9))


@given(AREAS)
def test_winsorised_scores_disperse_no_more_than_all_do(areas: list[tuple[int, int]]) -> None:
    observed, expected = zip(*areas, strict=True)
    assume(sum(o > 0 for o in observed) >= 2)
    whole, most = (dispersion(observed, expected, each_end=part) for part in (0, 0.1))
    scores = whole.score[~np.isnan(whole.score)]
    # Where nought lies between the quantiles, every score is brought towards it.
    low, high = np.quantile(scores, [0.1, 0.9])
    assume(low <= 0 <= high)
    assert most.phi <= whole.phi + 1e-9


@given(st.lists(st.tuples(WILD, WILD), min_size=1, max_size=20))
def test_no_number_that_makes_no_sense_is_ever_told(rows: list[tuple[float, float]]) -> None:
    numerator, denominator = zip(*rows, strict=True)
    for found in (
        rates_where_fit(numerator, denominator),
        proportions_where_fit(numerator, denominator),
    ):
        assert (np.isnan(found.value) == (found.why != "")).all()
        fit = found.why == ""
        low, high = found.lower[fit], found.upper[fit]
        assert (low <= found.value[fit] + 1e-12).all()
        assert (high >= found.value[fit] - 1e-12).all()


@given(st.integers(1, 60), st.integers(1, 60), st.integers(2, 5))
def test_the_same_events_of_fewer_people_are_known_less_well(
    once: int, often: int, times: int
) -> None:
    events = once + often * times
    assume(events >= 10)
    apart = directly_standardised([events], [1000], [1])
    again = repeated_standardised([[once, often]], [1, times], [1000], [1])
    assert again.value == pytest.approx(apart.value)
    assert again.lower < apart.lower
    assert again.upper > apart.upper


@pytest.mark.parametrize("mean", [0.7, 4, 9.5, 25, 140])
def test_exact_limits_of_counts_hold_the_mean_at_least_as_often_as_they_say(mean: float) -> None:
    # Every count that may come, by its probability: nothing is drawn.
    count = np.arange(0, 400)
    chance = stats.poisson.pmf(count, mean)
    for found in (rates(count, 1), ratios(count, 1)):
        held = chance[(found.lower <= mean) & (mean <= found.upper)].sum()
        # Byar's approximation may fall short in the fourth digit.
        assert held >= 0.95 - 5e-4


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
def test_wilsons_limits_hold_the_proportion_about_as_often_as_they_say(share: float) -> None:
    for people in (50, 400, 2000):
        some = np.arange(people + 1)
        found = proportions(some, people)
        within = (found.lower <= share) & (share <= found.upper)
        assert stats.binom.pmf(some, people, share)[within].sum() == pytest.approx(0.95, abs=0.03)


def test_t_limits_hold_the_mean_as_often_as_they_say() -> None:
    drawn = np.random.default_rng(1).normal(10, 3, size=(40_000, 5))
    found = means_of(drawn)
    held = ((found.lower <= 10) & (found.upper >= 10)).mean()
    assert held == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 40_000))
