"""Laws of person-time, segments and linking, whatever the records say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables import running
from wholeplace.document import read_document
from wholeplace.population import (
    SegmentRules,
    features,
    linked_keys,
    person_days,
    segmented,
    spells,
    spells_within,
)
from wholeplace.store.engine import Engine
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

RULES = read_document(
    read_text(shipped_file("segments", "age-and-conditions.yaml")), "rules", SegmentRules
).value
STARTS, ENDS = date(2019, 4, 1), date(2020, 4, 1)
DAYS = st.dates(date(2018, 1, 1), date(2021, 1, 1))
BIRTHS = st.builds(date, st.integers(1920, 2020), st.integers(1, 12), st.just(1))
PEOPLE = [f"p{i}" for i in range(5)]
LIVES = st.fixed_dictionaries({p: st.tuples(BIRTHS, st.none() | DAYS) for p in PEOPLE})
# Person, practice and start are the key of a registration: the loader lets none stand twice.
LISTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from("AB"), DAYS, st.none() | DAYS),
    max_size=12,
    unique_by=lambda row: row[:3],
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


def _people(lives: dict[str, tuple[date, date | None]]) -> ibis.Table:
    columns = {
        "person_id": pa.array(lives, pa.string()),
        "sex": pa.array(["2"] * len(lives), pa.string()),
        "birth_month": pa.array([born for born, _ in lives.values()], pa.date32()),
        "death_date": pa.array([died for _, died in lives.values()], pa.date32()),
    }
    return ibis.memtable(pa.table(columns))


def _lists(rows: list[tuple[str, str, date, date | None]]) -> ibis.Table:
    kinds = [pa.string(), pa.string(), pa.date32(), pa.date32()]
    names = ["person_id", "practice_code", "start_date", "end_date"]
    columns = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)]
    return ibis.memtable(pa.table(dict(zip(names, columns, strict=True))))


def _counted_day_by_day(
    lives: dict[str, tuple[date, date | None]],
    rows: list[tuple[str, str, date, date | None]],
    from_age: int,
) -> Counter[str]:
    """Count each day of the year on which somebody is in the population, one by one."""
    found: Counter[str] = Counter()
    for person, (born, died) in lives.items():
        mine = [(start, practice, end) for who, practice, start, end in rows if who == person]
        mine.sort(key=lambda row: row[:2])
        adult = born.replace(year=born.year + from_age)
        for n in range((ENDS - STARTS).days):
            day = STARTS + timedelta(days=n)
            begun = [row for row in mine if row[0] <= day]
            is_on = bool(begun) and (begun[-1][2] is None or day < begun[-1][2])
            if is_on and day >= adult and (died is None or day <= died):
                found[person] += 1
    return found


@settings(max_examples=15)
@given(lives=LIVES, rows=LISTS, from_age=st.sampled_from([0, 18, 65]))
def test_person_days_are_the_days_counted_one_by_one(
    engine: Engine,
    lives: dict[str, tuple[date, date | None]],
    rows: list[tuple[str, str, date, date | None]],
    from_age: int,
) -> None:
    inside = spells_within(spells(_people(lives), _lists(rows), from_age), STARTS, ENDS)
    found = {row["person_id"]: row["days"] for row in engine.rows(person_days(inside))}
    assert found == dict(_counted_day_by_day(lives, rows, from_age))


@settings(max_examples=12)
@given(lives=LIVES, rows=LISTS, scores=st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 5)))
def test_everyone_is_in_one_segment_and_their_days_add_up(
    engine: Engine,
    lives: dict[str, tuple[date, date | None]],
    rows: list[tuple[str, str, date, date | None]],
    scores: dict[str, int],
) -> None:
    days = person_days(spells_within(spells(_people(lives), _lists(rows), 0), STARTS, ENDS))
    groups = pa.array(list(scores.values()), pa.int64())
    scored = pa.table(
        {
            "person_id": pa.array(scores, pa.string()),
            "charlson_points": groups,
            "charlson_groups": groups,
        }
    )
    homes = pa.table({"person_id": pa.array(["p0"]), "in_care_home": pa.array([1])})
    asked = features(days, ibis.memtable(scored), ibis.memtable(homes))
    register = engine.rows(segmented(asked, RULES))
    assert {row["segment"] for row in register} <= {rule.id for rule in RULES.rules}
    counted = engine.rows(days)
    people = [str(row["person_id"]) for row in register]
    assert sorted(people) == sorted(str(row["person_id"]) for row in counted)
    assert sum(_int(row["days"]) for row in register) == sum(_int(row["days"]) for row in counted)


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


KEYS = st.sampled_from(["k1", "k2", "k3"])
LINKS = st.lists(st.tuples(st.sampled_from(["gp", "acute"]), KEYS, st.sampled_from(PEOPLE)))


@settings(max_examples=12)
@given(links=LINKS, persons=st.sets(st.sampled_from([*PEOPLE, "k1", "k2"])))
def test_a_key_leads_to_one_person_at_most_and_only_to_one_it_names(
    engine: Engine, links: list[tuple[str, str, str]], persons: set[str]
) -> None:
    named = pa.table(
        {
            name: pa.array([link[i] for link in links], pa.string())
            for i, name in enumerate(["source", "source_key", "person_id"])
        }
        | {"match_rule": pa.array(["same number"] * len(links), pa.string())}
    )
    own = pa.table({"person_id": pa.array(sorted(persons), pa.string())})
    found = engine.rows(linked_keys(ibis.memtable(named), ibis.memtable(own)))
    people = {key: {who for _, k, who in links if k == key} for _, key, _ in links}
    expected = {key: next(iter(who)) for key, who in people.items() if len(who) == 1}
    expected |= {person: person for person in persons if person not in people}
    assert {str(row["source_key"]): str(row["person_id"]) for row in found} == expected
    assert len(found) == len(expected)
