"""Our weights beside published weighted lists, and what is known of those."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from wholeplace.budget.price import WeightedList, blended, compared, gap
from wholeplace.kernel import Refused

GOLDEN = Path(__file__).parents[2] / "golden" / "weighted-lists.csv"


def facts(published: str, year: str) -> dict[str, dict[str, Fraction]]:
    """Return published people by practice and list."""
    found: dict[str, dict[str, Fraction]] = {}
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["published"], row["year"]) == (published, year):
                found.setdefault(row["practice"], {})[row["list"]] = Fraction(row["people"])
    return found


YEARS = ("2023/24", "2024/25", "2025/26")


@pytest.mark.parametrize("year", YEARS)
def test_every_component_of_the_allocations_adds_up_to_the_people(year: str) -> None:
    (whole,) = [
        lists for practice, lists in facts("allocations", year).items() if practice == "all"
    ]
    assert len(whole) == 10
    for name, weighted in whole.items():
        one = WeightedList(name, whole["registered"], weighted)
        assert abs(gap([one])) < Fraction(1, 10**9), name


@pytest.mark.parametrize("year", ["2018/19", "2022/23"])
def test_weighted_lists_of_payments_add_up_to_registered_ones(year: str) -> None:
    whole = facts("payments", year)["all"]
    found = gap([WeightedList("all", whole["registered"], whole["weighted"])])
    assert 0 < abs(found) < Fraction(2, 10_000)


def test_final_primary_medical_is_85_parts_of_care_and_15_of_inequalities() -> None:
    practices = facts("allocations", "2023/24")
    assert len(practices) == 21
    for lists in practices.values():
        found = blended(
            [
                (Fraction("0.85"), lists["primary_medical"]),
                (Fraction("0.15"), lists["health_inequalities"]),
            ]
        )
        # People are kept to four decimals.
        assert abs(found - lists["final_primary_medical"]) <= Fraction(1, 10_000)


def test_a_formula_adds_up_only_if_its_shares_do() -> None:
    with pytest.raises(ValueError, match="100%"):
        blended([(Fraction("0.85"), Fraction(1)), (Fraction("0.1"), Fraction(1))])


def lists(name: str = "final") -> list[WeightedList]:
    return [
        WeightedList(practice, found["registered"], found[name])
        for practice, found in facts("allocations", "2023/24").items()
        if practice != "all"
    ]


def test_published_weights_beside_themselves_are_the_same() -> None:
    ours = {one.practice: one.weighted / one.registered for one in lists()}
    found = compared(lists(), ours)
    assert len(found.practices) == 20
    assert {row.ratio for row in found.practices} == {1}
    assert found.correlation == pytest.approx(1)
    assert found.apart == 0


def test_two_published_formulas_agree_in_part() -> None:
    ours = {one.practice: one.weighted / one.registered for one in lists("maternity")}
    found = compared(lists(), ours)
    assert found.correlation is not None
    # Maternity goes to the young and most of the rest to the old.
    assert found.correlation < 0.5
    assert found.apart > 0.05


ONE, TWO = (
    WeightedList("A", Fraction(100), Fraction(150)),
    WeightedList("B", Fraction(300), Fraction(350)),
)


def test_both_weights_are_brought_to_one_for_the_practices_both_know() -> None:
    other = WeightedList("C", Fraction(10), Fraction(90))
    found = compared([TWO, ONE, other], {"A": Fraction(2), "B": Fraction(2), "D": Fraction(9)})
    # 400 people weighted to 500: A is 1.5 x 0.8, B 7/6 x 0.8. Ours are alike, so 1 each.
    assert [(row.practice, row.published, row.ours) for row in found.practices] == [
        ("A", Fraction(6, 5), Fraction(1)),
        ("B", Fraction(14, 15), Fraction(1)),
    ]
    assert found.practices[0].ratio == Fraction(5, 6)
    assert (found.only_published, found.only_ours) == (("C",), ("D",))
    assert found.correlation is None
    assert found.apart == pytest.approx((100 * 0.2 + 300 / 15) / 400)


def test_rows_that_cannot_be_compared_are_refused_together() -> None:
    nobody = WeightedList("C", Fraction(0), Fraction(1))
    with pytest.raises(Refused) as caught:
        compared([ONE, ONE, nobody], {"A": Fraction(0)})
    assert [str(problem).split("\n")[0] for problem in caught.value.problems] == [
        "weighted lists:2 A: this practice is there twice",
        "weighted lists:3 C: 0 people are weighted to 1",
        "our weights A: the weight is not above nought",
    ]


def test_other_codes_are_refused() -> None:
    with pytest.raises(Refused, match="no practice of the published lists is one of ours"):
        compared([ONE], {"Z": Fraction(1)})


def test_a_gap_needs_people() -> None:
    with pytest.raises(ValueError, match="nobody is registered"):
        gap([])
