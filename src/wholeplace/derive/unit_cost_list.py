"""The document of unit costs: what a contact, a minute or a day is held to have cost, by year."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Amount, Cited, Frozen, Number, Wrong, Year
from wholeplace.kernel import FinancialYear
from wholeplace.record.conditions import Conditions, check_columns
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS


class Price(Frozen):
    """What one unit cost in one financial year."""

    year: Year
    amount: Amount
    source: Cited


class UnitCost(Frozen):
    """What one unit of some activity costs: one activity, one minute of it, or one day.

    Activity that it takes and that has no ``prices`` costs nothing. ``minutes`` is how long an
    activity lasts whose record does not say so; a day is a night in bed, and every stay has one.
    """

    id: str
    when: Conditions = Field(default_factory=dict)
    per: Literal["activity", "minute", "day"] = "activity"
    minutes: int | None = Field(None, ge=1, le=24 * 60)
    prices: tuple[Price, ...] = ()
    source: Cited | None = None

    @field_validator("when")
    @classmethod
    def _asks_about_activity(cls, when: Conditions) -> Conditions:
        check_columns(when, ACTIVITY_COLUMNS, "column of activity")
        return when

    @model_validator(mode="after")
    def _is_explained(self) -> Self:
        if not self.prices and self.source is None:
            what = "nothing says why this activity costs nothing"
            raise Wrong(what, "add prices, or a source that says why there is none")
        if self.minutes is not None and self.per != "minute":
            raise Wrong("'minutes' is said of what is not paid by the minute", "remove it")
        return self


class YearIndex(Frozen):
    """How prices stood in one financial year, on any scale."""

    year: Year
    value: Number


class UnitCosts(Frozen):
    """Unit costs in order: the first whose conditions all hold takes the activity.

    Prices are carried to years that have none of their own by the ``index`` of prices.
    """

    unit_costs: str
    version: str
    about: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    index: tuple[YearIndex, ...] = Field(min_length=1)
    index_source: Cited
    costs: tuple[UnitCost, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _prices_can_be_carried(self) -> Self:
        years = [point.year for point in self.index]
        if years != sorted(set(years)) or any(point.value <= 0 for point in self.index):
            raise Wrong(
                "the index must be above nought, each year once", "put it in order", ("index",)
            )
        ids = [cost.id for cost in self.costs]
        for i, cost in enumerate(self.costs):
            if cost.id in ids[:i]:
                raise Wrong(
                    f"'{cost.id}' stands twice", "name each differently", ("costs", i, "id")
                )
            for j, price in enumerate(cost.prices):
                self._check_price(price, ("costs", i, "prices", j))
        return self

    def _check_price(self, price: Price, path: tuple[str | int, ...]) -> None:
        if price.year not in {point.year for point in self.index}:
            raise Wrong(
                f"the index has no {price.year}", "add that year to the index", (*path, "year")
            )
        if price.amount.currency != self.currency:
            what = f"{price.amount} is not in {self.currency}"
            raise Wrong(what, f"write the amount in {self.currency}", (*path, "amount"))

    def in_year(self, cost: UnitCost, year: FinancialYear) -> Fraction | None:
        """Return the price of one unit in a year, in the currency's main unit.

        It is the latest price of that year or before, else the earliest there is, carried by the
        index; ``None`` where there is no price, or no index for the year.
        """
        index = {point.year: point.value for point in self.index}
        if not cost.prices or year not in index:
            return None
        known = sorted(cost.prices, key=lambda price: price.year)
        price = next((p for p in reversed(known) if p.year <= year), known[0])
        return price.amount.exact * index[year] / index[price.year]
