"""Laws of segments, movement and the variance they explain, whatever the people are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tables import running
from wholeplace.population import Segment, SegmentRules, never_reached, segmented
from wholeplace.population.movement import DIED, JOINED, LEFT, Movement, moved
from wholeplace.population.variance import SegmentCosts, variance_explained
from wholeplace.population.variance_limits import share_explained, without_each
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.record.conditions import Condition
from wholeplace.report.segment_data import AFTER, BEFORE, hidden_moves
from wholeplace.store.engine import Engine

FEATURES = ("age", "charlson_points", "in_care_home")
NUMBERS = st.integers(0, 4)
SMALL = SmallNumbers(hide_to=7, source="assumed: for tests")


def _condition(least: int, wide: int | None) -> Condition:
    return Condition(at_least=least, below=None if wide is None else least + wide)


CONDITIONS = st.builds(_condition, NUMBERS, st.none() | st.integers(1, 3))
WAYS = st.dictionaries(st.sampled_from(FEATURES), CONDITIONS, min_size=1, max_size=3)


@st.composite
def rule_sets(draw: st.DrawFn) -> SegmentRules:
    """Return any rule set that passes its checks."""
    ways = draw(st.lists(st.lists(WAYS, min_size=1, max_size=2), max_size=5))
    rules = [
        Segment(id=f"s{i}", name="", any_of=tuple(some), source="assumed: for tests")
        for i, some in enumerate(ways)
    ]
    rest = Segment(id="rest", name="", source="assumed: for tests")
    return SegmentRules(
        segments="any", version="1", about="", look_back_years=1, rules=(*rules, rest)
    )


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


def _fits(person: tuple[int, ...], way: dict[str, Condition]) -> bool:
    row = dict(zip(FEATURES, person, strict=True))
    return all(
        (one.at_least is None or row[name] >= one.at_least)
        and (one.below is None or row[name] < one.below)
        for name, one in way.items()
    )


@settings(max_examples=15)
@given(rules=rule_sets(), people=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=8))
def test_everybody_is_in_exactly_the_first_segment_that_fits(
    engine: Engine, rules: SegmentRules, people: list[tuple[int, ...]]
) -> None:
    columns = {
        name: pa.array([person[i] for person in people], pa.int64())
        for i, name in enumerate(FEATURES)
    }
    who = pa.table({"person_id": pa.array(range(len(people)), pa.int64()), **columns})
    found = engine.rows(segmented(ibis.memtable(who), rules).order_by("person_id"))
    first = [
        next(rule.id for rule in rules.rules if any(_fits(person, way) for way in rule.ways()))
        for person in people
    ]
    assert [row["segment"] for row in found] == first
    assert not {rule.id for rule, _ in never_reached(rules)} & set(first)


PEOPLE = [f"p{i}" for i in range(6)]
REGISTER = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from("abc"))


@settings(max_examples=15)
@given(before=REGISTER, after=REGISTER, dead=st.sets(st.sampled_from(PEOPLE)))
def test_movement_adds_up_to_both_registers_and_to_those_who_came_and_went(
    engine: Engine, before: dict[str, str], after: dict[str, str], dead: set[str]
) -> None:
    day = date(2020, 4, 1)
    deaths = pa.table(
        {
            "person_id": pa.array(sorted(dead), pa.string()),
            "death_date": pa.array([date(2020, 1, 1)] * len(dead), pa.date32()),
        }
    )
    rows = engine.rows(moved(_register(before), _register(after), ibis.memtable(deaths), day))
    people = {(str(r["was"]), str(r["became"])): int(str(r["people"])) for r in rows}
    movement = Movement(date(2019, 4, 1), day, people)
    gone = before.keys() - after.keys()
    came = Counter(dict.fromkeys([JOINED], len(after.keys() - before.keys())))
    went = Counter({DIED: len(gone & dead), LEFT: len(gone - dead)})
    assert Counter(movement.before()) == +(Counter(before.values()) + came)
    assert Counter(movement.after()) == +(Counter(after.values()) + went)


def _register(segments: dict[str, str]) -> ibis.ir.Table:
    return ibis.memtable(
        pa.table(
            {
                "person_id": pa.array(list(segments), pa.string()),
                "segment": pa.array(list(segments.values()), pa.string()),
            }
        )
    )


COSTS = st.lists(st.integers(-500, 100_000), min_size=1, max_size=6)


def _costs(name: str, pence: list[int]) -> SegmentCosts:
    return SegmentCosts(name, len(pence), 0, sum(pence), sum(one * one for one in pence))


@given(groups=st.lists(COSTS, min_size=1, max_size=5), at=st.integers(1, 5))
def test_variance_explained_is_a_share_and_never_falls_when_a_segment_is_split(
    groups: list[list[int]], at: int
) -> None:
    whole = variance_explained([_costs(str(i), some) for i, some in enumerate(groups)])
    first, *others = groups
    parts = [part for part in (first[:at], first[at:], *others) if part]
    split = variance_explained([_costs(str(i), some) for i, some in enumerate(parts)])
    if whole is None or split is None:
        assert len({cost for some in groups for cost in some}) == 1
        return
    assert 0 <= whole <= split <= 1


@example(groups=[[0, 1], [-2]])
@given(groups=st.lists(COSTS, min_size=1, max_size=5))
def test_the_limits_hold_the_share_and_lie_from_nought_to_one(groups: list[list[int]]) -> None:
    share = variance_explained([_costs(str(i), some) for i, some in enumerate(groups)])
    if share is None:
        return
    segments = np.repeat(np.arange(len(groups)), [len(some) for some in groups])
    pence = np.array([one for some in groups for one in some])
    found = share_explained(float(share), without_each(segments, pence))
    assert 0 <= found.lower <= found.found <= found.upper <= 1
    assert found.corrected <= found.upper


MOVES = st.dictionaries(
    st.tuples(st.sampled_from([*"abcd", JOINED]), st.sampled_from([*"abcd", LEFT, DIED])),
    st.integers(1, 30),
    min_size=1,
)


@given(people=MOVES)
def test_no_small_move_can_be_found_from_what_is_shown(people: dict[tuple[str, str], int]) -> None:
    movement = Movement(date(2019, 4, 1), date(2020, 4, 1), people)
    hidden = hidden_moves(movement, SMALL)
    assert {pair for pair, n in people.items() if SMALL.is_small(n)} <= hidden.cells
    for side, sums in ((BEFORE, movement.before()), (AFTER, movement.after())):
        for name, total in sums.items():
            line = {pair: n for pair, n in people.items() if pair[side] == name}
            left = [n for pair, n in line.items() if pair in hidden.cells]
            if (side, name) in hidden.sums:
                # The sum is not shown, and cannot be added up from moves that all are.
                assert left
            elif left:
                assert not SMALL.is_small(total)
                assert len(left) > 1
                assert sum(left) > SMALL.hide_to
