"""Payments that several parties share: by a split, by weights, and what a party keeps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.contract import read_contract, read_value, supplied
from wholeplace.contract.formula import Basic
from wholeplace.kernel import Money, Refused
from wholeplace.settle import Statement, find_figure, settle, share_out

SCHEME = """\
title: One incentive scheme over several contracts
parties:
  ccg: {role: commissioner}
  lead: {role: provider}
  gp: {role: provider}
  trust: {role: provider}
figures:
  reward: {unit: money}
  gp_points: {unit: count}
  trust_points: {unit: count}
parameters:
  backing: [{from: 2019-04-01, value: {lead: 20%, gp: 30%, trust: 50%}, source: clause 2}]
  budget_of_gp: [{from: 2019-04-01, value: GBP 10, source: clause 3}]
  budget_of_trust: [{from: 2019-04-01, value: GBP 30, source: clause 3}]
lines:
  pot: reward
  points: gp_points + trust_points
payments:
  - {from: ccg, to: TO, amount: pot}
"""
BY_POINTS = "{gp: gp_points, trust: trust_points}"


def settled(to: str, reward: str = "100", gp: str = "1", trust: str = "2") -> Statement:
    contract = read_contract(SCHEME.replace("TO", to), "c.yaml")
    given = {"reward": reward, "gp_points": gp, "trust_points": trust}
    kinds = {"reward": Basic.MONEY}
    figures = {
        name: supplied(contract, name, read_value(text, kinds.get(name, Basic.COUNT), "GBP"), "x")
        for name, text in given.items()
    }
    return settle(contract, date(2019, 4, 1), figures)


def paid(statement: Statement) -> list[str]:
    return [f"{p.payer} -> {p.payee} {p.amount}" for p in statement.payments]


# to                                         | reward | gp points | trust points | paid
EXAMPLES = [
    (BY_POINTS, "100", "1", "2", ["ccg -> gp £33.33", "ccg -> trust £66.67"]),
    (BY_POINTS, "-100", "1", "2", ["gp -> ccg £33.33", "trust -> ccg £66.67"]),
    (BY_POINTS, "100", "0", "2", ["ccg -> gp £0.00", "ccg -> trust £100.00"]),
    (BY_POINTS, "0", "0", "0", ["ccg -> gp £0.00", "ccg -> trust £0.00"]),
    (BY_POINTS, "0.004", "0", "0", ["ccg -> gp £0.00", "ccg -> trust £0.00"]),
    (
        *("{gp: budget_of_gp, trust: budget_of_trust}", "100", "1", "2"),
        ["ccg -> gp £25.00", "ccg -> trust £75.00"],
    ),
    (
        *("{lead: points, gp: points, trust: points}", "100", "1", "2"),
        ["ccg -> lead £33.34", "ccg -> gp £33.33", "ccg -> trust £33.33"],
    ),
]


@pytest.mark.parametrize(("to", "reward", "gp", "trust", "payments"), EXAMPLES)
def test_an_amount_is_shared_by_weights_to_the_penny(
    to: str, reward: str, gp: str, trust: str, payments: list[str]
) -> None:
    statement = settled(to, reward, gp, trust)
    assert paid(statement) == payments
    assert statement.is_complete


def test_a_payment_by_weights_explains_itself() -> None:
    payment = find_figure(settled(BY_POINTS), "payments.pot.ccg_to_gp")
    assert payment.formula == "pot * gp_points / (gp_points + trust_points)"
    assert payment.inputs == "£100.00 * 1 / (1 + 2)"
    assert [child.id for child in payment.children] == [
        *("rounded.pot", "figures.gp_points", "figures.trust_points"),
    ]


# gp points | trust points | why it cannot be shared
UNSHARED = [
    ("0", "0", "the payment of 'pot' cannot be shared: all its weights are zero, so £100.00 cann"),
    ("-1", "2", "the payment of 'pot' cannot be shared: the weight of 'gp' is below zero"),
    ("", "2", "figure 'gp_points' is missing"),
]


@pytest.mark.parametrize(("gp", "trust", "why"), UNSHARED)
def test_what_cannot_be_shared_is_told_and_nothing_is_paid(gp: str, trust: str, why: str) -> None:
    statement = settled(BY_POINTS, gp=gp, trust=trust)
    (problem,) = statement.problems
    assert problem.what.startswith(why)
    assert (statement.is_complete, statement.payments, statement.due) == (False, (), ())
    assert {figure.shown for figure in statement.net} == {"missing"}


def test_a_weight_that_is_only_a_weight_is_missed_too() -> None:
    text = SCHEME.replace("TO", BY_POINTS).replace("  points: gp_points + trust_points\n", "")
    statement = settle(read_contract(text, "c.yaml"), date(2019, 4, 1), {})
    assert [problem.what for problem in statement.problems] == [
        *("figure 'reward' is missing", "figure 'gp_points' is missing"),
        "figure 'trust_points' is missing",
    ]


def test_the_party_that_pays_keeps_its_own_share() -> None:
    text = SCHEME.replace("{from: ccg, to: TO,", "{from: lead, to: backing,")
    contract = read_contract(text, "c.yaml")
    reward = supplied(contract, "reward", Fraction(100), "x")
    points = {n: supplied(contract, n, Fraction(1), "x") for n in ("gp_points", "trust_points")}
    statement = settle(contract, date(2019, 4, 1), {"reward": reward, **points})
    assert paid(statement) == ["lead -> gp £30.00", "lead -> trust £50.00"]
    assert "lead keeps £20.00 of its own" in statement.payments[0].figure.note
    assert find_figure(statement, "payments.lead").shown == "-£80.00"


def test_a_lead_provider_shares_on_what_it_is_paid() -> None:
    second = "{from: ccg, to: lead, amount: pot}\n  - {from: lead, to: backing, amount: pot}"
    text = SCHEME.replace("{from: ccg, to: TO, amount: pot}", second)
    contract = read_contract(text, "c.yaml")
    given = {"reward": "-100.01", "gp_points": "1", "trust_points": "1"}
    figures = {n: supplied(contract, n, Fraction(v), "x") for n, v in given.items()}
    statement = settle(contract, date(2019, 4, 1), figures)
    # A loss goes the other way: the providers pay the lead, and the lead the commissioner.
    assert paid(statement) == ["lead -> ccg £100.01", "gp -> lead £30.00", "trust -> lead £50.01"]
    net = {figure.id: figure.shown for figure in statement.net}
    assert net["payments.lead"] == "-£20.00"


# to | what is said
WRONG = [
    ("{gp: gp_pints}", "payments[0].to.gp: 'gp_pints' is not a line, a figure or a parameter"),
    ("{gpp: gp_points}", "payments[0].to.gpp: unknown party 'gpp'"),
    ("{gp: backing}", "payments[0].to.gp: 'backing' is a split between parties, and only a number"),
    (
        "{gp: gp_points, trust: reward}",
        "payments[0].to: the weights are of different units: 'gp_points' is count, 'reward' is",
    ),
    ("{}", "payments[0].to: there are no parties to share it"),
]


@pytest.mark.parametrize(("to", "said"), WRONG)
def test_weights_that_make_no_sense_are_refused(to: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_contract(SCHEME.replace("TO", to), "c.yaml")
    assert str(refused.value.problems[0]).partition(" ")[2].startswith(said)


def test_two_ends_that_share_are_refused() -> None:
    text = SCHEME.replace("{from: ccg, to: TO,", "{from: {ccg: reward}, to: {gp: reward},")
    with pytest.raises(Refused, match="both ends are shared between parties"):
        read_contract(text, "c.yaml")


def test_weights_of_nothing_share_nothing() -> None:
    assert share_out(Money(0), {"a": Fraction(0), "b": Fraction(0)}) == {
        "a": Money(0),
        "b": Money(0),
    }
    with pytest.raises(ValueError, match="all its weights are zero"):
        share_out(Money(1), {"a": Fraction(0)})
    with pytest.raises(ValueError, match="'b' is below zero"):
        share_out(Money(0), {"a": Fraction(1), "b": Fraction(-1)})
