"""What the people of a practice are expected to cost, by those like them everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from wholeplace.budget.pmpm.funnel import PracticeCost
from wholeplace.budget.price.cell import CostCell, away, merged
from wholeplace.budget.price.key import Key

_PENCE = 100


def practice_costs(
    groups: Mapping[str, Sequence[CostCell]],
    days_of_year: int,
    weights: Mapping[Key, Fraction] | None = None,
) -> tuple[PracticeCost, ...]:
    """Return what each practice cost and was expected to, in order of their codes.

    ``groups`` has the cells of each practice (``budget.price.cost_cells`` with its code). Expected
    is what people of the same cell cost a day in all practices together (indirect
    standardisation); with ``weights`` (what a person-year of a cell is worth, as of a price list),
    their days at these, brought to the level of what all cost. Either way all practices are
    expected to cost what they did. The variance of a person's cost is that about what is expected,
    of all people of the cell: the few of one practice would tell little of it. A cell with one
    person tells none. Raises ``KeyError`` for a cell without a weight.
    """
    whole = merged((cell for some in groups.values() for cell in some), lambda key: key)
    rates = _rates(whole, weights)
    variances = {cell.key: _variance(cell, rates[cell.key]) for cell in whole}
    return tuple(
        _practice(code, groups[code], rates, variances, days_of_year) for code in sorted(groups)
    )


def _rates(
    whole: Sequence[CostCell], weights: Mapping[Key, Fraction] | None
) -> dict[Key, Fraction]:
    """Return what a day of each cell is expected to cost, in pence."""
    if weights is None:
        return {c.key: Fraction(c.cost.pence, c.days) if c.days else Fraction(0) for c in whole}
    weighted = sum((weights[cell.key] * cell.days for cell in whole), Fraction(0))
    level = sum(cell.cost.pence for cell in whole) / weighted if weighted else Fraction(0)
    return {cell.key: weights[cell.key] * level for cell in whole}


def _variance(cell: CostCell, rate: Fraction) -> Fraction:
    """Return the variance of one person's cost about what is expected, in pence squared."""
    return away(cell.cost, cell.days_squared, rate) / max(cell.people, 1)


def _practice(
    code: str,
    cells: Sequence[CostCell],
    rates: Mapping[Key, Fraction],
    variances: Mapping[Key, Fraction],
    days_of_year: int,
) -> PracticeCost:
    expected = sum((rates[cell.key] * cell.days for cell in cells), Fraction(0))
    variance = sum((variances[cell.key] * cell.people for cell in cells), Fraction(0))
    return PracticeCost(
        code,
        Fraction(sum(cell.days for cell in cells), days_of_year),
        Fraction(sum(cell.cost.pence for cell in cells), _PENCE),
        expected / _PENCE,
        variance / _PENCE**2,
    )
