"""What is said of draws: by hand for a few, and by formula for many."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import special

from tests.unit.plan.drafts import generator
from wholeplace.plan import Estimate, Spread, spread_of
from wholeplace.plan.measure import share_of


def pence(*pounds: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([round(amount * 100) for amount in pounds], dtype=np.int64)


def test_twenty_draws_by_hand() -> None:
    # 17 draws of +10, one each of -10, -20 and -60; 5% of 20 draws is one draw.
    spread = spread_of(pence(*[10] * 10, -20, -60, -10, *[10] * 7))
    assert spread.draws == 20
    assert spread.mean.value == pytest.approx((170 - 90) / 20)
    assert (spread.low.value, spread.median.value, spread.high.value) == (-60, 10, 10)
    assert spread.loss.value == pytest.approx(3 / 20)
    # 19 of 20 losses are 20 or less, and the mean of the worst twentieth is the worst draw.
    assert spread.value_at_risk.value == pytest.approx(20)
    assert spread.expected_shortfall.value == pytest.approx(60)
    assert (spread.worst, spread.worst_draw) == (-60, 12)


def test_where_the_tail_cuts_a_draw_in_two_its_part_counts() -> None:
    # 5% of 30 draws is one and a half: (100 + 40 / 2) / 1.5 = 80.
    spread = spread_of(pence(-100, -40, *[0] * 28))
    assert spread.value_at_risk.value == pytest.approx(40)
    assert spread.expected_shortfall.value == pytest.approx(80)


def test_what_always_gains_has_a_value_at_risk_below_zero() -> None:
    spread = spread_of(pence(*range(1, 101)))
    assert spread.value_at_risk.value == pytest.approx(-6)
    assert spread.expected_shortfall.value == pytest.approx(-3)
    assert spread.loss.value == 0


def test_one_draw_has_no_spread() -> None:
    spread = spread_of(pence(7))
    assert spread.sd == Estimate(0, 0)
    assert spread.low.value == spread.high.value == spread.worst == 7


def test_nought_is_not_a_loss() -> None:
    assert spread_of(pence(0, 0)).loss.value == 0


def test_a_normal_amount_has_the_tail_that_the_books_say() -> None:
    spread = spread_of(np.rint(generator().normal(1e6, 5e6, 200_000) * 100).astype(np.int64))
    density = np.exp(-(special.ndtri(0.05) ** 2) / 2) / sqrt(2 * np.pi)
    expected = {
        "mean": 1e6,
        "sd": 5e6,
        "low": 1e6 + 5e6 * special.ndtri(0.05),
        "median": 1e6,
        "high": 1e6 + 5e6 * special.ndtri(0.95),
        "value_at_risk": -1e6 - 5e6 * special.ndtri(0.05),
        "expected_shortfall": -1e6 + 5e6 * density / 0.05,
        "loss": special.ndtr(-1 / 5),
    }
    for name, value in expected.items():
        found = getattr(spread, name)
        assert abs(found.value - value) < 4 * found.error, name


def spreads(draws: int, times: int) -> list[Spread]:
    made = generator(7)
    return [
        spread_of(np.rint(made.normal(0, 1e6, draws) * 100).astype(np.int64)) for _ in range(times)
    ]


@pytest.mark.parametrize(
    "name", ["mean", "sd", "low", "median", "high", "loss", "value_at_risk", "expected_shortfall"]
)
def test_the_standard_error_is_how_far_repeated_simulations_are_apart(name: str) -> None:
    found = [getattr(spread, name) for spread in spreads(2_000, 300)]
    apart = float(np.std([estimate.value for estimate in found]))
    told = float(np.mean([estimate.error for estimate in found]))
    assert told == pytest.approx(apart, rel=0.2)


def test_a_share_of_none_still_has_an_error() -> None:
    assert share_of(0, 1_000).value == 0
    assert 0 < share_of(0, 1_000).error < 0.002
    assert share_of(0, 0) == Estimate(0, 0)
