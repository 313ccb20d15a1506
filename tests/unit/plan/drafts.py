"""Agreements and scenarios small enough to work out by hand."""

from __future__ import annotations

import numpy as np

from wholeplace.contract import Contract, read_contract
from wholeplace.document import Document
from wholeplace.plan import Scenario, Simulation, read_scenario, simulate

HALF = """\
title: Half and half
parties: {ccg: {role: commissioner}, trust: {role: provider}}
figures:
  budget: {unit: money}
  spend: {unit: money}
parameters:
  share: [{from: 2019-04-01, value: 50%, source: clause}]
lines:
  saving: budget - spend
  shared: saving * share
payments:
  - {from: ccg, to: trust, amount: shared}
"""

SPREAD = """\
scenario: A budget of 100m and a spend about it
years: [2019/20]
figures:
  budget: {fixed: GBP 100m, source: clause}
  spend: {normal: {mean: GBP 98m, sd: GBP 4m}, source: "assumed: an example"}
"""


def contract(lines: str = "", **replaced: str) -> Contract:
    """Return the agreement with its line ``shared`` written otherwise, and words replaced."""
    text = HALF.replace("saving * share", lines) if lines else HALF
    for old, new in replaced.items():
        text = text.replace(old, new)
    return read_contract(text, "c.yaml")


def scenario(text: str = SPREAD) -> Document[Scenario]:
    """Return a scenario that has been read and checked."""
    return read_scenario(text, "s.yaml")


def generator(seed: int = 1) -> np.random.Generator:
    """Return the generator of a seed."""
    return np.random.Generator(np.random.PCG64(seed))


def simulated(agreement: Contract, text: str = SPREAD, draws: int = 20_000) -> Simulation:
    """Return what an agreement comes to."""
    return simulate(agreement, scenario(text), draws, generator())


def figures(spend: str, years: str = "[2019/20]", more: str = "") -> str:
    """Return a scenario in which only the spend is said otherwise."""
    return (
        f"scenario: An example\nyears: {years}\nfigures:\n"
        "  budget: {fixed: GBP 100m, source: clause}\n"
        f"  spend: {{{spend}, source: clause}}\n{more}"
    )
