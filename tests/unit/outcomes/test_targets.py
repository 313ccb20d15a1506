"""Targets from a history: what moves them, what they promise, and what they take to meet."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from wholeplace.kernel import Month, Refused
from wholeplace.outcomes.targets import (
    Ahead,
    Calibration,
    Counts,
    Marks,
    Means,
    People,
    Promise,
    Reading,
    Seen,
    calibrate_counts,
    calibrate_means,
    calibrate_people,
    chances,
    chances_sentence,
    expected_at,
    marks,
    needed,
    power_curve,
    problems_of,
    sampled_counts,
    sampled_mean,
    sampled_people,
    sentences,
    target_figure,
)

PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "an example"}
)


def reading(**terms: Any) -> Reading:
    usual = {"trend": "flat", "harmonics": 0, "baseline": "exact", "source": "an example"}
    return Reading.model_validate(usual | terms)


def months(number: int) -> list[Month]:
    found = [Month(2015, 4)]
    while len(found) < number:
        found.append(found[-1].next())
    return found


def counts(
    numbers: list[float], of: float = 1000.0, grown: float = 1.0, **terms: Any
) -> Calibration:
    every = months(len(numbers) + 12)
    history = [Seen(month, number, of) for month, number in zip(every, numbers, strict=False)]
    ahead = [Ahead(month, of * grown) for month in every[len(numbers) :]]
    return calibrate_counts("falls", history, ahead, reading(**terms), PROMISE, "lower")


def floor_and_full(found: Marks) -> tuple[float, float | None]:
    return float(found.floor), None if found.full is None else float(found.full)


STEADY = [30.0, 34, 26, 30, 35, 25, 30, 33, 27, 30, 31, 29] * 3


# What is expected, and what moves it


def test_a_flat_history_is_expected_again() -> None:
    found = counts(STEADY)
    assert found.law.expected == pytest.approx(360)
    # Of 1,080 and x events over four years, x in the last: binomial with a quarter.
    assert floor_and_full(found.marks) == (397, 317)
    # Months that vary less than chance alone are luck: the events are taken as Poisson.
    assert "dispersion 0.291, taken as 1: less than chance is luck" in found.steps


def test_growth_of_the_population_moves_the_target() -> None:
    assert counts(STEADY, grown=1.1).law.expected == pytest.approx(396)


def test_who_they_are_moves_the_target() -> None:
    rates = {"young": 0.01, "old": 0.1}
    assert expected_at(rates, {"young": 1000, "old": 100}) == pytest.approx(20)
    assert expected_at(rates, {"young": 900, "old": 200}) == pytest.approx(29)
    with pytest.raises(ValueError, match="no rate for middle"):
        expected_at(rates, {"middle": 1})


def test_a_trend_is_followed_with_its_uncertainty() -> None:
    rising = [round(30 * 1.06 ** (i / 12)) for i in range(36)]
    found = counts([float(number) for number in rising], trend="followed")
    assert found.trend == pytest.approx(0.06, abs=0.01)
    assert found.law.expected == pytest.approx(
        sum(30 * 1.06 ** (i / 12) for i in range(36, 48)), 0.01
    )
    assert isinstance(found.law, Counts)
    assert found.law.spread > counts(STEADY).law.spread  # type: ignore[attr-defined]


def test_a_small_trend_that_is_not_seen_is_a_caution() -> None:
    assert any("caution: a trend" in step for step in counts(STEADY, trend="if_significant").steps)


def test_seasons_are_not_taken_for_noise() -> None:
    winter = [float(round(30 + 15 * np.cos(2 * np.pi * i / 12))) for i in range(36)]
    plain, seasonal = counts(winter), counts(winter, harmonics=1)
    assert "dispersion 3.866" in plain.steps[1]
    assert "taken as 1" in seasonal.steps[1]
    assert plain.marks.floor > seasonal.marks.floor


def test_months_that_echo_one_another_are_a_caution() -> None:
    waves = [30 + 12 * np.sin(i / 4) for i in range(36)]
    assert any("neighbouring months are alike" in step for step in counts(waves).steps)


def test_a_noisy_baseline_widens_both_marks() -> None:
    known, sampled = marks(Counts(100), "lower", PROMISE), sampled_counts(100, 1, 1)
    found = marks(sampled, "lower", PROMISE)
    assert floor_and_full(known) == (117, 80)
    # The Gamma-Poisson predictive gives 124; it is met with 0.9494 of 0.95 only.
    assert floor_and_full(found) == (125, 73)


def test_a_dispersion_measured_on_few_months_is_less_sure() -> None:
    sure, unsure = Counts(100, 2.26), Counts(100, 2.26, degrees=11)
    assert marks(unsure, "lower", PROMISE).floor > marks(sure, "lower", PROMISE).floor


def test_people_who_from_a_history() -> None:
    every = months(48)
    history = [Seen(month, 80.0 + (i % 3 - 1) * 4, 100.0) for i, month in enumerate(every[:36])]
    ahead = [Ahead(month, 100.0) for month in every[36:]]
    found = calibrate_people("plans", history, ahead, reading(), PROMISE, "higher")
    assert isinstance(found.law, People)
    assert found.law.share == pytest.approx(0.8, abs=0.002)
    assert found.law.baseline == pytest.approx(3600, rel=1e-6)
    assert found.marks.full is not None
    assert found.marks.zero < found.marks.floor < 960 < found.marks.full


def test_yearly_means() -> None:
    found = calibrate_means("quality", [0.70, 0.72, 0.71, 0.69], reading(), PROMISE, "higher")
    # s = 0.0129099, times sqrt(1 + 1/4); t of 3 degrees at 0.975 is 3.182446.
    assert float(found.marks.full or 0) == pytest.approx(0.705 + 3.182446 * 0.0144338, abs=1e-6)
    trend = calibrate_means(
        "quality", [0.60, 0.62, 0.65, 0.66], reading(trend="followed"), PROMISE, "higher"
    )
    assert trend.law.expected == pytest.approx(0.685)


def test_the_mean_of_a_sample() -> None:
    law = sampled_mean(0.2, 0.7, before=400, ahead=400)
    assert law.error == pytest.approx(0.2 * (2 / 400) ** 0.5)
    assert law.degrees == 399


@pytest.mark.parametrize("years", [[0.7, 0.7], [0.7, nan, 0.7]])
def test_too_few_years_of_a_mean(years: list[float]) -> None:
    with pytest.raises(ValueError, match="3 years or more"):
        calibrate_means("quality", years, reading(), PROMISE, "higher")


# Where no target can be met


def test_so_few_events_that_none_would_be_luck_too() -> None:
    found = marks(Counts(2.0), "lower", PROMISE)
    assert found.full is None
    assert found.full_chance == 0
    assert "none at all would not be" in found.why
    assert needed(Counts(2.0), found).improvement is None


def test_so_high_that_there_is_no_room() -> None:
    found = marks(People(20, 0.95), "higher", PROMISE)
    assert found.full is None
    assert found.why == "even 20 of 20 would not be a significant improvement"


# What it takes


def test_the_true_improvement_that_earns_the_full_reward() -> None:
    law = Counts(100)
    asked = needed(law, marks(law, "lower", PROMISE))
    assert asked.expected == pytest.approx(73.34, abs=0.01)
    assert asked.share == pytest.approx(0.2666, abs=1e-3)
    assert law.at(asked.expected or 0).below(80) == pytest.approx(0.8, abs=1e-9)


def test_a_noisy_baseline_asks_for_more() -> None:
    sampled = sampled_counts(100, 1, 1)
    asked = needed(sampled, marks(sampled, "lower", PROMISE))
    assert asked.share == pytest.approx(0.351, abs=1e-3)


def test_the_chances_of_each_reward_make_one() -> None:
    law = Counts(100, 1.5)
    for one in power_curve(law, marks(law, "lower", PROMISE), [-0.5, 0, 0.1, 0.3, 0.9]):
        assert one.full + one.floor + one.less + one.nothing == pytest.approx(1)
    same = chances(law, marks(law, "lower", PROMISE))
    assert same.at_least_floor == pytest.approx(0.9559271265, abs=1e-9)
    assert "full reward 2.3%" in chances_sentence(same)


def test_a_mean_needs_its_error_and_its_power() -> None:
    law = Means(0.7, 0.01)
    asked = needed(law, marks(law, "higher", PROMISE))
    # 1.959964 + 0.841621 standard errors.
    assert asked.improvement == pytest.approx(0.02801585, abs=1e-6)
    with pytest.raises(ValueError, match="between 0 and 1"):
        needed(law, marks(law, "higher", PROMISE), power=1)


def test_there_is_too_little_room_for_the_power_that_is_asked() -> None:
    law = Counts(5)
    found = marks(law, "lower", PROMISE)
    assert found.full == 0
    assert needed(law, found).share == pytest.approx(0.955, abs=1e-3)


# What is said


def test_a_target_explains_itself() -> None:
    figure = target_figure(counts(STEADY))
    assert figure.value == 360
    found = {child.id: child for child in figure.children}
    assert found["target.falls.floor"].value == 397
    assert found["target.falls.full"].label == "Full reward: no more than 317"
    assert found["target.falls.floor"].formula == "P(at least as good) >= 95%"
    assert figure.inputs.startswith("36 months, their level taken")
    chance = found["target.falls.floor_chance"].value
    assert isinstance(chance, Fraction)
    assert chance >= Fraction("0.95")


def test_a_target_in_words() -> None:
    expected, full, needs = sentences(counts(STEADY))
    assert expected == (
        "If nothing truly changes, 360 is expected; the floor is 397 or fewer, met then with a"
        " chance of 95.3%."
    )
    assert full == (
        "The full reward needs 317 or fewer; without a true change luck alone brings it with a"
        " chance of 2.4%."
    )
    assert needs == (
        "To earn it with a chance of 80%, the truth must improve by 58.93 (16.4% of what is"
        " expected)."
    )


# What cannot be read


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda rows: rows[:5] + rows[6:], "2015-09 is missing"),
        (lambda rows: [*rows, rows[3]], "2015-07 is there 2 times"),
        (lambda rows: rows[:11], "it has 11 months"),
        (lambda rows: [*rows[:-1], Seen(rows[-1].month, -1, 10)], "its number is -1"),
        (lambda rows: [*rows[:-1], Seen(rows[-1].month, nan, 10)], "its number is nan"),
        (lambda rows: [*rows[:-1], Seen(rows[-1].month, 1, 0)], "its denominator is 0"),
        (lambda rows: [*rows[:-1], Seen(rows[-1].month, 1, inf)], "its denominator is inf"),
        (lambda rows: [*rows[:-1], Seen(rows[-1].month, 11, 10)], "11 is more than the 10"),
        (lambda rows: [Seen(row.month, 0, 10) for row in rows], "nothing ever happened"),
    ],
)
def test_a_history_that_cannot_be_read(change: Any, what: str) -> None:
    history = [Seen(month, 5.0, 10.0) for month in months(24)]
    assert problems_of(history, "plans", people=True) == ()
    found = problems_of(change(history), "plans", people=True)
    assert [problem.what for problem in found if problem.what.startswith(what)]


def test_all_of_it_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        calibrate_counts("falls", [Seen(Month(2020, 1), -1, 0)], [], reading(), PROMISE, "lower")
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        ({"floor_chance": "100%"}, "between 0% and 100%"),
        ({"zero_chance": "90%"}, "not above floor_chance"),
        ({"full_chance": "5%"}, "easier to meet"),
        ({"source": " "}, "source is empty"),
    ],
)
def test_promises_that_are_none(terms: dict[str, str], what: str) -> None:
    usual = {
        "floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y",
    }  # fmt: skip
    with pytest.raises(ValidationError, match=what):
        Promise.model_validate(usual | terms)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: Counts(0), "expected must be above nought"),
        (lambda: Counts(10, 0.5), "at least as Poisson"),
        (lambda: Counts(10, uncertainty=-1), "no variance is negative"),
        (lambda: People(10, 1.1), "from 0 to 1"),
        (lambda: People(0, 0.5), "people must be above nought"),
        (lambda: Means(1, 0), "error must be above nought"),
        (lambda: sampled_counts(0, 1, 1), "0 events in 1"),
        (lambda: sampled_people(3, 2, 10), "3 of 2 people"),
        (lambda: sampled_mean(1, 1, before=1, ahead=5), "1 people before"),
    ],
)
def test_what_cannot_vary_is_an_error(make: Any, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        make()
