"""Work out a formula that has been read and checked."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from wholeplace.contract.formula.check import bind
from wholeplace.contract.formula.functions import FUNCTIONS
from wholeplace.contract.formula.numbers import EXACT, Absent, Numbers
from wholeplace.contract.formula.tree import Binary, Call, If, Literal, Name, Node, Pick, Unary

# What each sign does with two numbers of any type.
SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def value_of(  # noqa: PLR0911 - one for each node
    tree: Node, values: Mapping[str, Any], using: Numbers = EXACT
) -> Any:  # noqa: ANN401 - whatever type of number stands behind the seam
    """Return the value of a checked formula over the values of its names.

    Only what is needed is worked out: of ``if`` the branch taken, of ``and`` and ``or`` the right
    side where the left does not decide. Raises ``Undefined`` where there is no value, and
    ``Absent`` where it needs a name that is not among ``values``.
    """

    def of(node: Node) -> Any:  # noqa: ANN401
        return value_of(node, values, using)

    match tree:
        case Literal(value):
            return value
        case Name(name):
            return _named(name, values)
        case Pick(table, key):
            return using.pick(of(table), of(key))
        case Unary(sign, operand):
            return _unary(sign, of(operand), using)
        case Binary(sign, left, right):
            return _binary(sign, of(left), lambda: of(right), using)
        case If(test, then, other):
            return using.choose(of(test), lambda: of(then), lambda: of(other))
        case Call(function):
            entry = FUNCTIONS[function]
            given = {name: of(node) for name, node in bind(tree, entry).items()}
            return using.call(entry.work_out, using, given)


def _named(name: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if name not in values:
        raise Absent(name)
    return values[name]


def _unary(sign: str, operand: Any, using: Numbers) -> Any:  # noqa: ANN401
    if sign == "-":
        return -operand
    return using.choose(operand, lambda: False, lambda: True)


def _binary(sign: str, left: Any, right: Callable[[], Any], using: Numbers) -> Any:  # noqa: ANN401
    if sign == "and":
        return using.choose(left, right, lambda: False)
    if sign == "or":
        return using.choose(left, lambda: True, right)
    if sign == "/":
        return _divide(left, right(), using)
    return SIGNS[sign](left, right())


def _divide(top: Any, bottom: Any, using: Numbers) -> Any:  # noqa: ANN401
    return using.choose(
        bottom != 0, lambda: top / bottom, lambda: using.undefined("it divides by zero")
    )
