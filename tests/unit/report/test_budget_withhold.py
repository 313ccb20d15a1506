"""Small numbers leave a budget book in no way: page, files, workbook, JSON and terminal alike."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from tests.unit.report.budget_example import PEOPLE, SMALL, book, cells, document, priced
from wholeplace.budget.price import Key
from wholeplace.kernel import Figure, Money, Unit
from wholeplace.privacy import MARK
from wholeplace.report.budget import (
    BudgetBook,
    budget_folder,
    budget_lines,
    budget_sheets,
    budget_to_dict,
    withhold,
)
from wholeplace.report.budget.few import Few, least, to_three


def everything(one: BudgetBook) -> str:
    """Return all that leaves the house of a book, as one text."""
    cells = [str(cell.shown) for s in budget_sheets(one) for row in s.rows for cell in row if cell]
    return "\n".join(
        [
            budget_folder(one).page,
            json.dumps(budget_to_dict(one), ensure_ascii=False),
            *budget_lines(one),
            *cells,
            *(json.dumps(rows) for _, rows in budget_folder(one).tables.items()),
            *(
                chart.wide + chart.narrow + chart.says
                for _, chart in budget_folder(one).charts.items()
            ),
        ]
    )


@cache
def open_and_gated() -> tuple[str, str]:
    """Return all of a book of which nothing is withheld, and all of the same book."""
    return everything(replace(book(), small=None)), everything(book())


def with_people(**changed: tuple[int, ...]) -> BudgetBook:
    """Return a book of lines and prices alone, of other people."""
    one = book(members=None, flowing=None, borders=None, outturn=None, gap=None)
    return replace(
        one, prices=priced(document(), cells({**PEOPLE, **changed}), Money(1_533_333_60))
    )


PLENTY = {"well": (90,) * 4, "ill": (80,) * 4, "frail": (70,) * 4, "home": (60,) * 4}


def hidden_in(one: BudgetBook, segment: str) -> set[Key]:
    prices = withhold(one).prices
    assert prices is not None
    return {row.key for row in prices.rows if row.people == MARK and row.key.segment == segment}


def test_where_nobody_was_counted_nothing_is_withheld() -> None:
    assert MARK not in "".join(
        json.dumps(rows) for _, rows in budget_folder(replace(book(), small=None)).tables.items()
    )
    assert "43.21" in open_and_gated()[0]


def test_few_people_of_a_price_are_hidden_with_two_more_of_their_segment() -> None:
    one = with_people(**{**PLENTY, "frail": (70, 6, 75, 80)})
    # Days of a segment are told, and what they come to: of two hidden kinds both would follow.
    assert hidden_in(one, "frail") == {
        Key("frail", 0, "2"),
        Key("frail", 0, "1"),
        Key("frail", 65, "1"),
    }
    assert not hidden_in(one, "well")


def test_prices_of_the_hidden_are_told_but_not_what_they_were_made_of() -> None:
    prices = withhold(with_people(**{**PLENTY, "frail": (70, 6, 75, 80)})).prices
    assert prices is not None
    (row,) = (row for row in prices.rows if row.key == Key("frail", 0, "2"))
    assert row.price != MARK
    assert {row.people, row.cost, row.own, row.credibility, row.share} == {MARK}
    assert row.days is None
    assert prices.others == 3
    assert prices.their_days == (70 + 6 + 75) * 365


def test_an_own_cost_that_is_believed_whole_is_not_told_as_a_price() -> None:
    one = with_people(**{**PLENTY, "frail": (70, 6, 75, 80)})
    assert one.prices is not None
    believed = tuple(
        replace(price, belief=price.belief and replace(price.belief, credibility=Fraction(1)))
        for price in one.prices.prices.prices
    )
    whole = replace(one.prices, prices=replace(one.prices.prices, prices=believed))
    prices = withhold(replace(one, prices=whole)).prices
    assert prices is not None
    assert [row.price for row in prices.rows if row.people == MARK] == [MARK] * 3


def test_a_segment_of_two_kinds_is_hidden_whole_with_two_others() -> None:
    one = with_people(**{**PLENTY, "frail": (0, 6, 0, 75)})
    prices = withhold(one).prices
    assert prices is not None
    hidden = {fit.name for fit in prices.by_segment if fit.person_years == MARK}
    assert hidden == {"frail", "home", "ill"}
    assert {len(hidden_in(one, name)) for name in ("home", "ill")} == {4}
    assert not hidden_in(one, "well")


def test_nobody_is_told_as_nobody() -> None:
    one = with_people(**{**PLENTY, "frail": (0, 80, 90, 75)})
    prices = withhold(one).prices
    assert prices is not None
    assert [row.people for row in prices.rows if row.key == Key("frail", 0, "1")] == [0]


def test_a_practice_of_few_people_is_in_no_table_and_neither_is_who_would_tell() -> None:
    members = withhold(book()).members
    assert members is not None
    told = {row.name: row.now is not None for row in members.cuts["practice"]}
    # P4 has five people; of the south it is all that P3 is not.
    assert told == {"P1": True, "P2": True, "P3": False, "P4": False}
    assert members.practices is not None
    assert [one.cost.practice for one in members.practices.practices] == ["P1", "P2"]
    assert members.others == 2


def test_no_row_or_column_of_the_heat_map_has_one_hole() -> None:
    members = withhold(book()).members
    assert members is not None
    assert members.cells["P2", "drugs"] is None
    told = {row.name for row in members.cuts["practice"] if row.now}
    for at, names in ((0, told), (1, {service for _, service in members.cells})):
        for name in names:
            cells = [row for key, row in members.cells.items() if key[at] == name]
            assert sum(row is None for row in cells) != 1


def test_every_year_hides_the_same() -> None:
    members = withhold(book()).members
    assert members is not None
    for rows in members.cuts.values():
        assert all((row.now is None) <= (row.before is None) for row in rows)


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("43.21", "the one prescription at P2"),
        ("38.27", "what P4 spent"),
        ("719.00", "cost of the two people of C2 in A1"),
        (" 3 rows", "the rows outside the population"),
    ],
)
def test_what_is_behind_few_people_leaves_in_no_way(secret: str, why: str) -> None:
    assert secret in open_and_gated()[0]
    assert secret not in open_and_gated()[1], why


def test_small_counts_are_marked_in_reasons_and_others_are_not() -> None:
    few = Few(SMALL)
    figure = Figure("a", Fraction(1), Unit.MONEY, inputs="7 cost rows", note="of 1,008 people")
    inside = few.out_of((Figure("b", None, Unit.MONEY, children=(figure,)),))
    assert inside[0].children[0].inputs == "* cost rows"
    assert inside[0].children[0].note == "of 1,008 people"


def test_person_years_of_few_are_not_among_the_reasons_of_a_step() -> None:
    shown = withhold(book())
    found = {
        one.id.rpartition(".")[2]: one
        for one in shown.book.budget.walk()
        if "person_years" in one.id
    }
    assert found["frail"].value == MARK
    assert found["frail"].inputs == ""
    assert found["well"].value != MARK


def test_borders_of_two_people_are_hidden_with_the_rest_of_their_row_and_column() -> None:
    borders = withhold(book()).borders
    assert borders is not None
    inner = [one for one in borders.cells if one.registered and one.resident]
    assert [one.cost for one in inner] == [MARK] * 4
    assert borders.total.people == 412


def test_two_hidden_become_three_but_nought_is_no_third() -> None:
    assert to_three({"a": 5, "b": 9, "c": 0, "d": 20}, {"a", "b"}) == {"a", "b", "d"}
    assert to_three({"a": 5, "b": 9, "c": 0}, {"a"}) == {"a", "b"}
    assert to_three({"a": 0}, {"a"}) == {"a"}
    assert (least(0, 5, 3), least(0, 0)) == (3, 0)
