"""What is drawn has the distribution that was asked for, and the same seed gives the same."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.unit.plan.drafts import figures, generator, scenario
from wholeplace.plan import draw
from wholeplace.plan.amounts import SCORE_95, event_counts
from wholeplace.plan.draw import figures_at

DRAWS = 50_000


def drawn(spend: str, years: str = "[2019/20]", more: str = "") -> np.ndarray:
    return draw(scenario(figures(spend, years, more)).value, DRAWS, generator()).figures["spend"]


@pytest.mark.parametrize(
    ("spend", "law"),
    [
        ("normal: {mean: GBP 98m, sd: GBP 4m}", stats.norm(98e6, 4e6)),
        (
            "lognormal: {mean: GBP 98m, sd: GBP 20m}",
            stats.lognorm(
                np.sqrt(np.log(1 + (20 / 98) ** 2)), scale=98e6 / np.sqrt(1 + (20 / 98) ** 2)
            ),
        ),
        (
            "lognormal: {median: GBP 10m, p95: GBP 20m}",
            stats.lognorm(np.log(2) / SCORE_95, scale=10e6),
        ),
        ("uniform: {least: GBP 90m, most: GBP 110m}", stats.uniform(90e6, 20e6)),
        (
            "triangular: {least: GBP 90m, likely: GBP 94m, most: GBP 110m}",
            stats.triang(0.2, 90e6, 20e6),
        ),
    ],
)
def test_a_distribution_is_that_of_the_books(spend: str, law: object) -> None:
    # Kolmogorov and Smirnov: a wrong distribution of 50,000 draws is not taken for the right one.
    assert stats.kstest(drawn(spend)[:, 0], law.cdf).pvalue > 0.001  # type: ignore[attr-defined]


@pytest.mark.parametrize("mean", [0.3, 7, 5_000, 40_000_000])
def test_events_without_dispersion_are_poisson(mean: float) -> None:
    scores = generator().standard_normal(20_000)
    counts = event_counts(mean, 0.0, scores)
    shares = stats.norm.cdf(scores)
    expected = stats.poisson.ppf(shares, mean)
    # A table of 65,536 steps may put a very large number one off.
    assert np.abs(counts - expected).max() <= (0 if mean < 1e6 else 1)


@pytest.mark.parametrize(("mean", "dispersion"), [(0.5, 2), (40, 0.2), (5_000, 0.01)])
def test_events_with_dispersion_are_negative_binomial(mean: float, dispersion: float) -> None:
    scores = generator().standard_normal(20_000)
    size = 1 / dispersion
    expected = stats.nbinom.ppf(stats.norm.cdf(scores), size, size / (size + mean))
    assert (event_counts(mean, dispersion, scores) == expected).all()


def test_many_events_that_vary_widely_have_their_mean_and_variance() -> None:
    counts = event_counts(2_000_000, 0.05, generator().standard_normal(DRAWS))
    assert counts.mean() == pytest.approx(2e6, rel=0.005)
    assert counts.var() == pytest.approx(2e6 + 4e12 * 0.05, rel=0.03)


def test_events_of_which_most_are_none_and_a_few_very_many_have_their_quantiles() -> None:
    scores = generator().standard_normal(20_000)
    found, size = event_counts(1_000_000, 100, scores), 1 / 100
    expected = stats.nbinom.ppf(stats.norm.cdf(scores), size, size / (size + 1_000_000))
    assert (np.abs(found - expected) <= 1 + expected * 1e-4).all()


def test_events_at_a_price_are_money() -> None:
    spend = drawn("poisson: {mean: 2_000, each: GBP 5_419}")[:, 0]
    assert (spend % 5419 == 0).all()
    assert spend.mean() == pytest.approx(2_000 * 5_419, rel=0.001)
    assert spend.std() == pytest.approx(np.sqrt(2_000) * 5_419, rel=0.02)


def test_a_bootstrap_draws_what_was_seen_each_as_often() -> None:
    spend = drawn("bootstrap: {history: [GBP 90m, GBP 100m, GBP 97m, GBP 97m]}")[:, 0]
    seen, counts = np.unique(spend, return_counts=True)
    assert list(seen) == [90e6, 97e6, 100e6]
    assert counts / DRAWS == pytest.approx([0.25, 0.5, 0.25], abs=0.01)


JOINT = """\
scenario: Years seen
years: [2019/20]
figures:
  spend: {bootstrap: {rows: past, column: cost}, source: x}
  stays: {bootstrap: {rows: past, column: stays}, source: x}
histories:
  past:
    rows: [{cost: GBP 9m, stays: 120}, {cost: GBP 8m, stays: 140}, {cost: GBP 7m, stays: 100}]
    source: the accounts
"""


def test_columns_of_a_shared_history_stay_together() -> None:
    figures_drawn = draw(scenario(JOINT).value, 3_000, generator()).figures
    spend, stays = (drawn[:, 0].tolist() for drawn in figures_drawn.values())
    pairs = set(zip(spend, stays, strict=True))
    assert pairs == {(9e6, 120), (8e6, 140), (7e6, 100)}


def test_a_column_looked_at_alone_is_in_order_of_size() -> None:
    ends = [figures_at(scenario(JOINT).value, "stays", score)[0] for score in (-1.64, 0, 1.64)]
    assert ends == [100, 120, 140]


def test_words_and_truths_come_as_often_as_said() -> None:
    text = figures("normal: {mean: GBP 1m, sd: GBP 1}") + (
        "  track: {choice: {low: 20%, high: 80%}, source: x}\n"
        "  met: {chance: 30%, source: x}\n"
        "  fixed: {fixed: low, source: x}\n"
    )
    found = draw(scenario(text).value, DRAWS, generator()).figures
    assert (found["track"] == "low").mean() == pytest.approx(0.2, abs=0.01)
    assert found["met"].mean() == pytest.approx(0.3, abs=0.01)
    assert set(found["fixed"].reshape(-1).tolist()) == {"low"}


def test_a_figure_grows_or_has_a_value_for_each_year() -> None:
    three = "[2019/20, 2020/21, 2021/22]"
    growing = drawn("normal: {mean: GBP 100m, sd: GBP 5m}, grows: 10%", three)
    assert growing.mean(axis=0) == pytest.approx([100e6, 110e6, 121e6], rel=0.001)
    assert growing.std(axis=0) == pytest.approx([5e6, 5.5e6, 6.05e6], rel=0.02)
    listed = drawn("normal: {mean: [GBP 100m, GBP 90m], sd: GBP 5m}", "[2019/20, 2020/21]")
    assert listed.mean(axis=0) == pytest.approx([100e6, 90e6], rel=0.001)


def test_events_grow_in_number_and_not_in_price() -> None:
    growing = drawn("poisson: {mean: 1000, each: GBP 10}, grows: 10%", "[2019/20, 2020/21]")
    assert growing.mean(axis=0) == pytest.approx([10_000, 11_000], rel=0.005)
    assert growing[:, 1].var() == pytest.approx(1_100 * 100, rel=0.03)


def test_limits_hold() -> None:
    spend = drawn("normal: {mean: GBP 98m, sd: GBP 4m}, at_least: GBP 95m, at_most: GBP 99m")
    assert (spend.min(), spend.max()) == (95e6, 99e6)


def test_money_is_in_whole_pence() -> None:
    spend = drawn("normal: {mean: GBP 98m, sd: GBP 30}")[:, 0]
    assert (spend == np.rint(spend * 100) / 100).all()
    assert (spend != np.rint(spend)).any()


@pytest.mark.parametrize("kept", ["0", "0.5", "1"])
def test_a_year_keeps_its_share_of_the_last(kept: str) -> None:
    years = "[2019/20, 2020/21, 2021/22]"
    spend = drawn(f"normal: {{mean: GBP 98m, sd: GBP 4m}}, persistence: {kept}", years)
    found = np.corrcoef(spend.T)
    assert found[0, 1] == pytest.approx(float(kept), abs=0.02)
    assert found[0, 2] == pytest.approx(float(kept) ** 2, abs=0.02)
    assert spend.std(axis=0) == pytest.approx([4e6] * 3, rel=0.02)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(np.stack([one, other])).reshape(-1)[1])


STAYS = (
    "  stays: {poisson: {mean: 4000}, persistence: 0.6, source: x}\n"
    "correlation: [{between: [spend, stays], value: 0.7, source: x}]\n"
)


def test_figures_are_correlated_as_said_in_every_year() -> None:
    text = figures(
        "normal: {mean: GBP 98m, sd: GBP 4m}, persistence: 0.3", "[2019/20, 2020/21]", STAYS
    )
    made = draw(scenario(text).value, DRAWS, generator()).figures
    found = {name: values.astype(np.float64) for name, values in made.items()}
    for year in range(2):
        spend, stays = found["spend"][:, year], found["stays"][:, year]
        assert correlation(spend, stays) == pytest.approx(0.7, abs=0.02)
    for name, kept in (("spend", 0.3), ("stays", 0.6)):
        assert correlation(*found[name].T) == pytest.approx(kept, abs=0.02)


def test_figures_that_are_not_correlated_are_not() -> None:
    more = STAYS.partition("correlation")[0]
    text = figures("normal: {mean: GBP 98m, sd: GBP 4m}", "[2019/20]", more)
    found = draw(scenario(text).value, DRAWS, generator()).figures
    both = [found[name][:, 0].astype(np.float64) for name in ("spend", "stays")]
    assert abs(correlation(*both)) < 0.02


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    asked = scenario(figures("normal: {mean: GBP 98m, sd: GBP 4m}")).value
    one, same, other = (draw(asked, 10, generator(seed)).figures["spend"] for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def test_a_figure_more_leaves_the_others_as_they_were() -> None:
    few = figures("normal: {mean: GBP 98m, sd: GBP 4m}")
    more = few.replace("figures:\n", "figures:\n  first: {poisson: {mean: 3}, source: x}\n") + STAYS
    alone = draw(scenario(few).value, 100, generator()).figures["spend"]
    beside = draw(scenario(more).value, 100, generator()).figures["spend"]
    assert (alone == beside).all()


def test_more_draws_begin_with_the_same_ones() -> None:
    asked = scenario(figures("normal: {mean: GBP 98m, sd: GBP 4m}")).value
    few, many = draw(asked, 5, generator()), draw(asked, 50, generator())
    assert (few.figures["spend"] == many.first(5).figures["spend"]).all()
