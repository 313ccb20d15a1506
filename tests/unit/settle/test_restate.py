"""Putting an earlier statement right: what is still to be paid, to the penny."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from wholeplace.contract import read_contract, supplied
from wholeplace.kernel import Refused
from wholeplace.settle import (
    Statement,
    content_hash,
    find_figure,
    paid_so_far,
    restate,
    settle,
    statement_from_dict,
    statement_to_dict,
)

SHADOW = "\nphases: [{from: 2019-04-01, value: shadow, source: x}]\n"


def settled(text: str, spend: str | None, *, met: bool = False, year: int = 2019) -> Statement:
    contract = read_contract(text, "c.yaml")
    values = {"budget": Fraction(100), "spend": spend and Fraction(spend), "met": met}
    figures = {name: supplied(contract, name, value, "x") for name, value in values.items()}
    return settle(contract, date(year, 4, 1), figures)


def due(statement: Statement) -> list[str]:
    return [f"{p.payer} -> {p.payee} {p.amount}" for p in statement.due]


# spend before, spend now | what is still to be paid
EXAMPLES = [
    ("90", "80", ["ccg -> gp £2.50", "ccg -> trust £7.50"]),
    ("90", "96", ["gp -> ccg £1.50", "trust -> ccg £4.50"]),
    ("90", "110", ["gp -> ccg £5.00", "trust -> ccg £15.00"]),
    ("110", "110.01", ["trust -> ccg £0.01"]),
]


@pytest.mark.parametrize(("before", "now", "payments"), EXAMPLES)
def test_the_difference_is_paid(agreement: str, before: str, now: str, payments: list[str]) -> None:
    statement = restate(settled(agreement, before), settled(agreement, now), "late bills")
    assert sorted(due(statement)) == payments
    assert statement.payments == settled(agreement, now).payments
    assert statement.restates is not None
    assert statement.restates.statement == content_hash(settled(agreement, before))
    assert statement.restates.reason == "late bills"


def test_payments_of_several_lines_between_two_parties_are_taken_together(agreement: str) -> None:
    # The reward of £1 is gone and the saving has grown by £4, of which gp has a quarter.
    statement = restate(settled(agreement, "90", met=True), settled(agreement, "86"))
    assert due(statement) == ["ccg -> trust £3.00"]


def test_a_difference_explains_itself(agreement: str) -> None:
    statement = restate(settled(agreement, "90"), settled(agreement, "110"))
    figure = find_figure(statement, "due.trust_to_ccg")
    assert figure.formula == "payments as restated - paid before"
    assert figure.inputs == "£7.50 + £7.50"
    was_paid = find_figure(statement, "paid.trust_to_ccg")
    assert (was_paid.shown, was_paid.note) == ("-£7.50", "below zero: paid the other way")
    assert content_hash(settled(agreement, "90")) in was_paid.source


def test_a_chain_of_restatements_knows_all_that_was_paid(agreement: str) -> None:
    first = settled(agreement, "90")
    second = restate(first, settled(agreement, "80"))
    third = restate(second, settled(agreement, "84"))
    assert sorted(due(third)) == ["gp -> ccg £1.00", "trust -> ccg £3.00"]
    assert paid_so_far(third) == paid_so_far(settled(agreement, "84"))
    assert third.restates is not None
    assert third.restates.statement == content_hash(second)


def test_an_incomplete_restatement_pays_nothing_and_forgets_nothing(agreement: str) -> None:
    gap = restate(settled(agreement, "90"), settled(agreement, None))
    assert due(gap) == []
    assert sorted(due(restate(gap, settled(agreement, "80")))) == [
        *("ccg -> gp £2.50", "ccg -> trust £7.50"),
    ]


def test_a_shadow_year_restates_to_nothing_due(agreement: str) -> None:
    statement = restate(settled(agreement + SHADOW, "90"), settled(agreement + SHADOW, "80"))
    assert due(statement) == []
    assert statement.restates is not None
    assert statement.restates.due == ()
    assert paid_so_far(statement) == {}
    # Were the year then made live, all of it would be due.
    live = restate(statement, settled(agreement, "80"))
    assert sorted(due(live)) == ["ccg -> gp £5.00", "ccg -> trust £15.00"]


def test_what_was_paid_stays_paid_when_a_year_becomes_a_shadow_year(agreement: str) -> None:
    statement = restate(settled(agreement, "90"), settled(agreement + SHADOW, "90"))
    assert due(statement) == []
    assert paid_so_far(statement) == paid_so_far(settled(agreement, "90"))


def test_a_restatement_survives_json(agreement: str) -> None:
    second = restate(settled(agreement, "90"), settled(agreement, "80"), "a reason")
    third = restate(second, settled(agreement, "84"))
    for statement in (second, third):
        written = json.dumps(statement_to_dict(statement))
        assert statement_from_dict(json.loads(written)) == statement


def test_statements_of_two_years_do_not_restate_each_other(agreement: str) -> None:
    with pytest.raises(Refused, match="of 2020/21 in GBP cannot restate one of 2019/20 in GBP"):
        restate(settled(agreement, "90"), settled(agreement, "90", year=2020))


def test_nothing_is_restated_that_has_not_changed(agreement: str) -> None:
    second = restate(settled(agreement, "90"), settled(agreement, "80"))
    for earlier in (settled(agreement, "80"), second):
        with pytest.raises(Refused, match="nothing has changed"):
            restate(earlier, settled(agreement, "80"))


def test_the_longest_agreement_is_told_from_itself() -> None:
    lines = "".join(f"  l{i}: l{i - 1} + l{i - 1} * 1%\n" for i in range(1, 300))
    text = f"""\
title: As many lines as there may be, each of the one before
parties: {{ccg: {{role: commissioner}}, trust: {{role: provider}}}}
figures: {{budget: {{unit: money}}}}
lines:
  l0: budget
{lines}payments: [{{from: ccg, to: trust, amount: l299}}]
"""
    contract = read_contract(text, "c.yaml")
    figures = {"budget": supplied(contract, "budget", Fraction(100), "x")}
    statement = settle(contract, date(2019, 4, 1), figures)
    assert statement.is_complete
    again = statement_from_dict(statement_to_dict(statement))
    with pytest.raises(Refused, match="nothing has changed"):
        restate(again, statement)
