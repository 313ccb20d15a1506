"""What an agreement says about itself: phases, reviews, variations, guarantees, scope."""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.contract import Contract, Phase, evaluate, read_contract, reviews_due
from wholeplace.kernel import Refused

AGREEMENT = """\
title: Two partners
parties:
  ccg: {role: commissioner, legal_form: commissioner}
  lead: {role: provider, legal_form: LLP, recovers_vat: no}
  gp: {role: provider}
figures: {spend: {unit: money}}
parameters:
  price: [{from: 2019-04-01, value: GBP 100, source: clause 1}]
  share:
    - {from: 2019-04-01, value: 50%, source: clause 2}
    - {from: 2022-04-01, value: 40%, source: clause 3}
  backing: [{from: 2019-04-01, value: {lead: 50%, gp: 50%}, source: clause 4}]
lines:
  saving: price - spend
  shared: saving * share
payments:
  - {from: ccg, to: backing, amount: shared}
"""
DEAL = """\
term: {from: 2019-04-01, until: 2024-03-31}
phases:
  - {from: 2019-04-01, value: shadow, source: clause 5}
  - {from: 2020-04-01, value: live, source: clause 5}
reviews:
  - {on: 2021-04-01, title: First review, rebases: [price], source: clause 6}
variations:
  - from: 2020-04-01
    title: Social care joins
    sets: {price: GBP 150, backing: {lead: 25%, gp: 75%}}
    source: clause 7
  - {from: 2021-04-01, title: Children join, status: proposed, sets: {price: GBP 200}, source: x}
guarantees:
  - {of: lead, by: The parent, up_to: GBP 5m, until: 2024-03-31, source: clause 8}
scope:
  price: price
  ceiling: [{from: 2019-04-01, value: GBP 120, source: clause 9}]
  services:
    - name: Nursing
      cost: [{from: 2019-04-01, value: GBP 90, source: books}]
      vat: 2%
      source: clause 10
"""


def read(text: str = AGREEMENT + DEAL, *including: str) -> Contract:
    return read_contract(text, "c.yaml", including=including)


def in_force(contract: Contract, name: str, year: int) -> tuple[str, str]:
    figure = evaluate(contract, date(year, 4, 1), {}).figures[f"{name}"]
    return figure.shown, figure.note


def test_a_year_is_of_the_phase_in_force_on_its_first_day_and_live_where_none_is_said() -> None:
    contract = read()
    assert contract.phase_on(date(2019, 4, 1)) is Phase.SHADOW
    assert contract.phase_on(date(2020, 4, 1)) is Phase.LIVE
    assert contract.phase_on(date(2018, 4, 1)) is Phase.LIVE
    assert read(AGREEMENT).phase_on(date(2019, 4, 1)) is Phase.LIVE


def test_an_agreed_variation_sets_several_parameters_from_its_day() -> None:
    contract = read()
    assert in_force(contract, "price", 2019) == ("£100.00", "in force from 2019-04-01")
    by = "in force from 2020-04-01 by the variation 'Social care joins'"
    assert in_force(contract, "price", 2020) == ("£150.00", by)
    assert in_force(contract, "backing", 2020) == ("lead 25%, gp 75%", by)
    assert in_force(contract, "share", 2020) == ("50%", "in force from 2019-04-01")
    (price,) = [evaluate(contract, date(2020, 4, 1), {}).figures["price"]]
    assert price.source == "clause 7"


def test_a_proposed_variation_is_not_in_force_unless_it_is_asked_for() -> None:
    assert in_force(read(), "price", 2021)[0] == "£150.00"
    assert in_force(read(AGREEMENT + DEAL, "Children join"), "price", 2021) == (
        *("£200.00", "in force from 2021-04-01 by the variation 'Children join'"),
    )
    assert in_force(read(AGREEMENT + DEAL, "Children join"), "price", 2020)[0] == "£150.00"


def test_a_variation_that_is_not_there_cannot_be_included() -> None:
    with pytest.raises(Refused, match=r"there is no variation 'Childen join'\n.*'Children join'"):
        read(AGREEMENT + DEAL, "Childen join")


def test_a_value_of_a_variation_that_a_later_value_ends_is_warned_of() -> None:
    contract = read((AGREEMENT + DEAL).replace("price: GBP 150,", "price: GBP 150, share: 60%,"))
    (said,) = [warning.what for warning in contract.warnings if "holds only" in warning.what]
    assert said == "the value of 'share' by 'Social care joins' holds only to 2022-04-01"
    assert in_force(contract, "share", 2021)[0] == "60%"
    assert in_force(contract, "share", 2022)[0] == "40%"


def test_a_variation_that_begins_within_a_year_is_warned_of() -> None:
    moved = (AGREEMENT + DEAL).replace("- from: 2020-04-01", "- from: 2020-07-01")
    (said,) = [warning.what for warning in read(moved).warnings]
    assert in_force(read(moved), "price", 2020)[0] == "£100.00"
    assert said == "'Social care joins' begins within a contract year, and holds from the next one"


def test_a_review_is_due_until_its_parameters_are_set_anew() -> None:
    due = [problem.what for problem in reviews_due(read(), date(2021, 4, 1))]
    assert due == [
        (
            "the review of 2021-04-01 ('First review') is due:"
            " 'price' still has its value of 2020-04-01"
        )
    ]
    assert list(reviews_due(read(), date(2020, 4, 1))) == []
    # The proposed variation would do what the review asks.
    agreed = read(AGREEMENT + DEAL, "Children join")
    assert list(reviews_due(agreed, date(2021, 4, 1))) == []
    assert list(reviews_due(agreed, date(2022, 4, 1))) == []


def test_a_value_dated_after_the_year_does_not_hold_a_review() -> None:
    later = "\n  - {from: 2022-04-01, title: Later, sets: {price: GBP 5}, source: x}\nguarantees:"
    contract = read((AGREEMENT + DEAL).replace("\nguarantees:", later))
    assert len(list(reviews_due(contract, date(2021, 4, 1)))) == 1
    assert list(reviews_due(contract, date(2022, 4, 1))) == []


# what is written                  | instead of it                        | what is said
WRONG = r"""
from: 2020-04-01, value: live      | from: 2020-10-01, value: live        | phases[1].from: 2020-10-01 does not start a contract year, and a year is of one phase; use 2020-04-01
value: shadow                      | value: shade                         | phases[0].value: unknown phase 'shade'; did you mean 'shadow'?
legal_form: LLP                    | legal_form: lpl                      | parties.lead.legal_form: unknown legal form 'lpl'; did you mean 'llp'?
recovers_vat: no                   | recovers_vat: perhaps                | parties.lead.recovers_vat: 'perhaps' is neither yes nor no; write yes or no
lead: {role: provider, legal_form: LLP | lead: {role: provider, legal_form: commissioner | parties.lead.role: 'lead' is a commissioner in law but a provider here; correct one of the two
until: 2024-03-31}                 | until: 2019-03-31}                   | term.until: 2019-03-31 does not come after 2019-04-01; write the first day and the last
rebases: [price]                   | rebases: [prize]                     | reviews[0].rebases[0]: 'prize' is not a parameter; did you mean 'price'?
of: lead                           | of: led                              | guarantees[0].of: unknown party 'led'; did you mean 'lead'?
by: The parent                     | by: lead                             | guarantees[0].by: 'lead' would answer for itself; name who else answers for it
up_to: GBP 5m                      | up_to: USD 5m                        | guarantees[0].up_to: an amount in USD stands in an agreement in GBP; write the amount in GBP
value: GBP 120                     | value: EUR 120                       | scope.ceiling[0].value: an amount in EUR stands in an agreement in GBP; write the amount in GBP
value: GBP 90                      | value: EUR 90                        | scope.services[0].cost[0].value: an amount in EUR stands in an agreement in GBP; write the amount in GBP
vat: 2%                            | vat: EUR 2                           | scope.services[0].vat: an amount in EUR stands in an agreement in GBP; write the amount in GBP
vat: 2%                            | vat: -2%                             | scope.services[0].vat: '-2%' is neither a share of the cost nor an amount of money; write it like 3% or GBP 5m, for one year
  price: price                     | price: prize                         | scope.price: 'prize' is not a parameter; did you mean 'price'? (or write dated amounts)
  price: price                     | price: share                         | scope.price: 'share' is not an amount of money at every date; name a parameter that is one amount
sets: {price: GBP 150,             | sets: {prize: GBP 150,               | variations[0].sets.prize: 'prize' is not a parameter; did you mean 'price'?
sets: {price: GBP 150,             | sets: {price: 150%,                  | variations[0].sets.price: it is fraction here but money before; write every value in the same unit
sets: {price: GBP 150,             | sets: {price: USD 150,               | variations[0].sets.price: USD 150 stands in an agreement in GBP; write the amount in GBP
lead: 25%, gp: 75%                 | lead: 25%, gp: 70%                   | variations[0].sets.backing: 25% + 70% make 95%; shares of one split must make 100%; correct the shares
from: 2020-04-01\n    title        | from: 2019-04-01\n    title          | variations[0].sets.price: 'price' has another value from 2019-04-01; keep one of the two, or correct a day
from: 2020-04-01\n    title        | from: 2018-04-01\n    title          | variations[0].sets.price: 'price' has no value before 2019-04-01 that could be varied on 2018-04-01; correct the day, or add the value it had before
from: 2021-04-01, title: Children  | from: 2020-03-01, title: Children    | variations[1].from: 2020-03-01 comes before 2020-04-01; put the variations in order of date
from: 2021-04-01, title: Children  | from: 2020-04-01, title: Children    | variations[1].sets.price: 'price' has another value from 2020-04-01, by the variation 'Social care joins'; keep one of the two, or correct a day
title: Children join               | title: Social care joins             | variations[1].title: 'Social care joins' is the title of two variations; give each a title of its own
sets: {price: GBP 200}             | sets: {}                             | variations[1].sets: it sets nothing; write sets: {parameter: value}, or remove it
status: proposed                   | status: maybe                        | variations[1].status: unknown status 'maybe'; use one of: agreed, proposed
"""  # noqa: E501 - a row is a row


@pytest.mark.parametrize("row", WRONG.strip().splitlines())
def test_a_mistake_is_told_at_its_place_with_a_remedy(row: str) -> None:
    written, instead, said = (
        part.strip(" " if i else "").replace("\\n", "\n").rstrip()
        for i, part in enumerate(row.split("|"))
    )
    text = AGREEMENT + DEAL
    assert text.count(written) == 1, written
    with pytest.raises(Refused) as refused:
        read(text.replace(written, ("  " if written.startswith("  ") else "") + instead))
    told = [str(p).replace("\n    try:", ";") for p in refused.value.problems]
    assert told[0].partition(" ")[2] == said
    assert told[0].startswith("c.yaml:")


def test_reviews_stand_in_order_and_services_once() -> None:
    text = (AGREEMENT + DEAL).replace(
        "variations:", "  - {on: 2020-04-01, title: Earlier, source: clause 6}\nvariations:"
    ) + "    - {name: Nursing, source: clause 10}\n"
    with pytest.raises(Refused) as refused:
        read(text)
    assert [problem.what for problem in refused.value.problems] == [
        "2020-04-01 does not come after 2021-04-01",
        "'Nursing' is in scope twice",
    ]


def test_a_price_named_in_the_scope_counts_as_used() -> None:
    text = AGREEMENT.replace("price - spend", "GBP 9 - spend")
    assert [w.what for w in read(text).warnings] == ["'price' is never used"]
    assert [w.what for w in read(text + "scope: {price: price}\n").warnings] == []
