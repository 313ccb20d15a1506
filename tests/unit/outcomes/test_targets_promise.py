"""Both promises, held against simulated years in which nothing truly changes.

Whatever is drawn, the share of years that meet the floor may be under 95% by no more than three
standard errors of drawing, and that of full rewards over 2.5% by no more.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest

from wholeplace.kernel import Month
from wholeplace.outcomes.targets import (
    Ahead,
    Better,
    Promise,
    Reading,
    Seen,
    calibrate_counts,
    marks,
    sampled_counts,
)

PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "an example"}
)
FLOOR, FULL, ERRORS = 0.95, 0.025, 3


def reading(**terms: Any) -> Reading:
    usual = {"trend": "flat", "harmonics": 0, "baseline": "exact", "source": "an example"}
    return Reading.model_validate(usual | terms)


def months(number: int) -> list[Month]:
    found = [Month(2015, 4)]
    while len(found) < number:
        found.append(found[-1].next())
    return found


def measured(  # a table of examples has as many columns as it needs
    rate: float, dispersion: float, trend: float, years: int, better: Better, terms: Reading
) -> tuple[float, float, int]:
    """Return the shares of years in which floor and full mark were met, and of how many."""
    chance, number = np.random.default_rng(20), 400
    every = months(12 * years + 12)
    t = np.arange(len(every))
    of = 1000 * 1.02 ** (t / 12)
    mean = rate * of / 1000 * np.exp(trend * t / 12)
    floors = fulls = 0
    for _ in range(number):
        seen = (
            chance.poisson(mean)
            if dispersion == 1
            else chance.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
        )
        rows = [Seen(*row) for row in zip(every, map(float, seen), of, strict=True)][: 12 * years]
        ahead = [Ahead(*row) for row in zip(every, of, strict=True)][12 * years :]
        found = calibrate_counts("falls", rows, ahead, terms, PROMISE, better).marks
        sign, result = (1 if better == "lower" else -1), int(seen[12 * years :].sum())
        floors += sign * result <= sign * found.floor
        fulls += found.full is not None and sign * result <= sign * found.full
    return floors / number, fulls / number, number


@pytest.mark.parametrize(
    ("rate", "dispersion", "trend", "years", "better", "terms"),
    [
        (30, 1.0, 0.0, 3, "lower", {}),
        (30, 2.26, 0.0, 2, "lower", {}),
        (10, 1.5, 0.05, 3, "lower", {"trend": "followed"}),
        (30, 2.26, 0.05, 3, "higher", {"trend": "followed"}),
    ],
)
def test_the_promises_hold_where_the_history_is_all_that_is_known(
    rate: float, dispersion: float, trend: float, years: int, better: Better, terms: dict[str, str]
) -> None:
    floor, full, number = measured(rate, dispersion, trend, years, better, reading(**terms))
    assert floor >= FLOOR - ERRORS * sqrt(FLOOR * (1 - FLOOR) / number)
    assert full <= FULL + ERRORS * sqrt(FULL * (1 - FULL) / number)


@pytest.mark.parametrize("terms", [{"trend": "flat"}, {"trend": "if_significant"}])
def test_a_floor_that_is_blind_to_a_trend_breaks_its_promise(terms: dict[str, str]) -> None:
    floor, _, _ = measured(30, 1.5, 0.05, 3, "lower", reading(**terms))
    assert floor < 0.85


@pytest.mark.parametrize("times", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("truth", [10.0, 50.0, 250.0])
def test_the_exact_baseline_keeps_both_promises_whatever_it_was(truth: float, times: float) -> None:
    """No drawing: every baseline by its chance, and the chance of its marks by the truth."""
    from scipy.stats import poisson

    floor = full = 0.0
    for seen in range(1, int(truth + 8 * sqrt(truth))):
        chance = float(poisson.pmf(seen, truth))
        if chance < 1e-7:
            continue
        found = marks(sampled_counts(seen, 1, times), "lower", PROMISE)
        floor += chance * float(poisson.cdf(float(found.floor), truth * times))
        full += (
            0
            if found.full is None
            else chance * float(poisson.cdf(float(found.full), truth * times))
        )
    assert floor >= FLOOR
    assert full <= FULL


def test_the_predictive_one_keeps_the_first_only_about() -> None:
    from scipy.stats import poisson

    floor = sum(
        float(poisson.pmf(seen, 20))
        * float(
            poisson.cdf(
                float(marks(sampled_counts(seen, 1, 1, exact=False), "lower", PROMISE).floor), 20
            )
        )
        for seen in range(1, 60)
    )
    assert 0.94 < floor < FLOOR
