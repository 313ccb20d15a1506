"""Run a scenario through an agreement: what each party stands to gain or lose, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholeplace.contract import Contract
from wholeplace.document import Document
from wholeplace.plan.draw import Draws, draw
from wholeplace.plan.exposure import Exposure, exposures, line_exposures
from wholeplace.plan.fit import unused, year_starts
from wholeplace.plan.limits import Binding, bindings, limits_of, question_lines
from wholeplace.plan.measure import Estimate, share_of
from wholeplace.plan.scenario import Scenario
from wholeplace.plan.settled import Settled, settle_draws, why_not
from wholeplace.plan.tornado import Driver, drivers


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why some contract years could not be settled, and how many of all that were drawn."""

    why: str
    years: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What an agreement came to over all draws of a scenario."""

    contract: Contract
    scenario: Scenario
    draws: Draws
    settled: Settled
    exposures: tuple[Exposure, ...]
    lines: tuple[Exposure, ...]
    bindings: tuple[Binding, ...]
    drivers: tuple[Driver, ...]
    unsettled: tuple[Unsettled, ...]
    unused: tuple[str, ...]


def simulate(
    contract: Contract,
    document: Document[Scenario],
    number: int,
    generator: np.random.Generator,
) -> Simulation:
    """Return what an agreement comes to over so many draws of a scenario.

    Raises ``Refused`` where the scenario does not fit the agreement (see ``year_starts``), or a
    parameter has no value in one of the years.
    """
    scenario, starts = document.value, year_starts(contract, document)
    draws = draw(scenario, number, generator)
    limits = limits_of(contract, starts)
    settled = settle_draws(contract, starts, draws, question_lines(limits))
    return Simulation(
        contract,
        scenario,
        draws,
        settled,
        exposures(settled, draws.years),
        line_exposures(contract, settled, draws.years),
        bindings(limits, settled),
        drivers(contract, starts, scenario, draws),
        tuple(reasons(contract, starts, draws, settled)),
        tuple(unused(contract, scenario)),
    )


def reasons(
    contract: Contract, starts: Sequence[date], draws: Draws, settled: Settled
) -> Iterator[Unsettled]:
    """Yield why contract years could not be settled, the most frequent reason first.

    Years in which the same lines have no value are taken to have the reason of the first of them.
    """
    missing = np.stack([~settled.has_value[line.name] for line in contract.lines], axis=-1)
    failed = np.argwhere(~settled.is_settled)
    patterns: dict[bytes, tuple[int, int]] = {}
    counted: Counter[bytes] = Counter()
    for d, y in failed:
        pattern = missing[d, y].tobytes()
        patterns.setdefault(pattern, (int(d), int(y)))
        counted[pattern] += 1
    for pattern, count in counted.most_common():
        d, y = patterns[pattern]
        why = why_not(contract, starts[y], draws, (d, y))
        yield Unsettled(why, share_of(count, settled.is_settled.size))
