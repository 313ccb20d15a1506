"""From cells to a price list: relativities, weights that add up to people, prices to the budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from wholeplace.budget.price.cell import CostCell, Sums, merged
from wholeplace.budget.price.credibility import Belief, Constant, Trust, believed
from wholeplace.budget.price.document import OF_RISK
from wholeplace.budget.price.grouping import Point, grouped
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.line import Line, fitted
from wholeplace.budget.price.model import Price, PriceList, Worth
from wholeplace.budget.price.problems import problems, unpriced
from wholeplace.budget.price.terms import Terms
from wholeplace.kernel import (
    FinancialYear,
    Money,
    Problem,
    Refused,
    Where,
    allocate,
    plain,
    refuse_if,
)

BELOW_NOUGHT = "below nought, so nought is taken and the others come down by what that adds"
_NOBODY = Sums()


@dataclass(frozen=True, slots=True)
class _Rated:
    """A cell, what it is taken to cost over everybody, and why."""

    cell: CostCell
    relativity: Fraction
    belief: Belief | None = None
    note: str = ""


def price_list(
    cells: Sequence[CostCell],
    terms: Terms,
    total: Money,
    year: FinancialYear,
    segments: Sequence[str] = (),
) -> PriceList:
    """Return the price of a person-year of each kind of person, so that all come to ``total``.

    ``total`` is the base budget, ``year`` the base year, ``cells`` those of its register and
    ``segments`` every segment there is: whoever can be in one has a price, whether or not anybody
    was. Days at exact prices make ``total`` to the penny, and weights make person-years exactly.

    Raises ``Refused`` with every cell and term that is wrong.
    """
    refuse_if(problems(cells, terms, total, segments))
    base = merged((*cells, *_everyone(cells, terms, segments)), terms.key)
    rated, constants, line = _rated(base, terms, year)
    made = _normalised(rated, terms, total, year)
    return replace(made, constants=constants, line=line)


def _everyone(
    cells: Sequence[CostCell], terms: Terms, segments: Sequence[str]
) -> Iterable[CostCell]:
    """Yield a cell of nobody for each segment, band of age and sex, or each band of a score."""
    if terms.method == "risk_linear":
        return
    if terms.method == "risk_bands":
        keys = [Key(score=limit) for limit in terms.bands]
    else:
        named = sorted({cell.key.segment for cell in cells} | set(segments), key=str)
        sexes = sorted({cell.key.sex for cell in cells}, key=str)
        keys = [Key(*one) for one in product(named, terms.ages, sexes)]
    for key in keys:
        yield CostCell(key, 0, 0, 0, _NOBODY, _NOBODY)


def _rated(
    base: Sequence[CostCell], terms: Terms, year: FinancialYear
) -> tuple[list[_Rated], tuple[Constant, ...], Line | None]:
    if terms.method == "risk_linear":
        line = fitted(base)
        return [_on_line(cell, line) for cell in base], (), line
    trust = Trust(terms.credibility, terms.is_estimated, year.days)
    beliefs, constants = believed(base, trust)
    rated = [_above_nought(cell, beliefs[cell.key]) for cell in base]
    if terms.method == "range" and terms.prices is not None:
        rated = _ranged(rated, terms.prices)
    return rated, constants, None


def _on_line(cell: CostCell, line: Line) -> _Rated:
    score = cell.key.score or Fraction(0)
    below = line.head + line.point * score < 0
    return _Rated(cell, line.at(score), None, f"the line is {BELOW_NOUGHT}" if below else "")


def _above_nought(cell: CostCell, belief: Belief) -> _Rated:
    # Reversals may outweigh the costs of a few people.
    note = f"the cost is {BELOW_NOUGHT}" if belief.relativity < 0 else ""
    return _Rated(cell, max(belief.relativity, Fraction(0)), belief, note)


def _ranged(rated: Sequence[_Rated], prices: int) -> list[_Rated]:
    there = [Point(one.relativity, one.cell.days) for one in rated if one.cell.days]
    groups = {_mean(group): group for group in grouped(there, prices)}
    members = {point.value: mean for mean, group in groups.items() for point in group}
    return [_in_range(one, members, list(groups)) for one in rated]


def _mean(group: Sequence[Point]) -> Fraction:
    weight = sum(point.weight for point in group)
    return sum((point.value * point.weight for point in group), Fraction(0)) / weight


def _in_range(
    one: _Rated, members: Mapping[Fraction, Fraction], means: Sequence[Fraction]
) -> _Rated:
    # A cell of nobody has no weight in the grouping; it takes the price that is nearest.
    found = members.get(one.relativity)
    mean = min(means, key=lambda mean: abs(mean - one.relativity)) if found is None else found
    place = f"price {means.index(mean) + 1} of {len(means)}"
    note = f"{place}: {plain(one.relativity)} before cells were put together"
    return replace(one, relativity=mean, note="; ".join(filter(None, (one.note, note))))


def _normalised(
    rated: Sequence[_Rated], terms: Terms, total: Money, year: FinancialYear
) -> PriceList:
    days = sum(one.cell.days for one in rated)
    normaliser = days / _sum(one.relativity * one.cell.days for one in rated)
    cost = sum(one.cell.cost.pence for one in rated)
    pooled = Fraction(sum(one.cell.excess for one in rated), cost) if cost else Fraction(0)
    needs = [one.relativity * normaliser for one in rated]
    spread = _spread(rated, needs, terms, days)
    weights = [
        (1 - pooled) * need + pooled * bears for need, bears in zip(needs, spread, strict=True)
    ]
    average = total.exact * year.days / days
    shares = allocate(
        total, [weight * one.cell.days for weight, one in zip(weights, rated, strict=True)]
    )
    prices = tuple(
        _price(one, need, weight, average, share)
        for one, need, weight, share in zip(rated, needs, weights, shares, strict=True)
    )
    return PriceList(terms, year, total, prices, normaliser, pooled)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _spread(
    rated: Sequence[_Rated], needs: Sequence[Fraction], terms: Terms, days: int
) -> list[Fraction]:
    """Return how much of the pool falls on each cell for each that falls on everybody."""
    if terms.pool.spread == "by_price":
        return list(needs)
    if terms.pool.spread == "per_head" or terms.method in OF_RISK:
        return [Fraction(1)] * len(rated)
    declared = [terms.pool.weights[one.cell.key.segment or ""] for one in rated]
    of_all = _sum(weight * one.cell.days for weight, one in zip(declared, rated, strict=True))
    if not of_all:
        where = Where("prices", path="pool.weights")
        what = "nobody was in a segment with a weight above nought"
        raise Refused([Problem(where, what, "give a weight to a segment with people")])
    return [weight * days / of_all for weight in declared]


def _price(one: _Rated, need: Fraction, weight: Fraction, average: Fraction, share: Money) -> Price:
    cell = one.cell
    return Price(
        key=cell.key,
        people=cell.people,
        days=cell.days,
        cut=cell.cut.pence,
        excess=cell.excess,
        belief=one.belief,
        relativity=one.relativity,
        need=need,
        weight=weight,
        exact=average * weight,
        share=share,
        note=one.note,
    )


def priced(
    prices: PriceList, days: Mapping[Key, int], year: FinancialYear | None = None
) -> Fraction:
    """Return what people come to at fixed prices, in pounds, not rounded.

    ``days`` has the days of each kind of person, as the records have them, in ``year`` (the base
    year unless said): somebody there for a whole year comes to their price.

    Raises ``Refused`` with every kind of person that has no price or less than no days.
    """
    worth = prices.worth(days)
    refuse_if(_unpriced(days, worth))
    length = (year or prices.year).days
    return prices.average * _sum(worth[key].weight * count for key, count in days.items()) / length


def _unpriced(days: Mapping[Key, int], worth: Mapping[Key, Worth]) -> Iterable[Problem]:
    for row, (key, count) in enumerate(days.items(), 1):
        if key not in worth:
            yield unpriced(key, count, row)
        if count < 0:
            where = Where("person-time", line=row, path=str(key))
            yield Problem(where, f"{count:,} days", "days cannot be below nought")
