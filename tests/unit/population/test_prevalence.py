"""What is expected by age and sex, and what is recorded of the same people."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from tests.tables import drawn, same, table
from wholeplace.population.prevalence import (
    ExpectedCondition,
    Found,
    prevalence_of,
    register_cells,
)
from wholeplace.population.scores import Listed, Score, prefixes

EXPECTED = ExpectedCondition.model_validate(
    {
        "covers": "found by looking",
        "year": 2015,
        "bands": [
            {"from_age": 45, "men": "10%", "women": "20%"},
            {"from_age": 65, "men": "50%", "women": "40%"},
        ],
        "source": "assumed: for tests",
    }
)
SCORE = Score.model_validate(
    {
        "score": "ill",
        "version": "1",
        "about": "",
        "map": "ill.csv",
        "source": "assumed: for tests",
        "groups": {"cold": {"points": 1}, "warm": {"points": 1}},
    }
)


@pytest.mark.parametrize(
    ("sex", "age", "share"),
    [
        ("1", 44, None),
        ("1", 45, Fraction(1, 10)),
        ("2", 64, Fraction(1, 5)),
        ("2", 99, Fraction(2, 5)),
        ("9", 65, Fraction(9, 20)),
    ],
)
def test_the_expected_share_at_an_age(sex: str, age: int, share: Fraction | None) -> None:
    assert EXPECTED.share(sex, age) == share


def test_recorded_and_gap_come_to_the_expected() -> None:
    cells = [
        {"neighbourhood": "N", "sex": "1", "age": 50, "people": 30, "cold": 5},
        {"neighbourhood": "N", "sex": "2", "age": 70, "people": 10, "cold": 1},
        {"neighbourhood": "N", "sex": "2", "age": 20, "people": 99, "cold": 9},
        {"neighbourhood": "S", "sex": "1", "age": 70, "people": 2, "cold": 2},
    ]
    found = prevalence_of(cells, "cold", EXPECTED)
    # Those of 20 are left out on both sides.
    assert found == {"N": Found(40, 6, Fraction(7)), "S": Found(2, 2, Fraction(1))}
    assert found["S"].gap == -1


def test_people_without_any_code_are_counted_too() -> None:
    one = Listed(SCORE, prefixes([{"group": "cold", "prefix": "A"}]))
    register = table(
        """
        person_id  neighbourhood  sex  age
        ann        N              2    70
        bob        N              2    70
        cat        S              1    50
        """,
        age="int64",
    )
    bits = table(
        """
        person_id  ill#0
        ann        3
        """,
        **{"ill#0": "int64"},
    )
    assert drawn(register_cells(register, bits, one, ["cold", "warm"])) == same("""
        neighbourhood  sex  age  people  cold  warm
        N              2    70   2       1     1
        S              1    50   1       0     0
    """)


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([{"from_age": 65, "men": "1%", "women": "1%"}] * 2, "does not come after"),
        ([{"from_age": 65, "men": "101%", "women": "1%"}], "is no share of people"),
        ([], "at least 1"),
    ],
)
def test_a_wrong_expectation_is_refused(bands: list[object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ExpectedCondition.model_validate(EXPECTED.model_dump() | {"bands": bands})
