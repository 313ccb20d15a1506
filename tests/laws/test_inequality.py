"""Laws of the statistics of inequality, and of what is hidden of it, whatever the numbers are."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.outcomes.statistics import (
    AGES,
    Scale,
    directly_standardised,
    life_expectancy,
    poisson_limits,
    proportions,
    slope_index,
)
from wholeplace.outcomes.strata import SEXES, Cell, strata, without_gaps
from wholeplace.outcomes.undiagnosed import gaps
from wholeplace.population.prevalence import Found
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.report.inequality import Ranked
from wholeplace.report.inequality.hide import hidden_groups

GROUPS = st.integers(2, 10)
SMALL = SmallNumbers(hide_to=3, source="assumed: for tests")


@st.composite
def ranked(draw: st.DrawFn) -> tuple[list[float], list[int]]:
    """Return rates of groups, and how many people they are of."""
    size = draw(GROUPS)
    values = draw(st.lists(st.floats(0.01, 1000), min_size=size, max_size=size))
    return values, draw(st.lists(st.integers(1, 10_000), min_size=size, max_size=size))


@given(ranked(), st.floats(0.01, 100))
def test_rates_multiplied_multiply_the_slope_and_not_the_ratio(
    groups: tuple[list[float], list[int]], times: float
) -> None:
    values, people = groups
    one, other = (
        slope_index(v, [0.1] * len(v), people, np.random.default_rng(1), Scale.RATE, draws=50)
        for v in (np.array(values), np.array(values) * times)
    )
    size = max(values) * times
    for name in ("index", "index_lower", "index_upper", "start"):
        expected = getattr(one, name) * times
        assert getattr(other, name) == pytest.approx(expected, rel=1e-6, abs=1e-6 * size)
    if abs(float(one.start)) > max(values) * 1e-3:
        assert other.relative == pytest.approx(one.relative, rel=1e-6)


@given(ranked())
def test_equal_rates_have_no_slope(groups: tuple[list[float], list[int]]) -> None:
    values, people = groups
    same = [values[0]] * len(values)
    found = slope_index(same, [0.0] * len(same), people, np.random.default_rng(1), draws=2)
    assert found.index == pytest.approx(0, abs=1e-9 * max(values[0], 1))
    assert found.relative == pytest.approx(1)


@given(ranked())
def test_the_other_way_round_the_slope_is_the_opposite(
    groups: tuple[list[float], list[int]],
) -> None:
    values, people = groups
    there, back = (
        slope_index(v, [0.0] * len(v), p, np.random.default_rng(1), draws=2).index
        for v, p in ((values, people), (values[::-1], people[::-1]))
    )
    assert there == pytest.approx(-back, abs=1e-9 * max(values))


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Return deaths and person-years by band of age."""
    size = len(AGES)
    deaths = draw(st.lists(st.integers(0, 100), min_size=size - 1, max_size=size - 1))
    years = draw(st.lists(st.integers(300, 5_000), min_size=size, max_size=size))
    return [*deaths, draw(st.integers(1, 200))], years


@given(lives(), st.integers(0, len(AGES) - 1))
def test_one_death_more_shortens_life_expectancy(
    found: tuple[list[int], list[int]], band: int
) -> None:
    deaths, years = found
    more = [*deaths[:band], deaths[band] + 1, *deaths[band + 1 :]]
    before, after = life_expectancy([deaths, more], [years, years]).value[:, 0]
    assert after < before


@given(lives())
def test_life_expectancy_lies_within_its_limits(found: tuple[list[int], list[int]]) -> None:
    one = life_expectancy(*found)
    assert (one.lower <= one.value).all()
    assert (one.value <= one.upper).all()


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 900), st.integers(1, 99)), min_size=1)
)
def test_a_standardised_rate_lies_between_those_of_its_strata(
    rows: list[tuple[int, int, int]],
) -> None:
    events, years, weights = zip(*rows, strict=True)
    found = directly_standardised(events, years, weights)
    if not found.why:
        each = np.array(events) / np.array(years)
        assert each.min() - 1e-9 <= found.value <= each.max() + 1e-9
        assert found.lower <= found.value <= found.upper


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_limits_enclose_what_they_are_of(events: int, people: int) -> None:
    lower, upper = poisson_limits(events)
    assert lower <= events < upper
    share = proportions(min(events, people), people)
    assert -1e-12 <= share.lower <= share.value + 1e-12
    assert share.value - 1e-12 <= share.upper <= 1 + 1e-12


FOUND = st.builds(
    Found, st.integers(0, 999), st.integers(0, 500), st.fractions(0, 500, max_denominator=100)
)


@given(st.dictionaries(st.sampled_from("ABCDE"), FOUND))
def test_recorded_and_gap_come_to_the_expected(found: dict[str, Found]) -> None:
    assert all(one.recorded + one.gap == one.expected for one in found.values())
    rows = gaps(found)
    for row in rows:
        assert row.gap.value is not None
        assert row.recorded + row.gap.value == pytest.approx(row.expected, abs=1e-6)
    *parts, whole = rows
    assert whole.recorded == sum(row.recorded for row in parts)
    assert whole.expected == pytest.approx(
        float(sum((one.expected for one in found.values()), Fraction(0)))
    )


CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from("12"),
        st.sampled_from(SEXES),
        st.sampled_from([0, 20, 40, 60]),
        st.integers(0, 9),
        st.integers(0, 99),
    )
)


@given(CELLS)
def test_joining_strata_loses_nobody(cells: list[Cell]) -> None:
    people = {0: 1.0, 20: 2.0, 40: 3.0, 60: 4.0}
    before = strata(cells, ["1", "2"], people, 1)
    after = without_gaps(before)
    assert after.person_years.sum(axis=1) == pytest.approx(before.person_years.sum(axis=1))
    assert after.events.sum(axis=1) == pytest.approx(before.events.sum(axis=1))
    assert after.weights.sum() == pytest.approx(before.weights.sum())
    # Only where a group has nobody at all of a sex is it left with an empty stratum.
    for row, group in enumerate(before.groups):
        for sex in set(before.sexes):
            has = sum(c.days for c in cells if c.group == group and c.sex == sex) > 0
            years = [
                y for y, s in zip(after.person_years[row], after.sexes, strict=True) if s == sex
            ]
            assert all(years) == has


TENTHS = st.dictionaries(
    st.sampled_from(["0", "1", "2", "3", "4"]), st.integers(0, 9), min_size=1, max_size=3
)


@given(TENTHS)
def test_a_small_number_cannot_be_found_from_tenths_fifths_and_the_total(
    drawn: dict[str, int],
) -> None:
    tenths = dict(sorted(drawn.items()))
    hidden = {way: hidden_groups(tenths, way, SMALL) for way in Ranked}
    whole_hidden = any(one.total for one in hidden.values())

    def seen(numbers: dict[str, int]) -> list[object]:
        """Return all that a reader of both tables knows, of one way things may be."""
        fifths: dict[str, int] = {}
        for name, number in numbers.items():
            group = Ranked.FIFTHS.of(name)
            fifths[group] = fifths.get(group, 0) + number
        known: list[object] = [n for t, n in numbers.items() if t not in hidden[Ranked.TENTHS].rows]
        known += [n for f, n in fifths.items() if f not in hidden[Ranked.FIFTHS].rows]
        return [*known, None if whole_hidden else sum(numbers.values())]

    told = seen(tenths)
    may_be = [dict(zip(tenths, way, strict=True)) for way in product(range(11), repeat=len(tenths))]
    ways = [numbers for numbers in may_be if seen(numbers) == told]
    assert tenths in ways
    for name, number in tenths.items():
        if SMALL.is_small(number):
            assert len({numbers[name] for numbers in ways}) > 1
