"""Laws of risk: nothing that came on the day or later is known on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.risk_sources import CODES, NONE, known, sources
from tests.tables import running
from wholeplace.population.risk import Sources
from wholeplace.store.engine import Engine

DAY = date(2019, 4, 1)
SPELLS = """
    person_id  practice_code  sex  birth_month  starts      ends
    ann        P1             2    1950-05-01   2001-04-01  2999-01-01
    bob        P1             1    1970-05-01   2001-04-01  2999-01-01
"""
OFFSETS = st.integers(-500, 400)
ROWS = {
    "activity": (["APC", "ED", "OP", "GP", "COMM", "MHIP"], ["1", "0", "-"], ["1", "0", "-"]),
    "diagnoses": (CODES, ["ICD10", "SNOMED"], [""]),
    "residence": (["E1", "E2"], ["H1", "-"], [""]),
    "care_package": ([""], [""], [""]),
    "rx_item": (["A", "B"], ["1", "2", "-"], [""]),
}
PEOPLE = st.sampled_from(["ann", "bob"])
TABLES = st.fixed_dictionaries(
    {
        name: st.lists(
            st.tuples(PEOPLE, OFFSETS, st.integers(0, 40), *map(st.sampled_from, cells)),
            max_size=6,
        )
        for name, cells in ROWS.items()
    }
)


def line(name: str, row: Sequence[object]) -> str:
    who, offset, length, one, other, third = row
    start = DAY + timedelta(days=int(str(offset)))
    end = "-" if length == 40 else str(start + timedelta(days=int(str(length))))
    lasting = "2999-01-01" if length == 40 else end
    return {
        "activity": f"{who} {one} {start} {end} {other} {third}",
        "diagnoses": f"{who} {other} {one} 1 {start} {lasting}",
        "residence": f"{who} {start} {end} {one} {other}",
        "care_package": f"{who} {start} {end}",
        "rx_item": f"{who} {start.replace(day=1)} {one} {other}",
    }[name]


def records(rows: dict[str, list[tuple[object, ...]]]) -> Sources:
    drawn = {name: "\n".join([NONE[name], *(line(name, r) for r in rows[name])]) for name in ROWS}
    geography = "lsoa_code lsoa_year imd_year imd_decile\nE1 2011 2019 2\nE2 2011 2019 9"
    return sources({"spells": SPELLS, "geography": geography, **drawn})


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


@settings(max_examples=12, deadline=None)
@given(TABLES, st.integers(0, 300), st.booleans())
def test_what_came_on_the_day_or_later_changes_no_feature(
    engine: Engine,
    rows: dict[str, list[tuple[object, ...]]],
    moved_by: int,
    delete: bool,  # noqa: FBT001 - Hypothesis hands it over
) -> None:
    changed = {
        name: [
            (row[0], int(str(row[1])) + (moved_by if came_later(name, row) else 0), *row[2:])
            for row in ones
            if not (delete and came_later(name, row))
        ]
        for name, ones in rows.items()
    }
    assert known(engine, records(rows), DAY) == known(engine, records(changed), DAY)


def came_later(name: str, row: Sequence[object]) -> bool:
    return int(str(row[1])) >= 0
