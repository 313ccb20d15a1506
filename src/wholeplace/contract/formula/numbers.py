"""The seam between formulas and a type of number: everything that is not ``+ - * <`` and the like.

A formula is written once and worked out with whatever stands behind this seam: exact fractions for
a statement (``EXACT``), or columns with an entry for each of many rows (``contract.arrays``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from wholeplace.contract.formula.units import Operand
from wholeplace.kernel import Money, allocate, round_half_away, round_to


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
    ``step`` gives the value of the first limit that a number is below, and the last value where it
    is below none. ``call`` works out a function over its arguments.
    """

    least: Callable[..., Any]
    greatest: Callable[..., Any]
    round_to: Callable[..., Any]
    choose: Callable[[Any, Callable[[], Any], Callable[[], Any]], Any]
    pick: Callable[..., Any]
    step: Callable[..., Any]
    allocate: Callable[..., Any]
    undefined: Callable[[str], Any]
    call: Callable[..., Any]


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


def _allocate(amount: Operand, split: Operand, party: Operand) -> Operand:
    if not isinstance(amount, Fraction) or not isinstance(split, Mapping):
        return _undefined("it shares something that is not an amount between parties")
    if party not in split:
        return _undefined(f"'{party}' has no share in the split of this year")
    total = Money(round_half_away(amount * 100))
    shares = allocate(total, [Fraction(str(share)) for share in split.values()])
    return dict(zip(split, shares, strict=True))[str(party)].exact


def _undefined(why: str) -> NoReturn:
    raise Undefined(why)


EXACT = Numbers(
    least=min,
    greatest=max,
    round_to=_round_to,
    choose=_choose,
    pick=_pick,
    step=lambda x, limits, values: values[bisect_right(limits, x)],
    allocate=_allocate,
    undefined=_undefined,
    call=lambda work_out, using, given: work_out(using, given),
)
