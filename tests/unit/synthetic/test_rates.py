"""Is it like a place? Levels against the targets of the generator, shares against what is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., list[tuple[Any, ...]]]

PERSON_YEARS = (
    "(select sum(date_diff('day', greatest(start_date, date '2017-04-01'),"
    " least(coalesce(end_date, date '2020-04-01'), date '2020-04-01'))) / 365.25"
    " from registration)"
)
SHARES = {
    # Hillingdon in the ONS projections for 2019: 6.2 deaths and 13.4 births by 1,000 people.
    "deaths": ("1000 * count(death_date) / {years} from person", 5.4, 7.2),
    "births": (
        "1000 * count(*) filter (birth_month >= '2017-04-01') / {years} from person",
        11.5,
        15.5,
    ),
    "women": ("count(*) filter (sex = '2') / count(*) from person", 0.48, 0.52),
    "deaths in hospital": (
        "count(*) filter (death_place = '10') / count(death_place) from person",
        0.4,
        0.55,
    ),
    "in a care home": (
        (
            "count(care_home_id) / count(*) from residence where start_date < '2019-04-01'"
            " and coalesce(end_date, '2099-01-01') > '2019-04-01'"
        ),
        0.003,
        0.006,
    ),
    "out of area": (
        "count(*) filter (provider_code = 'ZOUT') / count(*) from activity where source = 'acute'",
        0.05,
        0.07,
    ),
    "short emergency stays": (
        "count(*) filter (los_days <= 1) / count(*) from activity where pod = 'NEL'",
        0.4,
        0.65,
    ),
    "nights of emergency stays": ("avg(los_days) from activity where pod = 'NEL'", 3.5, 6.0),
    "missed appointments": (
        "count(*) filter (attendance_status = '3') / count(*) from activity where setting = 'OP'",
        0.06,
        0.08,
    ),
}


def test_everyone_asked_for_is_registered_on_the_first_day(ask: Ask) -> None:
    assert ask(
        "select count(*) from registration where start_date <= '2017-04-01'"
        " and coalesce(end_date, '2099-01-01') > '2017-04-01'"
    ) == [(20_000,)]


@pytest.mark.parametrize(
    ("pods", "by_1000"),
    [
        ("'NEL'", 105),
        ("'EL', 'DC'", 110),
        ("'ED'", 420),
        ("'OPFA', 'OPFUP'", 1_350),
        ("'GP'", 4_000),
        ("'COMM'", 900),
        ("'MH'", 350),
    ],
)
def test_use_is_within_a_tenth_of_its_target(ask: Ask, pods: str, by_1000: int) -> None:
    sql = "select 1000 * count(*) / {years} from activity where pod in ({pods})"
    [(rate,)] = ask(sql, years=PERSON_YEARS, pods=pods)
    assert rate == pytest.approx(by_1000, rel=0.1)


@pytest.mark.parametrize(("what", "low", "high"), SHARES.values(), ids=list(SHARES))
def test_shares_are_near_what_is_known(ask: Ask, what: str, low: float, high: float) -> None:
    [(found,)] = ask("select " + what, years=PERSON_YEARS)
    assert low < found < high


def test_emergency_admissions_rise_with_age(ask: Ask) -> None:
    rows = ask(
        "select least(date_diff('year', birth_month, date '2018-10-01') // 25, 3) as quarter,"
        " count(activity_id) / count(distinct person.person_id) as each from person"
        " left join known on known.person_id = person.person_id and pod = 'NEL'"
        " group by quarter order by quarter"
    )
    rates = [rate for _, rate in rows]
    assert rates == sorted(rates)
    assert rates[3] > 6 * rates[0]


def test_few_people_make_half_of_emergency_admissions(ask: Ask) -> None:
    # If admissions fell on people by pure chance, about 4% of people would make half of a year's.
    [(share,)] = ask(
        "with each as (select person_id, count(*) as n from known where pod = 'NEL'"
        " and start_ts >= '2019-04-01' group by 1), cumulated as (select sum(n) over"
        " (order by n desc, person_id rows unbounded preceding) as so_far, sum(n) over () as total"
        " from each) select (1 + count(*) filter (so_far < total / 2)) / 20000 from cumulated"
    )
    assert 0.015 < share < 0.03


def test_illnesses_come_together(ask: Ask) -> None:
    [(with_it, without)] = ask(
        "with each as (select person_id, coalesce(bool_or(code[1:3] = 'I50'), false) as failure,"
        " coalesce(bool_or(code[1:3] = 'N18'), false) as kidney from person"
        " left join diagnosis using (person_id)"
        " where birth_month between '1930-01-01' and '1950-01-01' group by 1)"
        " select avg(kidney::int) filter (failure), avg(kidney::int) filter (not failure) from each"
    )
    assert with_it > 1.3 * without


def test_the_sources_know_people_by_keys_of_their_own(ask: Ask) -> None:
    keys = ask(
        "select source = 'acute', person_id[1], count(*) > 0 from activity group by all order by 1"
    )
    assert keys == [(False, "P", True), (True, "H", True)]


def test_each_hospital_has_numbers_of_its_own(ask: Ask) -> None:
    shared = ask(
        "select person_id from activity where source = 'acute'"
        " group by person_id having count(distinct provider_code) > 1"
    )
    twice = ask(
        "select person_id from source_link where source = 'acute'"
        " group by person_id having count(*) = 2"
    )
    assert shared == []
    assert twice


def test_a_few_hospital_numbers_have_no_link(ask: Ask) -> None:
    [(numbers, linked)] = ask(
        "select count(distinct a.person_id), count(distinct source_key) from activity a left join"
        " source_link on source_key = a.person_id where a.source = 'acute'"
    )
    assert 0.0005 < (numbers - linked) / numbers < 0.004


def test_every_other_key_is_linked(ask: Ask) -> None:
    unlinked = ask(
        "select * from activity anti join source_link on activity.source = source_link.source"
        " and activity.person_id = source_key where activity.source <> 'acute'"
    )
    assert unlinked == []
