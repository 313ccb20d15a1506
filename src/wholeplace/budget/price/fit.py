"""How well prices fit what people cost: variance explained, and expected over actual by group."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.price.cell import CostCell, Sums, away
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.model import PriceList, Worth
from wholeplace.budget.price.problems import unpriced
from wholeplace.kernel import refuse_if

TENTHS = 10
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Group:
    """Some people, in pounds: what prices expect of them, what they cost, and the ratio.

    ``ratio`` is expected over actual, with 95% limits: above 1 where prices give more than was
    spent. Where nothing or less was spent there is none. ``expected`` and ``actual`` of all groups
    add up to the same.
    """

    name: str
    days: int
    expected: Fraction
    actual: Fraction
    ratio: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Explained:
    """What share of the variance of people's cost prices explain (R squared), by one price for all.

    ``cut`` is of costs cut at the stop-loss, against that part of prices, and ``whole`` of all
    cost, against whole prices. A price that does worse than one for all is below nought.
    """

    cut: Fraction | None
    whole: Fraction | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Some people with the rate that is expected of them, in pence a day."""

    days: Fraction
    expected: Fraction
    actual: Fraction
    apart: Fraction


def explained(cells: Sequence[CostCell], prices: PriceList) -> Explained:
    """Return R squared of the prices on the people of some cells.

    Held against are a person's cost and their price for the days that they were there, prices
    brought to the level of what was spent: a budget may be more or less than its costs. Exact, from
    the sums of cells.
    """
    worth = worth_of(cells, prices)
    return Explained(
        _share([(cell.cut, cell, worth[cell.key].need) for cell in cells]),
        _share([(cell.cost, cell, worth[cell.key].weight) for cell in cells]),
    )


def worth_of(cells: Iterable[CostCell], prices: PriceList) -> Mapping[Key, Worth]:
    """Return what the people of each cell are worth; raises ``Refused`` where one has no price."""
    days = {cell.key: cell.days for cell in cells}
    found = prices.worth(days)
    refuse_if(
        unpriced(key, count, row)
        for row, (key, count) in enumerate(days.items(), 1)
        if key not in found
    )
    return found


def _share(rows: Sequence[tuple[Sums, CostCell, Fraction]]) -> Fraction | None:
    pence = sum(sums.pence for sums, _, _ in rows)
    days = sum(cell.days for _, cell, _ in rows)
    if not days:
        return None
    flat = Fraction(pence, days)
    level = _level(rows, flat)
    within = sum((away(s, c.days_squared, weight * level) for s, c, weight in rows), Fraction(0))
    of_all = sum((away(s, c.days_squared, flat) for s, c, _ in rows), Fraction(0))
    return 1 - within / of_all if of_all else None


def _level(rows: Sequence[tuple[Sums, CostCell, Fraction]], flat: Fraction) -> Fraction:
    # On the people of the base year weights add up to days; on others they need not.
    weighted = sum((weight * cell.days for _, cell, weight in rows), Fraction(0))
    days = sum(cell.days for _, cell, _ in rows)
    return flat * days / weighted if weighted else flat


def predictive_ratios(
    groups: Mapping[str, Sequence[CostCell]], prices: PriceList
) -> tuple[Group, ...]:
    """Return expected over actual cost of groups of people, in the order given.

    ``groups`` has the cells of each (of a practice, say, by ``cost_cells`` with its code). All of
    them together are expected to cost what they did.
    """
    everyone = [cell for some in groups.values() for cell in some]
    worth = worth_of(everyone, prices)
    level = _pence_a_day(everyone, worth)
    return tuple(
        _group(name, [_part(cell, worth[cell.key].weight * level) for cell in some])
        for name, some in groups.items()
    )


def mean_weights(
    groups: Mapping[str, Sequence[CostCell]], prices: PriceList
) -> dict[str, Fraction]:
    """Return the mean weight of the person-time of groups of people, of those with any.

    Above 1 where they need more than everybody does. Raises ``Refused`` where one has no price.
    """
    worth = worth_of([cell for some in groups.values() for cell in some], prices)
    weighted = {
        name: sum((worth[cell.key].weight * cell.days for cell in some), Fraction(0))
        for name, some in groups.items()
    }
    days = {name: sum(cell.days for cell in some) for name, some in groups.items()}
    return {name: weighted[name] / days[name] for name in groups if days[name]}


def _pence_a_day(cells: Sequence[CostCell], worth: Mapping[Key, Worth]) -> Fraction:
    weighted = sum((worth[cell.key].weight * cell.days for cell in cells), Fraction(0))
    pence = sum(cell.cost.pence for cell in cells)
    return pence / weighted if weighted else Fraction(0)


def _part(cell: CostCell, rate: Fraction) -> _Part:
    apart = away(cell.cost, cell.days_squared, rate)
    return _Part(Fraction(cell.days), rate * cell.days, Fraction(cell.cost.pence), apart)


def _group(name: str, parts: Iterable[_Part]) -> Group:
    """Return a group with the limits of its ratio.

    What people cost is held to vary about their price; the sum of squared distances is the
    variance of their sum. Limits are made on the logarithm, as of any ratio of costs. Prices are
    taken as they stand.
    """
    some = list(parts)
    days, expected, actual, apart = (
        sum((getattr(part, what) for part in some), Fraction(0))
        for what in ("days", "expected", "actual", "apart")
    )
    # People of a day are shared between tenths: their days are told in whole ones.
    told = (name, round(days), expected / 100, actual / 100)
    if actual <= 0 or expected <= 0:
        return Group(*told, None, None, None)
    ratio = float(expected / actual)
    factor = math.exp(min(_Z * math.sqrt(apart) / float(actual), 700.0))
    return Group(*told, ratio, ratio / factor, ratio * factor)


def by(cells: Sequence[CostCell], name: Callable[[Key], object]) -> dict[str, list[CostCell]]:
    """Return cells by what is asked of their keys, such as ``lambda key: key.segment``."""
    found: dict[str, list[CostCell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.key.rank):
        found.setdefault(str(name(cell.key)), []).append(cell)
    return found


def by_tenth(cells: Sequence[CostCell], prices: PriceList) -> tuple[Group, ...]:
    """Return the tenths of person-time by expected cost a day, lowest first: ``1`` to ``10``.

    People with one price cannot be told apart. Where the border of a tenth falls among them, their
    days and their cost go to both sides in proportion.
    """
    worth = worth_of(cells, prices)
    level = _pence_a_day(cells, worth)
    alike: dict[Fraction, CostCell] = {}
    for cell in (cell for cell in cells if cell.days):
        weight = worth[cell.key].weight
        alike[weight] = alike[weight].plus(cell) if weight in alike else cell
    parts = [_part(alike[weight], weight * level) for weight in sorted(alike)]
    total = sum((part.days for part in parts), Fraction(0))
    return tuple(
        _group(str(i + 1), _between(parts, total * i / TENTHS, total * (i + 1) / TENTHS))
        for i in range(TENTHS if total else 0)
    )


def _between(parts: Iterable[_Part], low: Fraction, high: Fraction) -> Iterable[_Part]:
    before = Fraction(0)
    for part in parts:
        share = (min(high, before + part.days) - max(low, before)) / part.days
        if share > 0:
            yield _Part(*(getattr(part, name) * share for name in _Part.__slots__))
        before += part.days
