"""The statement of a year: who pays whom, to the penny, and why."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from wholeplace.contract import read_contract, read_value, supplied
from wholeplace.contract.formula import Basic
from wholeplace.kernel import Refused
from wholeplace.settle import (
    Statement,
    content_hash,
    find_figure,
    settle,
    statement_from_dict,
    statement_to_dict,
)

YEAR = date(2019, 4, 1)
KINDS = {"budget": Basic.MONEY, "spend": Basic.MONEY, "met": Basic.YES_NO}


def settled(text: str, budget: str = "100", spend: str = "", met: str = "no") -> Statement:
    contract = read_contract(text, "c.yaml")
    given = {"budget": budget, "spend": spend, "met": met}
    figures = {
        name: supplied(contract, name, read_value(value, KINDS[name], "GBP"), "the books")
        for name, value in given.items()
    }
    return settle(contract, YEAR, figures)


def paid(statement: Statement) -> list[str]:
    return [f"{p.payer} -> {p.payee} {p.amount}" for p in statement.payments]


def net(statement: Statement) -> dict[str, str]:
    return {figure.id.removeprefix("payments."): figure.shown for figure in statement.net}


# spend | met | the payments
EXAMPLES = [
    ("90", "no", ["ccg -> trust £7.50", "ccg -> gp £2.50", "ccg -> gp £0.00"]),
    ("90", "yes", ["ccg -> trust £7.50", "ccg -> gp £2.50", "ccg -> gp £1.00"]),
    ("110", "yes", ["trust -> ccg £7.50", "gp -> ccg £2.50", "gp -> ccg £1.00"]),
    ("100", "no", ["ccg -> trust £0.00", "ccg -> gp £0.00", "ccg -> gp £0.00"]),
    # 2p: 1.5p and 0.5p; the penny left over goes to the first of two equal remainders.
    ("99.98", "no", ["ccg -> trust £0.02", "ccg -> gp £0.00", "ccg -> gp £0.00"]),
    # 2.5p is rounded to 3p, then 2.25p and 0.75p.
    ("99.975", "no", ["ccg -> trust £0.02", "ccg -> gp £0.01", "ccg -> gp £0.00"]),
    ("100.025", "no", ["trust -> ccg £0.02", "gp -> ccg £0.01", "ccg -> gp £0.00"]),
    # A reward of 0.5p is rounded to a penny.
    ("99.95", "yes", ["ccg -> trust £0.04", "ccg -> gp £0.01", "ccg -> gp £0.01"]),
]


@pytest.mark.parametrize(("spend", "met", "payments"), EXAMPLES)
def test_payments_are_positive_and_to_the_penny(
    agreement: str, spend: str, met: str, payments: list[str]
) -> None:
    statement = settled(agreement, spend=spend, met=met)
    assert paid(statement) == payments
    assert statement.is_complete


def test_net_positions_add_up_to_nothing(agreement: str) -> None:
    statement = settled(agreement, spend="90", met="yes")
    assert net(statement) == {"ccg": "-£11.00", "trust": "£7.50", "gp": "£3.50"}
    ccg = find_figure(statement, "payments.ccg")
    assert (ccg.label, ccg.inputs) == ("The Commissioner", "-£7.50 - £2.50 - £1.00")


def test_a_payer_may_be_a_split_too(agreement: str) -> None:
    text = agreement.replace("from: ccg, to: backing", "from: backing, to: ccg")
    assert paid(settled(text, spend="90"))[:2] == ["trust -> ccg £7.50", "gp -> ccg £2.50"]


def test_a_statement_says_what_it_is_of(agreement: str) -> None:
    statement = settled(agreement, spend="90")
    assert (statement.title, statement.year, statement.start, statement.currency) == (
        *("Two partners", "2019/20", YEAR, "GBP"),
    )
    assert [(line.id, line.shown) for line in statement.lines] == [
        ("lines.saving", "£10.00"),
        ("lines.rate", "10%"),
        ("lines.reward", "£0.00"),
    ]


def test_a_calendar_year_is_named_by_its_number(agreement: str) -> None:
    text = agreement.replace("parties:", "year: 01-01\nparties:").replace("04-01", "01-01")
    assert settle(read_contract(text), date(2021, 1, 1), {}).year == "2021"


def test_a_payment_explains_itself_down_to_the_figures(agreement: str) -> None:
    statement = settled(agreement, spend="110.004")
    payment = find_figure(statement, "payments.saving.trust_to_ccg")
    assert (payment.formula, payment.inputs) == ("saving * backing[trust]", "-£10.00 * 75%")
    assert (payment.label, payment.source) == ("Gain share", "clause 4")
    assert payment.note == (
        "the amount is below zero, so it is paid the other way; "
        "the shares add up to the penny (largest remainder)"
    )
    rounded, backing = payment.children
    assert (rounded.id, rounded.value) == ("rounded.saving", Fraction(-10))
    assert rounded.formula == "round(saving, to = GBP 0.01)"
    assert rounded.note == "halves are rounded away from zero"
    assert (backing.id, backing.value) == ("parameters.backing", "trust 75%, gp 25%")
    assert [figure.id for figure in payment.walk()][1:] == [
        *("rounded.saving", "lines.saving", "figures.budget", "figures.spend"),
        "parameters.backing",
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("lines.saving", "lines.saving"),
        ("saving", "lines.saving"),
        ("payments.trust", "payments.trust"),
        ("trust", "payments.trust"),
        ("budget", "figures.budget"),
        ("parameters.bonus", "parameters.bonus"),
        ("bonus", "parameters.bonus"),
    ],
)
def test_a_figure_is_found_by_id_or_bare_name(agreement: str, name: str, found: str) -> None:
    assert find_figure(settled(agreement, spend="90", met="yes"), name).id == found


@pytest.mark.parametrize(
    ("name", "nearest"), [("savng", "saving"), ("payments.turst", "payments.trust")]
)
def test_a_figure_that_is_not_there_is_refused_with_the_nearest(
    agreement: str, name: str, nearest: str
) -> None:
    with pytest.raises(Refused) as refused:
        find_figure(settled(agreement, spend="90"), name)
    (problem,) = refused.value.problems
    assert problem.what == f"there is no figure '{name}'"
    assert problem.remedy == f"did you mean '{nearest}'?"


def test_an_incomplete_statement_pays_nothing_and_says_why(agreement: str) -> None:
    statement = settled(agreement, spend="")
    assert not statement.is_complete
    assert statement.payments == ()
    assert net(statement) == {"ccg": "missing", "trust": "missing", "gp": "missing"}
    assert [problem.what for problem in statement.problems] == ["figure 'spend' is missing"]
    note = find_figure(statement, "payments.trust").note
    assert note == "the statement is incomplete, so nothing is paid"


def test_a_missing_line_that_is_not_paid_stops_the_payments_as_well(agreement: str) -> None:
    statement = settled(agreement, budget="0", spend="5")
    assert [line.shown for line in statement.lines] == ["-£5.00", "missing", "£0.00"]
    assert statement.payments == ()
    assert [problem.what for problem in statement.problems] == [
        "line 'rate' has no value: it divides by zero"
    ]


@pytest.mark.parametrize(("budget", "spend"), [("100", "90"), ("100", ""), ("0", "1")])
def test_a_statement_survives_json(agreement: str, budget: str, spend: str) -> None:
    statement = settled(agreement, budget=budget, spend=spend)
    text = json.dumps(statement_to_dict(statement))
    assert statement_from_dict(json.loads(text)) == statement


def test_figures_that_are_used_twice_are_written_once(agreement: str) -> None:
    figures = statement_to_dict(settled(agreement, spend="90"))["figures"]
    assert isinstance(figures, list)
    ids = [figure["id"] for figure in figures]
    assert len(ids) == len(set(ids))


def test_the_hash_is_of_the_content(agreement: str) -> None:
    one = settled(agreement, spend="90")
    assert content_hash(one) == content_hash(settled(agreement, spend="90.00"))
    assert content_hash(one) != content_hash(settled(agreement, spend="90.01"))
    assert content_hash(one) == content_hash(statement_from_dict(statement_to_dict(one)))
    assert len(content_hash(one)) == 64
