"""Intervals against published values."""

from __future__ import annotations

import pytest

from wholeplace.outcomes import count_interval, rate_interval


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        # Exact Poisson limits, as in the tables of Pearson and Hartley.
        (0, 0.0, 3.688879),
        (1, 0.025318, 5.571643),
        (5, 1.623486, 11.668332),
        (9, 4.115373, 17.084803),
        # Byar's approximation from 10 on (for 100: 81.36 to 121.63 in public health textbooks).
        (10, 4.787450, 18.391459),
        (100, 81.362105, 121.627938),
    ],
)
def test_limits_of_a_count(count: int, lower: float, upper: float) -> None:
    found = count_interval(count)
    assert found.lower == pytest.approx(lower, abs=1e-6)
    assert found.upper == pytest.approx(upper, abs=1e-6)


def test_a_rate_scales_the_limits_of_its_count() -> None:
    found = rate_interval(100, exposure=2000.0, per=1000)
    assert found.lower == pytest.approx(81.362105 / 2, abs=1e-6)
    assert found.upper == pytest.approx(121.627938 / 2, abs=1e-6)


def test_less_confidence_is_narrower() -> None:
    wide, narrow = count_interval(50), count_interval(50, confidence=0.8)
    assert wide.lower < narrow.lower < 50 < narrow.upper < wide.upper


def test_impossible_counts_and_exposures_are_errors() -> None:
    with pytest.raises(ValueError, match="cannot be -1"):
        count_interval(-1)
    with pytest.raises(ValueError, match="above zero"):
        rate_interval(1, 0.0, 1000)
