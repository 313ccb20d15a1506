"""One person, whatever each source calls them."""

from __future__ import annotations

import itertools

from tests.tables import drawn, same, table
from wholeplace.population import keys_in_doubt, linked_keys, people, with_person

LINKS = """
source   source_key  person_id  match_rule
gp       P1          P1         number
acute    H1          P1         number
acute    H2          P2         number
acute    H9          P1         number
social   H9          P2         number
"""
PERSONS = """
person_id  sex  birth_month  ethnicity  death_date
P1         2    1950-03-01   A          -
H1         1    1950-04-01   -          2019-05-02
P2         1    1980-01-01   B          -
X7         1    1990-01-01   -          -
"""


def test_a_key_leads_to_its_person_and_a_doubtful_key_to_nobody() -> None:
    # H9 is one person to the hospital and another to social care: it is left out.
    # X7 has no link at all and is known by their own key.
    assert drawn(linked_keys(table(LINKS), table(PERSONS))) == same("""
        source_key  person_id
        P1          P1
        H1          P1
        H2          P2
        X7          X7
        P2          P2
    """)


def test_rows_take_the_person_of_their_key_or_nobody() -> None:
    keys = linked_keys(table(LINKS), table(PERSONS))
    rows = table("""
        activity_id  person_id
        a            H1
        b            H9
        c            X7
        d            H555
    """)
    assert drawn(with_person(rows, keys)) == same("""
        activity_id  person_id
        a            P1
        b            -
        c            X7
        d            -
    """)


def test_two_rows_of_one_person_become_one_and_different_births_are_counted() -> None:
    keys = linked_keys(table(LINKS), table(PERSONS))
    assert drawn(people(table(PERSONS), keys)) == same("""
        person_id  sex  birth_month  births  ethnicity  death_date
        P1         1    1950-03-01   2       A          2019-05-02
        P2         1    1980-01-01   1       B          -
        X7         1    1990-01-01   1       -          -
    """)


CHAINS = """
    source  source_key  person_id  match_rule
    x       A           B          likeness
    x       B           C          number
    x       D           E          likeness
    x       E           D          likeness
    x       F           G          likeness
    x       G           P1         number
    y       G           P2         number
    x       H           P1         likeness
    y       H           P2         decided
    x       I           P1         likeness
    y       I           I          decided
    x       J           I          likeness
"""


def test_links_are_followed_to_their_end() -> None:
    # D and E lead in a circle; G names two people, and F leads to G. People decided that H is P2,
    # whatever the rule says, and that I is nobody but themselves: J, who is I, goes with I.
    nobody = table("person_id\nC\nI")
    assert drawn(linked_keys(table(CHAINS), nobody)) == same("""
        source_key  person_id
        A           C
        B           C
        C           C
        H           P2
        I           I
        J           I
    """)
    assert drawn(keys_in_doubt(table(CHAINS))) == same("""
        source_key
        D
        E
        F
        G
    """)


def test_a_chain_of_six_links_is_followed() -> None:
    names = [f"K{i}" for i in range(7)]
    lines = [f"x {one} {two} number" for one, two in itertools.pairwise(names)]
    links = table("\n".join(["source source_key person_id match_rule", *lines]))
    found = drawn(linked_keys(links, table("person_id\nK6"))).splitlines()[1:]
    assert found == [f"{name} K6" for name in names]
