"""Simulations and comparisons for other programs: rows of a table, and JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from wholeplace.plan import (
    Comparison,
    Estimate,
    Exposure,
    Simulation,
    draws_left_out,
    shadow_years,
)

_HEADINGS = ("of", "year", "measure", "value", "standard_error")
# Money is in pounds to the penny; shares of draws are fractions.
_PENNIES, _SHARES = 2, 6


def exposure_rows(simulation: Simulation, parties: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, its headings first: one number a row, with its standard error.

    Parties come first, then the money lines of the agreement.
    """
    yield _HEADINGS
    chosen = [exposure for exposure in simulation.exposures if exposure.of in parties]
    for exposure in (*chosen, *simulation.lines):
        for measure, value in _measures(exposure).items():
            places = _SHARES if measure == "loss" else _PENNIES
            if isinstance(value, Estimate):
                cells = (f"{value.value:.{places}f}", f"{value.error:.{places}f}")
            else:
                cells = (f"{value:.{places}f}" if isinstance(value, float) else str(value), "")
            yield (exposure.of, exposure.year, measure, *cells)


def _measures(exposure: Exposure) -> dict[str, Estimate | float | int]:
    spread = exposure.spread
    return {name: getattr(spread, name) for name in type(spread).__slots__}


def simulation_to_dict(simulation: Simulation, parties: Sequence[str]) -> dict[str, object]:
    """Return a simulation as JSON values; money is in pounds, shares are fractions."""
    return {
        "title": simulation.contract.terms.title,
        "scenario": simulation.scenario.scenario,
        "currency": simulation.contract.terms.currency,
        "years": list(simulation.draws.years),
        "draws": simulation.draws.number,
        "net": [asdict(e) for e in simulation.exposures if e.of in parties],
        "lines": [asdict(exposure) for exposure in simulation.lines],
        "limits": [asdict(binding) for binding in simulation.bindings],
        "drivers": [asdict(driver) for driver in simulation.drivers],
        "not_settled": [asdict(each) for each in simulation.unsettled],
        "draws_left_out": asdict(draws_left_out(simulation.settled.is_settled)),
        "shadow_years": shadow_years(simulation.contract, simulation.draws.years),
        "not_used": list(simulation.unused),
    }


def comparison_to_dict(comparison: Comparison, parties: Sequence[str]) -> dict[str, object]:
    """Return a comparison as JSON values; a difference is that of the second draft less the first.

    States tell of all parties, so that they add up to nothing.
    """
    return {
        "first": comparison.first.terms.title,
        "second": comparison.second.terms.title,
        "scenario": comparison.scenario.scenario,
        "currency": comparison.first.terms.currency,
        "years": list(comparison.scenario.years),
        "draws": comparison.draws,
        "net": [asdict(gain) for gain in comparison.gains if gain.party in parties],
        "driver": comparison.driver,
        "explained": comparison.explained,
        "states": [asdict(state) for state in comparison.states],
        "left_out": asdict(comparison.left_out),
        "draws_left_out": asdict(comparison.draws_left_out),
        "shadow_years": {
            "first": shadow_years(comparison.first, comparison.scenario.years),
            "second": shadow_years(comparison.second, comparison.scenario.years),
        },
    }
