"""A price list: what each kind of person is worth in the budget, and all that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.price.credibility import Belief, Constant
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.line import Line
from wholeplace.budget.price.terms import Terms
from wholeplace.kernel import FinancialYear, Money, round_to

PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Price:
    """What one person-year of a kind is worth.

    ``days``, ``people``, ``cut`` and ``excess`` (pence) are those of the base year, ``relativity``
    the cost over everybody's before anything is normalised, ``weight`` what it comes to for the
    price: weights of all the person-years of the base year add up to these. ``exact`` is the price
    in pounds, ``share`` the part of the base budget that falls on the cell: shares lose no penny.
    """

    key: Key
    people: int
    days: int
    cut: int
    excess: int
    belief: Belief | None
    relativity: Fraction
    need: Fraction
    weight: Fraction
    exact: Fraction
    share: Money
    note: str = ""

    @property
    def rounded(self) -> Fraction:
        """The price to the penny, as it is shown."""
        return round_to(self.exact, PENNY)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a person-year is worth where the average is 1: ``need`` without the pool, and in all."""

    need: Fraction
    weight: Fraction


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of a base year, in order of their keys.

    ``total`` is the base budget. ``normaliser`` is what relativities are multiplied by so that
    weights add up to person-years, ``pooled`` the share of cost beyond the stop-loss, and ``line``
    the line of a linear price.
    """

    terms: Terms
    year: FinancialYear
    total: Money
    prices: tuple[Price, ...]
    normaliser: Fraction
    pooled: Fraction
    constants: tuple[Constant, ...] = ()
    line: Line | None = None

    @property
    def days(self) -> int:
        """Everybody's days in the base year."""
        return sum(price.days for price in self.prices)

    @property
    def person_years(self) -> Fraction:
        """Everybody's person-years in the base year."""
        return Fraction(self.days, self.year.days)

    @property
    def average(self) -> Fraction:
        """The base budget for one person-year, in pounds."""
        return self.total.exact / self.person_years

    @property
    def carried(self) -> Fraction:
        """What the base budget is more than person-years at prices rounded to the penny, pounds."""
        rounded = sum(
            (price.rounded * price.days / self.year.days for price in self.prices), Fraction(0)
        )
        return self.total.exact - rounded

    @property
    def by_key(self) -> Mapping[Key, Price]:
        """The prices by whose they are."""
        return {price.key: price for price in self.prices}

    def worth(self, keys: Iterable[Key]) -> Mapping[Key, Worth]:
        """Return what people are worth by key, of those keys that have a price.

        Keys are those of the records or of the list. A linear price has one for every score.
        """
        listed = {price.key: Worth(price.need, price.weight) for price in self.prices}
        found = ((key, self._worth(self.terms.key(key), listed)) for key in keys)
        return {key: worth for key, worth in found if worth is not None}

    def _worth(self, key: Key, listed: Mapping[Key, Worth]) -> Worth | None:
        if key in listed or self.line is None or key.score is None:
            return listed.get(key)
        need = self.line.at(key.score) * self.normaliser
        pool = need if self.terms.pool.spread == "by_price" else Fraction(1)
        return Worth(need, (1 - self.pooled) * need + self.pooled * pool)
