"""How a year's budget falls on its months, as a place writes it: dated, and with a source."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Dated, Frozen, Share, Timeline, Wrong
from wholeplace.kernel import FinancialYear, plain

_MONTHS = 12


class Shape(Frozen):
    """How a year falls on its months: by their ``days``, or by twelve ``shares``, April first."""

    is_: Literal["days", "shares"] = Field(alias="is")
    shares: tuple[Share, ...] = ()

    @model_validator(mode="after")
    def _shares_are_of_a_year(self) -> Self:
        if self.is_ == "days":
            if self.shares:
                what = "shares do not go with 'days'"
                raise Wrong(what, "take them out, or write 'is: shares'", ("shares",))
            return self
        if len(self.shares) != _MONTHS:
            what = f"a year has 12 months, and here are {len(self.shares)} shares"
            raise Wrong(what, "write one for each month, April first", ("shares",))
        for i, share in enumerate(self.shares):
            if share < 0:
                raise Wrong("a share is below nought", "write 0 or more", ("shares", i))
        if sum(self.shares) != 1:
            what = f"the shares come to {plain(sum(self.shares, Fraction(0)) * 100)}%, not 100%"
            raise Wrong(what, "write them so that they are 100%: fractions are exact", ("shares",))
        return self

    def of(self, year: FinancialYear) -> tuple[Fraction, ...]:
        """Return the share of each month of a year; all of them are 1."""
        if self.is_ == "shares":
            return self.shares
        return tuple(Fraction((month.end - month.start).days, year.days) for month in year.months())


class Profile(Frozen):
    """How budgets fall on months: of the lines that are named, and ``other`` for those not."""

    other: Timeline[Shape] | None = None
    by_line: dict[str, Timeline[Shape]] = Field(default_factory=dict)

    def on(self, line: str, year: FinancialYear) -> Dated[Shape] | None:
        """Return how a line falls on the months of a year, by what holds on its first day."""
        found = self.by_line.get(line, self.other)
        return found.on(year.start) if found else None


def like_year(amounts: Sequence[Fraction]) -> Shape:
    """Return the shape of an earlier year, from the cost of its twelve months, April first.

    Raises ``ValueError`` for a month below nought, or a year without cost.
    """
    whole = sum(amounts, Fraction(0))
    if len(amounts) != _MONTHS or whole <= 0 or min(amounts) < 0:
        raise ValueError("a profile is made of twelve months, none below nought, and some cost")
    return Shape(is_="shares", shares=tuple(amount / whole for amount in amounts))
