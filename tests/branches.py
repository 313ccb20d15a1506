"""Which ways through its terms the examples of an agreement take, and which they never take.

A way is a branch of ``if``, a limit that binds or does not, a gate that lets pass or does not, the
argument that ``min`` or ``max`` gives, a band or step that is reached, a word of a choice, a dated
value of a parameter, yes and no of a line. A term that no example reaches is a term that could be
wrong unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from wholeplace.contract import (
    Contract,
    Evaluation,
    Examples,
    evaluate,
    kind_of_figure,
    read_value,
    supplied,
)
from wholeplace.contract.formula import (
    FUNCTIONS,
    Basic,
    Binary,
    Call,
    If,
    Name,
    Node,
    Operand,
    Pick,
    value_of,
    walk,
    write,
)
from wholeplace.contract.formula.check import bind
from wholeplace.contract.formula.tree import parts
from wholeplace.document import Document

Values: TypeAlias = Mapping[str, Operand]
Way: TypeAlias = tuple[str, str]  # where, and which way


def untried(contract: Contract, examples: Document[Examples]) -> list[str]:
    """Return every way through an agreement that none of its examples takes, in order."""
    possible, taken = list(dict.fromkeys(_possible(contract))), set(_taken(contract, examples))
    return [f"{where}: {way}" for where, way in possible if (where, way) not in taken]


def _possible(contract: Contract) -> Iterator[Way]:
    for name, figure in contract.terms.figures.items():
        yield from ((name, word) for word in figure.of)
    for name, parameter in contract.terms.parameters.items():
        yield from ((name, f"from {entry.from_}") for entry in parameter.values.root)
    for line in contract.lines:
        yield (line.name, "a value")
        if line.kind is Basic.YES_NO:
            yield from ((line.name, way) for way in ("yes", "no"))
        for node in walk(line.tree):
            yield from ((_where(line.name, node), way) for way in _ways(contract, node))


def _where(line: str, node: Node) -> str:
    return f"{line}: {write(node)}"


def _ways(contract: Contract, node: Node) -> Iterator[str]:
    match node:
        case If():
            yield from ("then", "else")
        case Call("capped", _, named):
            yield from (*(name for name, _ in named), "free")
        case Call("gate"):
            yield from ("in full", "zero")
        case Call("min" | "max", plain):
            yield from map(write, plain)
        case Call("tiered" | "lookup", (_, Name(name) | Pick(Name(name)), *_)):
            yield from (str(i) for i in range(_most_rows(contract, name)))


def _most_rows(contract: Contract, name: str) -> int:
    entries = [entry.value for entry in contract.terms.parameters[name].values.root]
    rows = [
        row for entry in entries for row in (entry.values() if isinstance(entry, dict) else [entry])
    ]
    return max(len(row) if isinstance(row, tuple) else 1 for row in rows)


def _taken(contract: Contract, examples: Document[Examples]) -> Iterator[Way]:
    for example in examples.value.root:
        start = contract.year_start(example.year)
        kinds = {name: kind_of_figure(term) for name, term in contract.terms.figures.items()}
        given = {
            name: supplied(
                contract, name, read_value(text, kinds[name], contract.terms.currency), ""
            )
            for name, text in example.given.items()
        }
        yield from _taken_in(contract, start, evaluate(contract, start, given))


def _taken_in(contract: Contract, start: date, worked: Evaluation) -> Iterator[Way]:
    for name, figure in contract.terms.figures.items():
        if figure.of:
            yield (name, str(worked.values.get(name)))
    for name, parameter in contract.terms.parameters.items():
        entry = parameter.values.on(start)
        yield (name, f"from {entry.from_ if entry else None}")
    for line in contract.lines:
        if line.name in worked.values:
            value = worked.values[line.name]
            yield (line.name, "a value")
            yield (line.name, "yes" if value is True else "no" if value is False else "a value")
            yield from _through(line.name, line.tree, worked.values)


def _through(line: str, node: Node, values: Values) -> Iterator[Way]:
    match node:
        case If(test, then, other):
            yield from _through(line, test, values)
            is_so = value_of(test, values)
            yield (_where(line, node), "then" if is_so else "else")
            yield from _through(line, then if is_so else other, values)
        case Binary("and" | "or" as sign, left, right):
            yield from _through(line, left, values)
            if value_of(left, values) is (sign == "and"):
                yield from _through(line, right, values)
        case _:
            for part in parts(node):
                yield from _through(line, part, values)
            if isinstance(node, Call):
                given = {
                    name: value_of(part, values)
                    for name, part in bind(node, FUNCTIONS[node.function]).items()
                }
                yield from ((_where(line, node), way) for way in _ways_of_call(node, given, values))


def _ways_of_call(call: Call, given: Mapping[str, Any], values: Values) -> Iterator[str]:
    match call.function:
        case "capped":
            x = given["x"]
            is_high = "at_most" in given and x > given["at_most"]
            is_low = "at_least" in given and x < given["at_least"]
            yield "at_most" if is_high else "at_least" if is_low else "free"
        case "gate":
            yield "in full" if value_of(call, values) else "zero"
        case "min" | "max":
            found = value_of(call, values)
            deciding = [write(node) for node in call.plain if value_of(node, values) == found]
            yield from deciding if len(deciding) == 1 else ()
        case "tiered":
            limits = [band.up_to for band in given["bands"]]
            size, base = abs(given["x"]), given.get("of", Fraction(1))
            below = [limit * base for limit in limits if limit is not None]
            yield from (str(i) for i in range(1 + sum(size > limit for limit in below)))
        case "lookup":
            steps = [step.below for step in given["steps"] if step.below is not None]
            yield str(sum(given["x"] >= limit for limit in steps))
