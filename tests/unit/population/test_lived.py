"""Person-time and events go to the home, the neighbourhood and the age of their person."""

from __future__ import annotations

from datetime import date

from ibis import ir

from tests.tables import drawn, same, table
from wholeplace.population.lived import deaths_in, events_in, lived_in, person_time
from wholeplace.population.register import spells_within

SPELLS = """
    person_id  practice_code  sex  birth_month  starts      ends
    ann        P1             2    1959-07-01   2010-01-01  2999-01-01
    bob        P1             1    1990-01-01   2019-06-01  2019-12-01
    cat        P9             9    1990-01-01   2010-01-01  2019-05-01
    cat        P1             9    1990-01-01   2019-05-01  2999-01-01
"""
RESIDENCE = """
    person_id  start_date  end_date    lsoa_code
    ann        2000-01-01  2019-05-01  E1
    ann        2019-05-01  -           E2
    bob        2000-01-01  2019-06-01  E1
    cat        2000-01-01  -           E1
    cat        2000-01-01  -           E3
    -          2000-01-01  -           E2
"""
GEOGRAPHY = """
    lsoa_code  lsoa_year  la_code  ward_code  icb_code  imd_year  imd_rank  imd_decile
    E1         2011       L        W1         I         2015      1         9
    E1         2011       L        W2         I         2019      1         2
    E2         2011       L        W3         I         2019      1         3
    E3         2011       L        W4         I         2019      1         4
"""
ORGANISATION = """
    code  name   type           parent_code  valid_from  valid_to
    N1    North  neighbourhood  -            2013-04-01  -
    P1    Elm    practice       N1           2013-04-01  -
"""
YEAR = date(2019, 4, 1), date(2020, 4, 1)


def spells(drawing: str = SPELLS) -> ir.Table:
    return table(drawing, starts="date", ends="date")


def parts() -> ir.Table:
    return lived_in(
        spells_within(spells(), *YEAR),
        table(RESIDENCE),
        table(GEOGRAPHY),
        table(ORGANISATION),
        [0, 60],
        YEAR[0],
    )


def test_days_by_home_neighbourhood_sex_and_age() -> None:
    # Ann turns 60 on 1 July; she moves in May, and counts all year where she lived in April.
    # Bob has no home on the day he joins. Cat has two homes at once, and two practices in turn.
    assert drawn(person_time(parts())) == same("""
        decile  ward  neighbourhood  sex  from_age  days
        2       W2    N1             2    0         91
        2       W2    N1             2    60        275
        0       ?     N1             1    0         183
        2       W2    none           9    0         30
        2       W2    N1             9    0         336
    """).replace("?", "")


def test_events_count_where_their_person_was_and_nowhere_else() -> None:
    events = table(
        """
        person_id  day
        ann        2019-06-30
        ann        2019-07-01
        ann        2019-07-01
        ann        2020-04-01
        bob        2019-05-31
        cat        2019-05-01
        dan        2019-05-01
        """,
        day="date",
    )
    assert drawn(events_in(parts(), events)) == same("""
        decile  ward  neighbourhood  sex  from_age  events
        2       W2    N1             2    0         1
        2       W2    N1             2    60        2
        2       W2    N1             9    0         1
    """)


def test_the_dead_count_on_their_last_day_on_the_list() -> None:
    died = table("""
        person_id  death_date
        ann        2019-08-02
        bob        2019-12-01
        cat        2019-05-01
        eve        2019-05-01
    """)
    # Bob was taken off the list on the day he died; cat was on two lists that day.
    assert drawn(deaths_in(spells(), died)) == same("""
        person_id  day
        ann        2019-08-02
        bob        2019-11-30
        cat        2019-05-01
    """)


def test_a_tenth_beyond_the_tenth_is_not_known() -> None:
    wrong = GEOGRAPHY.replace("1         2\n", "1         12\n")
    found = lived_in(
        spells_within(spells(), *YEAR),
        table(RESIDENCE),
        table(wrong),
        table(ORGANISATION),
        [0],
        YEAR[0],
    )
    assert "2 W2" not in drawn(found.select("decile", "ward"))
