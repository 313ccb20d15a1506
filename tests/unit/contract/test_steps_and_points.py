"""Steps, points and defaults: what may be written, and what it comes to on a statement."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wholeplace.contract import Contract, read_contract
from wholeplace.kernel import Refused
from wholeplace.settle import find_figure, settle

AGREEMENT = """\
title: A practice and its commissioner
parties: {icb: {role: commissioner}, gp: {role: provider}}
figures:
  reached: {unit: fraction}
  people: {unit: count, default: 9_000}
parameters:
  reward: [{from: 2019-04-01, value: STEPS, source: clause 1}]
  price: [{from: 2019-04-01, value: POINTS, source: clause 2}]
lines:
  share: lookup(reached, reward)
  each: interpolate(people, price)
  due: share * each
payments: [{from: icb, to: gp, amount: due}]
"""
STEPS = "[{below: 40%, value: 0%}, {below: 90%, value: 50%}, {value: 100%}]"
POINTS = "[{at: 5_000, value: GBP 100}, {at: 10_000, value: GBP 50}]"
START = date(2019, 4, 1)


def agreement(steps: str = STEPS, points: str = POINTS) -> Contract:
    return read_contract(AGREEMENT.replace("STEPS", steps).replace("POINTS", points))


def refusal(**shapes: str) -> str:
    with pytest.raises(Refused) as refused:
        agreement(**shapes)
    return str(refused.value)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            "[{below: 40%, value: 0%}]",
            "contract.yaml:7:40 parameters.reward[0].value[0].below: the last step has a limit",
        ),
        ("[{value: 0%}, {value: 1}]", "only the last step may have no limit"),
        ("[{below: 40%, value: 0%}, {below: 40%, value: 1}, {value: 1}]", "40% is not above the"),
        ("[{below: 40%, value: 0%}, {value: GBP 5}]", "it mixes values that do not match"),
        ("[{below: 40%, value: USD 0}, {value: USD 5}]", "USD 0 stands in an agreement in GBP"),
        ("[{below: 40%, share: 0%}, {value: 1}]", "'share' is not known here"),
        ("[{below: GBP 40, value: 0%}, {value: 1}]", "'the places of the steps' is money"),
    ],
)
def test_steps_rise_to_a_last_one_without_limit(steps: str, said: str) -> None:
    assert said in refusal(steps=steps)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("[{at: 5_000, value: GBP 100}]", "one point makes no line"),
        ("[{at: 5, value: GBP 1}, {at: 5, value: GBP 2}]", "5 is not above the limit before it"),
        ("[{at: 5, value: GBP 1}, {value: GBP 2}]", "'at' is missing"),
        ("[{at: 5, value: GBP 1}, {at: 6, value: 2%}]", "it mixes values that do not match"),
        ("[{at: 5, value: yes}, {at: 6, value: no}]", "it works on numbers, not on yes/no"),
    ],
)
def test_points_stand_in_order_and_make_a_line(points: str, said: str) -> None:
    assert said in refusal(points=points)


def test_points_may_stand_below_zero_and_steps_too() -> None:
    agreement(steps="[{below: -5%, value: 0%}, {below: 0%, value: 1%}, {value: 1}]")
    agreement(points="[{at: -5, value: GBP 1}, {at: 0, value: GBP 3}]")


def test_a_statement_tells_of_steps_and_points_in_words() -> None:
    statement = settle(agreement(), START, {})
    known = {figure.id: figure.shown for line in statement.lines for figure in line.children}
    assert known["parameters.reward"] == "below 40%: 0%, below 90%: 50%, from there: 100%"
    assert known["parameters.price"] == "at 5_000: GBP 100, at 10_000: GBP 50"


def test_a_default_is_taken_where_a_figure_is_not_supplied_and_is_said_to_be() -> None:
    each = find_figure(settle(agreement(), START, {}), "each")
    people = each.children[0]
    assert (each.shown, each.inputs) == ("£60.00", "interpolate(9,000, price)")
    assert people.note == "not supplied: the default is taken"
    assert people.source == "the agreement: what is taken where none is supplied"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("9,0", "figures.people.default: '9,0' is not a number"),
        ("GBP 9", "figures.people.default: 'GBP 9' is not a number"),
        ("yes", "figures.people.default: 'yes' is not a number"),
    ],
)
def test_a_default_must_be_of_the_unit_of_its_figure(written: str, said: str) -> None:
    text = AGREEMENT.replace("STEPS", STEPS).replace("POINTS", POINTS)
    with pytest.raises(Refused, match=re.escape(said)):
        read_contract(text.replace("default: 9_000", f'default: "{written}"'))
