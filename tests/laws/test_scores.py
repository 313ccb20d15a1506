"""Laws of scores: however diagnoses are written, ordered or repeated, the points are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables import running
from wholeplace.app.score_documents import find_score, read_score
from wholeplace.population.scores import (
    Listed,
    bits_by_person,
    code_bits,
    groups_of,
    units_by_person,
)
from wholeplace.store.engine import Engine

MANY, EACH = 300_000, 12

SCORES = [read_score(find_score(name)) for name in ("charlson-quan", "elixhauser-vw", "hfrs")]
CODES = sorted({prefix for one in SCORES for prefix in one.prefixes})
WAYS = (str, str.lower, lambda code: f" {code[:3]}.{code[3:]} ", lambda code: code.ljust(4, "X"))
WRITTEN = st.tuples(st.sampled_from([*CODES, "Z000", "A09"]), st.sampled_from(WAYS))
ROWS = st.lists(st.tuples(st.sampled_from("abc"), WRITTEN), max_size=20)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


def by_hand(codes: Sequence[str], one: Listed) -> tuple[Fraction, int]:
    """Return the points and the number of groups as the papers say it, one person at a time."""
    has = {group for code in codes for group in groups_of(code, one.prefixes)}
    groups = one.score.groups
    counting = [group for group in has if groups[group].unless not in has]
    return sum((groups[group].points for group in counting), Fraction(0)), len(counting)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_the_kernel_agrees_with_the_sum_by_hand(engine: Engine, rows: list) -> None:  # type: ignore[type-arg]
    people = [person for person, _ in rows]
    codes = [way(code) for _, (code, way) in rows]
    coded = pa.table(
        {"person_id": pa.array(people, pa.string()), "code": pa.array(codes, pa.string())}
    )
    bits = ibis.memtable(code_bits(codes, SCORES))
    scored = units_by_person(bits_by_person(ibis.memtable(coded), bits, SCORES), SCORES)
    found = {str(row["person_id"]): row for row in engine.rows(scored)}
    for person in set(people):
        mine = [code for who, (code, _) in rows if who == person]
        for one in SCORES:
            row, name = found.get(person, {}), one.score.score
            units = int(str(row.get(name, 0)))
            counted = int(str(row.get(f"{name}_groups", 0)))
            assert (one.score.of_units(units), counted) == by_hand(mine, one)


def test_what_is_worked_out_of_many_people_unkept_is_right(engine: Engine) -> None:
    """A real number of people takes the engine's ways for many rows; each has 12 codes in turn."""
    codes = CODES[::3]
    listed = pa.table({"i": pa.array(range(len(codes)), pa.int64()), "code": codes})
    rows = ibis.range(EACH * MANY).unnest().name("n").as_table()
    person = rows.n % MANY
    numbered = rows.select(
        person_id=person.cast("string"), i=(person + rows.n // MANY) % len(codes)
    )
    coded = numbered.inner_join(ibis.memtable(listed), "i").drop("i")
    bits = ibis.memtable(code_bits(codes, SCORES))
    found = units_by_person(bits_by_person(coded, bits, SCORES, everybody=True), SCORES)
    names = [name for one in SCORES for name in (one.score.score, f"{one.score.score}_groups")]
    sums = engine.rows(found.aggregate(people=found.count(), **{n: found[n].sum() for n in names}))
    made: Counter[str] = Counter(people=MANY)
    for first, people in Counter(person % len(codes) for person in range(MANY)).items():
        mine = [codes[(first + k) % len(codes)] for k in range(EACH)]
        for one in SCORES:
            points, groups = by_hand(mine, one)
            made[one.score.score] += people * int(points * one.score.scale)
            made[f"{one.score.score}_groups"] += people * groups
    assert sums == [dict(made)]
