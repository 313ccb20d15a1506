"""Whose care it is, and for how many days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tables import drawn, same, table
from wholeplace.population import age_on, person_days, register_on, spells, spells_within

PEOPLE = """
person_id  sex  birth_month  death_date
stays      2    1950-03-01   -
dies       1    1940-01-01   2019-06-10
turns18    2    2001-10-01   -
moves      1    1980-01-01   -
child      2    2010-01-01   -
"""
REGISTERED = """
person_id  practice_code  start_date  end_date
stays      P1             1990-01-01  -
dies       P1             2000-01-01  -
turns18    P2             2001-10-01  -
moves      P1             2000-01-01  -
moves      P2             2019-07-01  2019-09-01
child      P2             2010-01-01  -
"""
STARTS, ENDS = date(2019, 4, 1), date(2020, 4, 1)


def test_a_spell_is_alive_registered_old_enough_and_on_one_list_at_a_time() -> None:
    found = spells(table(PEOPLE), table(REGISTERED), from_age=18)
    assert drawn(found.select("person_id", "practice_code", "starts", "ends")) == same("""
        person_id  practice_code  starts      ends
        stays      P1             1990-01-01  2999-01-01
        dies       P1             2000-01-01  2019-06-11
        turns18    P2             2019-10-01  2999-01-01
        moves      P1             2000-01-01  2019-07-01
        moves      P2             2019-07-01  2019-09-01
        child      P2             2028-01-01  2999-01-01
    """)


def test_days_are_counted_within_the_year_and_the_day_of_death_counts() -> None:
    inside = spells_within(spells(table(PEOPLE), table(REGISTERED), 18), STARTS, ENDS)
    found = person_days(inside).select("person_id", "days", "joined")
    # 2019/20 has a 29 February; 1 April to 10 June are 71 days; 1 April to 31 August are 153.
    assert drawn(found) == same("""
        person_id  days  joined
        stays      366   2019-04-01
        dies       71    2019-04-01
        turns18    183   2019-10-01
        moves      153   2019-04-01
    """)


def test_the_register_of_a_day_has_each_person_once_with_practice_and_age() -> None:
    inside = spells(table(PEOPLE), table(REGISTERED), 18)
    found = register_on(inside, date(2019, 7, 1)).select("person_id", "practice_code", "age")
    assert drawn(found) == same("""
        person_id  practice_code  age
        stays      P1             69
        moves      P2             39
    """)


def test_registrations_that_start_together_do_not_overlap() -> None:
    twice = table("""
        person_id  practice_code  start_date  end_date
        stays      P1             2019-01-01  -
        stays      P2             2019-01-01  -
    """)
    inside = spells_within(spells(table(PEOPLE), twice, 18), STARTS, ENDS)
    assert drawn(person_days(inside).select("person_id", "days")) == same("""
        person_id  days
        stays      366
    """)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1950-03-01", date(2019, 2, 28), 68),
        ("1950-03-01", date(2019, 3, 1), 69),
        ("1950-12-01", date(2019, 11, 30), 68),
        ("2019-04-01", date(2019, 4, 1), 0),
    ],
)
def test_age_is_in_completed_years_from_the_first_of_the_birth_month(
    born: str, on: date, age: int
) -> None:
    import ibis

    rows = table(f"birth_month\n{born}")
    found = rows.select(age=age_on(rows.birth_month, ibis.date(on)))
    assert drawn(found) == f"age\n{age}"
