"""People belong to the neighbourhood of their practice."""

from __future__ import annotations

from datetime import date

from tests.tables import drawn, same, table
from wholeplace.population.neighbourhoods import in_neighbourhoods

ORGANISATION = """
    code   name   type           parent_code  valid_from  valid_to
    N1     North  neighbourhood  -            2013-04-01  -
    N2     South  neighbourhood  -            2013-04-01  2019-04-01
    P1     Elm    practice       N1           2013-04-01  -
    P2     Oak    practice       N2           2013-04-01  -
    P3     Ash    practice       ICB          2013-04-01  -
    ICB    Board  commissioner   -            2013-04-01  -
"""
PEOPLE = """
    person_id  practice_code
    ann        P1
    bob        P2
    cat        P3
    dan        P9
"""


def _found(organisation: str, day: date) -> str:
    found = in_neighbourhoods(table(PEOPLE), table(organisation), day)
    return drawn(found.select("person_id", "neighbourhood"))


def test_a_practice_without_a_neighbourhood_leaves_nobody_out() -> None:
    assert _found(ORGANISATION, date(2018, 4, 1)) == same("""
        person_id  neighbourhood
        ann        N1
        bob        N2
        cat        none
        dan        none
    """)


def test_a_neighbourhood_that_has_ended_takes_nobody() -> None:
    assert "bob none" in _found(ORGANISATION, date(2019, 4, 1))


def test_of_two_parents_the_first_in_order_is_taken() -> None:
    two = """
    P1     Elm    practice       N0           2013-04-01  -
    N0     Nought neighbourhood  -            2013-04-01  -
"""
    assert "ann N0" in _found(ORGANISATION.rstrip() + two, date(2018, 4, 1))
