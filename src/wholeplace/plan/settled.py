"""Every draw through the agreement: each party's net position, in whole pence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wholeplace.contract import Contract, Line, Phase, supplied
from wholeplace.contract.arrays import decimal_of
from wholeplace.kernel import Figure
from wholeplace.plan.amounts import Drawn
from wholeplace.plan.draw import Draws
from wholeplace.plan.measure import Estimate, share_of
from wholeplace.settle import settle, settle_many

Pence: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What all draws came to; every array has a row for each draw and a column for each year.

    ``net`` is what is due to each party less what it owes; 0 in a shadow year, and where a year
    could not be settled. ``values`` are the lines, and ``has_value`` where they have one.
    """

    net: Mapping[str, Pence]
    values: Mapping[str, Drawn]
    has_value: Mapping[str, Flags]
    is_settled: Flags


def settle_draws(
    contract: Contract, starts: Sequence[date], draws: Draws, more: Sequence[Line] = ()
) -> Settled:
    """Settle every draw of every year, all at once, to the penny as ``settle`` would.

    ``more`` are lines to be worked out beneath those of the agreement. Raises ``Refused`` where a
    parameter has no value for a year.
    """
    shape = (draws.number, len(starts))
    year = np.tile(np.arange(len(starts), dtype=np.intp), draws.number)
    figures = {
        name: drawn.reshape(-1)
        for name, drawn in draws.figures.items()
        if name in contract.terms.figures
    }
    many = settle_many(contract, starts, year, figures, more)
    is_live = np.array([contract.phase_on(start) is not Phase.SHADOW for start in starts])
    names = [line.name for line in (*contract.lines, *more)]
    return Settled(
        {party: pence.reshape(shape) * is_live for party, pence in many.net.items()},
        {name: many.lines.value(name).reshape(shape) for name in names},
        {name: ~many.lines.missing(name).reshape(shape) for name in names},
        many.is_complete.reshape(shape),
    )


def draws_left_out(is_settled: Flags) -> Estimate:
    """Return the share of draws that cannot be told over all years: one of them is not settled."""
    number, whole = is_settled.shape[0], int(is_settled.all(axis=1).sum())
    return share_of(number - whole, number)


def shadow_years(contract: Contract, years: Sequence[str]) -> list[str]:
    """Return the years in which an agreement is worked out, and nothing is due."""
    starts = {year: contract.year_start(year) for year in years}
    return [year for year in years if contract.phase_on(starts[year]) is Phase.SHADOW]


def why_not(contract: Contract, start: date, draws: Draws, place: tuple[int, int]) -> str:
    """Return why one year (second) of one draw (first) is not settled, from its statement."""
    statement = settle(contract, start, figures_of(contract, draws, place))
    told = "; ".join(problem.what for problem in statement.problems)
    return told or "an amount is too large to be counted in pence"


def figures_of(contract: Contract, draws: Draws, place: tuple[int, int]) -> dict[str, Figure]:
    """Return the figures of one year of one draw exactly, as they would be supplied."""
    return {
        name: supplied(contract, name, _exactly(drawn[place]), "drawn")
        for name, drawn in draws.figures.items()
        if name in contract.terms.figures
    }


def _exactly(value: np.generic) -> Fraction | bool | str:
    plain = value.item()
    return plain if isinstance(plain, bool | str) else decimal_of(plain)
