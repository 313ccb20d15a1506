"""A formula as a tree of seven kinds of node, and how to write it out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias


def _place() -> int:
    # Where a node stood is for messages; two formulas are the same wherever they were written.
    return field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or truth written out. ``written`` says how: ``35``, ``2%``, ``GBP 35m``."""

    value: Fraction | bool | str
    written: str = ""  # "" as it is; "%" a percentage; else the code of a currency
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a figure, a parameter or an earlier line."""

    name: str
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a table of parameters: ``corridor[arrangement]``."""

    table: Name
    key: Node
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x`` or ``not x``."""

    sign: str
    of: Node
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Binary:
    """``x + y``, ``x < y``, ``x and y`` ..."""

    sign: str
    left: Node
    right: Node
    at: int = _place()


@dataclass(frozen=True, slots=True)
class If:
    """``if test then x else y``."""

    test: Node
    then: Node
    other: Node
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Call:
    """A function with arguments by position and by name: ``capped(x, at_most = y)``."""

    function: str
    plain: tuple[Node, ...] = ()
    named: tuple[tuple[str, Node], ...] = ()
    at: int = _place()


Node: TypeAlias = Literal | Name | Pick | Unary | Binary | If | Call

# How tightly each sign binds; a higher number binds first.
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
POWER = {"or": 1, "and": 2} | dict.fromkeys(COMPARISONS, 4) | {"+": 5, "-": 5, "*": 6, "/": 6}
NOT_POWER, MINUS_POWER, ATOM_POWER = 3, 7, 8


def parts(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly beneath a node, in the order they are written."""
    match node:
        case Pick(table, key):
            return (table, key)
        case Unary(_, of):
            return (of,)
        case Binary(_, left, right):
            return (left, right)
        case If(test, then, other):
            return (test, then, other)
        case Call(_, plain, named):
            return (*plain, *(value for _, value in named))
        case _:
            return ()


def walk(tree: Node) -> Iterator[Node]:
    """Yield every node of a tree, in the order they are written, parents first."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts(node)))


def names_in(tree: Node) -> tuple[str, ...]:
    """Return the names a formula uses, each once, in the order of first use."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Name)))


Put: TypeAlias = Callable[[Name | Pick], str | None]


def write(tree: Node, put: Put = lambda _: None) -> str:
    """Write a tree as a formula, with no more brackets than it needs.

    ``put`` may write something else for a name or a pick (the number put in); where it returns
    ``None`` the name itself is written. ``read_formula(write(tree)) == tree``.
    """
    return _written(tree, 0, put)


def _written(node: Node, least: int, put: Put) -> str:
    text, power = _with_power(node, put)
    return f"({text})" if power < least else text


def _with_power(node: Node, put: Put) -> tuple[str, int]:  # noqa: PLR0911 - one for each node
    match node:
        case Literal():
            return _literal(node), ATOM_POWER
        case Name(name):
            return put(node) or name, ATOM_POWER
        case Pick(table, key):
            return put(node) or f"{table.name}[{_written(key, 0, put)}]", ATOM_POWER
        case Unary("not", of):
            return f"not {_written(of, NOT_POWER, put)}", NOT_POWER
        case Unary(sign, of):
            return sign + _written(of, MINUS_POWER, put), MINUS_POWER
        case Binary(sign, left, right):
            power = POWER[sign]
            first = _written(left, power + (sign in COMPARISONS), put)
            return f"{first} {sign} {_written(right, power + 1, put)}", power
        case If(test, then, other):
            asked, chosen = _written(test, 1, put), _written(then, 1, put)
            return f"if {asked} then {chosen} else {_written(other, 0, put)}", 0
        case Call(function, plain, named):
            given = [_argument(value, put) for value in plain]
            given += [f"{name} = {_written(value, 0, put)}" for name, value in named]
            return f"{function}({', '.join(given)})", ATOM_POWER


def _argument(node: Node, put: Put) -> str:
    # A comparison that begins `name =` would be read back as an argument of that name.
    text = _written(node, 0, put)
    return f"({text})" if re.match(r"\w+ = ", text) else text


def _literal(node: Literal) -> str:
    if isinstance(node.value, bool):
        return "yes" if node.value else "no"
    if isinstance(node.value, str):
        return f"'{node.value}'" if '"' in node.value else f'"{node.value}"'
    if node.written == "%":
        return decimal(node.value * 100) + "%"
    return f"{node.written} {decimal(node.value)}".lstrip()


def decimal(value: Fraction) -> str:
    """Write a number that has a finite decimal exactly, without grouping: ``1234.5``."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
