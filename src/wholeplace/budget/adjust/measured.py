"""What is counted and not agreed: person-years, bases measured anew, cost that came late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.budget.adjust.level import Pence
from wholeplace.kernel import Figure, FinancialYear

PersonYears = Mapping[FinancialYear, Mapping[str, Fraction]]
"""Person-years by year and group of people."""


@dataclass(frozen=True, slots=True)
class Base:
    """The budget of the base year: whole pence by line, and where it was taken from.

    ``figure`` explains it, down to what was counted, where it was made of more than a source.
    """

    year: FinancialYear
    pence: Pence
    currency: str = "GBP"
    source: str = ""
    figure: Figure | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of its lines, in order."""
        return tuple(self.pence)


@dataclass(frozen=True, slots=True)
class Measured:
    """What steps ask for that no document can say.

    ``ages`` are person-years by age and sex, in the groups that weights are written for;
    ``segments`` the same by segment; ``prices`` what a person-year of each segment cost in the base
    year; ``bases`` the base measured anew at a review, pence by line; ``late`` what each line's
    cost lacks because it has not come yet, in pence.
    """

    ages: PersonYears = field(default_factory=dict)
    segments: PersonYears = field(default_factory=dict)
    prices: Mapping[str, Fraction] = field(default_factory=dict)
    bases: Mapping[FinancialYear, Pence] = field(default_factory=dict)
    late: Mapping[FinancialYear, Pence] = field(default_factory=dict)

    def people(self, year: FinancialYear) -> Fraction:
        """Return everybody's person-years, by age or else by segment; nought where not known."""
        groups = self.ages.get(year) or self.segments.get(year) or {}
        return sum(groups.values(), Fraction(0))
