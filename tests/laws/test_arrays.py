"""The law of the two evaluators: many rows at once come to what each row comes to by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.contract import Contract, plain_value, read_contract
from wholeplace.contract.arrays import evaluate_many
from wholeplace.contract.arrays.shares import shares_in_pence
from wholeplace.contract.figures import kind_of_figure, read_value
from wholeplace.contract.formula import Binary, Call, If, Literal, Name, Node, Pick, Unary, write
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.work_out import work_out
from wholeplace.kernel import Money, Value, allocate

AGREEMENT: Final = """\
title: Any partners
parties: {{ccg: {{role: commissioner}}, trust: {{role: provider}}, gp: {{role: provider}}}}
figures:
  budget: {{unit: money}}
  spend: {{unit: money, default: GBP 12.34}}
  people: {{unit: count}}
  met: {{unit: fraction}}
  signed: {{unit: yes/no}}
  size: {{unit: choice, of: [small, large]}}
parameters:
  share:
    - {{from: 2019-04-01, value: 1/3, source: clause}}
    - {{from: 2020-04-01, value: 50%, source: clause}}
  limit:
    - {{from: 2019-04-01, value: GBP 10, source: clause}}
    - {{from: 2020-04-01, value: GBP 33.33, source: clause}}
  by_size:
    by: size
    values:
      - {{from: 2019-04-01, value: {{small: 10%, large: 2/7}}, source: clause}}
      - {{from: 2020-04-01, value: {{small: 10%, large: 0%}}, source: clause}}
  corridor:
    by: size
    values:
      - from: 2019-04-01
        value:
          small: [{{up_to: 5%, share: 100%}}, {{up_to: 10%, share: 1/3}}, {{share: 10%}}]
          large: [{{share: 25%}}]
        source: clause
  reached:
    - from: 2019-04-01
      value: [{{below: 40%, value: 0%}}, {{below: 90%, value: 1/3}}, {{value: 100%}}]
      source: clause
    - from: 2020-04-01
      value: [{{below: 50%, value: 10%}}, {{value: 90%}}]
      source: clause
  rate:
    - from: 2019-04-01
      value: [{{at: 5_000, value: 3.9%}}, {{at: 6_000, value: 3.6%}}, {{at: 9_000, value: 3%}}]
      source: clause
  backing: [{{from: 2019-04-01, value: {{trust: 40%, gp: 35%, ccg: 25%}}, source: clause}}]
lines:
  known: round(budget * share, to = GBP 0.01)
{lines}
  uses: known * share + budget * by_size[size] + spend * lookup(met, reached) + limit
    + budget * interpolate(people, rate) + tiered(spend, corridor[size], of = GBP 50)
    + allocate(budget, backing, to = "gp") + (if signed then GBP 1 else GBP 0)
"""


def literal(value: str, written: str) -> Literal:
    return Literal(Fraction(value), written)


AMOUNTS: Final = st.sampled_from(["0.01", "1", "10", "33.33", "100", "0.005", "1000000"])
PARTS: Final = st.sampled_from(["0.01", "0.5", "0.1", "1", "0.333", "2", "0"])
MONEY: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.sampled_from([Name("budget"), Name("spend"), Name("known"), Name("limit")]),
        AMOUNTS.map(lambda amount: literal(amount, "GBP")),
        st.builds(Binary, st.sampled_from("+-"), MONEY, MONEY),
        st.builds(Binary, st.sampled_from("*/"), MONEY, FRACTION),
        st.builds(If, ASKED, MONEY, MONEY),
        st.builds(Unary, st.just("-"), MONEY),
        st.builds(lambda x: Call("abs", (x,)), MONEY),
        st.builds(lambda f, x, y: Call(f, (x, y)), st.sampled_from(["min", "max"]), MONEY, MONEY),
        st.builds(
            lambda x, step: Call("round", (x,), (("to", literal(step, "GBP")),)), MONEY, AMOUNTS
        ),
        st.builds(
            lambda x, low, high: Call("capped", (x,), (("at_most", high), ("at_least", low))),
            *(MONEY, MONEY, MONEY),
        ),
        st.builds(
            lambda x, low, high: Call("gate", (x,), (("at_least", high), ("at_most", low))),
            *(MONEY, MONEY, MONEY),
        ),
        st.builds(
            lambda x, of: Call("tiered", (x, Pick(Name("corridor"), Name("size"))), (("of", of),)),
            *(MONEY, MONEY),
        ),
        st.builds(
            lambda x, to: Call("allocate", (x, Name("backing")), (("to", to),)),
            *(MONEY, PARTIES),
        ),
    )
)
PARTIES: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["trust", "gp", "ccg"]).map(Literal),
        st.builds(If, ASKED, PARTIES, PARTIES),
    )
)
FRACTION: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.sampled_from([Name("met"), Name("share"), Pick(Name("by_size"), Name("size"))]),
        PARTS.map(lambda part: literal(part, "%")),
        st.builds(Binary, st.just("/"), MONEY, MONEY),
        st.builds(Binary, st.sampled_from("+-*/"), FRACTION, FRACTION),
        st.builds(If, ASKED, FRACTION, FRACTION),
        st.builds(lambda x: Call("lookup", (x, Name("reached"))), FRACTION),
        st.just(Call("interpolate", (Name("people"), Name("rate")))),
        st.builds(
            lambda x, step: Call("round", (x,), (("to", literal(step, "%")),)), FRACTION, PARTS
        ),
    )
)
ASKED: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.just(Name("signed")),
        st.sampled_from(["small", "large"]).map(lambda w: Binary("=", Name("size"), Literal(w))),
        st.builds(Binary, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), MONEY, MONEY),
        st.builds(Binary, st.sampled_from(["<", "<=", ">", ">="]), FRACTION, FRACTION),
        st.builds(Unary, st.just("not"), ASKED),
        st.builds(Binary, st.sampled_from(["and", "or"]), ASKED, ASKED),
    )
)
WORDS: Final[st.SearchStrategy[Node]] = st.builds(
    lambda test, one, other: If(test, Literal(one), Literal(other)),
    *(ASKED, st.sampled_from(["paid", "owed"]), st.sampled_from(["nothing", "owed"])),
)
LINES: Final = st.lists(st.one_of(MONEY, FRACTION, ASKED, WORDS), min_size=1, max_size=4)

PENCE: Final = st.one_of(
    st.sampled_from(["0", "0.01", "10", "33.33", "-100", "3.03", "0.015", "1e7"]),
    st.decimals(-(10**9), 10**9, places=2).map(str),
    st.floats(-1e12, 1e12, allow_nan=False).map(repr),
)


@dataclass(frozen=True)
class RowOfFigures:
    year: int
    budget: str
    spend: str
    people: str
    met: str
    signed: str
    size: str


ROWS: Final = st.lists(
    st.builds(
        RowOfFigures,
        st.integers(0, 1),
        st.one_of(PENCE, st.just("")),
        st.one_of(PENCE, st.just("")),
        st.one_of(st.integers(0, 12_000).map(str), st.just("")),
        st.one_of(PARTS, st.decimals(0, 1, places=4).map(str), st.just("")),
        st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["small", "large", ""]),
    ),
    min_size=1,
    max_size=6,
)
STARTS: Final = (date(2019, 4, 1), date(2020, 4, 1))


def agreement(trees: list[Node]) -> Contract:
    lines = [f"  line{i}: >-\n    {write(tree)}" for i, tree in enumerate(trees)]
    return read_contract(AGREEMENT.format(lines="\n".join(lines)))


def array_of(rows: list[RowOfFigures], name: str) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    written = [getattr(row, name) for row in rows]
    if name in {"signed", "size"}:
        truths = {"yes": True, "no": False, "": None}
        return np.array([truths.get(text, text) for text in written], dtype=np.object_)
    return np.array([float(text) if text else np.nan for text in written])


def alone(contract: Contract, row: RowOfFigures) -> dict[str, Value]:
    """Work one row out by itself, exactly, from the figures as they are written."""
    known: dict[str, Value] = {}
    for name, term in contract.terms.figures.items():
        text = getattr(row, name)
        if name in {"budget", "spend", "people", "met"} and text:
            known[name] = Fraction(repr(float(text)))
        else:
            kind = kind_of_figure(term)
            known[name] = read_value(text or term.default, kind, "GBP")
    given = {name: value for name, value in known.items() if value is not None}
    worked = work_out(contract, in_force_on(contract, STARTS[row.year]).values, given)
    return {line.name: plain_value(worked.values.get(line.name)) for line in contract.lines}


@given(LINES, ROWS)
def test_many_rows_at_once_come_to_what_each_comes_to_alone(
    trees: list[Node], rows: list[RowOfFigures]
) -> None:
    contract = agreement(trees)
    figures = {name: array_of(rows, name) for name in contract.terms.figures}
    many = evaluate_many(contract, STARTS, np.array([row.year for row in rows]), figures)
    for i, row in enumerate(rows):
        for name, exact in alone(contract, row).items():
            missing, value = many.missing(name)[i], many.value(name)[i]
            assert bool(missing) == (exact is None), (name, row)
            if isinstance(exact, Fraction):
                nearest = float(exact)
                assert abs(value - nearest) <= abs(nearest) * 1e-12 + 1e-12, (name, row)
            elif exact is not None:
                assert value == exact, (name, row)


@given(
    st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=5),
    st.lists(st.fractions(0, 1, max_denominator=1000), min_size=1, max_size=6).filter(any),
)
def test_pence_are_shared_as_one_total_alone_is(pence: list[int], weights: list[Fraction]) -> None:
    parts, too_large = shares_in_pence(np.array(pence), weights)
    for i, total in enumerate(pence):
        if too_large is None or not too_large[i]:
            alone = [money.pence for money in allocate(Money(total), weights)]
            assert [int(part[i]) for part in parts] == alone
