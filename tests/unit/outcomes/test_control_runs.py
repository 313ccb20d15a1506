"""Run charts by hand, and rows of months as series."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from wholeplace.kernel import Month, Refused
from wholeplace.outcomes.control import panel, run_chart
from wholeplace.outcomes.statistics import Numbers

NAN = float("nan")
APRIL, MAY, JUNE, JULY = (Month(2024, month) for month in (4, 5, 6, 7))


def numbers(*found: Numbers) -> list[float]:
    return [float(one) for one in found]


def test_a_run_chart_by_hand() -> None:
    # Median 5: 1 2 | 8 9 | 3 | 7; the two fives are passed over.
    found = run_chart([1, 2, 5, 8, 9, 3, 5, 7])
    assert numbers(found.median, found.useful, found.longest, found.crossings) == [5, 6, 2, 3]
    # round(log2 6) + 3, and the 5% quantile of a binomial of 5 and 1/2: 1/32 < 5% <= 6/32.
    assert numbers(found.longest_expected, found.crossings_expected) == [6, 1]
    assert not found.signal


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10), (60, 9, 23)],
)
def test_the_limits_of_runs_and_crossings(useful: int, longest: int, crossings: int) -> None:
    found = run_chart([1.0, 2.0] * (useful // 2))
    assert found.useful == useful
    assert found.longest_expected == longest
    assert found.crossings_expected == crossings
    # Fewer crossings than these have a probability of less than 5%, and these or fewer have more.
    ways = [comb(useful - 1, number) for number in range(crossings + 1)]
    assert sum(ways[:-1]) < 0.05 * 2 ** (useful - 1) <= sum(ways)


def test_a_run_of_one_more_is_a_shift() -> None:
    to_and_fro = [1.0, 9.0] * 8
    # 24 points: at most 8 in a run.
    assert not run_chart([*[1.0] * 7, *to_and_fro, 9.0], median=5).shifted
    assert not run_chart([*[1.0] * 7, *to_and_fro], median=5).shifted
    assert run_chart([*[1.0] * 8, *to_and_fro], median=5).shifted


def test_few_crossings_are_a_signal_without_a_long_run() -> None:
    found = run_chart([1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9], median=5)
    assert numbers(found.crossings, found.crossings_expected) == [3, 6]
    assert (bool(found.shifted), bool(found.crossed_seldom)) == (False, True)
    assert found.signal


def test_missing_points_and_points_on_the_median_break_no_run() -> None:
    plain, holes = [1, 1, 1, 9, 9, 1], [1, 1, NAN, 5, 1, 9, 5, 9, NAN, 1]
    one, other = run_chart(plain, median=5), run_chart(holes, median=5)
    assert numbers(one.longest, one.crossings, other.longest, other.crossings) == [3, 2, 3, 2]


@pytest.mark.parametrize(
    ("values", "why"),
    [([NAN, NAN], "no value"), ([3.0] * 9, "off the median"), ([3.0], "off the median")],
)
def test_why_a_run_chart_tells_nothing(values: list[float], why: str) -> None:
    found = run_chart([values, values])
    assert why in str(found.why[0])
    assert np.isnan(found.longest).all()
    assert not found.signal.any()


def test_rows_become_series_each_month_in_its_place() -> None:
    found = panel([("b", JULY, 4), ("a", MAY, None), ("b", APRIL, 1), ("b", MAY, 2)])
    assert found.names == ("b", "a")
    assert found.months == (APRIL, MAY, JUNE, JULY)
    assert found.values == pytest.approx(np.array([[1, 2, NAN, 4], [NAN] * 4]), nan_ok=True)
    assert found.gaps("b") == (JUNE,)
    assert found.gaps("a") == ()


def test_a_year_ends_between_two_months() -> None:
    found = panel([("a", Month(2023, 11), 1), ("a", Month(2024, 2), 2)])
    assert [str(month) for month in found.months] == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_parts_begin_in_the_months_that_are_named() -> None:
    found = panel([("a", APRIL, 1), ("a", JULY, 2)])
    assert found.parts([]).tolist() == [0, 0, 0, 0]
    assert found.parts([JULY, MAY]).tolist() == [0, 1, 1, 2]
    with pytest.raises(Refused) as refused:
        found.parts([APRIL, MAY, MAY, Month(2025, 1)])
    assert [problem.what for problem in refused.value.problems] == [
        "no part of the chart can begin in 2024-04: the months are 2024-04 to 2024-07",
        "a new part of the chart begins in 2024-05 2 times",
        "no part of the chart can begin in 2025-01: the months are 2024-04 to 2024-07",
    ]


def test_all_that_is_wrong_with_rows_is_told_together() -> None:
    rows = [("a", MAY, 1), ("a", MAY, 1), ("a", MAY, None), ("b", JUNE, NAN)]
    with pytest.raises(Refused) as refused:
        panel(rows)
    twice, number = refused.value.problems
    assert "'a' has the month 2024-05 3 times" in twice.what
    assert twice.rows == 3
    assert "'b' has nan for its value of 2024-06" in number.what


def test_no_rows_are_refused() -> None:
    with pytest.raises(Refused, match="no rows"):
        panel([])


@pytest.mark.parametrize("median", [None, 5.0])
def test_an_infinite_value_is_an_error(median: float | None) -> None:
    with pytest.raises(ValueError, match="infinite"):
        run_chart([1, float("inf")], median)
