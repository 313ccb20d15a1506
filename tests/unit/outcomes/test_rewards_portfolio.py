"""All measures drawn together: what a promise for each is worth for the whole."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import pytest

from wholeplace.kernel import Money, Month
from wholeplace.outcomes.rewards import (
    Calibrated,
    Stake,
    draw_rewards,
    outlook,
    outlook_figure,
    outlook_sentences,
    together,
)
from wholeplace.outcomes.targets import Better, Counts, Law, Means, People, Promise, marks

PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y"}
)
CURVE = Calibrated(kind="calibrated", promise=PROMISE, at_floor=Fraction(9, 10))
DRAWS = 20_000


def stake(name: str, law: Law, better: Better = "lower", **terms: Any) -> Stake:
    return Stake(name, Money(100_000_00), law, marks(law, better, PROMISE), CURVE, **terms)


def chance(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


def ten() -> list[Stake]:
    return [stake(f"m{i}", Counts(100.0 + 10 * i, 1.5)) for i in range(10)]


def errors(value: float) -> float:
    return 4 * sqrt(value * (1 - value) / DRAWS)


def test_each_measure_keeps_its_promise_when_drawn() -> None:
    stakes = [
        stake("falls", Counts(100)),
        stake("plans", People(200, 0.8), "higher"),
        stake("quality", Means(0.7, 0.01, 5), "higher"),
    ]
    drawn = draw_rewards(stakes, DRAWS, chance())
    found = outlook(drawn, {one.measure: one.pot for one in stakes})
    for one in stakes:
        _, floor, full = found.measures[one.measure]
        assert abs(floor.value - one.marks.floor_chance) <= errors(one.marks.floor_chance)
        assert abs(full.value - one.marks.full_chance) <= errors(one.marks.full_chance)


def test_a_promise_for_each_is_none_for_all_of_them() -> None:
    stakes = ten()
    found = outlook(draw_rewards(stakes, DRAWS, chance()), {one.measure: one.pot for one in stakes})
    all_ = float(np.prod([one.marks.floor_chance for one in stakes]))
    assert all_ < 0.65
    assert abs(found.all_floors.value - all_) <= errors(all_)
    # A few that miss cost most of what a few full rewards would bring.
    assert found.at_least_90.value < 0.75
    assert found.at_least_90.error == pytest.approx(
        sqrt(found.at_least_90.value * (1 - found.at_least_90.value) / DRAWS)
    )


def test_what_goes_together_meets_its_floors_together() -> None:
    stakes, pots = ten(), {one.measure: one.pot for one in ten()}
    alike = np.full((10, 10), 0.8) + 0.2 * np.eye(10)
    apart = outlook(draw_rewards(stakes, DRAWS, chance()), pots)
    joined = outlook(draw_rewards(stakes, DRAWS, chance(), alike), pots)
    assert joined.all_floors.value > apart.all_floors.value + 0.1
    # What each brings on average does not depend on the others.
    assert abs(joined.whole.average.pence - apart.whole.average.pence) < 0.01 * 1_000_000_00


def test_the_same_however_good_is_written() -> None:
    # One counts who falls, another who does not: wholly correlated, both go well at once.
    law = People(200, 0.5)
    stakes = [stake("falls", law), stake("no_falls", law, "higher")]
    drawn = draw_rewards(stakes, 2000, chance(), np.ones((2, 2)))
    assert np.corrcoef(drawn.by_measure["falls"], drawn.by_measure["no_falls"])[0, 1] > 0.95


def test_the_same_seed_draws_the_same() -> None:
    first, second = (draw_rewards(ten(), 500, chance(3)).whole for _ in range(2))
    assert (first == second).all()


def test_a_true_improvement_is_worth_more() -> None:
    stakes = ten()
    better = [one.improved(0.25) for one in stakes]
    worth = [float(draw_rewards(some, 4000, chance()).whole.mean()) for some in (stakes, better)]
    assert worth[1] > worth[0]


def test_parties_earn_the_whole_between_them_to_the_penny() -> None:
    parties = {"trust": Fraction(1, 3), "gp": Fraction(2, 3)}
    stakes = [
        stake("falls", Counts(50), parties=parties),
        stake("beds", Counts(70), parties=parties),
    ]
    drawn = draw_rewards(stakes, 3000, chance())
    assert (drawn.by_party["trust"] + drawn.by_party["gp"] == drawn.whole).all()


def months(number: int) -> list[Month]:
    found = [Month(2017, 4)]
    while len(found) < number:
        found.append(found[-1].next())
    return found


def test_how_measures_went_together_is_read_from_the_months_that_all_have() -> None:
    wave = np.sin(np.arange(30.0))
    falls = dict(zip(months(30), wave, strict=True))
    plans = {month: -value for month, value in list(falls.items())[4:]}
    found = together(["falls", "plans"], [falls, plans], [True, False])
    # Few falls and many plans are both good: when one was high the other was low.
    assert found.months == 26
    assert found.correlation == pytest.approx(np.ones((2, 2)))
    assert found.says == (
        "Measures are drawn together as 26 months of them went: the closest are falls and plans,"
        " with a correlation of 1.00 (26 months tell it to about 0.38)."
    )


def test_too_few_months_or_no_variation_is_no_correlation() -> None:
    few = dict(zip(months(11), range(11), strict=True))
    found = together(["a", "b"], [few, few], [True, True])
    assert (found.correlation == np.eye(2)).all()
    assert "independently" in found.says
    still = dict.fromkeys(months(24), 0.0)
    wave = dict(zip(months(24), np.sin(np.arange(24.0)), strict=True))
    assert (together(["a", "b"], [still, wave], [True, True]).correlation == np.eye(2)).all()
    assert together(["a"], [wave], [True]).says == ""


def test_what_each_can_expect_in_words() -> None:
    stakes = [stake("falls", Counts(100), parties={"trust": Fraction(1)})]
    found = outlook(draw_rewards(stakes, DRAWS, chance()), {"falls": Money(100_000_00)})
    first, second, third = outlook_sentences(found, "The commissioner")
    assert first.startswith("If nothing truly changes, The commissioner should expect to pay £")
    assert "of the £100k at stake" in first
    assert "has a chance of 95." in second
    assert third.startswith("trust can expect £")
    figure = outlook_figure(found)
    assert figure.children[0].id == "reward.outlook.at_least_90"
    assert figure.note.startswith("nine times in ten between")


@pytest.mark.parametrize(
    ("matrix", "what"),
    [
        ([[1.0]], "2 rows and columns"),
        ([[1, 0.5], [0.4, 1]], "the same both ways"),
        ([[2, 0], [0, 1]], "1 with oneself"),
        ([[1, 2], [2, 1]], "all at once"),
        ([[1, np.nan], [np.nan, 1]], "2 rows and columns"),
    ],
    ids=["small", "askew", "diagonal", "impossible", "missing"],
)
def test_correlations_that_no_measures_can_have(matrix: list[list[float]], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        draw_rewards(ten()[:2], 10, chance(), matrix)


def test_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="at least once"):
        draw_rewards([], 10, chance())
    dollars = Stake("x", Money(1, "USD"), Counts(10), ten()[0].marks, CURVE)
    with pytest.raises(ValueError, match="GBP, USD"):
        draw_rewards([ten()[0], dollars], 10, chance())
