"""The search for what no example tries finds each kind of way, and only those not taken."""

from __future__ import annotations

import pytest

from tests.branches import untried
from wholeplace.contract import read_contract, read_examples

AGREEMENT = """\
title: Ways
parties: {a: {role: commissioner}, b: {role: provider}}
figures:
  x: {unit: money}
  y: {unit: money, default: GBP 1}
  kind: {unit: choice, of: [one, two]}
parameters:
  rate: [{from: 2019-04-01, value: 10%, source: s}, {from: 2020-04-01, value: 20%, source: s}]
  bands: [{from: 2019-04-01, value: [{up_to: GBP 10, share: 50%}, {share: 10%}], source: s}]
  steps: [{from: 2019-04-01, value: [{below: GBP 10, value: 1%}, {value: 2%}], source: s}]
lines:
  big: {is: x > GBP 10 and kind = "one", source: s}
  branch: {is: if big then x else y, source: s}
  limit: {is: "capped(x, at_most = GBP 20, at_least = GBP 0)", source: s}
  most: {is: "max(x, y)", source: s}
  through: {is: "gate(x, at_least = GBP 5)", source: s}
  slices: {is: "tiered(x, bands) * rate", source: s}
  step: {is: "lookup(x, steps)", source: s}
payments: [{from: a, to: b, amount: branch, source: s}]
"""


def example(year: str, **given: object) -> str:
    written = ", ".join(f"{name}: {value}" for name, value in given.items())
    return f"- {{name: n, year: {year}, given: {{{written}}}, expect: {{}}, source: s}}\n"


ALL = [
    example("2019/20", x=30, y=50, kind="one"),
    example("2019/20", x=12, kind="two"),
    example("2020/21", x=-3, y=2, kind="two"),
    example("2020/21", x=0.5, y=1, kind="one"),
]


def found(examples: list[str]) -> set[str]:
    return set(untried(read_contract(AGREEMENT), read_examples("".join(examples))))


def test_nothing_is_untried_when_every_way_is_taken() -> None:
    assert found(ALL) == set()


@pytest.mark.parametrize(
    ("kept", "way"),
    [
        (ALL[1:], "branch: if big then x else y: then"),
        (ALL[1:], "big: yes"),
        (ALL[:1], "branch: if big then x else y: else"),
        (ALL[:1], "big: no"),
        (ALL[1:], "limit: capped(x, at_most = GBP 20, at_least = GBP 0): at_most"),
        (ALL[:2], "limit: capped(x, at_most = GBP 20, at_least = GBP 0): at_least"),
        (ALL[:1], "limit: capped(x, at_most = GBP 20, at_least = GBP 0): free"),
        (ALL[:1], "most: max(x, y): x"),
        (ALL[1:2], "most: max(x, y): y"),
        (ALL[:2], "through: gate(x, at_least = GBP 5): zero"),
        (ALL[2:], "through: gate(x, at_least = GBP 5): in full"),
        (ALL[2:], "slices: tiered(x, bands): 1"),
        (ALL[:2], "step: lookup(x, steps): 0"),
        (ALL[2:], "step: lookup(x, steps): 1"),
        (ALL[:1], "kind: two"),
        (ALL[:2], "rate: from 2020-04-01"),
        ([example("2019/20", kind="one")], "limit: a value"),
    ],
)
def test_a_way_that_is_not_taken_is_found(kept: list[str], way: str) -> None:
    assert way in found(kept)


def test_equal_arguments_decide_nothing() -> None:
    assert "most: max(x, y): x" in found([example("2019/20", x=1, y=1, kind="one")])
