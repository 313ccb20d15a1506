"""What the result hangs on: each figure and each number of the agreement moved by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholeplace.contract import Contract
from wholeplace.plan.amounts import SCORE_95, Drawn
from wholeplace.plan.draw import Draws, figures_at
from wholeplace.plan.kinds import is_number
from wholeplace.plan.scenario import Scenario
from wholeplace.plan.settled import Settled, settle_draws
from wholeplace.plan.vary import how_moved, moved, scalar_parameters

ENOUGH_DRAWS = 1_000


@dataclass(frozen=True, slots=True)
class End:
    """A driver at one of its ends, and each party's mean net position of a year, in pounds."""

    at: str
    mean: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Driver:
    """A figure or a parameter, and what comes of moving it alone."""

    name: str
    what: str
    ends: tuple[End, ...]

    def swing(self, party: str) -> float:
        """Return the distance between a party's best and worst mean, in pounds a year."""
        means = [end.mean[party] for end in self.ends if party in end.mean]
        return max(means) - min(means) if means else 0.0


def drivers(
    contract: Contract, starts: Sequence[date], scenario: Scenario, draws: Draws
) -> tuple[Driver, ...]:
    """Return what comes of moving each figure and each scalar parameter by itself.

    A figure is held, in every year, at the 5% and then at the 95% point of its distribution (a
    choice at each word, a yes/no at no and yes); a parameter is moved down and up, a share by one
    point and any other number by 10%. All other figures stay as drawn, so that what limits only
    sometimes still counts, and the mean net position of a year is taken over the first 1,000
    draws. Correlation is left aside: the others do not follow the one that is moved. What is fixed
    does not move.
    """
    few = draws.first(ENOUGH_DRAWS)

    def means(agreement: Contract, drawn: Draws) -> dict[str, float]:
        return means_of(settle_draws(agreement, starts, drawn))

    return (*_figures(contract, scenario, few, means), *_parameters(contract, few, means))


Means = Callable[[Contract, Draws], dict[str, float]]


def means_of(settled: Settled) -> dict[str, float]:
    """Return each party's mean net position of a settled year, in pounds; empty if none is."""
    if not settled.is_settled.any():
        return {}
    return {
        party: float(net[settled.is_settled].mean()) / 100 for party, net in settled.net.items()
    }


def _figures(
    contract: Contract, scenario: Scenario, draws: Draws, means: Means
) -> Iterator[Driver]:
    for name in contract.terms.figures:
        ends = _ends(scenario, name) if name in scenario.figures else {}
        if ends:
            yield Driver(
                name,
                "figure",
                tuple(
                    End(at, means(contract, _held(draws, name, drawn)))
                    for at, drawn in ends.items()
                ),
            )


def _ends(scenario: Scenario, name: str) -> dict[str, Drawn]:
    figure, years = scenario.figures[name], len(scenario.years)
    if figure.choice:
        return {word: np.full(years, word) for word in figure.choice}
    if figure.chance is not None:
        return {"no": np.zeros(years, np.bool_), "yes": np.ones(years, np.bool_)}
    if not is_number(figure):
        return {}
    low, high = figures_at(scenario, name, -SCORE_95), figures_at(scenario, name, SCORE_95)
    return {"5%": low, "95%": high}


def _held(draws: Draws, name: str, by_year: Drawn) -> Draws:
    held = np.broadcast_to(by_year, (draws.number, len(by_year)))
    return Draws(draws.years, {**draws.figures, name: held})


def _parameters(contract: Contract, draws: Draws, means: Means) -> Iterator[Driver]:
    for name in scalar_parameters(contract):
        step = how_moved(contract, name)
        ends = {f"-{step}": moved(contract, name, -1), f"+{step}": moved(contract, name, 1)}
        yield Driver(
            name,
            "parameter",
            tuple(End(at, means(agreement, draws)) for at, agreement in ends.items()),
        )


def by_swing(found: Sequence[Driver], party: str) -> list[Driver]:
    """Return the drivers of a party's position, the largest swing first."""
    return sorted(found, key=lambda driver: -driver.swing(party))
