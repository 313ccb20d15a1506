"""The seam between formulas and a type of number: everything that is not ``+ - * <`` and the like.

A formula is written once and worked out with whatever stands behind this seam: exact fractions for
a statement; arrays, one entry a draw, would be a second value of ``Numbers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from wholeplace.contract.formula.units import Operand
from wholeplace.kernel import round_to


class Undefined(ArithmeticError):  # noqa: N818 - what the result is
    """A formula has no value for these figures; says why as the end of a sentence."""


class Absent(Undefined):
    """A formula needs a name that has no value."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"'{name}' is missing")
        self.name = name


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a type of number must be able to do.

    ``choose`` is given its two branches unworked, so that the branch not taken cannot fail.
    """

    least: Callable[..., Operand]
    greatest: Callable[..., Operand]
    round_to: Callable[[Operand, Operand], Operand]
    choose: Callable[[Operand, Callable[[], Operand], Callable[[], Operand]], Operand]
    pick: Callable[[Operand, Operand], Operand]
    undefined: Callable[[str], Operand]


def _choose(test: Operand, then: Callable[[], Operand], other: Callable[[], Operand]) -> Operand:
    return then() if test else other()


def _pick(table: Operand, key: Operand) -> Operand:
    if not isinstance(table, Mapping) or not isinstance(key, str):
        return _undefined("it looks up something that is not a table")
    return table[key]


def _round_to(value: Operand, step: Operand) -> Operand:
    if not isinstance(value, Fraction) or not isinstance(step, Fraction) or step <= 0:
        return _undefined("it rounds to a step that is not above zero")
    return round_to(value, step)


def _undefined(why: str) -> NoReturn:
    raise Undefined(why)


EXACT = Numbers(
    least=min,
    greatest=max,
    round_to=_round_to,
    choose=_choose,
    pick=_pick,
    undefined=_undefined,
)
