"""The shape of the tables: what a loader checks before it reads a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.synthetic import make_place

Ask = Callable[..., list[tuple[Any, ...]]]

KEYS = {
    "person": "person_id",
    "source_link": "source, source_key",
    "registration": "person_id, practice_code, start_date",
    "residence": "person_id, start_date",
    "activity": "activity_id",
    "diagnosis": "activity_id, position, code",
    "care_package": "package_id",
    "cost": "cost_id",
    "organisation": "code",
    "geography": "lsoa_code, lsoa_year, imd_year",
}


def test_it_makes_ten_tables(place: Mapping[str, pa.Table]) -> None:
    assert set(place) == set(KEYS)


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_keys_are_unique_and_never_empty(ask: Ask, table: str, key: str) -> None:
    empty = " or ".join(f"{column} is null" for column in key.split(", "))
    assert ask("select count(*) > 0 from {table}", table=table) == [(True,)]
    twice = "select {key} from {table} group by all having count(*) > 1 or {empty}"
    assert ask(twice, key=key, table=table, empty=empty) == []


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("person", "birth_month", pa.date32()),
        ("activity", "start_ts", pa.timestamp("us")),
        ("activity", "quantity", pa.decimal128(12, 3)),
        ("activity", "los_days", pa.int32()),
        ("diagnosis", "position", pa.int16()),
        ("cost", "amount", pa.decimal128(14, 2)),
        ("cost", "price_year", pa.int16()),
        ("source_link", "match_score", pa.float64()),
    ],
)
def test_types(place: Mapping[str, pa.Table], table: str, column: str, kind: pa.DataType) -> None:
    assert place[table].schema.field(column).type == kind


def test_no_table_has_a_batch(place: Mapping[str, pa.Table]) -> None:
    assert not any("batch_id" in table.column_names for table in place.values())


@pytest.mark.parametrize(
    ("table", "column", "of", "known"),
    [
        ("registration", "practice_code", "organisation", "code"),
        ("residence", "lsoa_code", "geography", "lsoa_code"),
        ("residence", "care_home_id", "organisation", "code"),
        ("activity", "provider_code", "organisation", "code"),
        ("activity", "commissioner_code", "organisation", "code"),
        ("activity", "practice_code_recorded", "organisation", "code"),
        ("activity", "parent_activity_id", "activity", "activity_id"),
        ("diagnosis", "activity_id", "activity", "activity_id"),
        ("cost", "activity_id", "activity", "activity_id"),
        ("cost", "package_id", "care_package", "package_id"),
        ("care_package", "provider_code", "organisation", "code"),
        ("organisation", "parent_code", "organisation", "code"),
        ("source_link", "person_id", "person", "person_id"),
    ],
)
def test_codes_are_known(ask: Ask, table: str, column: str, of: str, known: str) -> None:
    names = {"table": table, "column": column, "of": of, "known": known}
    assert ask("select count({column}) > 0 from {table}", **names) == [(True,)]
    unknown = "select {column} from {table} where {column} not in (select {known} from {of})"
    assert ask(unknown, **names) == []


def test_every_practice_has_a_neighbourhood_and_each_of_the_eight_has_one(ask: Ask) -> None:
    parents = ask(
        "select distinct parent_code from organisation where type = 'practice' order by 1"
    )
    assert parents == [(f"ZN{number}",) for number in range(1, 9)]


def test_deprivation_rank_agrees_with_its_decile(ask: Ask) -> None:
    assert ask("select * from geography where ceil(imd_rank / 3284.4) <> imd_decile") == []


def test_the_same_generator_state_gives_the_same_tables() -> None:
    one, two, other = (make_place(300, 2018, 2, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert all(one[name].equals(two[name]) for name in one)
    assert not one["activity"].equals(other["activity"])


@pytest.mark.parametrize(("people", "years"), [(0, 3), (-1, 3), (10, 0)])
def test_a_place_needs_people_and_years(people: int, years: int) -> None:
    with pytest.raises(ValueError, match="needs people and years"):
        make_place(people, 2017, years, np.random.default_rng(1))
