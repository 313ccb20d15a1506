"""Laws of the synthetic place that hold for any size, year and generator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.app.calibrate import shipped_facts
from wholeplace.record.nhs_number import NEVER_ISSUED
from wholeplace.synthetic import Facts, Oddities, Wish, make_feeds
from wholeplace.synthetic.nhs_numbers import nhs_numbers

slow = settings(max_examples=15, deadline=None)
sizes = st.integers(1, 150)
years = st.integers(1, 3)
first_years = st.integers(1995, 2030)
seeds = st.integers(0, 2**32 - 1)
Place = Mapping[str, pa.Table]


@cache
def facts() -> Facts:
    return shipped_facts()


def made(wish: Wish, seed: int) -> Place:
    parts: dict[str, list[pa.Table]] = defaultdict(list)
    for part in make_feeds(wish, facts(), np.random.default_rng(seed)):
        parts[part.file].append(part.table)
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def asked(place: Place, sql: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for name, table in place.items():
        connection.register(name, table)
    return connection.execute(sql).fetchall()


@slow
@given(people=sizes, first_year=first_years, years=years, seed=seeds)
def test_the_same_seed_gives_the_same_rows(
    people: int, first_year: int, years: int, seed: int
) -> None:
    wish = Wish(people, first_year, years, prescribing=True)
    one, two = made(wish, seed), made(wish, seed)
    assert one.keys() == two.keys()
    assert all(one[name].equals(two[name]) for name in one)


@slow
@given(people=sizes, first_year=first_years, years=years, seed=seeds)
def test_everyone_asked_for_is_registered_on_the_first_day(
    people: int, first_year: int, years: int, seed: int
) -> None:
    rows = asked(
        made(Wish(people, first_year, years), seed),
        f"select count(*) from pds_care_practice where EFFECTIVE_FROM_DATE <= '{first_year}-04-01'"  # noqa: S608
        f" and coalesce(EFFECTIVE_TO_DATE, '2999') >= '{first_year}-04-01'",
    )
    assert rows == [(people,)]


EVENTS = {
    "apc": ("EPIKEY", "NHSNUMBER", "ADMIDATE", "PURCODE = 'ZICB'"),
    "op": ("ATTENDKEY", "NHSNUMBER", "APPTDATE", "PURCODE = 'ZICB'"),
    "ecds": ("ATTENDANCE_ID", "NHSNUMBER", "DEPARTURE_DATE", "PURCODE = 'ZICB'"),
    "gp": ("APPOINTMENT_ID", "NHS_NUMBER", "START_DATE", "true"),
    "csds_contact": ("UNIQUE_CARE_CONTACT_ID", "PERSON_NHS_NUMBER", "CONTACT_DATE", "true"),
    "mhs_contact": ("UNIQUE_CARE_CONTACT_ID", "PERSON_NHS_NUMBER", "CONTACT_DATE", "true"),
    "mhs_spell": ("HOSP_PROV_SPELL_ID", "PERSON_NHS_NUMBER", "START_DATE", "true"),
    "plcm": ("PLCM_ID", "NHS_NUMBER", "ACTIVITY_DATE", "true"),
}


@slow
@given(people=sizes, first_year=first_years, years=years, seed=seeds)
def test_nothing_happens_but_to_people_who_are_registered_inside_the_window(
    people: int, first_year: int, years: int, seed: int
) -> None:
    place = made(Wish(people, first_year, years), seed)
    for name, (key, person, day, own) in EVENTS.items():
        wrong = asked(
            place,
            f"select {key} from {name} where {own} and {person} is not null and (not exists"  # noqa: S608
            f" (select * from pds_care_practice r where r.NHS_NUMBER = {person}"
            f" and {day} >= EFFECTIVE_FROM_DATE and {day} <= coalesce(EFFECTIVE_TO_DATE, '2999'))"
            f" or {day} < '{first_year}-04-01' or {day} > '{first_year + years}-04-01')",
        )
        assert wrong == [], name


@slow
@given(people=sizes, first_year=first_years, years=years, seed=seeds)
def test_switching_the_care_model_changes_only_what_it_prevents(
    people: int, first_year: int, years: int, seed: int
) -> None:
    off, on = (
        made(Wish(people, first_year, years, care_model=model), seed) for model in (False, True)
    )
    prevented = set(on["prevented"]["PROVSPNOPS"].to_pylist())
    differ = {name for name in off if not off[name].equals(on[name])}
    assert differ <= {"apc", "ecds", "plics", "caseload", "prevented"}
    spells = [set(place["apc"]["PROVSPNOPS"].to_pylist()) for place in (off, on)]
    assert spells[0] - spells[1] == prevented
    assert spells[1] <= spells[0]


@slow
@given(people=sizes, seed=seeds)
def test_without_oddities_nothing_is_odd(people: int, seed: int) -> None:
    none = Oddities(0, 0, 0, 0, 0, 0, 0)
    place = made(Wish(people, 2018, 1, oddities=none), seed)
    assert asked(place, "select * from op where NHSNUMBER is null or GPPRAC is null") == []
    assert asked(place, "select ATTENDKEY from op group by 1 having count(*) > 1") == []
    assert asked(place, "select * from ecds where PURCODE <> 'ZICB'") == []
    assert asked(place, "select * from cld where NHS_NUMBER is null") == []


def test_a_month_that_was_never_sent_is_missing_from_one_hospital_only() -> None:
    odd = Oddities(missing_month=(3,))
    months = asked(
        made(Wish(3_000, 2018, 1, oddities=odd), 5),
        "select ARRIVAL_DATE[1:7] as month, count(*) filter (PROCODE = 'ZACUTE') > 0,"
        " count(*) filter (PROCODE = 'ZOUT') > 0 from ecds group by 1 having not month = '2019-04'"
        " order by 1",
    )
    assert [month for month, here, _ in months if not here] == ["2018-07"]
    assert all(elsewhere for *_, elsewhere in months)


@given(st.lists(st.integers(0, 5_000_000), min_size=1, max_size=20, unique=True))
@settings(max_examples=15, deadline=None)
def test_nhs_numbers_are_valid_and_nobody_shares_one(positions: list[int]) -> None:
    numbers = nhs_numbers(np.array(positions)).to_pylist()
    assert len(set(numbers)) == len(positions)
    for number in numbers:
        weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9]))
        assert (11 - weighted % 11) % 11 == int(number[9])
        assert number.startswith(NEVER_ISSUED)


@pytest.mark.parametrize(("people", "years"), [(0, 1), (10, 0)])
def test_a_place_needs_people_and_years(people: int, years: int) -> None:
    with pytest.raises(ValueError, match="needs people and years"):
        Wish(people, 2018, years)
