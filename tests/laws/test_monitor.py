"""Laws of the outturn: a year that is over is what it was, and pounds are as good as pence."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.monitor import (
    Lateness,
    MonthCost,
    Outturn,
    Profile,
    Shape,
    like_year,
    monitored,
)
from wholeplace.kernel import FinancialYear, Money

YEAR = FinancialYear(2018)
MONTHS = YEAR.months()
PENCE = st.integers(0, 10**10)
COSTS = st.lists(PENCE, min_size=12, max_size=12)
SHARES = st.lists(st.integers(1, 100), min_size=12, max_size=12)
SHAPES = st.just(Shape.model_validate({"is": "days"})) | SHARES.map(
    lambda months: like_year([Fraction(month) for month in months])
)
LATE = st.lists(st.fractions(Fraction(1, 2), 3, max_denominator=9), max_size=4).map(
    lambda factors: Lateness(tuple(factors), standard_error=100.0)
)


def _profile(shape: Shape) -> Profile:
    entry = {"from": "2018-04-01", "value": shape, "source": "assumed: for a law"}
    return Profile.model_validate({"other": [entry]})


def _found(
    costs: list[list[int]],
    budgets: list[int],
    shape: Shape,
    over: int,
    late: Lateness | None = None,
) -> Outturn:
    lines = [f"l{i}" for i in range(len(costs))]
    rows = [
        MonthCost(line, month, pence)
        for line, months in zip(lines, costs, strict=True)
        for month, pence in zip(MONTHS, months, strict=True)
    ]
    terms = dict(zip(lines, map(Money, budgets), strict=False))
    lateness_of = dict.fromkeys(lines, late) if late else {}
    return monitored(rows, terms, _profile(shape), YEAR, MONTHS[over - 1].end, late=lateness_of)


@given(COSTS, PENCE, SHAPES)
def test_a_year_that_is_over_and_all_known_is_what_it_was(
    costs: list[int], budget: int, shape: Shape
) -> None:
    (line,) = _found([costs], [budget], shape, 12).lines
    assert line.outturn == line.completed == line.known == sum(costs)
    assert line.budget_to_date == budget
    assert line.limits is not None
    assert line.limits.lower == line.limits.upper == sum(costs) / 100


@given(
    st.lists(COSTS, min_size=1, max_size=4),
    st.lists(st.integers(1, 10**10), min_size=4, max_size=4),
    SHAPES,
    st.integers(1, 12),
    LATE,
)
def test_lines_add_up_and_every_row_is_counted(
    costs: list[list[int]], budgets: list[int], shape: Shape, over: int, late: Lateness
) -> None:
    found = _found(costs, budgets[: len(costs)], shape, over, late)
    assert found.total.outturn == sum(line.outturn for line in found.lines)
    assert found.total.known + found.left_out.pence == sum(map(sum, costs))
    assert found.left_out_rows == (12 - over) * len(costs)
    for line in (*found.lines, found.total):
        assert line.late == line.completed - line.known
        assert sum(whole for _, _, whole in line.months) == line.completed
        assert (line.limits is None) == (over == 1)
        if line.limits:
            assert line.limits.lower <= line.outturn / 100 <= line.limits.upper


@given(COSTS, SHAPES, st.integers(2, 12), LATE, st.integers(2, 50))
def test_the_forecast_goes_up_with_cost(
    costs: list[int], shape: Shape, over: int, late: Lateness, times: int
) -> None:
    more = Lateness(late.factors, late.tail, late.standard_error * times)
    (one,) = _found([costs], [1], shape, over, late).lines
    (other,) = _found([[c * times for c in costs]], [1], shape, over, more).lines
    # Each month and the year are rounded to the penny, and the year is 1 / passed of the months.
    rounding = Fraction(times + 1, 2) * (over / one.passed + 1)
    assert abs(other.outturn - one.outturn * times) <= rounding
    assert one.limits
    assert other.limits
    wide, width = (limits.upper - limits.lower for limits in (other.limits, one.limits))
    assert abs(wide - times * width) <= 1e-9 * abs(wide) + float(rounding)


@given(COSTS, SHAPES, st.integers(2, 11), LATE)
def test_what_is_late_makes_the_year_less_sure(
    costs: list[int], shape: Shape, over: int, late: Lateness
) -> None:
    sure = Lateness(late.factors, late.tail)
    (one,) = _found([costs], [1], shape, over, sure).lines
    (other,) = _found([costs], [1], shape, over, late).lines
    assert one.outturn == other.outturn
    assert one.limits
    assert other.limits
    assert one.limits.standard_error < other.limits.standard_error or costs[0] > 10**9
