"""Find everything in a formula that limits or decides, and ask of each whether it did.

A question is a yes/no formula over the same names, so that whatever works out the agreement also
answers it. What stands in a branch of ``if`` is asked only where that branch was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from wholeplace.contract.formula import (
    FUNCTIONS,
    Band,
    Binary,
    Call,
    If,
    Literal,
    Name,
    Node,
    Operand,
    Pick,
    Step,
    Unary,
    write,
)
from wholeplace.contract.formula.check import bind
from wholeplace.contract.formula.tree import parts
from wholeplace.kernel.number import percent, plain

Values: TypeAlias = Mapping[str, Operand]
Arguments: TypeAlias = Mapping[str, Node]

NO = Literal(value=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What decides, as written, which part of it, and the formula that says whether it did."""

    written: str
    part: str
    asks: Node


def questions_in(tree: Node, values: Values) -> Iterator[Question]:
    """Yield a question for every limit in a formula; ``values`` are the parameters of the year."""
    match tree:
        case If(test, then, other):
            yield from questions_in(test, values)
            yield Question(f"if {write(test)}", "yes", test)
            yield from _where(test, questions_in(then, values))
            yield from _where(Unary("not", test), questions_in(other, values))
        case Binary("and", left, right):
            yield from questions_in(left, values)
            yield from _where(left, questions_in(right, values))
        case Binary("or", left, right):
            yield from questions_in(left, values)
            yield from _where(Unary("not", left), questions_in(right, values))
        case Call(function):
            for part in parts(tree):
                yield from questions_in(part, values)
            given = bind(tree, FUNCTIONS[function])
            for what, asks in ASKING.get(function, _nothing)(given, values):
                yield Question(write(tree), what, asks)
        case _:
            for part in parts(tree):
                yield from questions_in(part, values)


def _where(test: Node, questions: Iterator[Question]) -> Iterator[Question]:
    for each in questions:
        yield Question(each.written, each.part, If(test, each.asks, NO))


Asked: TypeAlias = Iterator[tuple[str, Node]]


def _nothing(given: Arguments, values: Values) -> Asked:
    del given, values
    yield from ()


def _least(given: Arguments, values: Values) -> Asked:
    del values
    yield from _the_one(given, "<", "<=")


def _greatest(given: Arguments, values: Values) -> Asked:
    del values
    yield from _the_one(given, ">", ">=")


def _the_one(given: Arguments, beats: str, equals: str) -> Asked:
    # Where several are equal the first decides, so that the shares of all make the whole.
    nodes = list(given.values())
    for i, node in enumerate(nodes):
        tests: list[Node] = [Binary(beats, node, other) for other in nodes[:i]]
        tests += [Binary(equals, node, other) for other in nodes[i + 1 :]]
        if tests:
            yield write(node), reduce(_both, tests)


def _both(left: Node, right: Node) -> Node:
    return Binary("and", left, right)


def _capped(given: Arguments, values: Values) -> Asked:
    del values
    for name, sign in (("at_most", ">"), ("at_least", "<")):
        if name in given:
            yield f"{name} = {write(given[name])}", Binary(sign, given["x"], given[name])


def _gate(given: Arguments, values: Values) -> Asked:
    del values
    shut: list[Node] = [
        Binary(sign, given["x"], given[name])
        for name, sign in (("at_least", "<"), ("at_most", ">"))
        if name in given
    ]
    limits = " and ".join(
        f"{word} {write(given[name])}"
        for name, word in (("at_least", "below"), ("at_most", "above"))
        if name in given
    )
    yield f"shut: {limits}", reduce(_both, shut)


def _tiered(given: Arguments, values: Values) -> Asked:
    size, base = Call("abs", (given["x"],)), given.get("of")
    for word, test, limit in _edges(given["bands"], values):
        said = plain(limit) if base is None else percent(limit)
        edge: Node = Literal(limit) if base is None else Binary("*", base, Literal(limit))
        yield f"beyond {said}{word}", _only(test, Binary(">", size, edge))


def _lookup(given: Arguments, values: Values) -> Asked:
    for word, test, limit in _edges(given["steps"], values):
        asks = Binary(">=", given["x"], Literal(limit))
        yield f"from {plain(limit)}{word}", _only(test, asks)


def _only(test: Node | None, asks: Node) -> Node:
    return asks if test is None else If(test, asks, NO)


def _edges(rows: Node, values: Values) -> Iterator[tuple[str, Node | None, Fraction]]:
    """Yield every limit of bands or steps; of a table for each word, with the test for the word."""
    named = rows.table if isinstance(rows, Pick) else rows
    found = values[named.name] if isinstance(named, Name) else ()
    if isinstance(rows, Pick) and isinstance(found, Mapping):
        for word, entry in found.items():
            test = Binary("=", rows.key, Literal(word))
            yield from ((f" ({word})", test, limit) for limit in _limits(entry))
    else:
        yield from (("", None, limit) for limit in _limits(found))


def _limits(rows: Operand) -> Iterator[Fraction]:
    for row in rows if isinstance(rows, tuple) else ():
        end = row.up_to if isinstance(row, Band) else row.below if isinstance(row, Step) else None
        if end is not None:
            yield end


ASKING: Mapping[str, Callable[[Arguments, Values], Asked]] = {
    "min": _least,
    "max": _greatest,
    "capped": _capped,
    "gate": _gate,
    "tiered": _tiered,
    "lookup": _lookup,
}
