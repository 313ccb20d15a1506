"""What an agreement comes to over many draws, against what can be worked out without drawing."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
import pytest
from scipy import special

from tests.unit.plan.drafts import contract, figures, generator, scenario, simulated
from wholeplace.kernel import Refused
from wholeplace.plan import ALL_YEARS, Estimate, Simulation, Spread, simulate

FIVE = "[2019/20, 2020/21, 2021/22, 2022/23, 2023/24]"


def spread(simulation: Simulation, party: str = "trust", year: str = ALL_YEARS) -> Spread:
    return next(e.spread for e in simulation.exposures if (e.of, e.year) == (party, year))


def near(estimate: Estimate, value: float) -> bool:
    return abs(estimate.value - value) < 4 * estimate.error


def density(x: float) -> float:
    return exp(-(x**2) / 2) / sqrt(2 * pi)


def test_half_of_a_normal_saving_is_normal_with_half_its_sd() -> None:
    found = spread(simulated(contract()))
    assert near(found.mean, 1e6)
    assert near(found.sd, 2e6)
    assert near(found.loss, special.ndtr(-0.5))
    assert near(found.value_at_risk, -1e6 - 2e6 * special.ndtri(0.05))
    assert near(found.expected_shortfall, -1e6 + 2e6 * density(special.ndtri(0.05)) / 0.05)


def test_a_capped_saving_has_the_mean_of_a_clipped_normal() -> None:
    simulation = simulated(contract("capped(saving, at_most = GBP 4m, at_least = -GBP 1m)"))
    # The saving is normal about 2m with sd 4m, clipped at -1m and 4m.
    low, high = (-1 - 2) / 4, (4 - 2) / 4
    inside = special.ndtr(high) - special.ndtr(low)
    mean = 2 * inside + 4 * (density(low) - density(high))
    mean += -1 * special.ndtr(low) + 4 * (1 - special.ndtr(high))
    assert near(spread(simulation).mean, mean * 1e6)
    most, least = simulation.bindings
    assert (most.line, most.part) == ("shared", "at_most = GBP 4000000")
    assert near(most.years, 1 - special.ndtr(high))
    assert near(least.years, special.ndtr(low))


def test_what_one_gains_the_other_pays() -> None:
    simulation = simulated(contract())
    assert spread(simulation, "ccg").mean.value == -spread(simulation, "trust").mean.value
    assert not np.sum(list(simulation.settled.net.values()), axis=0).any()


def test_years_add_up_and_independent_years_spread_by_the_root() -> None:
    text = figures("normal: {mean: GBP 98m, sd: GBP 4m}", FIVE)
    simulation = simulated(contract(), text)
    assert near(spread(simulation).mean, 5e6)
    assert near(spread(simulation).sd, 2e6 * sqrt(5))
    assert near(spread(simulation, year="2021/22").sd, 2e6)


def test_a_saving_that_lasts_spreads_more() -> None:
    text = figures("normal: {mean: GBP 98m, sd: GBP 4m}, persistence: 1", FIVE)
    assert near(spread(simulated(contract(), text)).sd, 2e6 * 5)


def test_activity_at_a_price_is_poisson() -> None:
    text = figures("poisson: {mean: 18_000, each: GBP 5_419}")
    found = spread(simulated(contract(), text))
    assert near(found.mean, (100e6 - 18_000 * 5_419) / 2)
    assert near(found.sd, sqrt(18_000) * 5_419 / 2)


def test_the_lines_that_are_money_are_told_too() -> None:
    simulation = simulated(contract())
    assert [exposure.of for exposure in simulation.lines] == ["saving", "shared"]
    assert near(simulation.lines[0].spread.mean, 2e6)


def test_a_shadow_year_is_due_nothing() -> None:
    agreement = contract(
        **{"figures:": "phases: [{from: 2019-04-01, value: shadow, source: x},"
           " {from: 2020-04-01, value: live, source: x}]\nfigures:"}
    )  # fmt: skip
    text = figures("fixed: GBP 98m", "[2019/20, 2020/21]")
    simulation = simulated(agreement, text, draws=10)
    assert spread(simulation, year="2019/20").mean.value == 0
    assert spread(simulation).mean.value == 1e6


def test_a_year_that_cannot_be_settled_is_counted_with_its_reason() -> None:
    agreement = contract("saving / (if spend > GBP 98m then 0 else 1)")
    text = figures("normal: {mean: GBP 98m, sd: GBP 4m}", "[2019/20, 2020/21]")
    simulation = simulated(agreement, text)
    (unsettled,) = simulation.unsettled
    assert unsettled.why == "line 'shared' has no value: it divides by zero"
    assert near(unsettled.years, 0.5)
    # Only draws of which both years are settled count over all years.
    assert spread(simulation).draws == pytest.approx(5_000, abs=300)
    assert spread(simulation, year="2019/20").draws == pytest.approx(10_000, abs=300)


def test_the_worst_draw_is_named_by_its_place_among_all_draws() -> None:
    agreement = contract("saving / (if spend > GBP 98m then 0 else 1)")
    simulation = simulated(agreement, draws=200)
    worst = spread(simulation)
    net = simulation.settled.net["trust"][worst.worst_draw - 1, 0]
    assert simulation.settled.is_settled[worst.worst_draw - 1, 0]
    assert net == round(worst.worst * 100)


def test_where_nothing_can_be_settled_there_is_no_exposure_to_tell() -> None:
    simulation = simulated(contract("saving / 0"), draws=100)
    assert simulation.exposures == ()
    assert simulation.unsettled[0].years.value == 1


def test_an_amount_too_large_to_count_in_pence_is_not_settled() -> None:
    simulation = simulated(contract("saving * 100_000_000"), draws=100)
    (unsettled,) = simulation.unsettled
    assert unsettled.why == "an amount is too large to be counted in pence"


def test_weights_share_as_they_do_on_a_statement() -> None:
    agreement = contract(
        **{
            "role: provider}}": "role: provider}, gp: {role: provider}}",
            "figures:": "figures:\n  t: {unit: count}\n  g: {unit: count}",
            "to: trust": "to: {trust: t, gp: g}",
        }
    )
    text = figures("fixed: GBP 99_999_995") + "  t: {fixed: 1, source: x}\n"
    simulation = simulated(agreement, text + "  g: {fixed: 2, source: x}\n", draws=3)
    # Half of £5 is 250p: a third of it is 83.3p, and the penny left over is for the other.
    assert simulation.settled.net["trust"].tolist() == [[83]] * 3
    assert simulation.settled.net["gp"].tolist() == [[167]] * 3
    below = simulated(agreement, text + "  g: {fixed: -2, source: x}\n", draws=3)
    assert "the weight of 'gp' is below zero" in below.unsettled[0].why


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, other = (simulated(contract(), draws=200).exposures for _ in range(2))
    assert one == other


def test_a_year_for_which_there_is_no_term_is_refused() -> None:
    text = figures("fixed: GBP 98m", "[2018/19]")
    with pytest.raises(Refused, match="'share' has no value on 2018-04-01"):
        simulate(contract(), scenario(text), 10, generator())


def test_every_line_of_both_agreements_sees_the_same_draws() -> None:
    one, other = simulated(contract()), simulated(contract("saving * 25%"))
    assert (one.settled.values["saving"] == other.settled.values["saving"]).all()
    ratio = one.settled.net["trust"] - 2 * other.settled.net["trust"]
    assert np.abs(ratio).max() <= 1
