"""Rates of groups, the slope through them, life expectancy and the undiagnosed, by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from wholeplace.outcomes.lives import lives
from wholeplace.outcomes.standard import StandardPopulation
from wholeplace.outcomes.statistics import AGES, Missing
from wholeplace.outcomes.strata import Cell, strata, without_gaps
from wholeplace.outcomes.undiagnosed import gaps
from wholeplace.outcomes.unequal import line_of, rates_of, why_no_line
from wholeplace.population.prevalence import Found

STANDARD = StandardPopulation.model_validate(
    {
        "standard": "two",
        "about": "",
        "bands": [{"from_age": 0, "people": 40}, {"from_age": 20, "people": 60}],
        "source": "assumed: for tests",
    }
)
YEAR = 365


def cells(*rows: str) -> list[Cell]:
    """Return cells drawn as ``group sex from_age events person-years``."""
    parts = [row.split() for row in rows]
    return [Cell(g, s, int(a), int(e), int(y) * YEAR) for g, s, a, e, y in parts]


def test_a_rate_is_standardised_over_the_same_strata() -> None:
    found = rates_of(
        cells("1 1 0 10 100", "1 1 20 30 200", "2 1 0 20 200", "2 1 20 15 100"),
        ["1", "2"],
        STANDARD.people_from(0),
        1000,
        YEAR,
    )
    first, second = found.rows
    assert (first.events, first.person_years, first.crude.value) == (40, 300, 40 / 300 * 1000)
    assert first.standardised.value == pytest.approx(0.4 * 100 + 0.6 * 150)
    # The rates of both ages are equal; the crude rates are not, for one group is older.
    assert second.standardised.value == pytest.approx(0.4 * 100 + 0.6 * 150)
    assert found.whole.events == 75


def test_a_band_that_an_age_divides_counts_in_part() -> None:
    assert STANDARD.people_from(15) == {0: 10, 20: 60}
    assert STANDARD.people_from(20) == {0: 0, 20: 60}


def test_bands_empty_in_some_group_are_joined_for_all() -> None:
    people = {0: 1.0, 20: 2.0, 40: 4.0}
    drawn = cells("1 1 0 1 10", "1 1 20 2 10", "1 1 40 3 10", "2 1 0 5 10", "2 1 20 6 10")
    found = without_gaps(strata(drawn, ["1", "2"], people, YEAR))
    # Nobody of group 2 is 40 or more: those of 20 and over are one band.
    assert found.events.tolist() == [[1, 5], [5, 6]]
    assert found.person_years.tolist() == [[10, 20], [10, 10]]
    assert (found.weights.tolist(), found.joined) == ([1, 6], 1)


def test_men_are_never_joined_with_women() -> None:
    drawn = cells("1 1 0 20 10", "1 2 0 20 10", "2 1 0 20 10")
    found = rates_of(drawn, ["1", "2"], STANDARD.people_from(0), 1000, YEAR)
    assert [row.standardised.why for row in found.rows] == ["", Missing.EMPTY_BAND]
    assert found.rows[1].crude.value == pytest.approx(2000)


def test_people_of_unsaid_sex_are_in_the_crude_rate_alone() -> None:
    drawn = cells("1 1 0 20 10", "1 9 0 7 1")
    found = rates_of(drawn, ["1"], STANDARD.people_from(0), 1, YEAR)
    assert (found.rows[0].events, found.not_standardised) == (27, 7)
    assert found.rows[0].standardised.value == pytest.approx(2)


def test_the_slope_over_five_equal_groups() -> None:
    drawn = cells(*(f"{group} 1 0 {60 - 10 * group} 100" for group in range(1, 6)))
    found = rates_of(drawn, list("12345"), STANDARD.people_from(0), 1000, YEAR)
    line = line_of(found.rows, np.random.default_rng(1))
    assert (line.index.value, line.start) == pytest.approx((-500, 550))
    assert line.relative.value == pytest.approx(50 / 550)
    assert line.index.lower is not None
    assert line.index.lower < -500


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        (["3 1 0 50 100"], "people are all in one group; a slope needs 3"),
        (["3 1 0 50 100", "4 1 0 50 100"], "people are in 2 groups"),
        ([f"{g} 1 0 {g} 100" for g in (9, 20, 30)], "some group has no standardised rate: fewer"),
    ],
)
def test_why_there_is_no_slope(drawn: list[str], why: str) -> None:
    found = cells(*drawn)
    rows = rates_of(found, [c.group for c in found], STANDARD.people_from(0), 1000, YEAR).rows
    assert why_no_line(rows).startswith(why)
    with pytest.raises(ValueError, match=why[:20]):
        line_of(rows, np.random.default_rng(1))


def test_nobody_at_all_has_no_rate() -> None:
    with pytest.raises(ValueError, match="nobody is in the population"):
        rates_of([], [], STANDARD.people_from(0), 1, YEAR)


def test_life_expectancy_of_everybody_and_of_each_sex() -> None:
    drawn = cells(*(f"W {sex} {age} {1 + age // 5} 400" for sex in "12" for age in AGES))
    everybody, men, women = lives(drawn, ["W"], 0, YEAR)
    assert (everybody.deaths, everybody.person_years) == (2 * men.deaths, 16_000)
    assert men.expected == women.expected
    assert everybody.expected.value == men.expected.value
    # The same rates of twice as many people are surer.
    assert everybody.expected.lower is not None
    assert men.expected.lower is not None
    assert everybody.expected.lower > men.expected.lower


def test_a_place_without_children_has_life_expectancy_at_an_age() -> None:
    drawn = cells(*(f"W 1 {age} {1 + age // 5} 400" for age in AGES if age >= 15))
    everybody, _, women = lives(drawn, ["W"], 15, YEAR)
    assert everybody.age == 15
    assert everybody.expected.value is not None
    assert women.expected.why == Missing.SMALL_POPULATION


def test_limits_too_far_apart_are_not_told() -> None:
    drawn = cells(*(f"W 1 {age} {1 if age == 90 else 0} 400" for age in AGES))
    assert lives(drawn, ["W"], 0, YEAR)[0].expected.why == "limits more than 20 years apart"


def test_the_gap_of_a_condition_and_its_limits() -> None:
    here, there, whole = gaps({"A": Found(100, 30, Fraction(50)), "B": Found(10, 0, Fraction(0))})
    assert (here.gap.value, here.share.value) == (20, 0.6)
    # The limits of 30 recorded are 20.24 to 42.83.
    assert (here.gap.lower, here.gap.upper) == pytest.approx((50 - 42.83, 50 - 20.24), abs=0.01)
    assert there.share.why == "nobody is expected to have it"
    assert (whole.recorded, whole.expected, whole.gap.value) == (30, 50, 20)
