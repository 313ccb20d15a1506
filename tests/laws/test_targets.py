"""Laws of targets: marks in order, mirrored, wider with more noise, promises kept."""

from __future__ import annotations

from random import Random
from typing import get_args

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.kernel import Month
from wholeplace.outcomes.targets import (
    Ahead,
    Better,
    Counts,
    Law,
    Marks,
    Means,
    People,
    Promise,
    Reading,
    Seen,
    calibrate_counts,
    chances,
    marks,
    needed,
    sampled_counts,
    sampled_people,
)

PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y"}
)
DIRECTIONS = st.sampled_from(get_args(get_args(Better)[0]))

EXPECTED = st.floats(0.5, 5000)
DISPERSION = st.floats(1, 4)
DEGREES = st.none() | st.integers(5, 60)
COUNTS = st.builds(Counts, EXPECTED, DISPERSION, st.floats(0, 500), DEGREES)
SAMPLED = st.builds(sampled_counts, st.integers(1, 3000), st.just(1.0), st.floats(0.2, 4))
PEOPLE = st.builds(People, st.integers(5, 800), st.floats(0.01, 0.99), DISPERSION)
MEANS = st.builds(Means, st.floats(-100, 100), st.floats(0.01, 10), DEGREES)
LAWS = st.one_of(COUNTS, SAMPLED, PEOPLE, MEANS)


@st.composite
def sampled_shares(draw: st.DrawFn) -> People:
    before = draw(st.integers(2, 500))
    return sampled_people(draw(st.integers(1, before - 1)), before, draw(st.integers(2, 500)))


def in_order(found: Marks) -> bool:
    sign = 1 if found.better == "lower" else -1
    marked = [found.full, found.floor, found.zero]
    there = [sign * mark for mark in marked if mark is not None]
    return there == sorted(there)


@given(st.one_of(LAWS, sampled_shares()), DIRECTIONS)
def test_marks_are_in_order_and_keep_their_chances(law: Law, better: Better) -> None:
    found = marks(law, better, PROMISE)
    assert in_order(found)
    assert found.floor_chance >= 0.95
    assert found.full_chance <= 0.025


@given(st.one_of(LAWS, sampled_shares()), DIRECTIONS)
def test_one_step_further_would_break_the_promise(law: Law, better: Better) -> None:
    found = marks(law, better, PROMISE)
    if not law.is_whole:
        return
    sign = 1 if better == "lower" else -1
    tighter = float(found.floor) - sign
    worse = law.above(tighter) if better == "lower" else law.below(tighter - 1)
    assert not 0 <= tighter <= law.most or float(worse) > 0.05
    if found.full is not None:
        easier = float(found.full) + sign
        better_too = law.below(easier) if better == "lower" else law.above(easier - 1)
        assert float(better_too) > 0.025


@given(st.one_of(COUNTS, PEOPLE, MEANS))
def test_both_tails_make_one_where_the_baseline_is_known(law: Law) -> None:
    values = law.expected + np.arange(-20, 21)
    assert np.allclose(law.below(values) + law.above(values), 1, atol=1e-9)


@given(st.integers(5, 400), st.floats(0.02, 0.98), DISPERSION)
def test_people_who_do_and_people_who_do_not_mirror_one_another(
    people: int, share: float, dispersion: float
) -> None:
    do = marks(People(people, share, dispersion), "higher", PROMISE)
    do_not = marks(People(people, 1 - share, dispersion), "lower", PROMISE)
    assert abs(float(do.floor + do_not.floor) - people) <= 1e-9
    assert (do.full is None) == (do_not.full is None)
    if do.full is not None and do_not.full is not None:
        assert do.full + do_not.full == people


@given(st.floats(10, 3000), st.floats(1, 3), st.floats(0, 2), DIRECTIONS)
def test_more_noise_moves_both_marks_away(
    expected: float, dispersion: float, more: float, better: Better
) -> None:
    sure, unsure = (
        marks(Counts(expected, each), better, PROMISE) for each in (dispersion, dispersion + more)
    )
    sign = 1 if better == "lower" else -1
    assert sign * unsure.floor >= sign * sure.floor
    if sure.full is not None and unsure.full is not None:
        assert sign * unsure.full <= sign * sure.full


@given(st.one_of(COUNTS, PEOPLE, MEANS), DIRECTIONS, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_greater_improvement_is_never_less_likely_to_be_rewarded(
    law: Law, better: Better, some: float, more: float
) -> None:
    found = marks(law, better, PROMISE)
    size = max(abs(law.expected), 1.0)
    less, greater = (chances(law, found, size * share) for share in (some, some + more))
    assert greater.full >= less.full - 1e-9
    assert greater.at_least_floor >= less.at_least_floor - 1e-9
    whole = greater.full + greater.floor + greater.less + greater.nothing
    assert abs(whole - 1) < 1e-9


@given(st.one_of(COUNTS, PEOPLE, MEANS), DIRECTIONS, st.sampled_from([0.5, 0.8, 0.95]))
def test_what_is_needed_is_enough(law: Law, better: Better, power: float) -> None:
    found = marks(law, better, PROMISE)
    asked = needed(law, found, power)
    if asked.improvement is None:
        assert asked.why
    else:
        assert asked.improvement > 0
        assert abs(chances(law, found, asked.improvement).full - power) < 1e-6


def months(number: int) -> list[Month]:
    found = [Month(2015, 4)]
    while len(found) < number:
        found.append(found[-1].next())
    return found


@given(
    st.lists(st.integers(1, 200), min_size=12, max_size=48),
    st.integers(1, 12),
    st.floats(0.1, 10),
    st.sampled_from(["flat", "followed"]),
)
def test_the_unit_of_person_time_changes_nothing(
    numbers: list[int], ahead: int, scale: float, trend: str
) -> None:
    reading = Reading.model_validate(
        {"trend": trend, "harmonics": 0, "baseline": "exact", "source": "y"}
    )
    every, found = months(len(numbers) + ahead), []
    for of in (1000.0, 1000.0 * scale):
        rows = [Seen(month, number, of) for month, number in zip(every, numbers, strict=False)]
        to_come = [Ahead(month, of) for month in every[len(numbers) :]]
        found.append(calibrate_counts("m", rows, to_come, reading, PROMISE, "lower"))
    first, second = found
    assert abs(first.law.expected - second.law.expected) <= 1e-6 * first.law.expected
    # A chance that lies on the promise to the last digit may fall on either side of it.
    assert abs(first.marks.floor - second.marks.floor) <= 1


@given(st.lists(st.integers(0, 60), min_size=12, max_size=36).filter(any), st.randoms())
def test_the_order_of_rows_changes_nothing(numbers: list[int], chance: Random) -> None:
    reading = Reading.model_validate(
        {"trend": "followed", "harmonics": 0, "baseline": "exact", "source": "y"}
    )
    every = months(len(numbers) + 12)
    rows = [Seen(month, number, 100.0) for month, number in zip(every, numbers, strict=False)]
    ahead = [Ahead(month, 100.0) for month in every[len(numbers) :]]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    first, second = (
        calibrate_counts("m", each, ahead, reading, PROMISE, "higher") for each in (rows, shuffled)
    )
    assert first.marks == second.marks
