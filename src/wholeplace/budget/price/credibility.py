"""How far the cost of a small cell is believed (Buehlmann and Straub 1970).

After Buehlmann and Gisler (2005), A Course in Credibility Theory, chapter 4: the cost a day of a
cell is believed by Z = days / (days + k), and what it is held against by the rest. k is the
variance within cells over that between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from wholeplace.budget.price.cell import CostCell, away, merged
from wholeplace.budget.price.key import EVERYBODY, Key
from wholeplace.kernel import round_to

_MILLIONTH = Fraction(1, 10**6)
_HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Belief:
    """What a cell is taken to cost a day, over what everybody does, and why.

    ``own`` is its own cost and ``complement`` what it is held against, both over everybody's;
    ``credibility`` is the part of its own that is believed. Nobody there: ``own`` is ``None``.
    """

    own: Fraction | None
    credibility: Fraction
    complement: Fraction

    @property
    def relativity(self) -> Fraction:
        """The cost a day over everybody's."""
        own = self.own if self.own is not None else Fraction(0)
        return self.credibility * own + (1 - self.credibility) * self.complement


@dataclass(frozen=True, slots=True)
class Constant:
    """How many person-years are believed by half: ``None`` where no number of them is.

    ``of`` says of what: ``cells`` or ``segments``.
    """

    of: str
    k: Fraction | None


@dataclass(frozen=True, slots=True)
class Trust:
    """How cells are to be believed: whole, by a given ``k`` (person-years), or as they say."""

    k: Fraction | None = None
    is_estimated: bool = False
    days_in_year: int = 365

    @property
    def is_whole(self) -> bool:
        """Whether every cell is believed whole."""
        return self.k is None and not self.is_estimated


def variance_within(cells: Iterable[CostCell]) -> Fraction | None:
    """Return the variance of cost within cells, for one day, in pence squared.

    It is supposed that the variance of what a person cost rises with their days. Then the sum of
    (cost - the cell's rate x own days) squared is expected to be this times (days - sum of squared
    days / days), so that no person's cost is divided by their days: one stay of somebody who was
    there for a day would tell more than a thousand years of others. Where all were there for the
    whole year it is the usual estimate. ``None`` where no cell has two people.
    """
    apart, freedom = Fraction(0), Fraction(0)
    for cell in cells:
        rate = cell.rate()
        if rate is not None:
            apart += away(cell.cut, cell.days_squared, rate)
            freedom += cell.days - Fraction(cell.days_squared, cell.days)
    return apart / freedom if freedom else None


def variance_between(groups: Iterable[Sequence[CostCell]], within: Fraction) -> Fraction:
    """Return the variance of the cost a day between the cells of a group, all groups together.

    The estimator of Buehlmann and Gisler (2005), 4.8, its numerators and denominators summed over
    groups. Nought where cells differ by no more than chance would have them.
    """
    apart, freedom = Fraction(0), Fraction(0)
    for group in groups:
        there = [(cell.days, Fraction(cell.cut.pence, cell.days)) for cell in group if cell.days]
        days = sum(one for one, _ in there)
        if not days:
            continue
        mean = sum((one * rate for one, rate in there), Fraction(0)) / days
        apart += sum((one * (rate - mean) ** 2 for one, rate in there), Fraction(0))
        apart -= (len(there) - 1) * within
        freedom += days - Fraction(sum(one * one for one, _ in there), days)
    return max(apart / freedom, Fraction(0)) if freedom else Fraction(0)


def believed(
    cells: Sequence[CostCell], trust: Trust
) -> tuple[Mapping[Key, Belief], tuple[Constant, ...]]:
    """Return what each cell is taken to cost, and the constants by which it was believed.

    A cell is held against its segment, and the segment against everybody; where cells have no
    segment, against everybody at once. Who nobody was costs what it is held against.
    """
    total = merged(cells, lambda _: EVERYBODY)[0]
    mean = Fraction(total.cut.pence, total.days)
    # Where all of them have the one parent, a level between would be the whole a second time.
    segments = merged(cells, lambda key: key.parent)
    if {cell.key for cell in segments} == {EVERYBODY}:
        found, constant = _level("cells", cells, {EVERYBODY: Fraction(1)}, mean, trust)
        return found, (constant,)
    above, of_segments = _level("segments", segments, {EVERYBODY: Fraction(1)}, mean, trust)
    parents = {key: belief.relativity for key, belief in above.items()}
    found, of_cells = _level("cells", cells, parents, mean, trust)
    return found, (of_segments, of_cells)


def _level(
    of: str,
    cells: Sequence[CostCell],
    parents: Mapping[Key, Fraction],
    mean: Fraction,
    trust: Trust,
) -> tuple[dict[Key, Belief], Constant]:
    k = _constant(cells, trust)
    found = {}
    for cell in cells:
        rate = cell.rate()
        share = Fraction(1) if trust.is_whole else _share(cell.days, k, trust.days_in_year)
        found[cell.key] = Belief(
            None if rate is None else rate / mean,
            Fraction(0) if rate is None else share,
            parents[cell.key.parent],
        )
    return found, Constant(of, k)


def _share(days: int, k: Fraction | None, days_in_year: int) -> Fraction:
    # Rounded to six decimals, so that who reads Z can work out the price; prices are normalised
    # afterwards, and nothing is lost.
    if k is None or not days:
        return Fraction(0)
    return round_to(Fraction(days) / (days + k * days_in_year), _MILLIONTH)


def _constant(cells: Sequence[CostCell], trust: Trust) -> Fraction | None:
    if not trust.is_estimated:
        return trust.k or Fraction(0)
    within = variance_within(cells)
    groups = groupby(cells, key=lambda cell: cell.key.parent)
    between = variance_between([list(group) for _, group in groups], within or Fraction(0))
    if within is None or not between:
        return None
    # An estimate, rounded so that it can be read and put in again.
    return round_to(within / between / trust.days_in_year, _HUNDREDTH)
