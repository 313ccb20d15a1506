"""Laws of agreements: what holds for any formula, any figures and any text."""

from __future__ import annotations

import json
import operator
import string
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Final

from hypothesis import assume, given
from hypothesis import strategies as st

from wholeplace.contract import Contract, read_contract, supplied
from wholeplace.contract.formula import (
    FUNCTIONS,
    UNIT_WORDS,
    WORDS,
    Band,
    BandsOf,
    Basic,
    Binary,
    Call,
    Choice,
    If,
    Kind,
    Literal,
    Mistake,
    Name,
    Node,
    Operand,
    Pick,
    Scope,
    Unary,
    Undefined,
    check_formula,
    read_formula,
    value_of,
    write,
)
from wholeplace.kernel import Problem, Refused
from wholeplace.kernel.figure import to_text
from wholeplace.settle import (
    Statement,
    content_hash,
    settle,
    statement_from_dict,
    statement_to_dict,
)

# ---------------------------------------------------------------------------------------------
# Any formula: written and read again, it is the same.

NAMES: Final = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(
    lambda name: name not in WORDS
)
DECIMALS: Final = st.decimals(0, 10**9, allow_nan=False, places=4).map(Fraction)


def literals() -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Literal, DECIMALS, st.sampled_from(["", "%", "GBP", "USD"])),
        st.builds(Literal, st.booleans()),
        st.builds(Literal, st.text(string.printable, max_size=8).filter(lambda t: '"' not in t)),
        st.builds(Name, NAMES),
    )


def larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    signs = ["+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
    named = st.lists(st.tuples(NAMES, nodes), max_size=2).map(tuple)
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "not"]), nodes),
        st.builds(Binary, st.sampled_from(signs), nodes, nodes),
        st.builds(If, nodes, nodes, nodes),
        st.builds(Pick, st.builds(Name, NAMES), nodes),
        st.builds(Call, NAMES, st.lists(nodes, max_size=3).map(tuple), named),
    )


TREES: Final = st.recursive(literals(), larger, max_leaves=25)


@given(TREES)
def test_a_tree_written_and_read_is_the_same_tree(tree: Node) -> None:
    assert read_formula(write(tree)) == tree


# ---------------------------------------------------------------------------------------------
# Any formula over numbers: the value is what plain arithmetic gives.

NUMBERS: Final = {"a": Fraction(7), "b": Fraction(-3, 2), "c": Fraction(0), "d": Fraction(1, 3)}
ARITHMETIC: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COMPARED: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OVER_ALL: Final[dict[str, Callable[[list[Fraction]], Fraction]]] = {
    "min": min,
    "max": max,
    "sum": lambda numbers: sum(numbers, Fraction(0)),
    "abs": lambda numbers: abs(numbers[0]),
}


def numeric(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    tests = st.builds(Binary, st.sampled_from(["<", "<=", "=", "!=", ">", ">="]), nodes, nodes)
    asked = st.one_of(
        tests,
        st.builds(Unary, st.just("not"), tests),
        st.builds(Binary, st.sampled_from(["and", "or"]), tests, tests),
    )
    some = st.lists(nodes, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), nodes, nodes),
        st.builds(Unary, st.just("-"), nodes),
        st.builds(If, asked, nodes, nodes),
        st.builds(Call, st.sampled_from(["min", "max", "sum"]), some),
        st.builds(Call, st.just("abs"), st.tuples(nodes)),
        st.builds(
            lambda x, low, high: Call(
                "capped", (x,), (("at_most", Call("max", (low, high))), ("at_least", low))
            ),
            *(nodes, nodes, nodes),
        ),
    )


SUMS: Final = st.recursive(
    st.one_of(st.builds(Literal, DECIMALS), st.builds(Name, st.sampled_from(sorted(NUMBERS)))),
    numeric,
    max_leaves=12,
)


def by_hand(node: Node) -> Fraction:  # noqa: PLR0911 - one for each node
    """Work a tree out the plain way, in Python's own words."""
    match node:
        case Literal(Fraction() as value):
            return value
        case Name(name):
            return NUMBERS[name]
        case Unary(_, of):
            return -by_hand(of)
        case If(test, then, other):
            return by_hand(then if is_so(test) else other)
        case Binary(sign, left, right):
            return ARITHMETIC[sign](by_hand(left), by_hand(right))
        case Call("capped", (x,), ((_, most), (_, least))):
            return max(min(by_hand(x), by_hand(most)), by_hand(least))
        case Call(function, plain):
            return OVER_ALL[function]([by_hand(x) for x in plain])
    raise AssertionError(node)


def is_so(node: Node) -> bool:
    match node:
        case Unary(_, of):
            return not is_so(of)
        case Binary("and", left, right):
            return is_so(left) and is_so(right)
        case Binary("or", left, right):
            return is_so(left) or is_so(right)
        case Binary(sign, left, right):
            return COMPARED[sign](by_hand(left), by_hand(right))
    raise AssertionError(node)


@given(SUMS)
def test_a_formula_has_the_value_of_plain_arithmetic(tree: Node) -> None:
    values: dict[str, Operand] = dict(NUMBERS)
    expected: Operand
    found: Operand
    try:
        expected = by_hand(tree)
    except ZeroDivisionError:
        expected = "it divides by zero"
    try:
        found = value_of(read_formula(write(tree)), values)
    except Undefined as undefined:
        found = str(undefined)
    assert found == expected


# ---------------------------------------------------------------------------------------------
# Units: what is checked can be worked out, and money never turns into something else unseen.

KINDS: Final[dict[str, Kind]] = {
    "m": Basic.MONEY,
    "n": Basic.COUNT,
    "f": Basic.FRACTION,
    "y": Basic.YES_NO,
    "k": Choice(("one", "two")),
    "b": BandsOf(Basic.FRACTION),
}
WORTH: Final[dict[str, Operand]] = {
    "m": Fraction(9),
    "n": Fraction(4),
    "f": Fraction(1, 4),
    "y": True,
    "k": "one",
    "b": (Band(Fraction(1, 2), Fraction(1)), Band(None, Fraction(0))),
}
WRITTEN: Final = st.lists(
    st.sampled_from(
        [*KINDS, *FUNCTIONS, *WORDS, *"+-*/()[],=<>", "0", "2", "5%", "GBP 3", '"one"', "of ="]
    ),
    max_size=12,
).map(" ".join)
MONEY: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.just(Name("m")),
        st.builds(Binary, st.sampled_from("+-"), MONEY, MONEY),
        st.builds(Binary, st.sampled_from("*/"), MONEY, FRACTION),
        st.builds(Binary, st.just("*"), MONEY, st.just(Name("n"))),
        st.builds(Binary, st.just("*"), FRACTION, MONEY),
        st.builds(If, ASKED, MONEY, MONEY),
        st.builds(lambda x: Call("abs", (x,)), MONEY),
        st.builds(lambda x, y: Call("min", (x, y, Literal(Fraction(0)))), MONEY, MONEY),
        st.builds(lambda x, y: Call("round", (x,), (("to", y),)), MONEY, MONEY),
        st.builds(lambda x, y: Call("capped", (x,), (("at_most", y),)), MONEY, MONEY),
        st.builds(lambda x, y: Call("tiered", (x, Name("b")), (("of", y),)), MONEY, MONEY),
    )
)
FRACTION: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.just(Name("f")),
        st.builds(Literal, DECIMALS, st.just("%")),
        st.builds(Binary, st.just("/"), MONEY, MONEY),
        st.builds(Binary, st.sampled_from("+-*/"), FRACTION, FRACTION),
        st.builds(lambda x: Binary("-", Literal(Fraction(1)), x), FRACTION),
        st.builds(If, ASKED, FRACTION, FRACTION),
    )
)
ASKED: Final[st.SearchStrategy[Node]] = st.deferred(
    lambda: st.one_of(
        st.just(Name("y")),
        st.builds(
            lambda word: Binary("=", Name("k"), Literal(word)), st.sampled_from(["one", "two"])
        ),
        st.builds(Binary, st.sampled_from(["<", ">=", "="]), MONEY, MONEY),
        st.builds(lambda x: Binary(">", x, Literal(Fraction(0))), st.one_of(MONEY, FRACTION)),
        st.builds(Unary, st.just("not"), ASKED),
        st.builds(Binary, st.sampled_from(["and", "or"]), ASKED, ASKED),
    )
)


@given(WRITTEN)
def test_a_formula_that_is_checked_can_be_worked_out(formula: str) -> None:
    with suppress(Mistake, Undefined):
        tree = read_formula(formula)
        kind, mistakes = check_formula(tree, Scope("GBP", KINDS))
        assert (kind is None) == bool(mistakes)
        if kind is not None:
            value_of(tree, WORTH)


@given(st.one_of(MONEY, FRACTION, ASKED), st.fractions(min_value=1, max_value=1000))
def test_counted_in_another_coin_it_is_the_same_money(tree: Node, scale: Fraction) -> None:
    # Every amount scales; no count, fraction or yes/no does: this is what units are for.
    kind, mistakes = check_formula(tree, Scope("GBP", KINDS))
    assert mistakes == ()
    one, other = worked_out(tree, 1), worked_out(tree, scale)
    if kind is Basic.MONEY and isinstance(one, Fraction):
        assert other == one * scale
    else:
        assert other == one


def worked_out(tree: Node, scale: Fraction | int) -> Operand:
    try:
        value: Operand = value_of(tree, {**WORTH, "m": Fraction(9) * scale})
    except Undefined as undefined:
        return str(undefined)
    return value


# ---------------------------------------------------------------------------------------------
# Any text: it is read, or refused with a place; never a crash.


@given(st.one_of(st.text(max_size=60), WRITTEN))
def test_the_reader_of_formulas_never_crashes(text: str) -> None:
    wrong = None
    try:
        tree = read_formula(text)
        assert read_formula(write(tree)) == tree
    except Mistake as mistake:
        wrong = mistake
    assert wrong is None or (0 <= wrong.at <= len(text) and wrong.what and wrong.remedy)


AGREEMENT: Final = """\
title: Any two partners
parties: {ccg: {role: commissioner}, trust: {role: provider}, gp: {role: provider}}
figures: {budget: {unit: money}, spend: {unit: money}}
parameters:
  share: [{from: 2019-04-01, value: 50%, source: clause}]
  backing: [{from: 2019-04-01, value: {trust: 1/3, gp: 2/3}, source: clause}]
lines:
  saving: budget - spend
  shared: saving * share
  ratio: saving / budget
payments:
  - {from: ccg, to: backing, amount: shared}
  - {from: trust, to: gp, amount: saving}
"""
PIECES: Final = st.sampled_from(
    [
        *("", "[]", "{}", "null", "yes", "110%", "GBP 5", "'", "2019-04-01", "[{share: 1}]"),
        *("budget", "share", "saving", "ccg", "ratio", "min(", "a: b", "\n", "  ", *UNIT_WORDS),
    ]
)
WORDS_OF_IT: Final = sorted(set(AGREEMENT.replace(":", " ").replace(",", " ").split()))


@given(st.sampled_from(WORDS_OF_IT), PIECES)
def test_an_agreement_with_a_word_changed_is_read_or_refused_with_a_place(
    word: str, piece: str
) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        settle(read_contract(AGREEMENT.replace(word, piece), "c.yaml"), date(2019, 4, 1), {})
    except Refused as refused:
        problems = refused.problems
    assert all(problem.where.file == "c.yaml" for problem in problems)
    assert all(problem.what and problem.remedy for problem in problems)


# ---------------------------------------------------------------------------------------------
# Any figures: nothing is lost on the way to the parties, and nothing on the way to JSON.

AMOUNTS: Final = st.one_of(
    st.none(), st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
)


def settled(contract: Contract, budget: Fraction | None, spend: Fraction | None) -> Statement:
    given_ = {"budget": budget, "spend": spend}
    figures = {name: supplied(contract, name, value, "law") for name, value in given_.items()}
    return settle(contract, date(2019, 4, 1), figures)


@given(AMOUNTS, AMOUNTS)
def test_payments_lose_nothing(budget: Fraction | None, spend: Fraction | None) -> None:
    statement = settled(read_contract(AGREEMENT), budget, spend)
    if budget is None or spend is None or budget == 0:
        assert statement.payments == ()
        assert all(figure.is_missing for figure in statement.net)
        return
    from_ccg = [p for p in statement.payments if "ccg" in {p.payer, p.payee}]
    total = sum(p.amount.pence if p.payer == "ccg" else -p.amount.pence for p in from_ccg)
    assert abs(Fraction(total, 100) - (budget - spend) / 2) <= Fraction(1, 200)
    assert all(p.amount.pence >= 0 for p in statement.payments)
    assert sum(Fraction(str(figure.value)) for figure in statement.net) == 0


@given(AMOUNTS, AMOUNTS)
def test_who_pays_is_mirrored_when_the_variance_is(
    budget: Fraction | None, spend: Fraction | None
) -> None:
    assume(budget and spend)
    contract = read_contract(AGREEMENT)
    one, other = settled(contract, budget, spend), settled(contract, spend, budget)
    assert [figure.value for figure in one.net] == [
        -figure.value for figure in other.net if isinstance(figure.value, Fraction)
    ]


@given(AMOUNTS, AMOUNTS)
def test_a_statement_survives_json(budget: Fraction | None, spend: Fraction | None) -> None:
    statement = settled(read_contract(AGREEMENT), budget, spend)
    back = statement_from_dict(json.loads(json.dumps(statement_to_dict(statement))))
    assert back == statement
    assert content_hash(back) == content_hash(statement)
    assert [to_text(line) for line in back.lines] == [to_text(line) for line in statement.lines]


@given(st.lists(st.integers(1, 50), min_size=2, max_size=3), AMOUNTS)
def test_any_split_adds_up(weights: list[int], budget: Fraction | None) -> None:
    parties = ["trust", "gp", "h4"][: len(weights)]
    shares = ", ".join(
        f"{party}: {weight}/{sum(weights)}" for party, weight in zip(parties, weights, strict=True)
    )
    text = AGREEMENT.replace("{trust: 1/3, gp: 2/3}", f"{{{shares}}}").replace(
        "gp: {role: provider}}", "gp: {role: provider}, h4: {role: provider}}"
    )
    statement = settled(read_contract(text), budget or Fraction(1), Fraction(0))
    shared = [p.amount.pence for p in statement.payments if "ccg" in {p.payer, p.payee}]
    rounded = next(p.figure.children[0] for p in statement.payments)
    assert len(shared) == len(weights)
    assert Fraction(sum(shared), 100) == abs(Fraction(str(rounded.value)))
