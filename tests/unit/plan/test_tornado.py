"""What comes of moving one thing alone, by hand."""

from __future__ import annotations

import pytest
from scipy import special

from tests.unit.plan.drafts import contract, figures, simulated
from wholeplace.plan import Driver, Simulation, by_swing
from wholeplace.plan.vary import moved


def driver(simulation: Simulation, name: str) -> Driver:
    return next(found for found in simulation.drivers if found.name == name)


def ends(found: Driver, party: str = "trust") -> dict[str, float]:
    return {end.at: end.mean[party] for end in found.ends}


def test_a_figure_is_held_at_its_ends() -> None:
    simulation = simulated(contract())
    ninety = 4e6 * special.ndtri(0.95)
    assert ends(driver(simulation, "spend")) == pytest.approx(
        {"5%": (2e6 + ninety) / 2, "95%": (2e6 - ninety) / 2}, abs=1
    )


def test_a_share_of_the_agreement_moves_by_a_point() -> None:
    simulation = simulated(contract(), figures("fixed: GBP 98m"), draws=10)
    found = ends(driver(simulation, "share"))
    assert found == pytest.approx({"-1 point": 0.49 * 2e6, "+1 point": 0.51 * 2e6})


def test_any_other_number_moves_by_a_tenth() -> None:
    agreement = contract(
        "min(saving, limit)",
        **{"parameters:": "parameters:\n  limit: [{from: 2019-04-01, value: GBP 1m, source: x}]"},
    )
    simulation = simulated(agreement, figures("fixed: GBP 98m"), draws=10)
    assert ends(driver(simulation, "limit")) == {"-10%": 0.9e6, "+10%": 1.1e6}


def test_a_share_does_not_move_past_all() -> None:
    agreement = contract(**{"value: 50%": "value: 100%"})
    simulation = simulated(agreement, figures("fixed: GBP 98m"), draws=10)
    assert ends(driver(simulation, "share"))["+1 point"] == 2e6


def test_a_parameter_moves_at_every_date() -> None:
    agreement = contract(
        **{"source: clause}]": "source: clause}, {from: 2020-04-01, value: 60%, source: x}]"}
    )
    values = moved(agreement, "share", 1).terms.parameters["share"].values.root
    assert [str(entry.value.value) for entry in values] == ["51/100", "61/100"]  # type: ignore[union-attr]
    again = agreement.terms.parameters["share"].values.root
    assert [str(entry.value.value) for entry in again] == ["1/2", "3/5"]  # type: ignore[union-attr]


def test_words_and_truths_are_tried_each() -> None:
    agreement = contract(
        'if met then (if track = "low" then saving else saving * 2) else GBP 0',
        **{"figures:": "figures:\n  track: {unit: choice, of: [low, high]}\n  met: {unit: yes/no}"},
    )
    text = figures("fixed: GBP 98m") + (
        "  track: {choice: {low: 50%, high: 50%}, source: x}\n  met: {chance: 100%, source: x}\n"
    )
    simulation = simulated(agreement, text, draws=50)
    assert ends(driver(simulation, "track")) == {"low": 2e6, "high": 4e6}
    assert ends(driver(simulation, "met"))["no"] == 0


def test_what_is_fixed_does_not_move() -> None:
    assert "budget" not in [found.name for found in simulated(contract(), draws=10).drivers]


def test_the_largest_swing_comes_first() -> None:
    simulation = simulated(contract(), draws=200)
    swings = [found.swing("trust") for found in by_swing(simulation.drivers, "trust")]
    assert swings == sorted(swings, reverse=True)
    assert [found.name for found in by_swing(simulation.drivers, "trust")] == ["spend", "share"]


def test_limits_that_bind_only_sometimes_still_count() -> None:
    # At the median nothing is capped; moved over all draws the limit has a swing.
    agreement = contract(
        "min(saving, limit)",
        **{"parameters:": "parameters:\n  limit: [{from: 2019-04-01, value: GBP 5m, source: x}]"},
    )
    found = driver(simulated(agreement), "limit").swing("trust")
    # A tenth of 5m either way, in the 22.7% of draws in which a normal about 2m is above 5m.
    assert found == pytest.approx(1e6 * special.ndtr(-0.75), abs=0.05e6)
