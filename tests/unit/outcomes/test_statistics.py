"""The statistics of outcomes against answers that were published, or can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
import pytest

from wholeplace.outcomes.statistics import (
    AGES,
    Missing,
    Scale,
    byar_limits,
    directly_standardised,
    errors_of,
    exact_limits,
    indirectly_standardised,
    life_expectancy,
    poisson_limits,
    proportions,
    ranks,
    rates,
    slope_index,
)

# The worked example of the English public-health statistics' life expectancy calculator.
POPULATION = [
    *(7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601),
    *(50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936),
]
DEATHS = [
    *(17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937)
]


def test_limits_of_many_counts_are_those_of_each() -> None:
    lower, upper = poisson_limits([[0, 9], [10, 100]])
    assert lower == pytest.approx(np.array([[0, 4.115373], [4.787450, 81.362105]]), abs=1e-6)
    assert upper == pytest.approx(np.array([[3.688879, 17.084803], [18.391459, 121.627938]]))
    # Exact limits go on where Byar's begin: for 10 the tables have 4.795389 to 18.390356.
    assert exact_limits(10) == pytest.approx((4.795389, 18.390356), abs=1e-6)


def test_a_lower_limit_beneath_nought_is_missing() -> None:
    lower, upper = byar_limits([1, 10], confidence=0.998)
    assert list(np.isnan(lower)) == [True, False]
    assert upper[0] > 1


def test_wilsons_limits_of_proportions() -> None:
    # Newcombe 1998, table I: 81/263, 15/148, 0/20 and 1/29.
    found = proportions([81, 15, 0, 1], [263, 148, 20, 29])
    assert found.lower == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=5e-5)
    assert found.upper == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


def test_a_directly_standardised_rate_by_hand() -> None:
    found = directly_standardised([10, 30], [1000, 2000], [60, 40], per=1000)
    # 0.6 x 10/1000 + 0.4 x 30/2000; 0.36 x 10/1000^2 + 0.16 x 30/2000^2
    assert found.value == pytest.approx(12.0)
    byar = 40 * (1 - 1 / 360 - 1.959963984540054 / (3 * sqrt(40))) ** 3
    assert found.lower == pytest.approx(12 + 1000 * sqrt(4.8e-6 / 40) * (byar - 40))


def test_few_events_make_no_standardised_rate() -> None:
    found = directly_standardised([[4, 5], [4, 6]], [[10, 10], [10, 10]], [1, 1])
    assert list(found.why) == [Missing.FEW_EVENTS, ""]
    assert list(np.isnan(found.value)) == [True, False]


def test_an_indirectly_standardised_ratio_by_hand() -> None:
    found = indirectly_standardised([5, 15], [1000, 500], [0.004, 0.012], per=100)
    # Expected: 4 + 6; the limits are those of 20 events.
    lower, upper = poisson_limits(20)
    assert (found.value, found.lower, found.upper) == pytest.approx((200, lower * 10, upper * 10))


def test_life_expectancy_is_that_of_the_worked_example() -> None:
    found = life_expectancy([DEATHS, DEATHS], [POPULATION, POPULATION])
    at = [AGES.index(age) for age in (0, 1, 25, 65, 90)]
    expected = [80.16960813, 79.36245674, 55.78835987, 18.76856852, 6.16210635]
    assert found.value[1, at] == pytest.approx(expected, abs=1e-8)
    # Its limits take 1.96 for the quantile, and not 1.959964.
    lower = [79.88268548, 79.0898816, 55.53801579, 18.57570352, 5.887683386]
    assert found.lower[1, at] == pytest.approx(lower, abs=1e-5)
    assert found.upper[0, 0] == pytest.approx(80.45653078, abs=1e-5)


@pytest.mark.parametrize(
    ("deaths", "population", "why"),
    [
        (DEATHS, [n / 200 for n in POPULATION], Missing.SMALL_POPULATION),
        (DEATHS, [0, *POPULATION[1:]], Missing.EMPTY_BAND),
        ([*DEATHS[:3], 50_000, *DEATHS[4:]], POPULATION, Missing.MORE_DEATHS),
        ([*DEATHS[:3], 40_000, *DEATHS[4:]], POPULATION, Missing.NOBODY_LIVES),
        ([*DEATHS[:-1], 0], POPULATION, Missing.NO_OLD_DEATHS),
        ([0, *DEATHS[1:]], POPULATION, Missing.NOT_MISSING),
    ],
)
def test_why_life_expectancy_is_missing(
    deaths: list[float], population: list[float], why: Missing
) -> None:
    found = life_expectancy(deaths, population)
    assert set(found.why) == {why}
    assert np.isnan(found.value).all() == (why != Missing.NOT_MISSING)


def test_a_group_stands_in_the_middle_of_its_people() -> None:
    assert ranks([12, 10, 78]) == pytest.approx([0.06, 0.17, 0.61])


def test_the_slope_is_that_of_the_weighted_line() -> None:
    values, people = [10.0, 14.0, 11.0, 30.0], [100, 300, 50, 550]
    found = slope_index(values, [1.0] * 4, people, np.random.default_rng(1))
    # As it is published: a regression without constant on sqrt(a) and b sqrt(a).
    a, b = np.array(people) / 1000, ranks(people)
    root = np.sqrt(a)
    start, rise = np.linalg.lstsq(np.array([root, b * root]).T, root * values, rcond=None)[0]
    assert (found.start, found.index) == pytest.approx((start, rise))
    assert found.relative == pytest.approx((start + rise) / start)


def test_limits_of_a_slope_are_those_of_the_drawn_lines() -> None:
    # The rise of a line through equal groups at ranks 1/10, 3/10 ... has a variance of its own.
    values, error = [50.0, 40, 30, 20, 10], 2.0
    found = slope_index(values, [error] * 5, [1] * 5, np.random.default_rng(1))
    away = np.array([-0.4, -0.2, 0, 0.2, 0.4])
    spread = error / sqrt((away**2).sum())
    assert found.index == pytest.approx(-50)
    assert found.index_lower == pytest.approx(-50 - 1.96 * spread, abs=0.1)
    assert found.index_upper == pytest.approx(-50 + 1.96 * spread, abs=0.1)


def test_the_same_chance_gives_the_same_limits() -> None:
    one, other = (
        slope_index([5, 4, 3], [0.1] * 3, [1, 2, 3], np.random.default_rng(7), Scale.RATE, 1000)
        for _ in range(2)
    )
    assert one == other


def test_errors_are_read_from_limits() -> None:
    rate = rates(100, 1000)
    error = errors_of(rate.lower, rate.upper, Scale.RATE)
    assert error == pytest.approx(np.log(rate.upper / rate.lower) / 2 / 1.959963984540054)


BAD: Mapping[str, Callable[[], object]] = {
    "cannot be -1": lambda: rates(-1, 10),
    "above zero": lambda: rates(1, 0),
    "is missing": lambda: rates(np.nan, 10),
    "above its denominator": lambda: proportions(11, 10),
    "denominator above zero": lambda: proportions(0, 0),
    "exposure above zero": lambda: directly_standardised([1, 20], [0, 5], [1, 1]),
    "has nobody in it": lambda: directly_standardised([1, 20], [1, 5], [0, 0]),
    "expected number above zero": lambda: indirectly_standardised([1], [0], [1]),
    "events cannot be": lambda: indirectly_standardised([-1], [1], [1]),
    "deaths cannot be": lambda: life_expectancy([-1, *DEATHS[1:]], POPULATION),
    "one number of deaths": lambda: life_expectancy(DEATHS[1:], POPULATION),
    "do not rise": lambda: life_expectancy([1, 1], [1, 1], [5, 0]),
    "population above zero": lambda: slope_index([1, 2], [1, 1], [0, 1], np.random.default_rng(1)),
    "two groups": lambda: slope_index([1], [1], [1], np.random.default_rng(1)),
    "of a group is missing": lambda: slope_index(
        [1, np.nan], [1, 1], [1, 1], np.random.default_rng(1)
    ),
    "no rate above nought": lambda: slope_index(
        [1, 0], [1, 1], [1, 1], np.random.default_rng(1), Scale.RATE
    ),
    "not between 0 and 1": lambda: rates(1, 1, confidence=95),
}


@pytest.mark.parametrize("message", BAD)
def test_what_makes_no_sense_is_an_error(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BAD[message]()
