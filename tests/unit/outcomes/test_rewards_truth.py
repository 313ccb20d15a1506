"""Whole agreements in places where nothing truly changes: promises kept, and foretold together.

Each simulated place has three measures whose months vary more than chance and vary together. Its
targets are set from its own history alone; then its year comes, and is rewarded to the penny.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.outcomes.test_targets_promise import PROMISE, months, reading
from wholeplace.kernel import Money
from wholeplace.outcomes.rewards import (
    Calibrated,
    Result,
    Stake,
    draw_rewards,
    outlook,
    pots,
    rewarded,
    share_of,
    together,
)
from wholeplace.outcomes.targets import Ahead, Calibration, Seen, calibrate_counts

PLACES, YEARS, ERRORS = 250, 3, 3
RATES = {"admissions": 130.0, "attendances": 320.0, "readmissions": 45.0}
WEIGHTS = {
    "admissions": Fraction(1, 2),
    "attendances": Fraction(3, 10),
    "readmissions": Fraction(1, 5),
}
AT_STAKE, CURVE = (
    Money(1_000_000_00),
    Calibrated(kind="calibrated", promise=PROMISE, at_floor=Fraction(9, 10)),
)
READING = reading(trend="followed")


class Come(NamedTuple):
    """What came of the places: by measure which floors and full marks were met, and the wholes."""

    floors: NDArray[np.bool_]
    fulls: NDArray[np.bool_]
    most: NDArray[np.bool_]
    foretold: NDArray[np.float64]


def drawn_months(chance: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    """Return the months of a place: one winter that is bad is bad for all three."""
    size = 12 * (YEARS + 1)
    shared = chance.gamma(400, 1 / 400, size)
    return {
        name: chance.poisson(rate * shared * chance.gamma(800, 1 / 800, size)).astype(float)
        for name, rate in RATES.items()
    }


def calibrated(name: str, seen: NDArray[np.float64]) -> Calibration:
    every = months(len(seen))
    history = [Seen(month, float(n), 1000.0) for month, n in zip(every, seen, strict=True)]
    ahead = [Ahead(month, 1000.0) for month in every[-12:]]
    return calibrate_counts(name, history[:-12], ahead, READING, PROMISE, "lower")


def foretold(found: dict[str, Calibration], chance: np.random.Generator) -> float:
    parts = pots(AT_STAKE, WEIGHTS)
    stakes = [Stake(name, parts[name], one.law, one.marks, CURVE) for name, one in found.items()]
    how = together(list(found), [one.unexpected for one in found.values()], [True] * len(found))
    drawn = draw_rewards(stakes, 1000, chance, how.correlation)
    return outlook(drawn, parts, how).at_least_90.value


@pytest.fixture(scope="module")
def come() -> Come:
    chance = np.random.default_rng(2019)
    floors, fulls, most, said = [], [], [], []
    for _ in range(PLACES):
        seen = drawn_months(chance)
        found = {name: calibrated(name, n) for name, n in seen.items()}
        shares = {
            name: share_of(
                CURVE, Result(Fraction(int(seen[name][-12:].sum())), "lower", one.marks), name
            )
            for name, one in found.items()
        }
        reward = rewarded(AT_STAKE, WEIGHTS, shares)
        parts = [(one.amount or pytest.fail("missing"), one.pot) for one in reward.earned]
        floors.append([10 * amount.pence >= 9 * pot.pence - 5 for amount, pot in parts])
        fulls.append([amount == pot for amount, pot in parts])
        most.append(10 * reward.known.pence >= 9 * AT_STAKE.pence - 15)
        said.append(foretold(found, chance))
    return Come(np.array(floors), np.array(fulls), np.array(most), np.array(said))


def error(share: float) -> float:
    return ERRORS * sqrt(share * (1 - share) / PLACES)


def test_every_measure_earns_at_least_90_per_cent_as_often_as_promised(come: Come) -> None:
    for share in come.floors.mean(axis=0):
        assert share >= 0.95 - error(0.95)


def test_luck_alone_earns_the_full_reward_no_more_often_than_promised(come: Come) -> None:
    for share in come.fulls.mean(axis=0):
        assert share <= 0.025 + error(0.025)


def test_the_whole_is_earned_as_often_as_was_foretold_of_it(come: Come) -> None:
    happened, said = float(come.most.mean()), float(come.foretold.mean())
    assert abs(happened - said) <= error(said)
    # And a promise of 95% for each of three is no such promise for the whole.
    assert said < 0.95
