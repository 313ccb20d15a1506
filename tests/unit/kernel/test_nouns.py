"""The nouns of the kernel are values: once made, nothing about them changes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from fractions import Fraction

import pytest

from wholeplace.kernel import (
    Figure,
    FinancialYear,
    Headline,
    Money,
    Month,
    Party,
    Problem,
    Role,
    Unit,
    Where,
)

FIGURE = Figure("x", Fraction(1), Unit.MONEY)
NOUNS = [
    FIGURE,
    FinancialYear(2019),
    Headline(FIGURE),
    Money(1),
    Month(2019, 4),
    Party("ccg", "The payer", Role.COMMISSIONER),
    Problem(Where("a"), "wrong", "right"),
    Where("a"),
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: type(noun).__name__)
def test_a_noun_cannot_be_changed(noun: object) -> None:
    for field in fields(noun):  # type: ignore[arg-type]
        with pytest.raises(FrozenInstanceError):
            setattr(noun, field.name, getattr(noun, field.name))
    assert hash(noun) == hash(noun)


def test_the_parties_to_an_agreement_pay_or_provide() -> None:
    assert [role.value for role in Role] == ["commissioner", "provider"]
