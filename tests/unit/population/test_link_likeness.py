"""Names, dates and addresses are written in one way before they are compared."""

from __future__ import annotations

from tests.tables import drawn, same, table
from wholeplace.population import comparable

WRITTEN = """
person_id  given_name  family_name  birth_date  sex  postcode  uprn
a          José        O'Brien-Ng   1950-03-01  2    ub8·1uw   0010
b          Liz         smith        -           9    -         -
c          -           -            1980-01-02  1    N11AA     -
c          Ann         -            1980-01-02  1    -         77
"""


def test_identities_become_comparable() -> None:
    kinds = dict.fromkeys(["given_name", "family_name", "postcode", "uprn"], "string")
    rows = comparable(table(WRITTEN, **kinds), {"liz": ["elizabeth", "lisbeth"]})
    shown = rows.drop("given_full", "uprn")
    assert drawn(shown) == same("""
        person_id  given_name  family_name  birth_date  sex  postcode  district  given_root
        a          jose        obrienng     1950-03-01  2    UB81UW    UB8       jose
        b          liz         smith        -           -    -         -         elizabeth
        c          ann         -            1980-01-02  1    N11AA     N1        ann
    """)
