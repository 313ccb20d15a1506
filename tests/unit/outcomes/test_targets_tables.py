"""Marks against tables worked out in closed form, and two exact tests that they must agree with."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, hypergeom

from wholeplace.outcomes.targets import (
    Counts,
    People,
    Promise,
    design_of,
    fit,
    marks,
    sampled_counts,
    sampled_people,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "an example"}
)


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def of(*names: str) -> Callable[[dict[str, str]], str]:
    return lambda row: " of ".join(row[name] for name in names)


@pytest.mark.parametrize("row", rows("calibration-known"), ids=of("dispersion", "expected"))
def test_counts_of_a_known_baseline(row: dict[str, str]) -> None:
    found = marks(Counts(float(row["expected"]), float(row["dispersion"])), "lower", PROMISE)
    assert found.full is not None
    assert found.floor == int(row["count_for_90pct_reward"])
    assert found.full == int(row["max_count_for_full_reward"])
    assert found.zero == int(row["count_for_zero_reward"])
    chance, full = row["prob_at_least_90pct_no_change"], row["prob_full_reward_no_change"]
    assert found.floor_chance == pytest.approx(float(chance), abs=1e-12)
    assert found.full_chance == pytest.approx(float(full), abs=1e-12)
    reduction = float(1 - found.full / found.expected) * 100
    assert reduction == pytest.approx(float(row["reduction_needed_for_full_pct"]), abs=1e-9)


@pytest.mark.parametrize("row", rows("calibration-proportion"), ids=of("baseline_p", "n"))
def test_people_of_a_known_baseline(row: dict[str, str]) -> None:
    found = marks(People(int(row["n"]), float(row["baseline_p"])), "higher", PROMISE)
    assert found.floor == int(row["min_count_for_90pct_reward"])
    assert found.full == int(row["min_count_for_full"])
    chance, full = row["prob_at_least_90pct_no_change"], row["prob_full_no_change"]
    assert found.floor_chance == pytest.approx(float(chance), abs=1e-12)
    assert found.full_chance == pytest.approx(float(full), abs=1e-12)


@pytest.mark.parametrize("row", rows("calibration-sampled"), ids=lambda row: row["baseline_count"])
def test_counts_of_a_sampled_baseline(row: dict[str, str]) -> None:
    law = sampled_counts(int(row["baseline_count"]), 1, 1, exact=False)
    found = marks(law, "lower", PROMISE)
    assert found.floor == int(row["predictive_95pct_count"])
    assert found.floor_chance == pytest.approx(float(row["predictive_prob"]), abs=1e-12)
    assert found.full == int(row["max_count_full_reward_conditional_exact"])


@pytest.mark.parametrize("times", [0.5, 1.0, 3.0])
def test_both_tails_of_sampled_counts_are_the_conditional_exact_test(times: float) -> None:
    before, share = 40, times / (1 + times)
    law, k = sampled_counts(before, 1, times), np.arange(1, 300)
    below = binom.cdf(k, before + k, share)
    above = binom.sf(k - 1, before + k, share)
    assert law.below(k) == pytest.approx(below, abs=1e-10)
    assert law.above(k - 1) == pytest.approx(above, abs=1e-10)


def test_both_tails_of_sampled_people_are_fishers_exact_test() -> None:
    law, k = sampled_people(30, 50, 70), np.arange(71)
    below = [hypergeom.cdf(x, 120, 30 + x, 70) for x in k]
    above = [hypergeom.sf(x - 1, 120, 30 + x, 70) for x in k]
    assert law.below(k) == pytest.approx(below, abs=1e-12)
    assert law.above(k - 1) == pytest.approx(above, abs=1e-12)


@pytest.mark.parametrize(
    ("harmonics", "ratio", "dispersion"), [(0, 0.894377, 3.559), (2, 0.885072, 2.262)]
)
def test_a_published_trend_with_and_without_seasons(
    harmonics: int, ratio: float, dispersion: float
) -> None:
    """Lopez Bernal and others 2017: rate ratio of the ban and dispersion."""
    seen = rows("its-sicily")
    design = design_of(np.arange(len(seen)), trend=True, harmonics=harmonics)
    after = np.array([[float(row["after_ban"])] for row in seen])
    found = fit(
        np.hstack([design, after]),
        [float(row["admissions"]) for row in seen],
        [float(row["standard_population"]) for row in seen],
    )
    assert np.exp(found.coefficients[-1]) == pytest.approx(ratio, abs=1e-6)
    assert found.dispersion == pytest.approx(dispersion, abs=5e-4)
