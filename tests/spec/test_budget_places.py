"""What the papers of three places say of their money, as the shipped budgets tell it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.app.budget.book import budget_book
from wholeplace.app.budget.counting import Asked
from wholeplace.budget.adjust import Bar
from wholeplace.budget.lines import InScope
from wholeplace.budget.parts import sentences
from wholeplace.kernel import FinancialYear
from wholeplace.report.budget import BudgetBook


def millions(book: BudgetBook, scope: InScope) -> list[float]:
    lines = [one.amount.value for one in book.base.lines if one.scope is scope]
    return [float(Fraction(str(value)) / 10**6) for value in lines]


def test_central_londons_lines_come_to_what_its_paper_prints() -> None:
    book = budget_book("central-london-2017")
    assert millions(book, InScope.IN) == [55.5, 27.4, 9.9, 9.8, 7.0, 6.5, 5.8, 0.5]
    assert millions(book, InScope.PARTLY) == [113, 22, 16]
    # The paper prints 122 and 151.
    assert book.base.total("in", of=InScope.IN).value == Fraction("122.4") * 10**6
    assert book.base.total("partly", of=InScope.PARTLY).value == 151 * 10**6
    assert book.base.shared().value == Fraction("122.4") * 10**6


def test_central_londons_budget_is_in_three_parts_and_that_of_outcomes_grows() -> None:
    parts = budget_book("central-london-2017").parts
    assert [(str(one.year), one.phase, one.outcomes_share.value) for one in parts] == [
        ("2019/20", "shadow", Fraction(1, 100)),
        ("2020/21", "live", Fraction(2, 100)),
        ("2021/22", "live", Fraction(3, 100)),
        ("2022/23", "live", Fraction(5, 100)),
    ]
    for one in parts:
        money = {name: Fraction(str(getattr(one, name).value)) for name in MONEY}
        assert money["fixed"] == money["budget"]  # what hangs on outcomes is paid on top
        assert money["at_most"] == money["fixed"] + money["outcomes"] + money["gain_at_most"]
        assert money["at_least"] == money["fixed"] - money["loss_at_most"]
    assert "goes from 1% in 2019/20 to 5% in 2022/23" in sentences(parts)[-1]


MONEY = ("budget", "fixed", "outcomes", "gain_at_most", "loss_at_most", "at_most", "at_least")


def test_central_londons_budget_of_a_year_can_be_worked_out_by_hand() -> None:
    book = budget_book("central-london-2017", Asked(FinancialYear(2018)))
    # 122.4m x 1.0189 x 78.7948 / 77.0388 x 0.989, each line to the penny at each step.
    by_hand = 122_400_000 * 1.0189 * 78.7948 / 77.0388 * 0.989
    assert float(Fraction(str(book.budget.value))) == pytest.approx(by_hand, abs=0.2)
    # Social care is only proposed: it is followed, and counts in no year.
    assert {one.proposed.is_missing for one in budget_book("central-london-2017").parts} == {False}
    assert book.budget.value == sum(bar.added.exact for bar in _bars(book)) + 122_400_000


def _bars(book: BudgetBook) -> tuple[Bar, ...]:
    found = book.bridge
    assert found is not None
    return found.bars


def test_hillingdon_pools_35_within_90_and_all_of_it_a_year_later() -> None:
    before, after = (
        budget_book("hillingdon-2016", Asked(year)) for year in (None, FinancialYear(2018))
    )
    assert before.pooled[-1].sentence == "£35m is pooled within £90m that is monitored"
    assert after.pooled[-1].sentence == "£90m is pooled within £90m that is monitored"


def test_hillingdons_scope_grows_from_100_to_170() -> None:
    before, after = (
        budget_book("hillingdon-2018", Asked(year)) for year in (None, FinancialYear(2019))
    )
    assert before.base.shared().value == 100 * 10**6
    assert after.budget.value == 170 * 10**6
