"""Prices of a head, worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from wholeplace.budget.price import (
    CostCell,
    Key,
    Pool,
    PriceList,
    Sums,
    Terms,
    price_figures,
    price_list,
    priced,
    total_figure,
)
from wholeplace.kernel import FinancialYear, Money, Refused, Unit

YEAR = FinancialYear(2018)  # 365 days


def cell(key: Key, people: int, pounds: int, excess: int = 0, days: int | None = None) -> CostCell:
    """Return people who were there all year and cost the same."""
    cut, cost = (100 * amount for amount in (pounds, pounds + excess))
    there = people * 365 if days is None else days
    each = there // people if people else 0
    return CostCell(
        key, people, there, there * each, _sums(cost, people, each), _sums(cut, people, each)
    )


def _sums(pence: int, people: int, days: int) -> Sums:
    return Sums(pence, pence * pence // people if people else 0, pence * days)


WELL, ILL = Key("well", 0, "1"), Key("ill", 0, "1")
# 100 people at £10 and 10 people at £100: £2,000.
CELLS = (cell(WELL, 100, 1000), cell(ILL, 10, 1000))
PLAIN = Terms("cells", ("segment",))
BASE = Money(200_000)


def prices(
    cells: Sequence[CostCell] = CELLS,
    terms: Terms = PLAIN,
    total: Money = BASE,
    segments: Sequence[str] = (),
) -> PriceList:
    return price_list(cells, terms, total, YEAR, segments)


def exact(found: PriceList) -> dict[str, Fraction]:
    return {price.key.slug: price.exact for price in found.prices}


def test_a_price_is_cost_over_person_years() -> None:
    found = prices()
    assert exact(found) == {"ill": 100, "well": 10}
    # Weights of 110 people: 10 x 5.5 + 100 x 0.55 = 110.
    assert [price.weight for price in found.prices] == [Fraction("5.5"), Fraction("0.55")]
    assert [price.share for price in found.prices] == [Money(100_000), Money(100_000)]
    assert found.average == Fraction(2000, 110)


def test_a_budget_above_its_costs_raises_every_price_alike() -> None:
    # Block contracts have no activity to cost: the base is more than the sum of cells.
    assert exact(prices(total=Money(300_000))) == {"ill": 150, "well": 15}


def test_a_person_more_moves_the_budget_by_their_price_for_their_time() -> None:
    found = prices()
    before = {Key("well"): 36_500, Key("ill"): 3_650}
    assert priced(found, before) == 2000
    assert priced(found, before | {Key("ill"): 3_650 + 73}) == 2020
    # In a leap year the same person is there for 366 days, and is worth the same.
    assert priced(found, {Key("ill"): 366}, FinancialYear(2019)) == 100


def test_a_segment_that_nobody_was_in_is_priced_like_everybody() -> None:
    found = prices(segments=("well", "ill", "new"))
    assert exact(found)["new"] == Fraction(2000, 110)
    assert sum(price.share.pence for price in found.prices) == BASE.pence


def test_a_cell_that_nobody_was_in_is_priced_like_its_segment() -> None:
    terms = Terms("cells", ages=(0, 65))
    young, old = Key("well", 0, "1"), Key("well", 65, "2")
    found = exact(prices((cell(young, 50, 500), cell(old, 50, 1000), CELLS[1]), terms))
    assert found["well.65.1"] == found["well.0.2"] == 15 * Fraction(2000, 2500)


def test_what_lies_beyond_the_stop_loss_is_spread_and_the_total_is_the_same() -> None:
    # One of the ill cost £1,000 more than is left: a third of all cost is pooled.
    cells = (CELLS[0], cell(ILL, 10, 1000, excess=1000))
    terms = replace(PLAIN, stop_loss=Money(20_000))
    found = prices(cells, terms, total=Money(330_000))
    # £2,200 by need (average 20 x 5.5 and 20 x 0.55), and £1,100 at £10 a head.
    assert exact(found) == {"ill": 110 + 10, "well": 11 + 10}
    by_price = prices(cells, replace(terms, pool=Pool(spread="by_price")), total=Money(330_000))
    assert exact(by_price) == {"ill": 165, "well": Fraction("16.5")}
    pool = Pool(spread="declared", weights={"ill": Fraction(1), "well": Fraction(0)})
    declared = prices(cells, replace(terms, pool=pool), total=Money(330_000))
    assert exact(declared) == {"ill": 110 + 110, "well": 11}


def test_credibility_halves_the_way_at_k_person_years() -> None:
    # The ill have 10 person-years: with k = 10 they are believed by half.
    found = prices(terms=replace(PLAIN, credibility=Fraction(10)))
    ill = found.by_key[Key("ill")]
    assert ill.belief is not None
    assert ill.belief.credibility == Fraction(1, 2)
    assert ill.relativity == (Fraction("5.5") + 1) / 2
    assert sum(price.exact * price.days / 365 for price in found.prices) == 2000


def test_a_limited_range_puts_the_nearest_cells_together() -> None:
    costs = {"a": 100, "b": 110, "c": 300, "d": 320, "e": 900}
    cells = [cell(Key(name, 0, "1"), 10, pounds) for name, pounds in costs.items()]
    terms = replace(PLAIN, method="range", prices=3)
    found = prices(cells, terms, total=Money(173_000), segments=("a", "b", "c", "d", "e", "f"))
    # Nobody is in f, which would cost £34.60 a head, like everybody: next to it is £31.
    assert exact(found) == {
        "a": Fraction("10.5"), "b": Fraction("10.5"), "c": 31, "d": 31, "e": 90, "f": 31,
    }  # fmt: skip
    assert found.prices[0].note == "price 1 of 3: 0.289017 before cells were put together"


SCORES = [Fraction(score, 10) for score in (0, 1, 2, 3)]


def test_a_linear_price_is_so_much_a_head_and_so_much_a_point() -> None:
    pounds = (100, 300, 500, 700)
    cells = [cell(Key(score=s), 10, p) for s, p in zip(SCORES, pounds, strict=True)]
    terms = Terms("risk_linear", step=Fraction(1, 10))
    found = prices(cells, terms, total=Money(160_000))
    assert exact(found) == {"score_0": 10, "score_0_1": 30, "score_0_2": 50, "score_0_3": 70}
    # A score that nobody had in the base year has its price too.
    assert priced(found, {Key(score=Fraction(1, 2)): 365}) == 110


def test_a_score_that_nobody_had_bears_its_part_of_the_pool() -> None:
    # £400 of £2,000 lie beyond the stop-loss: a score of 0.5 needs £110 by the line.
    pounds = (100, 300, 500, 700)
    cells = [cell(Key(score=s), 10, p, 100) for s, p in zip(SCORES, pounds, strict=True)]
    terms = Terms("risk_linear", step=Fraction(1, 10), stop_loss=Money(1))
    found = prices(cells, terms, total=Money(200_000))
    assert priced(found, {Key(score=Fraction(1, 2)): 365}) == 110 + 10
    by_price = replace(terms, pool=Pool(spread="by_price"))
    found = prices(cells, by_price, total=Money(200_000))
    assert priced(found, {Key(score=Fraction(1, 2)): 365}) == 110 * Fraction(5, 4)


def test_a_line_below_nought_is_nought_and_the_rest_comes_down() -> None:
    pounds = (0, 0, 0, 1000)
    cells = [cell(Key(score=s), 10, p) for s, p in zip(SCORES, pounds, strict=True)]
    found = prices(cells, Terms("risk_linear", step=Fraction(1, 10)), total=Money(100_000))
    # The line is -20, 10, 40 and 70: without the first 120, of which there are 100.
    assert list(exact(found).values()) == [0, *(Fraction(n * 100, 120) for n in (10, 40, 70))]
    assert found.prices[0].note.startswith("the line is below nought")


def test_bands_of_risk_have_a_price_each_and_the_lowest_is_open() -> None:
    cells = [cell(Key(score=s), 10, 100 + 10 * i) for i, s in enumerate(SCORES)]
    bands = (Fraction(1, 10), Fraction(3, 10), Fraction(1, 2))
    terms = Terms("risk_bands", step=Fraction(1, 10), bands=bands)
    found = prices(cells, terms, total=Money(46_000))
    assert exact(found) == {
        "score_0_1": 11,
        "score_0_3": 13,
        "score_0_5": Fraction("11.5"),
    }


def test_reversals_that_outweigh_costs_make_a_price_of_nought() -> None:
    found = prices((CELLS[1], cell(WELL, 100, -50)))
    assert found.by_key[Key("well")].exact == 0
    assert "the cost is below nought" in found.by_key[Key("well")].note
    assert found.by_key[Key("ill")].exact == 200


def test_each_price_explains_itself() -> None:
    terms = replace(
        PLAIN, credibility=Fraction(10), sources={"method": "clause 7", "credibility": "clause 8"}
    )
    ill, well = price_figures(prices(terms=terms))
    assert (ill.id, ill.source, ill.unit) == ("budget.price.ill", "clause 7", Unit.MONEY)
    told = {figure.id: figure for figure in ill.walk()}
    assert told["budget.price.average"].inputs == "£2,000.00 / (40,150 / 365)"
    assert told["budget.price.ill.relativity"].inputs == "0.5 x 5.5 + (1 - 0.5) x 1"
    assert told["budget.price.ill.own"].inputs == "£1,000.00 / (3,650 / 365) of 10 people"
    assert told["budget.price.credibility.cells"].source == "clause 8"
    # 10 x 3.25 + 100 x relativity of the well make fewer than 110 people: 1.201 brings them back.
    assert told["budget.price.ill.weight"].inputs == "3.25 x 1.200993"
    assert (ill.inputs, ill.shown) == ("£2,000.00 / (40,150 / 365) x 3.903226", "£70.97")
    assert ill.children[0] is well.children[0]


def test_a_pooled_price_tells_its_part_of_the_pool() -> None:
    terms = replace(PLAIN, stop_loss=Money(20_000), pool=Pool(spread="per_head"))
    cells = (CELLS[0], cell(ILL, 10, 1000, excess=1000))
    ill, _ = price_figures(prices(cells, terms, total=Money(330_000)))
    told = {figure.id: figure for figure in ill.walk()}
    assert told["budget.price.ill.weight"].inputs == "(1 - 0.333333) x 5.5 x 1 + 0.333333 x 1"
    pooled = told["budget.price.pooled"]
    assert pooled.note == "each person's cost is cut at £200.00 in the year"
    assert pooled.inputs == "the same for each person-year"


def test_the_total_says_what_rounded_prices_would_carry() -> None:
    # £100 for 3 people of one kind and 4 of another.
    cells = (cell(WELL, 3, 50), cell(ILL, 4, 50))
    found = prices(cells, total=Money(10_000))
    total = total_figure(found)
    assert total.value == 100
    # 3 at £16.67 and 4 at £12.50 come to a penny more.
    assert found.carried == Fraction(-1, 100)
    assert total.note == "prices rounded to the penny come to £0.01 more"


REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "negative base": ({"total": Money(-1)}, ["the base budget is -£0.01"]),
    "no base": ({"total": Money(0)}, ["the base budget is £0.00"]),
    "nobody": (
        {"cells": [CostCell(WELL, 0, 0, 0, Sums(), Sums())]},
        ["nobody is in any of the 1 cells"],
    ),
    "no cells": ({"cells": []}, ["nobody is in any of the 0 cells"]),
    "no cost": ({"cells": [cell(WELL, 1, 0)]}, ["all cells together have no cost"]),
    "negative days": (
        {"cells": [*CELLS, replace(CELLS[0], days=-3)]},
        ["price cells:3 well, from 0, sex 1: 100 people have -3 days"],
    ),
    "people without days": (
        {"cells": [*CELLS, replace(CELLS[0], days=0)]},
        ["price cells:3 well, from 0, sex 1: 100 people have 0 days"],
    ),
    "cut above cost": (
        {"cells": [replace(CELLS[0], cut=Sums(200_000))]},
        ["more is left of the cost after the stop-loss"],
    ),
    "unknown segment": (
        {"segments": ("wells", "ill")},
        ["there is no segment 'well' (100 rows)", "did you mean 'wells'?"],
    ),
    "no segment": (
        {"cells": [*CELLS, cell(Key(None, 0, "1"), 4, 1)]},
        ["price cells:3 from 0, sex 1: is in no segment (4 rows)"],
    ),
    "too young": (
        {"terms": Terms("cells", ages=(18,)), "cells": [cell(Key("a", None, "1"), 4, 1)]},
        ["is younger than the first band of age, from 18"],
    ),
    "between bands": (
        {"terms": Terms("cells", ages=(18,)), "cells": [cell(Key("a", 20, "1"), 4, 1)]},
        ["no band of age begins there"],
    ),
    "no score": (
        {"terms": Terms("risk_linear", step=Fraction(1))},
        ["price cells:1 well, from 0, sex 1: has no score", "price cells:2 "],
    ),
    "cut without a stop-loss": (
        {"cells": [cell(WELL, 10, 100, excess=5)]},
        ["prices stop_loss: costs of cells are cut, and no stop-loss is in force"],
    ),
    "currency": (
        {"terms": replace(PLAIN, stop_loss=Money(1, "USD"))},
        ["the stop-loss is in USD and the base budget in GBP"],
    ),
    "missing weight": (
        {
            "terms": replace(PLAIN, pool=Pool(spread="declared", weights={"il": Fraction(1)})),
            "segments": ("ill", "well"),
        },
        [
            "the segment 'ill' has no weight",
            "the segment 'well' has no weight",
            "there is no segment 'il'",
        ],
    ),
    "weights of nobody": (
        {
            "terms": replace(
                PLAIN,
                pool=Pool(spread="declared", weights={"ill": Fraction(0), "well": Fraction(0)}),
            )
        },
        ["nobody was in a segment with a weight above nought"],
    ),
    "weights of scores": (
        {
            "terms": replace(
                PLAIN,
                by=("age",),
                pool=Pool(spread="declared", weights={"ill": Fraction(1)}),
            )
        },
        ["weights are declared by segment, and prices are not"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_priced_is_refused_with_its_row(name: str) -> None:
    given, said = REFUSED[name]
    with pytest.raises(Refused) as caught:
        prices(**given)
    for words in said:
        assert words in str(caught.value)


def test_people_without_a_price_are_refused_with_all_of_their_rows() -> None:
    with pytest.raises(Refused) as caught:
        priced(prices(), {Key("ill"): -1, Key("new"): 5, Key("odd"): 7})
    assert [str(problem).split("\n")[0] for problem in caught.value.problems] == [
        "person-time:1 ill: -1 days",
        "person-time:2 new: 5 days have no price",
        "person-time:3 odd: 7 days have no price",
    ]
