"""Every measure by month and by group: what was counted, over what, and why a number is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from wholeplace.kernel import FinancialYear, Month, Problem, Refused, Where, nearest
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.panel.placed import Placed

Whole = NDArray[np.int64]
Words = NDArray[np.str_]

SEXES = ("1", "2", "")
"""The sexes that strata tell apart; the last is of people of any other, or of whom none is told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted by group: the last axes are those of months, of years, and of strata.

    ``by_month`` has pairs of numerator and denominator (the first axis) by measure, level and
    month. ``by_stratum`` has them by measure, level, year, sex and age. ``squares`` are those of
    the values of means, by measure, level and year. Person-time is in days.
    """

    levels: tuple[str, ...]
    by_month: Whole
    by_stratum: Whole
    squares: Whole

    def by_year(self) -> Whole:
        """Return pairs of numerator and denominator by measure, level and year."""
        found: Whole = self.by_stratum.sum((-2, -1))
        return found


@dataclass(frozen=True, slots=True)
class Point:
    """A measure of a group in a month or a year; no value where ``why`` says why.

    The numerator and denominator of a missing one are what was counted, and may be too few. Of a
    published one nothing was counted: they are nought.
    """

    period: Month | FinancialYear
    numerator: int
    denominator: Fraction
    value: Fraction | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a measure cannot use, by year: rows without what it needs, of all of these rows."""

    column: str
    without: tuple[int, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The measures of a place, by month and year, in all breakdowns.

    ``month_why`` and ``year_why`` say why a measure is missing in a month or year, in all groups:
    nothing where it is not. ``ages`` are the first ages of strata. ``lacking`` has what each
    measure could not use, ``published`` the values of measures that are published, not counted.
    """

    measures: tuple[Measure, ...]
    months: tuple[Month, ...]
    years: tuple[FinancialYear, ...]
    ages: tuple[int, ...]
    tallies: Mapping[str, Tally]
    month_why: Words
    year_why: Words
    lacking: Mapping[str, tuple[Lacking, ...]] = field(default_factory=dict)
    published: Placed = field(default_factory=Placed)

    def levels(self, breakdown: str) -> tuple[str, ...]:
        """Return the groups of a breakdown; raises ``Refused`` where there is no such one."""
        return self._tally(breakdown).levels

    def series(self, measure: str, breakdown: str = "place", level: str = "all") -> list[Point]:
        """Return a measure of one group month by month; raises ``Refused`` for unknown names."""
        tally, k, at = self._tally(breakdown), self.number(measure), self._level(breakdown, level)
        if self.measures[k].kind == "published":
            return [self._told(measure, month, breakdown, level) for month in self.months]
        return [
            self._point(k, month, tally.by_month[:, k, at, i], str(self.month_why[k, i]))
            for i, month in enumerate(self.months)
        ]

    def year(
        self, measure: str, year: FinancialYear, breakdown: str = "place", level: str = "all"
    ) -> Point:
        """Return a measure of one group in a year; raises ``Refused`` for unknown names."""
        tally, k, at = self._tally(breakdown), self.number(measure), self._level(breakdown, level)
        i = self.number_of_year(year)
        if self.measures[k].kind == "published":
            return self._told(measure, year, breakdown, level)
        pair = tally.by_stratum[:, k, at, i].sum((-2, -1))
        return self._point(k, year, pair, str(self.year_why[k, i]))

    def is_published(self, measure: str) -> bool:
        """Return whether a measure is published, and not counted; raises ``Refused`` if unknown."""
        return self.measures[self.number(measure)].kind == "published"

    def number(self, measure: str) -> int:
        """Return the place of a measure; raises ``Refused`` where there is none of the name."""
        names = [one.measure for one in self.measures]
        return _place_of(measure, names, "measure")

    def number_of_year(self, year: FinancialYear) -> int:
        """Return the place of a year; raises ``Refused`` where it was not counted."""
        return _place_of(str(year), [str(one) for one in self.years], "year")

    def _level(self, breakdown: str, level: str) -> int:
        return _place_of(level, self.levels(breakdown), breakdown)

    def _tally(self, breakdown: str) -> Tally:
        names = list(self.tallies)
        return self.tallies[names[_place_of(breakdown, names, "breakdown")]]

    def _told(
        self, measure: str, period: Month | FinancialYear, breakdown: str, level: str
    ) -> Point:
        found = self.published.of(measure, period, breakdown, level)
        if found is not None and found.value is not None:
            return Point(period, 0, Fraction(0), Fraction(str(found.value)))
        why = NOT_PUBLISHED if self.published.knows(measure) else NONE_PUBLISHED
        return Point(period, 0, Fraction(0), None, why)

    def _point(self, k: int, period: Month | FinancialYear, pair: Whole, why: str) -> Point:
        measure = self.measures[k]
        numerator, under = int(pair[0]), Fraction(int(pair[1]))
        if measure.kind == "rate":
            under /= _year(period).days
        if not why and not under:
            why = NO_DENOMINATOR
        value = None if why else numerator / under * measure.per
        return Point(period, numerator, under, value, why)


NO_DENOMINATOR = "nothing to divide by"
NONE_PUBLISHED = "its values are published: name a file of them in outcomes.yaml (published)"
NOT_PUBLISHED = "no value of it was published"


def _year(period: Month | FinancialYear) -> FinancialYear:
    if isinstance(period, FinancialYear):
        return period
    return FinancialYear(period.year - (period.month < 4))  # noqa: PLR2004 - years begin in April


def _place_of(name: str, among: list[str] | tuple[str, ...], kind: str) -> int:
    if name not in among:
        what = f"there is no {kind} '{name}'"
        raise Refused([Problem(Where("measures"), what, nearest(name, among))])
    return among.index(name)
