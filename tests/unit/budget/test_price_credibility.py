"""How far small cells are believed: by hand, and as a published example has it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from wholeplace.budget.price import EVERYBODY, CostCell, Key, Sums, Trust, believed
from wholeplace.budget.price.credibility import variance_between, variance_within


def cell(key: Key, costs: Sequence[int], days: Sequence[int] | None = None) -> CostCell:
    """Return people with these costs in pence, who were there for these days."""
    there = days or [365] * len(costs)
    sums = Sums(
        sum(costs), sum(c * c for c in costs), sum(c * d for c, d in zip(costs, there, strict=True))
    )
    return CostCell(key, len(costs), sum(there), sum(d * d for d in there), sums, sums)


def test_for_people_who_were_there_all_year_it_is_the_usual_variance() -> None:
    # 100, 200 and 600 pence: mean 300, squares 40,000 + 10,000 + 90,000 over 2.
    found = variance_within([cell(EVERYBODY, [100, 200, 600])])
    assert found == Fraction(70_000, 365)


def test_time_counts_for_what_it_is() -> None:
    # At a penny a day, 10 and 20 days should have cost 10 and 20: they cost 13 and 17.
    # 9 + 9 over 30 - 500 / 30.
    found = variance_within([cell(EVERYBODY, [13, 17], [10, 20])])
    assert found == 18 / (30 - Fraction(500, 30))


def test_one_person_alone_says_nothing_of_variance() -> None:
    assert variance_within([cell(EVERYBODY, [100])]) is None


# Hachemeister (1975), bodily injury claims in five states; weights, means and the variance within
# as the package actuar prints them, with the structure estimates that follow from them.
STATES = {
    "1": (100_155, "2060.921", "0.9847404"),
    "2": (19_895, "1511.224", "0.9276352"),
    "3": (13_735, "1805.843", "0.8984754"),
    "4": (4_152, "1352.976", "0.7279092"),
    "5": (36_110, "1599.829", "0.9587911"),
}


def states() -> list[CostCell]:
    cells = []
    for name, (days, mean, _) in STATES.items():
        sums = Sums(round(Fraction(mean) * days))
        cells.append(CostCell(Key(name), days, days, days, sums, sums))
    return cells


def test_the_variance_between_is_that_of_the_published_example() -> None:
    found = variance_between([states()], Fraction(139_120_026))
    assert float(found) == pytest.approx(89_639, rel=1e-4)


def test_credibility_is_that_of_the_published_example() -> None:
    k = 139_120_026 / variance_between([states()], Fraction(139_120_026))
    found, constants = believed(states(), Trust(k=k, days_in_year=1))
    assert constants[0].k == k
    for name, (_, _, credibility) in STATES.items():
        assert float(found[Key(name)].credibility) == pytest.approx(float(credibility), abs=2e-6)


def test_cells_that_differ_as_chance_would_have_them_are_not_believed() -> None:
    cells = [cell(Key("a"), [100, 300]), cell(Key("b"), [100, 300])]
    found, (constant,) = believed(cells, Trust(is_estimated=True))
    assert constant.k is None
    assert [one.relativity for one in found.values()] == [1, 1]


def test_cells_whose_people_are_alike_are_believed_whole() -> None:
    cells = [cell(Key("a"), [100, 100]), cell(Key("b"), [300, 300])]
    found, (constant,) = believed(cells, Trust(is_estimated=True))
    assert constant.k == 0
    assert [one.relativity for one in found.values()] == [Fraction(1, 2), Fraction(3, 2)]


def test_a_cell_is_held_against_its_segment_and_that_against_everybody() -> None:
    cells = [
        cell(Key("ill", 0, "1"), [400]),
        cell(Key("ill", 0, "2"), [200]),
        cell(Key("well", 0, "1"), [0, 0]),
    ]
    # Everybody costs 150. The ill (2 person-years, 300) are believed by half: 225 of 150 is 1.5;
    # the man among them (1 person-year, 400) by a third.
    found, (segments, of_cells) = believed(cells, Trust(k=Fraction(2)))
    man = found[Key("ill", 0, "1")]
    assert man.complement == Fraction(3, 2)
    assert man.credibility == Fraction("0.333333")
    assert float(man.relativity) == pytest.approx(400 / 150 / 3 + 1.5 * 2 / 3, abs=1e-5)
    assert (segments.of, of_cells.of) == ("segments", "cells")


def test_who_nobody_was_costs_what_the_segment_does() -> None:
    cells = [cell(Key("ill", 0, "1"), [400]), cell(Key("ill", 0, "2"), [])]
    found, _ = believed([*cells, cell(Key("well", 0, "1"), [0])], Trust())
    nobody = found[Key("ill", 0, "2")]
    assert nobody.own is None
    assert nobody.credibility == 0
    assert nobody.relativity == 2
