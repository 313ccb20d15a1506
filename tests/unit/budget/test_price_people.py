"""What each person cost, cut at the stop-loss, and the cells that prices are made from."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ibis import ir

from tests.tables import drawn, running, same, table
from wholeplace.budget.price import (
    SCORE,
    CostCell,
    Key,
    Sums,
    cost_cells,
    people_costs,
    read_cells,
)
from wholeplace.kernel import Money

REGISTER = """
    person_id  segment  sex  age  days  practice_code  score
    ann        frail    2    81   365   P1             0.31
    bob        frail    2    65   73    P2             0.294
    cat        well     1    17   365   P1             0.02
    dan        well     -    64   365   P1             0.02
"""
COSTS = """
    person_id  amount
    ann        1000.004
    ann        1500.00
    bob        900.50
    cat        -20.00
    eve        777.00
"""
AGES = (0, 18, 65)


def people(stop_loss: Money | None = None, step: Fraction | None = None) -> ir.Table:
    register = table(REGISTER, age="int64", days="int64", score="float64")
    costs = table(COSTS, amount="decimal(18, 3)")
    return people_costs(register, costs, AGES, stop_loss, step)


def test_each_persons_cost_is_cut_as_it_fell_and_the_excess_kept_apart() -> None:
    # Bob cost £900.50 in 73 days, which would be £4,502.50 in a year: it is not cut at £2,000.
    # Eve is not on the register.
    found = people(Money(200_000)).select("person_id", "from_age", "sex", "pence", "cut", "excess")
    assert drawn(found) == same("""
        person_id  from_age  sex  pence   cut     excess
        ann        65        2    250000  200000  50000
        bob        65        2    90050   90050   0
        cat        0         1    -2000   -2000   0
        dan        18        X    0       0       0
    """)


def test_without_a_stop_loss_nothing_is_cut() -> None:
    assert drawn(people().select("person_id", "cut", "excess")) == same("""
        person_id  cut     excess
        ann        250000  0
        bob        90050   0
        cat        -2000   0
        dan        0       0
    """)


def test_who_is_younger_than_every_band_is_in_none() -> None:
    register = table(REGISTER, age="int64", days="int64", score="float64")
    costs = table(COSTS, amount="decimal(18, 3)")
    found = people_costs(register, costs, (18, 65)).select("person_id", "from_age")
    assert "cat -" in drawn(found)


def cells(found: ir.Table, step: Fraction = Fraction(0)) -> tuple[CostCell, ...]:
    with running() as opened:
        return read_cells(opened.rows(found), step)


def test_cells_have_all_sums_whole() -> None:
    frail, well, other = cells(cost_cells(people(Money(200_000))))
    assert frail == CostCell(
        key=Key("frail", 65, "2"),
        people=2,
        days=438,
        days_squared=365**2 + 73**2,
        cost=Sums(340_050, 250_000**2 + 90_050**2, 250_000 * 365 + 90_050 * 73),
        cut=Sums(290_050, 200_000**2 + 90_050**2, 200_000 * 365 + 90_050 * 73),
    )
    assert frail.excess == 50_000
    assert well.key == Key("well", 0, "1")
    assert other == CostCell(Key("well", 18, "X"), 1, 365, 365**2, Sums(), Sums())


def test_scores_are_counted_in_whole_steps() -> None:
    step = Fraction(1, 50)
    found = cells(cost_cells(people(step=step), SCORE), step)
    # 0.31 / 0.02 is 15.5, and 0.294 / 0.02 is 14.7.
    assert [(cell.key.score, cell.people) for cell in found] == [
        (Fraction("0.02"), 2),
        (Fraction("0.30"), 1),
        (Fraction("0.32"), 1),
    ]


def test_cells_of_practices_add_up_to_those_of_all() -> None:
    with running() as opened:
        rows = opened.rows(cost_cells(people(), ("practice_code", "segment", "from_age", "sex")))
    assert sum(int(str(row["cost"])) for row in rows) == 338_050
    assert {row["practice_code"] for row in rows} == {"P1", "P2"}


def test_large_costs_of_many_people_stay_whole() -> None:
    # £30m each: squares go beyond what 64 bits hold when added up.
    lines = "\n".join(f"p{i} s 1 50 365" for i in range(20))
    register = table(f"person_id segment sex age days\n{lines}", age="int64", days="int64")
    costs = table(
        "person_id amount\n" + "\n".join(f"p{i} 30000000.01" for i in range(20)),
        amount="decimal(18, 2)",
    )
    (one,) = cells(cost_cells(people_costs(register, costs, (0,))))
    assert one.cost.squares == 20 * 3_000_000_001**2


def test_a_float_where_a_whole_number_belongs_is_an_error() -> None:
    names = (
        *("people", "days", "days_squared", "cost", "cost_squares", "cost_days"),
        *("cut", "cut_squares", "cut_days"),
    )
    with pytest.raises(TypeError, match="people is not a whole number"):
        read_cells([{"segment": "a"} | dict.fromkeys(names, 1.5)])
