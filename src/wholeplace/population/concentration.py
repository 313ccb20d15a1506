"""How much of a total falls on how few people: the curve, its half, and the Gini coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

HALF = Fraction(1, 2)
POINTS = 100
"""How many steps of people the curve is told in."""

_TAIL = 2.5


@dataclass(frozen=True, slots=True)
class Concentration:
    """``people`` of a ``population`` make ``share`` of a ``total``, the fewest that do.

    ``lower`` and ``upper`` are the 95% limits of ``people`` where they were asked for. ``gini`` is
    0 where all have the same and near 1 where one has all. ``curve`` is the part of the total
    (0 to 1) that the first hundredth of people makes, the first two, and so on, most first.
    """

    population: int
    with_any: int
    total: int
    share: Fraction
    people: int
    lower: int | None
    upper: int | None
    gini: float
    curve: tuple[float, ...]


def concentration(
    values: NDArray[np.int64],
    population: int,
    share: Fraction = HALF,
    *,
    draws: int = 0,
    chance: np.random.Generator | None = None,
) -> Concentration:
    """Return how a total falls on people.

    ``values`` has one whole number for each person with any (events, or pence); the others of the
    ``population`` have none. The limits are of ``draws`` draws of as many people with replacement
    (percentile bootstrap: Efron and Tibshirani 1993, ch. 13), each with ``chance``.

    Raises ``ValueError`` for a value below nought, fewer people than values, a share that is not
    above 0 and at most 1, or a total of nought.
    """
    values = np.sort(values[values != 0])[::-1]
    total = int(values.sum())
    _check(values, population, share, total)
    sums = np.cumsum(values)
    limits: tuple[int | None, int | None] = (None, None)
    if draws and chance is not None:
        limits = _limits(values, population, share, draws, chance)
    return Concentration(
        population=population,
        with_any=len(values),
        total=total,
        share=share,
        people=_fewest(sums, total, share),
        lower=limits[0],
        upper=limits[1],
        gini=_gini(values, sums, population),
        curve=_curve(sums, population),
    )


def _check(values: NDArray[np.int64], population: int, share: Fraction, total: int) -> None:
    if len(values) and values[-1] < 0:
        raise ValueError("a person cannot have fewer than none")
    if population < len(values):
        msg = f"{len(values):,} people have some, and the population is {population:,}"
        raise ValueError(msg)
    if not 0 < share <= 1:
        raise ValueError("the share must be above 0 and at most 1")
    if not total:
        raise ValueError("nobody has any, so there is nothing to share")


def _fewest(sums: NDArray[np.int64], total: int, share: Fraction) -> int:
    # In whole numbers, so that exactly half is half.
    needed = -(-total * share.numerator // share.denominator)
    return int(np.searchsorted(sums, needed)) + 1


def _gini(values: NDArray[np.int64], sums: NDArray[np.int64], population: int) -> float:
    """Return the mean difference between two people over twice the mean (Gini 1912)."""
    # With people in order of the most: sum of what the first i have, for those with any; the
    # others add the whole total each.
    area = float(sums.sum()) + float(sums[-1]) * (population - len(values))
    return (2 * area / float(sums[-1]) - population - 1) / population


def _curve(sums: NDArray[np.int64], population: int) -> tuple[float, ...]:
    first = [-(-population * step // POINTS) for step in range(1, POINTS + 1)]
    return tuple(float(sums[min(n, len(sums)) - 1] / sums[-1]) for n in first)


def _limits(
    values: NDArray[np.int64],
    population: int,
    share: Fraction,
    draws: int,
    chance: np.random.Generator,
) -> tuple[int, int]:
    """Return the limits of the people needed, when as many people are drawn again."""
    # People with the same value are alike: how often each value is drawn is all that matters.
    found, counts = np.unique(-values, return_counts=True)
    found, odds = -found, np.append(counts, population - len(values)) / population
    needed = []
    for _ in range(draws):
        drawn = chance.multinomial(population, odds)[:-1]
        needed.append(_fewest_drawn(found, drawn, share))
    lower, upper = np.percentile(needed, [_TAIL, 100 - _TAIL])
    return int(np.floor(lower)), int(np.ceil(upper))


def _fewest_drawn(found: NDArray[np.int64], drawn: NDArray[np.int64], share: Fraction) -> int:
    sums = np.cumsum(found * drawn)
    total = int(sums[-1])
    needed = -(-total * share.numerator // share.denominator)
    at = int(np.searchsorted(sums, needed))
    if not total:
        return 0
    before = int(sums[at - 1]) if at else 0
    people = int(drawn[:at].sum())
    return people + -(-(needed - before) // int(found[at]))


def told(one: Concentration, people: str, of: str) -> str:
    """Return the sentence that a board knows: so many people drive half of something."""
    limits = (
        f" (95% interval {one.lower:,} to {one.upper:,})"
        if one.lower is not None and one.upper is not None
        else ""
    )
    part = one.people / one.population
    return (
        f"{one.people:,} {people} drive {float(one.share):.0%} of all {of}{limits}:"
        f" {part:.2%} of {one.population:,}"
    )


def by_group(groups: Sequence[str], values: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Return the values of each group, the groups in order."""
    named = np.asarray(groups)
    return {str(name): values[named == name] for name in np.unique(named)}
