"""What a person of a segment cost, and a budget that follows people, worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.budget import price_figure, prices_per_head
from wholeplace.budget.adjust import (
    Adjustment,
    Base,
    Measured,
    adjust,
    adjusted_figure,
    bridge,
    steps_of,
)
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Refused, Unit

BASE, YEAR = FinancialYear(2018), FinancialYear(2019)
# 100 people at 10 pounds and 10 people at 100 pounds: 2,000 pounds.
SPEND = {"well": Fraction(1000), "ill": Fraction(1000)}
THEN = {"well": Fraction(100), "ill": Fraction(10)}
TERMS = """
steps:
  - id: growth
    population: {rate: [{from: 2019-04-01, value: actual, source: s}]}
  - id: movement
    movement: {at: base_year}
  - id: inflation
    inflation:
      mix: [{from: 2019-04-01, value: {all: 100%}, source: s}]
      rates:
        all: [{from: 2019-04-01, value: 2%, source: s}, {from: 2020-04-01, value: 5%, source: s}]
  - id: productivity
    productivity: {rate: [{from: 2019-04-01, value: 1%, source: s}]}
"""


def _budget(now: dict[str, Fraction], year: FinancialYear = YEAR) -> dict[str, str]:
    years = {
        FinancialYear(first): now if first > BASE.first else THEN for first in range(2018, 2021)
    }
    segments = {segment for people in years.values() for segment in people}
    prices = prices_per_head(SPEND, THEN, segments)
    read = read_document(TERMS, "budget.yaml", Adjustment)
    measured = Measured(segments=years, prices=prices)
    found = adjust(Base(BASE, {"all": 2_000_00}), read.value, year, measured, read.where)
    steps = {step.name: str(step.amount) for step in steps_of(bridge(found))}
    return steps | {"budget": str(adjusted_figure(found, year).value)}


def test_ten_more_well_people_and_one_more_ill_cost_200_pounds_before_inflation() -> None:
    # 2,000 x 1.1 people x 1 (nobody moved between segments) x 1.02 x 0.99
    assert _budget({"well": Fraction(110), "ill": Fraction(11)}) == {
        "Base year": "2000",
        "Growth": "200",
        "Movement": "0",
        "Inflation": "44",
        "Productivity": "-561/25",
        "budget": "55539/25",
    }


def test_a_person_who_falls_ill_moves_the_budget_by_the_difference_in_price() -> None:
    steps = _budget({"well": Fraction(99), "ill": Fraction(11)})
    # 990 + 1,100 = 2,090: 90 pounds more, with as many people as before.
    assert (steps["Growth"], steps["Movement"]) == ("0", "90")


def test_each_years_inflation_and_productivity_compound() -> None:
    # 2,000 x 1.02 x 0.99 = 2,019.60; x 1.05 x 0.99: productivity goes on until another is dated.
    assert _budget(THEN, FinancialYear(2020))["budget"] == str(Fraction("2099.37"))


def test_a_segment_that_nobody_was_in_costs_what_everybody_does() -> None:
    assert prices_per_head(SPEND, THEN, ["ill", "new"]) == {"ill": 100, "new": Fraction(2000, 110)}
    told = price_figure("new", Fraction(2000, 110), SPEND, THEN, BASE, "GBP")
    assert told.note == "nobody was in it in 2018/19: what a person-year of everybody cost"
    assert _budget({"new": Fraction(1)})["Movement"] == "0"


def test_a_price_tells_the_sum_it_came_from() -> None:
    told = price_figure("well", Fraction(10), SPEND, THEN, BASE, "GBP")
    assert (told.value, told.inputs) == (10, "1,000 / (36,500 / 365)")
    assert told.id == "base.price_per_head"


def test_where_nobody_was_there_at_all_there_is_no_price() -> None:
    with pytest.raises(ValueError, match="nobody was there"):
        prices_per_head(SPEND, {"well": Fraction(0)}, ["well"])


def test_the_base_explains_itself_down_to_what_was_counted() -> None:
    counted = Figure("base.in_scope", Fraction(2000), Unit.MONEY, inputs="3 cost rows")
    read = read_document("steps: []", "budget.yaml", Adjustment)
    found = adjust(Base(BASE, {"all": 2_000_00}, figure=counted), read.value, YEAR)
    assert counted in adjusted_figure(found, YEAR).children


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        ({"well": Fraction(10)}, "there are people in 'ill', and nobody says what one cost"),
        ({"well": Fraction(0), "ill": Fraction(0)}, "nobody in 2018/19 cost anything"),
    ],
)
def test_a_segment_without_a_price_is_refused(prices: dict[str, Fraction], said: str) -> None:
    read = read_document(TERMS, "budget.yaml", Adjustment)
    measured = Measured(segments={BASE: THEN, YEAR: THEN}, prices=prices)
    with pytest.raises(Refused, match=said):
        adjust(Base(BASE, {"all": 1}), read.value, YEAR, measured, read.where)
