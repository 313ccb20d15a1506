"""An agreement that uses everything the language has, to try what must cope with all of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from wholeplace.contract import Contract, kind_of_figure, read_contract, read_value, supplied
from wholeplace.settle import Statement, settle

START = date(2019, 4, 1)

TEXT = """\
title: "=cmd() <b>Every</b> #function"
parties:
  a: {name: "=A & <b>", role: commissioner}
  b: {name: "#let x = 1", role: provider}
  c: {name: C, role: provider}
  d: {role: provider}
figures:
  x: {unit: money, label: "=1+1"}
  A1: {unit: money}
  r: {unit: count}
  q: {unit: fraction}
  ok: {unit: yes/no}
  track: {unit: choice, of: ["Level*", "level*", "B~?"]}
  kind: {unit: choice, of: [one, two]}
  maybe: {unit: money, default: GBP 5}
parameters:
  third: [{from: 2019-04-01, value: 1/3, source: s}]
  step: [{from: 2019-04-01, value: GBP 0.05, source: s}]
  open: [{from: 2019-04-01, value: yes, source: s}]
  price:
    by: track
    values: [{from: 2019-04-01, value: {"Level*": 10%, "level*": 20%, "B~?": 30%}, source: s}]
  flat: {by: kind, values: [{from: 2019-04-01, value: {one: GBP 10, two: GBP 20}, source: s}]}
  bands:
    - from: 2019-04-01
      value: [{up_to: 2%, share: 10%}, {up_to: 5%, share: 50%}, {share: 75%}]
      source: s
  few_bands: [{from: 2019-04-01, value: [{up_to: 1%, share: 5%}, {share: 90%}], source: s}]
  plain_bands: [{from: 2019-04-01, value: [{up_to: GBP 100, share: 10%}, {share: 75%}], source: s}]
  one_band: [{from: 2019-04-01, value: [{share: 75%}], source: s}]
  steps:
    - from: 2019-04-01
      value: [{below: 40%, value: 0%}, {below: 80%, value: 1/3}, {value: 100%}]
      source: s
  one_step: [{from: 2019-04-01, value: [{value: 100%}], source: s}]
  truths: [{from: 2019-04-01, value: [{below: 40%, value: no}, {value: yes}], source: s}]
  points:
    - from: 2019-04-01
      value: [{at: 5000, value: 3.9%}, {at: 6000, value: 3.6%}, {at: 10000, value: 2%}]
      source: s
  by_steps:
    by: kind
    values:
      - from: 2019-04-01
        value: {one: [{below: 10%, value: 1%}, {value: 2%}], two: [{value: 7%}]}
        source: s
  by_truths:
    by: kind
    values:
      - from: 2019-04-01
        value: {one: [{below: 10%, value: no}, {value: yes}], two: [{value: yes}]}
        source: s
  by_points:
    by: kind
    values:
      - from: 2019-04-01
        value:
          one: [{at: 1, value: 1%}, {at: 10, value: 5%}]
          two: [{at: 0, value: 0%}, {at: 5, value: 10%}, {at: 9, value: 8%}]
        source: s
  split: [{from: 2019-04-01, value: {b: 1/3, c: 1/3, d: 1/3}, source: s}]
  own: [{from: 2019-04-01, value: {a: 15%, b: 35%, c: 50%}, source: s}]
lines:
  r1c1: {is: x - A1, label: "=HYPERLINK(1)", source: "#image(1) <script>alert(1)</script>"}
  ratio: r1c1 / x
  cliff: if ratio >= 10% then r1c1 else GBP 0
  gap: r1c1 >= GBP 0.1
  nested: (x - (A1 - maybe)) / ((r + 1) / 2)
  half: r1c1 * 50% = r1c1 - r1c1 / 2
  least: min(x, A1, maybe)
  most: max(x, A1, maybe)
  all: sum(x, A1, maybe)
  size: abs(r1c1)
  penny: round(r1c1 * third, to = GBP 0.01)
  fives: round(x / 7, to = GBP 0.05)
  stepped: round(x / 7, to = step)
  thousands: round(x, to = GBP 1000)
  both: capped(r1c1, at_most = 2% * abs(x), at_least = -1% * abs(x))
  high: capped(r1c1, at_most = 2% * x)
  low: capped(r1c1, at_least = GBP 3)
  tier: tiered(r1c1, bands, of = x)
  tier_plain: tiered(r1c1, plain_bands)
  tier_one: tiered(r1c1, one_band, of = x)
  tier_if: tiered(r1c1, if ok then bands else few_bands, of = x)
  look: lookup(q, steps)
  look_made: lookup(q * 2 - q, steps)
  look_one: lookup(q, one_step)
  look_truth: lookup(q, truths)
  look_by: lookup(q, by_steps[kind])
  look_by_truth: lookup(q, by_truths[kind])
  along: interpolate(r, points)
  along_by: interpolate(r, by_points[kind])
  gated: gate(ratio, at_least = 2%, at_most = -2%)
  gate_high: gate(r1c1, at_least = 1% * x)
  part_b: allocate(r1c1, split, to = "b")
  part_c: allocate(r1c1, split, to = "c")
  part_own: allocate(r1c1 / 7, own, to = if ok then "a" else "c")
  picked: price[track] * x
  fee: flat[kind]
  same: track = "Level*"
  other: (track != "B~?" and not ok) or r > 3
  truth: ok = look_truth
  word: if ok then "one" else kind
  lazy: if x = 0 then GBP 0 else A1 / (x / GBP 1)
  decided: ok or A1 / x > 1
  closed: not open and A1 / (x - x) > 1
  minus: -x - -A1 * 2%
  deep: >-
    max(min(max(min(max(min(max(min(max(min(max(min(max(min(max(min(max(min(max(min(max(min(
    x + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m),
    A1) + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m), A1) + A1, GBP 9m),
    A1) + A1, GBP 9m), A1)
  weight_b: abs(x)
  weight_c: abs(A1)
payments:
  - {from: a, to: split, amount: penny, label: "<i>thirds</i>"}
  - {from: own, to: a, amount: r1c1, label: a keeps its own}
  - {from: a, to: b, amount: fives}
  - {from: a, to: {b: weight_b, c: weight_c}, amount: minus}
"""

GIVEN: Mapping[str, str] = {
    "x": "1000.01",
    "A1": "900",
    "r": "7000",
    "q": "40%",
    "ok": "yes",
    "track": "Level*",
    "kind": "one",
}


@cache
def every_function() -> Contract:
    """Return the agreement."""
    return read_contract(TEXT)


def settled(contract: Contract, start: date, given: Mapping[str, str | None]) -> Statement:
    """Return the statement over figures as people write them."""
    terms = contract.terms
    figures = {
        name: supplied(
            contract,
            name,
            read_value(text, kind_of_figure(terms.figures[name]), terms.currency),
            "",
        )
        for name, text in given.items()
    }
    return settle(contract, start, figures)


def with_figures(**given: str | None) -> Statement:
    """Return the statement of the agreement with some figures other than usual."""
    return settled(every_function(), START, {**GIVEN, **given})
