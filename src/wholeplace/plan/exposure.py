"""What each party stands to gain or lose: by year, and over all years together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.contract import Contract
from wholeplace.contract.formula import Basic
from wholeplace.plan.measure import Spread, spread_of
from wholeplace.plan.settled import Flags, Pence, Settled

ALL_YEARS = "all years"


@dataclass(frozen=True, slots=True)
class Exposure:
    """The spread of a party's net position, or of a money line, in a year or over all years."""

    of: str
    year: str
    spread: Spread


def exposures(settled: Settled, years: Sequence[str]) -> tuple[Exposure, ...]:
    """Return each party's exposure over all years, then year by year.

    Only settled years count; over all years, only draws of which every year is settled. Where
    there is none there is no exposure to tell.
    """
    return tuple(
        exposure
        for party, net in settled.net.items()
        for exposure in _by_year(party, net, settled.is_settled, years)
    )


def line_exposures(
    contract: Contract, settled: Settled, years: Sequence[str]
) -> tuple[Exposure, ...]:
    """Return the spread of every line that is money, rounded to whole pence."""
    return tuple(
        exposure
        for line in contract.lines
        if line.kind is Basic.MONEY
        for exposure in _by_year(
            line.name,
            _in_pence(settled, line.name),
            settled.is_settled,
            years,
        )
    )


def _in_pence(settled: Settled, name: str) -> Pence:
    # What is not settled may be anything, and is not counted.
    pounds = np.where(settled.is_settled, settled.values[name].astype(np.float64), 0.0)
    pence: Pence = np.rint(pounds * 100).astype(np.int64)
    return pence


def _by_year(of: str, pence: Pence, is_settled: Flags, years: Sequence[str]) -> Iterator[Exposure]:
    whole = is_settled.all(axis=1)
    if whole.any():
        yield Exposure(of, ALL_YEARS, spread_of(pence[whole].sum(axis=1), np.flatnonzero(whole)))
    for i, year in enumerate(years):
        chosen = is_settled[:, i]
        if chosen.any() and len(years) > 1:
            yield Exposure(of, year, spread_of(pence[chosen, i], np.flatnonzero(chosen)))
