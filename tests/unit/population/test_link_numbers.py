"""Links that need no likeness: a verified NHS number, and local numbers tied to one."""

from __future__ import annotations

from tests.tables import drawn, same, table
from wholeplace.population import same_local_number, same_number, with_number

# 9990000018 and 9990000026 check; 9990000019 does not. The number of d was not verified.
IDENTITY = """
person_id       nhs_number  nhs_number_status  local_id  local_id_issuer
nhs:9990000018  9990000018  -                  7         RXX
a               9990000018  01                 8         RXX
b               9990000019  01                 -         -
c               -           -                  7         RXX
d               9990000026  02                 -         -
nhs:9990000026  9990000026  01                 9         RXX
e               9990000018  01                 9         RXX
f               9990000018  01                 -         -
f               9990000026  01                 -         -
"""
TEXT = dict.fromkeys(
    ["nhs_number", "nhs_number_status", "local_id", "local_id_issuer", "person_id"], "string"
)


def test_a_key_belongs_to_its_only_verified_number() -> None:
    # b has no valid number, d no verified one, and f has two.
    assert drawn(same_number(with_number(table(IDENTITY, **TEXT)))) == same("""
        key  person
        a    nhs:9990000018
        e    nhs:9990000018
    """)


def test_a_local_number_belongs_to_the_only_nhs_number_its_issuer_tied_it_to() -> None:
    # Number 9 of RXX is tied to two people.
    assert drawn(same_local_number(with_number(table(IDENTITY, **TEXT)))) == same("""
        key           person
        local:RXX:7   nhs:9990000018
        local:RXX:8   nhs:9990000018
    """)
