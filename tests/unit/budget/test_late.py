"""Late cost: the chain ladder against published answers, and by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.tables import running, table
from wholeplace.budget.late import (
    LateCell,
    RunOff,
    Triangle,
    foresee,
    late_cells,
    late_figure,
    read_cells,
    triangle,
)
from wholeplace.document import read_document
from wholeplace.kernel import Month, Refused

# Taylor, G. C. and Ashe, F. R. (1983) Second moments of estimates of outstanding claims. Journal
# of Econometrics 23, 37-61; cumulative, as in Mack (1993), ASTIN Bulletin 23(2), 213-225, table 1.
TAYLOR_ASHE = """
357848 1124788 1735330 2218270 2745596 3319994 3466336 3606286 3833515 3901463
352118 1236139 2170033 3353322 3799067 4120063 4647867 4914039 5339085
290507 1292306 2218525 3235179 3985995 4132918 4628910 4909315
310608 1418858 2195047 3757447 4029929 4381982 4588268
443160 1136350 2128333 2897821 3402672 3873311
396132 1333217 2180715 2985752 3691712
440832 1288463 2419861 3483130
359480 1421128 2864498
376686 1363294
344014
"""
# The same, tables 2 and 3: reserves, and standard errors as percentages of them.
RESERVES = [0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]
ERRORS = [80, 26, 19, 27, 29, 26, 22, 23, 29]


def _triangle(drawing: str) -> Triangle:
    rows = [tuple(map(Fraction, line.split())) for line in drawing.strip().splitlines()]
    return Triangle(tuple(f"month {i}" for i in range(1, len(rows) + 1)), tuple(rows))


def test_the_published_example_comes_out_as_published() -> None:
    found = foresee(_triangle(TAYLOR_ASHE))
    assert round(found.late) == 18_680_856
    assert round(found.standard_error) == 2_447_095
    assert [round(month.late) for month in found.months] == RESERVES
    late = [month for month in found.months if month.late]
    assert [round(100 * m.standard_error / float(m.late)) for m in late] == ERRORS
    assert [round(float(factor), 3) for factor in found.factors] == [
        3.491, 1.747, 1.457, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018,
    ]  # fmt: skip


SMALL = """
100 150 165
100 170
200
"""


def test_a_small_triangle_by_hand() -> None:
    # Factors 320 / 200 = 1.6 and 165 / 150 = 1.1: 170 becomes 187, and 200 becomes 352.
    found = foresee(_triangle(SMALL))
    assert found.factors == (Fraction(8, 5), Fraction(11, 10))
    assert [month.ultimate for month in found.months] == [165, 187, 352]
    assert [month.late for month in found.months] == [0, 17, 152]
    assert found.late == 169


def test_a_declared_tail_is_on_top_of_every_month() -> None:
    plain, longer = foresee(_triangle(SMALL)), foresee(_triangle(SMALL), Fraction(11, 10))
    assert [month.late for month in longer.months] == [
        Fraction("16.5"),
        Fraction("35.7"),
        Fraction("187.2"),
    ]
    assert longer.standard_error == pytest.approx(plain.standard_error * 1.1)
    with pytest.raises(ValueError, match="above nought"):
        foresee(_triangle(SMALL), Fraction(0))


def test_the_limits_are_about_what_is_late_and_never_below_nought() -> None:
    found = foresee(_triangle(TAYLOR_ASHE))
    low, high = found.limits
    assert (round(low), round(high)) == (14_344_096, 23_918_351)
    # With credits, less than is known may come in the end.
    credits_ = foresee(_triangle("100 90 80\n100 95\n100"))
    assert credits_.late < 0
    assert credits_.limits[0] < credits_.late < credits_.limits[1]


def test_months_that_always_run_off_alike_are_foreseen_surely() -> None:
    found = foresee(_triangle("100 150 165\n200 300\n40"))
    assert found.late == 56
    assert found.standard_error == 0
    assert found.limits == pytest.approx((56, 56))


def _cell(month: int, delay: int, amount: int, rows: int = 1) -> LateCell:
    return LateCell(Month(2019, month), delay, Fraction(amount), rows)


CELLS = [
    _cell(4, 0, 100), _cell(4, 1, 50), _cell(4, 2, 10), _cell(4, 3, 5),
    _cell(5, 0, 100), _cell(5, 1, 70), _cell(5, 2, 10),
    _cell(6, 0, 200), _cell(6, 1, 90),
    _cell(7, 0, 120),
]  # fmt: skip


def test_a_triangle_stands_on_whole_months() -> None:
    found = triangle(CELLS, date(2019, 8, 1), months=3)
    assert found.origins == ("2019-04", "2019-05", "2019-06", "2019-07")
    assert [list(map(int, row)) for row in found.known] == [
        [100, 150, 160, 165],
        [100, 170, 180],
        [200, 290],
        [120],
    ]
    a_day_less = triangle(CELLS, date(2019, 7, 31), months=3)
    assert a_day_less.origins == ("2019-04", "2019-05", "2019-06")
    assert list(map(int, a_day_less.known[0])) == [100, 150, 160]
    # What was first known in July: of April to July, one row each.
    assert a_day_less.left_out == 4


def test_what_comes_after_the_declared_months_stands_in_the_last_column() -> None:
    found = triangle(CELLS, date(2019, 8, 1), months=2)
    assert [list(map(int, row)) for row in found.known] == [
        [100, 150, 165],
        [100, 170, 180],
        [200, 290],
        [120],
    ]
    assert [month.late for month in foresee(found).months][:2] == [0, 0]


BAD = [
    ([_cell(4, -1, 5, 3), *CELLS], "cost of 2019-04 was known 1 months before it (3 rows)"),
    ([_cell(5, 0, -100), *CELLS], "0 was known of 2019-05 after 0 months"),
    ([cell for cell in CELLS if cell.origin.month != 6], "0 was known of 2019-06 after 0 months"),
    (CELLS[-1:], "a triangle needs 3 whole months at least, and here are 1"),
    ([], "a triangle needs 3 whole months at least, and here are 0"),
]


@pytest.mark.parametrize(("cells", "what"), BAD)
def test_what_cannot_be_foreseen_from_is_refused(cells: list[LateCell], what: str) -> None:
    with pytest.raises(Refused, match="try:") as refused:
        triangle(cells, date(2019, 8, 1), months=3)
    assert what in str(refused.value)


def test_rows_of_a_triangle_do_not_grow() -> None:
    with pytest.raises(Refused, match="its rows have 1, 2, 1 cells"):
        _triangle("1\n1 2\n1")


def test_the_figure_tells_factors_limits_and_months() -> None:
    figure = late_figure(foresee(_triangle(SMALL)), "late.acute")
    assert (figure.id, figure.shown) == ("late.acute", "£169.00")
    assert figure.inputs == "1.6 x 1.1 x 1"
    assert figure.note == "standard error £72; 95% limits £70 to £346"
    assert [child.id for child in figure.children] == ["late.acute.month 2", "late.acute.month 3"]
    assert figure.children[1].inputs == "352 - 200"


COSTS = """
service  day         known       amount
acute    2019-04-30  2019-04-30  10.00
acute    2019-04-01  2019-05-31  20.50
acute    2019-12-31  2020-01-01  5.00
drugs    2019-04-02  2019-04-02  7.00
acute    -           2019-06-01  99.00
"""


def test_rows_become_cells_by_month_and_delay_and_none_is_lost() -> None:
    costs = table(COSTS, day="date", known="date", amount="decimal(18, 2)")
    with running() as engine:
        rows = engine.rows(late_cells(costs))
        by_service = engine.rows(late_cells(costs, "service"))
    cells, undated = read_cells(rows)
    assert [(str(c.origin), c.delay, c.amount, c.rows) for c in cells] == [
        ("2019-04", 0, 17, 2),
        ("2019-04", 1, Fraction("20.5"), 1),
        ("2019-12", 1, 5, 1),
    ]
    assert undated == 1
    assert sum(int(str(row["rows"])) for row in rows) == 5
    assert len(by_service) == 5


def test_how_late_cost_is_foreseen_is_a_dated_document() -> None:
    months = "months: [{from: 2019-04-01, value: 6, source: y}]"
    tail = "tail: [{{from: 2019-04-01, value: {}, source: y}}]"
    found = read_document(f"{months}\n{tail.format(1.002)}", "late.yaml", RunOff).value
    assert found.tail.root[0].value == Fraction("1.002")
    with pytest.raises(Refused, match=r"late.yaml:2:\d+ tail\[0\].value: a tail must be above"):
        read_document(f"{months}\n{tail.format(0)}", "late.yaml", RunOff)
