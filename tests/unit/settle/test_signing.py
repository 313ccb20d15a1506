"""The check before signing finds the known ways in which such agreements fail.

The draft is that of an older people's contract of 2015 (UnitingCare), with what is public of it:
a bid of £726m over five years, £152m of it in the first, against a ceiling of £752m; a gap of about
£30m in the first year; VAT that could not be recovered; no guarantee by the parents; and its end
after eight months. What is not public is assumed, and says so.
"""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.contract import read_contract, read_examples
from wholeplace.settle.signing import (
    Advice,
    Draft,
    advice_before_signing,
    is_draft,
    reconciled,
)
from wholeplace.settle.signing.advice import years_of

DRAFT = """\
title: Older people and adult community services, as bid
parties:
  ccg: {role: commissioner, legal_form: commissioner}
  llp: {role: provider, legal_form: llp, recovers_vat: no}
  trusts: {role: provider, legal_form: foundation trust, recovers_vat: yes}
figures:
  charges: {unit: money, label: What the trusts charge the lead provider}
  penalty: {unit: money, default: GBP 0}
parameters:
  price:
    - {from: 2015-04-01, value: GBP 152m, source: "public reports: the bid for year 1"}
    - {from: 2016-04-01, value: GBP 143.5m, source: "assumed: the rest of GBP 726m, equally"}
lines:
  price_of_year: price - penalty
payments:
  - {from: ccg, to: llp, amount: price_of_year}
  - {from: llp, to: trusts, amount: charges}
term: {from: 2015-04-01, until: 2020-03-31}
scope:
  price: price
  ceiling: [{from: 2015-04-01, value: GBP 150.4m, source: "public reports: GBP 752m in five years"}]
  services:
    - name: Community and older people's services
      cost: [{from: 2015-04-01, value: GBP 177m, source: "public reports: a gap of about GBP 30m"}]
      vat: GBP 5m
      source: public reports
    - {name: Services still to be valued, source: public reports}
"""
EXAMPLES = """\
- name: The first year
  year: 2015/16
  given: {charges: GBP 182m}
  expect: {payments.llp: -GBP 30m}
  source: by hand
"""
PHASES = """\
phases: [{from: 2015-04-01, value: shadow, source: x}, {from: 2016-04-01, value: live, source: x}]
"""
REVIEWS = "reviews: [{on: 2016-04-01, title: First, rebases: [price], source: x}]\n"
GUARANTEE = "guarantees: [{of: llp, by: The trusts, up_to: GBP 20m, source: x}]\n"


def draft(text: str = DRAFT, examples: str = EXAMPLES) -> Draft:
    read = read_examples(examples, "e.yaml") if examples else None
    return Draft(read_contract(text, "c.yaml"), read)


def advice(text: str = DRAFT, examples: str = EXAMPLES) -> list[str]:
    return [said.what for said in advice_before_signing(draft(text, examples))]


def about(word: str, text: str = DRAFT, examples: str = EXAMPLES) -> list[str]:
    return [what for what in advice(text, examples) if word in what]


def test_every_known_cause_is_found() -> None:
    assert advice() == [
        (
            "the price of 2015/16 (£152m) is £30m less than the expected cost (£182m, of which £5m"
            " VAT that is not got back), and £184m less over all 5 years"
        ),
        "the price over 5 years (£726m) is £26m below the ceiling of the commissioner (£752m)",
        "'Services still to be valued' is in scope, and nobody says what it costs",
        "'llp' gets no VAT back: £5m in 2015/16, £25m in all",
        "'llp' is no public body (llp), and nobody guarantees what it owes",
        "no review was agreed at which numbers are set anew",
        (
            "no limit shows to what llp can lose: were 'charges' twice or four times that of the"
            " example 'The first year', llp would lose £212m or £576m (at four times, 379% of the"
            " price of the year)"
        ),
        "no year runs in shadow: the first that is worked out is also paid",
        "no worked example gives 'penalty'",
        "'price' rests on assumptions, as their sources say",
    ]


def test_advice_says_where_why_and_what_to_try() -> None:
    first = advice_before_signing(draft())[0]
    assert isinstance(first, Advice)
    lines = str(first).splitlines()
    assert lines[0].startswith("c.yaml:20:3 scope.price: the price of 2015/16")
    assert lines[1].startswith("    why: ")
    assert lines[2].startswith("    try: ")
    assert first.to_dict()["line"] == 20


def test_price_and_cost_are_held_against_each_other_year_by_year() -> None:
    years = reconciled(draft())
    assert [(year.year, str(year.price), str(year.whole_cost), str(year.gap)) for year in years][
        :2
    ] == [
        ("2015/16", "£152,000,000.00", "£182,000,000.00", "-£30,000,000.00"),
        ("2016/17", "£143,500,000.00", "£182,000,000.00", "-£38,500,000.00"),
    ]
    assert len(years) == 5


def test_vat_that_is_got_back_is_no_cost() -> None:
    recovering = DRAFT.replace("llp, recovers_vat: no", "llp, recovers_vat: yes")
    assert str(reconciled(draft(recovering))[0].gap) == "-£25,000,000.00"
    assert about("VAT", recovering) == []
    by_share = DRAFT.replace("vat: GBP 5m", "vat: 2%")
    assert str(reconciled(draft(by_share))[0].vat) == "£3,540,000.00"


def test_a_price_that_covers_the_cost_is_left_alone() -> None:
    covered = DRAFT.replace("value: GBP 177m", "value: GBP 100m")
    assert about("expected cost", covered) == []
    # With a service that nobody has valued, a price below the ceiling is still worth a question.
    assert len(about("ceiling", covered)) == 1
    valued = covered.replace(
        "{name: Services still to be valued, source: public reports}",
        "{name: More, cost: [{from: 2016-04-01, value: GBP 1, source: x}], source: x}",
    )
    assert about("ceiling", valued) == []
    assert about("nobody says what it costs", valued) == []
    assert about("ceiling", valued.replace("GBP 150.4m", "GBP 130m")) == [
        "the price over 5 years (£726m) is £76m above the ceiling of the commissioner (£650m)"
    ]


LATE_REVIEW = (
    "the first review that sets numbers anew is on 2018-04-01, more than 2 years after 2015-04-01"
)

# what is written | instead of it | the word that tells the advice | what then is said
MENDED = [
    ("term:", PHASES + "term:", "in shadow", []),
    ("term:", REVIEWS + "term:", "review", []),
    (
        "term:",
        REVIEWS.replace("2016-04-01", "2018-04-01") + "term:",
        "review",
        [LATE_REVIEW],
    ),
    ("term:", REVIEWS.replace("2016-04-01", "2017-04-01") + "term:", "review", []),
    (
        "term:",
        REVIEWS.replace("rebases: [price], ", "") + "term:",
        "review",
        ["no review was agreed at which numbers are set anew"],
    ),
    ("term:", GUARANTEE + "term:", "guarantee", []),
    (
        "term:",
        GUARANTEE.replace("up_to", "until: 2018-03-31, up_to") + "term:",
        "guarantee",
        ["the guarantee of 'llp' ends on 2018-03-31, and the agreement on 2020-03-31"],
    ),
    ("legal_form: llp,", "legal_form: foundation trust,", "guarantee", []),
    ("legal_form: llp, ", "", "legal form", ["the legal form of llp is not stated"]),
    (
        "legal_form: llp, recovers_vat: no",
        "legal_form: llp",
        "VAT back",
        ["whether llp gets VAT back is not stated: £5m in 2015/16, £25m in all"],
    ),
    (
        "  price: price\n",
        "  price: price\n  price_until: 2018-03-31\n",
        "agreed to",
        ["the price is agreed to 2018-03-31, and the agreement runs to 2020-03-31"],
    ),
    (
        "  price: price\n",
        "  price: [{from: 2016-04-01, value: GBP 150m, source: x}]\n",
        "no price",
        ["there is no price for 2015/16"],
    ),
    (
        "  price: price\n",
        "",
        "no price",
        ["there is no price to hold against the cost of what is in scope"],
    ),
    (
        "term: {from: 2015-04-01, until: 2020-03-31}\n",
        "",
        "how long",
        ["it does not say how long it runs"],
    ),
    ("assumed: the rest", "the rest", "assumptions", []),
    ("amount: charges", "amount: price_of_year", "no limit", []),
]


@pytest.mark.parametrize(("written", "instead", "word", "said"), MENDED)
def test_advice_follows_what_is_written(
    written: str, instead: str, word: str, said: list[str]
) -> None:
    assert written in DRAFT
    assert about(word, DRAFT.replace(written, instead)) == said


def test_a_limit_to_a_loss_is_found() -> None:
    capped = DRAFT.replace(
        "  price_of_year: price - penalty",
        "  price_of_year: price - penalty\n  limited: min(charges, price + GBP 5m)",
    ).replace("amount: charges", "amount: limited")
    assert about("no limit", capped) == []


def test_what_need_not_be_supplied_is_no_driver_of_a_loss() -> None:
    # A figure with a default stands for what was paid on account, and the like.
    optional = DRAFT.replace("charges: {unit: money", "charges: {unit: money, default: GBP 0")
    assert optional != DRAFT
    assert about("no limit") != []
    assert about("no limit", optional) == []


def test_a_loss_that_is_written_as_one_is_tried_as_well() -> None:
    # A figure that is itself below zero grows as a loss.
    text = DRAFT.replace("amount: charges", "amount: price_of_year")
    text = text.replace(
        "{from: llp, to: trusts",
        "{from: ccg, to: llp, amount: charges}\n  - {from: llp, to: trusts",
    )
    losses = EXAMPLES.replace("charges: GBP 182m", "charges: -GBP 100m")
    (said,) = about("no limit", text, losses)
    assert "llp would lose £200m or £400m" in said


def test_without_examples_no_loss_is_tried_and_that_is_said() -> None:
    assert about("worked example", examples="") == ["there are no worked examples"]
    assert about("no limit", examples="") == []


def test_an_example_that_covers_a_figure_ends_the_advice() -> None:
    given = EXAMPLES.replace("{charges: GBP 182m}", "{charges: GBP 182m, penalty: GBP 0}")
    assert about("no worked example", examples=given) == []


def test_only_an_agreement_that_is_on_its_way_to_be_signed_is_advised_on() -> None:
    assert is_draft(draft().contract)
    assert not is_draft(draft(DRAFT + "signed: 2014-11-01\n").contract)
    bare = DRAFT[: DRAFT.index("term:")]
    assert is_draft(draft(bare).contract)  # it says what its parties are in law
    for said in (", legal_form: commissioner", ", legal_form: llp", ", recovers_vat: no"):
        bare = bare.replace(said, "")
    bare = bare.replace(", legal_form: foundation trust, recovers_vat: yes", "")
    assert not is_draft(draft(bare).contract)
    assert is_draft(draft(bare + GUARANTEE).contract)


# term | the first days of its years
TERMS = [
    ("from: 2015-04-01, until: 2017-03-31", [2015, 2016]),
    ("from: 2015-04-01, until: 2017-04-01", [2015, 2016, 2017]),
    ("from: 2015-03-31, until: 2015-06-01", [2014, 2015]),
    ("from: 0001-01-01, until: 0001-12-31", [1]),
    ("from: 9998-04-01, until: 9999-12-31", [9998, 9999]),
]


@pytest.mark.parametrize(("term", "years"), TERMS)
def test_the_years_of_an_agreement(term: str, years: list[int]) -> None:
    text = DRAFT.replace("from: 2015-04-01, until: 2020-03-31", term)
    assert years_of(draft(text).terms) == tuple(date(year, 4, 1) for year in years)


def test_an_endless_agreement_is_looked_at_for_fifty_years() -> None:
    text = DRAFT.replace("until: 2020-03-31", "until: 9999-12-31")
    assert len(years_of(draft(text).terms)) == 50


def test_an_agreement_that_says_nothing_of_money_in_scope_is_advised_on_too() -> None:
    text = DRAFT[: DRAFT.index("term:")]
    assert reconciled(draft(text)) == ()
    assert about("services are in scope", text) == [
        "it does not say which services are in scope and what they cost"
    ]
