"""What a statement is worth: shadow, provisional or final."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from wholeplace.contract import read_contract, supplied
from wholeplace.kernel import Refused, Value
from wholeplace.settle import (
    Standing,
    Statement,
    content_hash,
    find_figure,
    settle,
    statement_from_dict,
    statement_to_dict,
)

SHADOW_FIRST = """
phases:
  - {from: 2019-04-01, value: shadow, source: clause 5}
  - {from: 2020-04-01, value: live, source: clause 5}
"""
REVIEW = """
reviews: [{on: 2021-04-01, title: The first review, rebases: [bonus], source: clause 6}]
"""


def settled(text: str, year: int = 2019, *, final: bool = False, spend: int = 90) -> Statement:
    contract = read_contract(text, "c.yaml")
    given: dict[str, Value] = {"budget": Fraction(100), "spend": Fraction(spend), "met": True}
    figures = {name: supplied(contract, name, value, "x") for name, value in given.items()}
    return settle(contract, date(year, 4, 1), figures, final=final)


def refusal(text: str, year: int) -> str:
    with pytest.raises(Refused) as refused:
        settled(text, year, final=True)
    return str(refused.value)


def due(statement: Statement) -> list[str]:
    return [f"{p.payer} -> {p.payee} {p.amount}" for p in statement.due]


def test_a_statement_is_provisional_and_due_unless_it_is_said_to_be_final(agreement: str) -> None:
    payments = ["ccg -> trust £7.50", "ccg -> gp £2.50", "ccg -> gp £1.00"]
    assert settled(agreement).standing is Standing.PROVISIONAL
    assert due(settled(agreement)) == payments
    assert settled(agreement, final=True).standing is Standing.FINAL
    assert due(settled(agreement, final=True)) == payments


def test_a_payment_of_nothing_is_not_due(agreement: str) -> None:
    assert due(settled(agreement, spend=100)) == []
    assert len(settled(agreement, spend=100).payments) == 3


def test_a_shadow_year_shows_what_would_be_paid_and_nothing_is_due(agreement: str) -> None:
    shadow = settled(agreement + SHADOW_FIRST)
    live = settled(agreement + SHADOW_FIRST, 2020)
    assert (shadow.standing, live.standing) == (Standing.SHADOW, Standing.PROVISIONAL)
    assert [p.amount for p in shadow.payments] == [p.amount for p in live.payments]
    assert (due(shadow), len(due(live))) == ([], 3)
    assert find_figure(shadow, "payments.trust").shown == "£7.50"
    assert "a shadow year" in find_figure(shadow, "payments.trust").note
    assert find_figure(live, "payments.trust").note == ""


def test_a_shadow_year_is_not_made_final(agreement: str) -> None:
    said = refusal(agreement + SHADOW_FIRST, 2019)
    assert "2019/20 is a shadow year: nothing of it is paid or closed" in said
    assert settled(agreement + SHADOW_FIRST, 2020, final=True).is_final


def test_an_incomplete_statement_is_not_made_final(agreement: str) -> None:
    contract = read_contract(agreement, "c.yaml")
    with pytest.raises(Refused, match="figure 'budget' is missing"):
        settle(contract, date(2019, 4, 1), {}, final=True)


def test_a_year_that_waits_for_a_review_says_so_and_is_not_made_final(agreement: str) -> None:
    text = agreement + REVIEW
    assert settled(text, 2020, final=True).warnings == ()
    (warning,) = settled(text, 2021).warnings
    assert warning.what == (
        "the review of 2021-04-01 ('The first review') is due:"
        " 'bonus' still has its value of 2019-04-01"
    )
    assert str(warning.where).startswith("c.yaml:2")
    assert len(due(settled(text, 2021))) == 3
    assert "is due: 'bonus'" in refusal(text, 2021)
    held = text.replace(
        "source: clause 3}]", "source: clause 3}, {from: 2021-04-01, value: 10%, source: kept}]"
    )
    assert settled(held, 2021, final=True).warnings == ()


@pytest.mark.parametrize(
    ("term", "is_out"),
    [
        ("{from: 2019-04-01, until: 2021-03-31}", False),
        ("{from: 2021-03-31, until: 2025-03-31}", False),
        ("{from: 2019-04-01, until: 2020-04-01}", False),
        ("{from: 2021-04-01, until: 2025-03-31}", True),
        ("{from: 2018-04-01, until: 2020-03-31}", True),
    ],
)
def test_a_year_outside_the_term_says_so_and_is_not_made_final(
    agreement: str, term: str, *, is_out: bool
) -> None:
    text = f"{agreement}\nterm: {term}\n"
    if is_out:
        (warning,) = settled(text, 2020).warnings
        assert "which is not in 2020/21" in warning.what
        assert "which is not in 2020/21" in refusal(text, 2020)
    else:
        assert settled(text, 2020, final=True).warnings == ()


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_standing_and_warnings_survive_json(agreement: str, year: int) -> None:
    statement = settled(agreement + SHADOW_FIRST + REVIEW, year)
    written = statement_to_dict(statement)
    assert statement_from_dict(json.loads(json.dumps(written))) == statement
    amounts = [payment["pence"] for payment in json.loads(json.dumps(written))["due"]]
    assert amounts == ([] if year == 2019 else [750, 250, 100])


def test_a_statement_written_before_there_was_standing_is_provisional(agreement: str) -> None:
    statement = settled(agreement)
    written = statement_to_dict(statement)
    older = {n: v for n, v in written.items() if n not in {"standing", "warnings", "due"}}
    assert statement_from_dict(older) == statement


def test_the_hash_tells_standings_apart(agreement: str) -> None:
    assert content_hash(settled(agreement)) != content_hash(settled(agreement, final=True))
