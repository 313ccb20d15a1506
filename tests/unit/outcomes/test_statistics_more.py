"""Means, quantiles, ratios, repeated events and numbers that do not fit, against known answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import sqrt

import numpy as np
import pytest
from scipy import stats

from wholeplace.outcomes.statistics import (
    Missing,
    byar_limits,
    directly_standardised,
    indirectly_standardised_rates,
    means,
    means_of,
    poisson_limits,
    proportions,
    proportions_where_fit,
    quantiles,
    rates,
    rates_where_fit,
    ratios,
    repeated_standardised,
    standardised_where_fit,
    why_unfit,
)

NAN = float("nan")


def test_a_mean_has_t_limits() -> None:
    # Student's sleep data, the second drug: 2.33, 0.90 to 3.76 in every textbook.
    found = means_of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (2.33, 0.897678, 3.762322), abs=1e-6
    )


def test_means_from_sums_are_those_of_the_values() -> None:
    values = np.array([[3.0, 5, 9, 4], [2, 2, NAN, 8], [7, NAN, NAN, NAN], [NAN] * 4])
    found = means_of(values, confidence=0.998)
    for row, i in ((values[0], 0), (values[1][~np.isnan(values[1])], 1)):
        error = stats.sem(row)
        expected = stats.t.interval(0.998, len(row) - 1, row.mean(), error)
        assert (found.lower[i], found.upper[i]) == pytest.approx(expected)
    assert list(found.why) == ["", "", Missing.ONE_VALUE, Missing.NO_VALUE]
    assert np.isnan(found.value[2:]).all()
    again = means([4, 3, 1, 0], [5.25, 4, 7, NAN], [sqrt(83 / 12), sqrt(12), NAN, NAN], 0.998)
    assert again.upper == pytest.approx(found.upper, nan_ok=True)


def test_part_of_an_event_has_its_lower_limit_beneath_it() -> None:
    # Counts that were shared out need not be whole; at a half it is the limit of one degree.
    lower, upper = poisson_limits([0.001, 0.1, 0.5])
    assert (lower <= [0.001, 0.1, 0.5]).all()
    assert (upper >= 3.68).all()
    assert lower[2] == pytest.approx(stats.chi2.ppf(0.025, 1) / 2)


@pytest.mark.parametrize(
    ("values", "groups", "expected"),
    [
        ([5, 3, 1, 4, 2], 5, [5, 3, 1, 4, 2]),
        # Seven areas in three: three, two and two.
        ([1, 2, 3, 4, 5, 6, 7], 3, [1, 1, 1, 2, 2, 3, 3]),
        # Equal values are together, in the group of the first of them.
        ([1, 2, 2, 2, 2, 6], 3, [1, 1, 1, 1, 1, 3]),
        ([9, NAN, 7, 8], 3, [3, NAN, 1, 2]),
        ([9, NAN, 7, 8], 4, [NAN] * 4),
        (range(1, 29), 20, None),
    ],
)
def test_areas_in_quantiles(
    values: Sequence[float], groups: int, expected: list[float] | None
) -> None:
    found = quantiles(np.array(values, dtype=float), groups, highest_first=False)
    if expected is None:
        # Of 28 areas the eighth stands on a border of twentieths; doubles put it in the fifth.
        assert found.group[7] == 6
    else:
        assert found.group == pytest.approx(expected, nan_ok=True)
    assert (np.isnan(found.group) == (found.why != "")).all()


def test_the_highest_come_first_unless_it_is_said() -> None:
    up = quantiles([[10, 20, 30, 40], [4, 3, 2, 1]], 2)
    assert up.group.tolist() == [[2, 2, 1, 1], [1, 1, 2, 2]]
    assert quantiles([1.0, 1, 2], 3).group.tolist() == [2, 2, 1]
    assert list(quantiles([1.0, NAN], 2).why) == [Missing.FEWER_THAN_GROUPS, Missing.NO_VALUE]


def test_a_ratio_has_the_limits_of_its_count() -> None:
    found = ratios([20, 8], [10.0, 16.0], per=100)
    lower, upper = poisson_limits([20, 8])
    assert found.value == pytest.approx([200, 50])
    assert found.lower == pytest.approx([lower[0] * 10, lower[1] * 6.25])
    assert found.upper == pytest.approx([upper[0] * 10, upper[1] * 6.25])


def test_an_indirectly_standardised_rate_by_hand() -> None:
    # The standard's rates are 4 and 12 in a thousand, its crude rate 520/70,000.
    found = indirectly_standardised_rates(
        [5, 15], [1000, 500], [160, 360], [40_000, 30_000], per=1000
    )
    assert found.value == pytest.approx(2 * 1000 * 520 / 70_000)
    assert found.upper == pytest.approx(poisson_limits(20)[1] / 10 * 1000 * 520 / 70_000)


def test_events_that_come_again_by_hand() -> None:
    # In a stratum of 1,000: ten people once and five twice; in one of 2,000: 20 once and 5 thrice.
    people = [[10, 5, 0], [20, 0, 5]]
    found = repeated_standardised(people, [1, 2, 3], [1000, 2000], [60, 40], per=1000)
    assert found.value == pytest.approx(0.6 * 20 + 0.4 * 35 / 2)
    variance = 0.36 * (10 + 4 * 5) / 1000**2 + 0.16 * (20 + 9 * 5) / 2000**2
    lower, upper = byar_limits(55)
    step = 1000 * sqrt(variance / 55)
    assert found.lower == pytest.approx(19 + step * (lower - 55))
    assert found.upper == pytest.approx(19 + step * (upper - 55))


def test_events_that_never_come_again_are_as_any() -> None:
    events, lived, weights = [[10, 30], [2, 1]], [[1000, 2000], [10, 10]], [60, 40]
    once = directly_standardised(events, lived, weights)
    people = np.array(events)[..., None]
    again = repeated_standardised(people, [1], lived, weights)
    for name in ("value", "lower", "upper"):
        assert getattr(again, name) == pytest.approx(getattr(once, name), nan_ok=True)
    assert list(again.why) == list(once.why) == ["", Missing.FEW_EVENTS]


PAIRS = {
    (NAN, 10.0): Missing.NO_COUNT,
    (float("inf"), 10.0): Missing.NO_COUNT,
    (-1.0, 10.0): Missing.NEGATIVE_COUNT,
    (3.0, 0.0): Missing.NO_DENOMINATOR,
    (3.0, -5.0): Missing.NO_DENOMINATOR,
    (3.0, NAN): Missing.NO_DENOMINATOR,
    (0.0, 10.0): Missing.NOT_MISSING,
    (3.0, 10.0): Missing.NOT_MISSING,
}


def test_numbers_that_do_not_fit_are_missing_and_the_rest_is_not() -> None:
    numerator, denominator = (list(part) for part in zip(*PAIRS, strict=True))
    rate = rates_where_fit(numerator, denominator, 1000)
    share = proportions_where_fit(numerator, denominator)
    assert list(rate.why) == list(share.why) == list(PAIRS.values())
    assert np.isnan(rate.value[:-2]).all()
    assert rate.upper[-2:] == pytest.approx(rates([0, 3], 10, 1000).upper)
    assert share.lower[-2:] == pytest.approx(proportions([0, 3], 10).lower)


def test_a_numerator_above_its_denominator_is_no_part_of_it() -> None:
    assert proportions_where_fit(11, 10).why == Missing.ABOVE_DENOMINATOR
    assert np.isnan(proportions_where_fit(11, 10).value)
    assert rates_where_fit(11, 10).value == pytest.approx(1.1)
    assert why_unfit([10, 11], 10, part=True).tolist() == ["", Missing.ABOVE_DENOMINATOR]


def test_one_bad_stratum_makes_an_area_missing_and_no_other() -> None:
    events = [[10.0, 30], [10, 30], [-1, 30], [1, 2]]
    lived = [[1000.0, 2000], [1000, 0], [1000, 2000], [1000, 2000]]
    found = standardised_where_fit(np.array(events), np.array(lived), [60, 40], 1000)
    assert found.why.tolist() == [
        "",
        Missing.NO_DENOMINATOR,
        Missing.NEGATIVE_COUNT,
        Missing.FEW_EVENTS,
    ]
    assert found.value == pytest.approx([12.0, NAN, NAN, NAN], nan_ok=True)


BAD: Mapping[str, Callable[[], object]] = {
    "deviations cannot be -1": lambda: means(5, 1, -1),
    "values cannot be -2": lambda: means(-2, 1, 1),
    "a mean is missing": lambda: means(5, NAN, 1),
    "not between 0 and 1": lambda: means(5, 1, 1, confidence=95),
    "fewer than two groups": lambda: quantiles([1, 2], 1),
    "cannot be ranked": lambda: quantiles(1.0, 2),
    "expected number above zero": lambda: ratios(1, 0),
    "exposure of the standard above zero": lambda: indirectly_standardised_rates(
        [1], [1], [1], [0]
    ),
    "people cannot be -1": lambda: repeated_standardised([[-1]], [1], [1], [1]),
    "number of times above zero": lambda: repeated_standardised([[1]], [0], [1], [1]),
    "one number of people": lambda: repeated_standardised([[1, 2]], [1], [1], [1]),
    "has nobody in it": lambda: repeated_standardised([[1]], [1], [1], [0]),
}


@pytest.mark.parametrize("message", BAD)
def test_what_makes_no_sense_is_an_error(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BAD[message]()
