"""How few people make half of something."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from wholeplace.population.concentration import Concentration, concentration, told


def _values(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def test_the_fewest_people_who_make_half_are_those_with_most() -> None:
    # 6 of 12 admissions are those of one person; the other five have one or two each.
    found = concentration(_values(1, 1, 6, 1, 2, 1), population=20)
    assert (found.people, found.with_any, found.total) == (1, 6, 12)
    assert concentration(_values(1, 1, 5, 1, 2, 1), population=20).people == 2


@pytest.mark.parametrize(
    ("share", "people"),
    [("1/2", 2), ("1/4", 1), ("3/4", 3), ("1", 4), ("51/100", 3), ("1/1000", 1)],
)
def test_exactly_a_share_is_enough_and_a_little_less_is_not(share: str, people: int) -> None:
    assert concentration(_values(5, 5, 5, 5), 4, Fraction(share)).people == people


def test_equal_people_have_a_gini_of_nought_and_one_with_all_nearly_one() -> None:
    assert concentration(_values(3, 3, 3), 3).gini == pytest.approx(0)
    assert concentration(_values(7), 100).gini == pytest.approx(0.99)
    # Two of four have 1 and 3: mean difference over all pairs, by hand 2.5 / (2 * 1) / 2.
    assert concentration(_values(1, 3), 4).gini == pytest.approx(0.625)


def test_the_gini_holds_where_sums_are_larger_than_whole_numbers_hold() -> None:
    # A third of a million people have twice what each other has, in millionths of a pound.
    few = np.repeat(_values(2, 1), [1, 2])
    many = np.repeat(_values(2_000_000_000, 1_000_000_000), [100_000, 200_000])
    assert concentration(many, 300_000).gini == pytest.approx(concentration(few, 3).gini)


def test_a_share_is_told_as_it_was_asked() -> None:
    found = concentration(_values(5, 5, 5, 5), 4, Fraction(1, 8))
    assert "drive 12.5% of all rows" in told(found, "people", "rows")


def test_the_curve_rises_to_the_whole() -> None:
    curve = concentration(_values(10, 5, 5), 4).curve
    assert curve[24] == 0.5  # one of four people
    assert curve[25] == 0.75
    assert curve[-1] == 1.0


def test_the_sentence_names_people_share_and_interval() -> None:
    found = concentration(np.repeat(_values(4, 1), [50, 200]), 1000)
    assert found.lower <= found.people <= found.upper
    assert told(found, "adults", "non-elective activity").startswith(
        "50 adults drive 50% of all non-elective activity (95% interval "
    )
    assert told(found, "adults", "activity").endswith(": 5.00% of 1,000")


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance, held = np.random.default_rng(7), 0
    rates = np.random.default_rng(3).gamma(0.1, 3.0, 200_000)
    true_part = float(np.mean([_of(chance.poisson(rates)).people / 200_000 for _ in range(5)]))
    for _ in range(300):
        found = _of(chance.poisson(chance.choice(rates, 2_000)))
        held += found.lower <= true_part * 2_000 <= found.upper
    assert 279 <= held <= 297  # 95% of 300, and twice its standard error


def test_the_interval_is_as_wide_as_that_of_drawing_the_people_again() -> None:
    chance = np.random.default_rng(5)
    drawn = chance.poisson(chance.gamma(0.08, 1.2, 20_000))
    again = [_of(chance.choice(drawn, 20_000)).people for _ in range(400)]
    found = _of(drawn)
    assert (found.lower, found.upper) == pytest.approx(np.percentile(again, [2.5, 97.5]), abs=6)


def test_limits_are_of_people_there_are() -> None:
    alone = concentration(_values(9), 100)
    assert (alone.lower, alone.people, alone.upper) == (1, 1, 1)


def _of(drawn: NDArray[np.int64]) -> Concentration:
    return concentration(drawn.astype(np.int64), len(drawn))


@pytest.mark.parametrize(
    ("values", "population", "share", "why"),
    [
        ((1, -1), 5, "1/2", "fewer than none"),
        ((1, 1, 1), 2, "1/2", "3 people have some"),
        ((1,), 2, "0", "above 0"),
        ((1,), 2, "3/2", "at most 1"),
        ((0, 0), 2, "1/2", "nobody has any"),
        ((), 2, "1/2", "nobody has any"),
    ],
)
def test_what_cannot_be_shared_is_refused(
    values: tuple[int, ...], population: int, share: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        concentration(_values(*values), population, Fraction(share))


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=30).filter(any),
    st.fractions(Fraction(1, 100), 1),
)
def test_no_fewer_people_would_do(values: list[int], share: Fraction) -> None:
    found = concentration(_values(*values), len(values), share)
    most = sorted(values, reverse=True)
    assert sum(most[: found.people]) >= share * sum(values)
    assert sum(most[: found.people - 1]) < share * sum(values)
    assert -1e-9 <= found.gini < 1


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30).filter(any))
def test_gini_is_the_mean_difference_over_twice_the_mean(values: list[int]) -> None:
    some = np.array(values)
    by_hand = np.abs(some[:, None] - some[None, :]).mean() / (2 * some.mean())
    assert concentration(some, len(values)).gini == pytest.approx(by_hand)
