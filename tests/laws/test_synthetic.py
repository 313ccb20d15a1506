"""Laws of the synthetic place that hold for any size, year and generator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.synthetic import make_place

places = st.builds(
    lambda people, first_year, years, seed: make_place(
        people, first_year, years, np.random.default_rng(seed)
    ),
    people=st.integers(1, 200),
    first_year=st.integers(1995, 2030),
    years=st.integers(1, 3),
    seed=st.integers(0, 2**32 - 1),
)
slow = settings(max_examples=40, deadline=None)

KEYS = {
    "person": ["person_id"],
    "source_link": ["source", "source_key"],
    "registration": ["person_id", "practice_code", "start_date"],
    "residence": ["person_id", "start_date"],
    "activity": ["activity_id"],
    "diagnosis": ["activity_id", "position"],
    "care_package": ["package_id"],
    "cost": ["cost_id"],
    "organisation": ["code"],
    "geography": ["lsoa_code"],
}


def _none(flags: pa.ChunkedArray) -> bool:
    return not pc.any(flags).as_py()


@slow
@given(place=places)
def test_keys_are_unique_and_filled(place: Mapping[str, pa.Table]) -> None:
    for name, key in KEYS.items():
        columns = place[name].select(key)
        assert columns.group_by(key).aggregate([]).num_rows == columns.num_rows, name
        assert not any(column.null_count for column in columns.columns), name


@slow
@given(place=places)
def test_time_runs_forwards(place: Mapping[str, pa.Table]) -> None:
    for name, start, end in [
        ("registration", "start_date", "end_date"),
        ("residence", "start_date", "end_date"),
        ("care_package", "start_date", "end_date"),
        ("activity", "start_ts", "end_ts"),
    ]:
        table = place[name]
        assert _none(pc.greater(table[start], table[end])), name


@slow
@given(place=places)
def test_nobody_is_treated_before_birth_or_after_death(place: Mapping[str, pa.Table]) -> None:
    links = place["source_link"].select(["source", "source_key", "person_id"])
    activity = place["activity"].rename_columns({"person_id": "source_key"})
    people = place["person"].select(["person_id", "birth_month", "death_date"])
    both = activity.join(links, ["source", "source_key"], join_type="inner")
    both = both.join(people, "person_id", join_type="inner")
    assert _none(pc.less(both["start_ts"], both["birth_month"].cast(pa.timestamp("us"))))
    assert _none(pc.greater_equal(both["start_ts"], both["death_date"].cast(pa.timestamp("us"))))


@slow
@given(place=places)
def test_costs_of_an_event_never_sum_below_nothing(place: Mapping[str, pa.Table]) -> None:
    totals = place["cost"].group_by(["activity_id", "package_id", "basis"]).aggregate([
        ("amount", "sum")
    ])  # fmt: skip
    assert _none(pc.less(totals["amount_sum"], pa.scalar(0)))
    events = pc.count_distinct(place["cost"]["activity_id"]).as_py()
    assert events == place["activity"].num_rows


@slow
@given(
    people=st.integers(1, 50),
    first_year=st.integers(1995, 2030),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_same_state_gives_the_same_tables(people: int, first_year: int, seed: int) -> None:
    one, two = (make_place(people, first_year, 1, np.random.default_rng(seed)) for _ in range(2))
    assert all(one[name].equals(two[name]) for name in one)
