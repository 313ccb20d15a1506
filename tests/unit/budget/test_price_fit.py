"""How well prices fit: shares of variance, and expected over actual, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.tables import running, table
from wholeplace.budget.price import (
    CELL,
    SCORE,
    CostCell,
    Explained,
    Key,
    PriceList,
    Sums,
    Terms,
    by,
    by_tenth,
    cost_cells,
    expected_costs,
    explained,
    mean_weights,
    people_costs,
    person_fit,
    predictive_ratios,
    price_list,
    read_cells,
)
from wholeplace.kernel import FinancialYear, Money, Refused

YEAR = FinancialYear(2018)
REGISTER = """
    person_id  segment  sex  age  days  practice_code  score
    ann        ill      2    70   365   P1             0.4
    bob        ill      2    70   365   P2             0.3
    cat        well     2    70   365   P1             0.1
    dan        well     2    70   365   P2             0.2
"""
COSTS = """
    person_id  amount
    ann        90.00
    bob        50.00
    cat        20.00
"""
TERMS = Terms("cells", ("segment",))


def priced_cells(
    terms: Terms = TERMS, stop_loss: Money | None = None
) -> tuple[list[CostCell], PriceList]:
    step = Fraction(1, 10)
    people = people_costs(
        table(REGISTER, age="int64", days="int64", score="float64"),
        table(COSTS, amount="decimal(18, 2)"),
        (0,),
        stop_loss,
        step,
    )
    with running() as opened:
        cells = read_cells(opened.rows(cost_cells(people, terms.columns)), step)
    total = Money(sum(cell.cost.pence for cell in cells))
    return list(cells), price_list(cells, replace(terms, stop_loss=stop_loss), total, YEAR)


def test_the_share_of_variance_explained() -> None:
    # Means 70 and 10 about 40: squares 2,500 + 100 + 400 + 1,600; within 400 + 400 + 100 + 100.
    cells, prices = priced_cells()
    assert explained(cells, prices) == Explained(1 - Fraction(1000, 4600), 1 - Fraction(1000, 4600))


def test_cutting_high_costs_leaves_more_that_can_be_explained() -> None:
    cells, prices = priced_cells(stop_loss=Money(60_00))
    found = explained(cells, prices)
    # Cut at £60: means 55 and 10 about 32.5, squares 756.25 + 306.25 + 156.25 + 1,056.25.
    assert found.cut == 1 - Fraction(25 + 25 + 100 + 100) / Fraction(2275)
    # The £30 beyond it go to everybody at £7.50: prices of 62.50 and 17.50 for the whole cost.
    apart = Fraction("27.5") ** 2 + Fraction("12.5") ** 2 + Fraction("2.5") ** 2
    assert found.whole == 1 - (apart + Fraction("17.5") ** 2) / 4600


def test_a_budget_above_its_costs_explains_as_much() -> None:
    cells, prices = priced_cells()
    dearer = price_list(cells, TERMS, Money(999_999), YEAR)
    assert explained(cells, dearer) == explained(cells, prices)


def test_where_all_cost_the_same_nothing_is_to_be_explained() -> None:
    cells, prices = priced_cells()
    level = [replace(c, cost=_level(c), cut=_level(c)) for c in cells]
    assert explained(level, prices) == Explained(None, None)


def _level(cell: CostCell) -> Sums:
    return Sums(100 * cell.days, 10_000 * cell.days_squared, 100 * cell.days_squared)


def test_expected_over_actual_by_practice() -> None:
    _, prices = priced_cells()
    people = people_costs(
        table(REGISTER, age="int64", days="int64", score="float64"),
        table(COSTS, amount="decimal(18, 2)"),
        (0,),
    )
    with running() as opened:
        rows = opened.rows(cost_cells(people, ("practice_code", *CELL)))
    groups: dict[str, list[CostCell]] = {}
    for row, cell in zip(rows, read_cells(rows), strict=True):
        groups.setdefault(str(row["practice_code"]), []).append(cell)
    one, two = predictive_ratios(groups, prices)
    # P1 cost £110 and is expected to cost £80; P2 cost £50.
    assert one.name == "P1"
    assert [one.expected, one.actual, one.ratio] == [80, 110, 80 / 110]
    assert [two.expected, two.actual, two.ratio] == [80, 50, 1.6]
    # Distances from prices are 20 and 10: exp(1.96 x sqrt(500) / 110) either way.
    factor = np.exp(1.959963984540054 * np.sqrt(500) / 110)
    assert mean_weights(groups | {"none": []}, prices) == {"P1": 1, "P2": 1}
    assert mean_weights({"ill": cells_of(groups, "ill")}, prices) == {"ill": Fraction(7, 4)}
    assert one.lower == pytest.approx(80 / 110 / factor)
    assert one.upper == pytest.approx(80 / 110 * factor)


def cells_of(groups: dict[str, list[CostCell]], segment: str) -> list[CostCell]:
    return [cell for some in groups.values() for cell in some if cell.key.segment == segment]


def test_by_segment_the_prices_of_the_base_year_are_right() -> None:
    cells, prices = priced_cells()
    found = predictive_ratios(by(cells, lambda key: key.segment), prices)
    assert [(g.name, g.ratio) for g in found] == [("ill", 1.0), ("well", 1.0)]


def test_a_group_without_cost_has_no_ratio() -> None:
    cells, prices = priced_cells()
    nothing = replace(cells[1], cost=Sums())
    found = predictive_ratios({"a": [cells[0]], "b": [nothing]}, prices)
    assert (found[1].ratio, found[1].lower, found[1].upper) == (None, None, None)


def test_tenths_share_people_whom_prices_cannot_tell_apart() -> None:
    cells, prices = priced_cells()
    tenths = by_tenth(cells, prices)
    # The five lowest tenths are of the well: £20 in all; the others of the ill, £140.
    assert [group.actual for group in tenths] == [4] * 5 + [28] * 5
    assert [group.name for group in tenths] == [str(n) for n in range(1, 11)]
    assert sum(group.expected for group in tenths) == 160


def test_person_by_person_it_comes_to_the_same_and_errors_are_told() -> None:
    cells, prices = priced_cells()
    people = people_costs(
        table(REGISTER, age="int64", days="int64", score="float64"),
        table(COSTS, amount="decimal(18, 2)"),
        (0,),
    )
    with running() as opened:
        found = opened.arrow(expected_costs(people, cells, prices))
    assert found["person_id"].to_pylist() == ["ann", "bob", "cat", "dan"]
    assert found["expected"].to_pylist() == pytest.approx([7000, 7000, 1000, 1000])
    arrays = [found[name].to_numpy().astype(float) for name in ("pence", "expected", "flat")]
    fit = person_fit(*arrays)
    share = explained(cells, prices).whole
    assert share is not None
    assert fit.explained is not None
    assert fit.explained.found == pytest.approx(float(share))
    assert fit.explained.lower < fit.explained.found < fit.explained.upper <= 1
    # 20 + 20 + 10 + 10 over 4, and 50 + 10 + 20 + 40 over 4.
    assert fit.people == 4
    assert [fit.error, fit.flat_error] == pytest.approx([15, 30])


def test_people_are_joined_to_prices_by_their_score() -> None:
    terms = Terms("risk_linear", step=Fraction(1, 10))
    cells, prices = priced_cells(terms)
    people = people_costs(
        table(REGISTER, age="int64", days="int64", score="float64"),
        table(COSTS, amount="decimal(18, 2)"),
        (0,),
        step=terms.step,
    )
    assert terms.columns == SCORE
    with running() as opened:
        found = opened.arrow(expected_costs(people, cells, prices))
    # The line of least squares through 20, 0, 50 and 90 at 1, 2, 3 and 4: -25 + 26 each.
    assert found["expected"].to_pylist() == pytest.approx(
        [pence * 160 / 160 for pence in (7900, 5300, 100, 2700)]
    )


def test_who_is_in_no_band_of_age_is_counted_where_age_has_no_price() -> None:
    register = table(REGISTER, age="int64", days="int64", score="float64")
    people = people_costs(register, table(COSTS, amount="decimal(18, 2)"), (80,))
    with running() as opened:
        cells = read_cells(opened.rows(cost_cells(people)))
        prices = price_list(cells, TERMS, Money(16_000), YEAR)
        assert opened.count(expected_costs(people, cells, prices)) == 4


def test_without_people_nothing_is_explained() -> None:
    nobody = np.empty(0)
    fit = person_fit(nobody, nobody, nobody)
    assert (fit.people, fit.explained, fit.error) == (0, None, 0.0)


def test_people_of_a_segment_without_a_price_are_refused() -> None:
    cells, prices = priced_cells()
    other = replace(cells[0], key=Key("new", 0, "2"))
    with pytest.raises(Refused, match="730 days have no price"):
        explained([*cells, other], prices)
    with pytest.raises(Refused, match="new, from 0, sex 2"):
        by_tenth([other], prices)


def test_limits_are_of_whole_costs_though_prices_are_of_cut_ones() -> None:
    cells, prices = priced_cells(stop_loss=Money(60_00))
    (ill, _) = predictive_ratios(by(cells, lambda key: key.segment), prices)
    # Prices are £62.50; Ann cost £90 and Bob £50.
    assert ill.upper is not None
    apart = np.sqrt(27.5**2 + 12.5**2)
    assert ill.upper == pytest.approx(125 / 140 * np.exp(1.959963984540054 * apart / 140))


def test_on_other_people_prices_are_brought_to_the_level_of_what_they_cost() -> None:
    cells, prices = priced_cells()
    # One of the ill, who cost £45, and the two of the well, who cost nothing: a mean of £15.
    half = CostCell(
        Key("ill", 0, "2"), 1, 365, 365**2, Sums(4500, 4500**2, 4500 * 365),
        Sums(4500, 4500**2, 4500 * 365),
    )  # fmt: skip
    well = replace(cells[1], cost=Sums(0, 0, 0), cut=Sums(0, 0, 0))
    found = explained([half, well], prices)
    # £45 over three people: weights 1.75 + 0.25 + 0.25 bring prices to £35, £5 and £5.
    assert found.whole == 1 - Fraction(100 + 25 + 25, 900 + 225 + 225)
