"""The capitated budget, worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.budget import Heads, bridge, capitated_budget, price_per_head
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import Figure, FinancialYear, Unit
from wholeplace.place import BudgetTerms


def _shares(*entries: tuple[int, str]) -> Timeline[Fraction]:
    dated = (
        Dated[Fraction](from_=date(year, 4, 1), value=Fraction(share), source="assumed")
        for year, share in entries
    )
    return Timeline[Fraction](root=tuple(dated))


TERMS = BudgetTerms(
    base_year=FinancialYear(2018),
    inflation=_shares((2019, "0.02"), (2020, "0.05")),
    productivity=_shares((2019, "0.01")),
)
# 100 people at 10 pounds and 10 people at 100 pounds: 2,000 pounds.
SPEND = {"well": Fraction(1000), "ill": Fraction(1000)}
BASE = {"well": Fraction(100), "ill": Fraction(10)}


def _base(value: Fraction | None = Fraction(2000)) -> Figure:
    return Figure("base.in_scope", value, Unit.MONEY, note="" if value else "nothing was found")


def _budget(now: dict[str, Fraction], year: int = 2019, base: Figure | None = None) -> Figure:
    heads = Heads(BASE, now)
    return capitated_budget(base or _base(), SPEND, heads, TERMS, FinancialYear(year))


def test_ten_more_well_people_and_one_more_ill_cost_200_pounds_before_inflation() -> None:
    budget = _budget({"well": Fraction(110), "ill": Fraction(11)})
    # 2,000 x 1.1 people x 1 (nobody moved between segments) x 1.02 x 0.99
    assert budget.value == Fraction("2221.56")
    assert [(step.name, str(step.amount)) for step in bridge(budget)] == [
        ("Base year", "2000"),
        ("Population growth", "200"),
        ("Movement between segments", "0"),
        ("Inflation", "44"),
        ("Productivity", "-561/25"),
    ]


def test_a_person_who_falls_ill_moves_the_budget_by_the_difference_in_price() -> None:
    budget = _budget({"well": Fraction(99), "ill": Fraction(11)})
    # 990 + 1,100 = 2,090: 90 pounds more, with as many people as before.
    steps = {step.name: step.amount for step in bridge(budget)}
    assert steps["Population growth"] == 0
    assert steps["Movement between segments"] == 90


def test_each_years_inflation_and_productivity_compound() -> None:
    budget = _budget(BASE, year=2020)
    # 2,000 x 1.02 x 1.05 x 0.99 x 0.99: the productivity of 2019 goes on until another is dated.
    assert budget.value == Fraction("2099.37")
    assert "2.0% " not in budget.inputs
    inflation = budget.children[3]
    assert inflation.inputs == "(1 + 2%) x (1 + 5%)"


def test_the_numbers_put_in_let_a_reader_work_the_budget_out_again() -> None:
    budget = _budget({"well": Fraction(110), "ill": Fraction(11)})
    put_in = {figure.id: figure.inputs for figure in budget.walk()}
    assert put_in["budget.in_scope"] == "£2,000.00 x 1.1 x 1 x 1.02 x 0.99"
    assert put_in["budget.population_growth"] == "121 / 110"
    assert put_in["population.person_years.2019-20"] == "44,286 / 366"
    assert put_in["budget.movement_between_segments"] == (
        "well: GBP 10 x (40,260 / 366) + ill: GBP 100 x (4,026 / 366)"
    )
    assert put_in["budget.price_per_head.well"] == "1,000 / (36,500 / 365)"
    assert put_in["budget.productivity"] == "(1 - 1%)"


def test_a_segment_that_nobody_was_in_is_priced_at_the_average() -> None:
    heads = Heads(BASE, {"new": Fraction(1)})
    assert price_per_head("new", SPEND, heads) == Fraction(2000, 110)


def test_the_steps_add_up_to_the_budget_to_the_penny() -> None:
    budget = _budget({"well": Fraction(313, 3), "ill": Fraction(71, 7)}, year=2023)
    assert sum(step.amount for step in bridge(budget)) == budget.value


def test_a_missing_budget_keeps_the_currency_of_the_place() -> None:
    dollars = Figure("base.in_scope", None, Unit.MONEY, note="not sent", currency="USD")
    assert _budget(BASE, base=dollars).currency == "USD"


@pytest.mark.parametrize("base", [_base(None), _base(Fraction(0))])
def test_without_a_base_there_is_no_budget_and_it_says_why(base: Figure) -> None:
    budget = _budget(BASE, base=base)
    assert budget.is_missing
    assert budget.note in {"nothing was found", "the base year has no spend or no people"}
    assert bridge(budget) == ()


def test_the_budget_explains_itself_down_to_the_sources() -> None:
    budget = _budget({"well": Fraction(110), "ill": Fraction(11)})
    ids = [figure.id for figure in budget.walk()]
    assert ids == [
        "budget.in_scope",
        "base.in_scope",
        "budget.population_growth",
        "population.person_years.2019-20",
        "population.person_years.2018-19",
        "budget.movement_between_segments",
        "budget.price_per_head.ill",
        "budget.price_per_head.well",
        "budget.inflation",
        "budget.inflation.2019-20",
        "budget.productivity",
        "budget.productivity.2019-20",
    ]
