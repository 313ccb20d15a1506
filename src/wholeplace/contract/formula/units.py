"""What a formula's values are, and what comes of joining two of them.

=================  ==================================  ==================
``+  -``           the same on both sides              the same
``<  >  =  ...``   the same on both sides              yes/no
``x * fraction``   any number ``x``                    as ``x``
``x / fraction``   any number ``x``                    as ``x``
``x / x``          any number ``x``                    fraction
``*``              money, count                        money
``*``              money each, count                   money
``*``              count, count                        count
``/``              money, count                        money each
``/``              money, money each                   count
=================  ==================================  ==================

A plain number (``2``) takes the unit of what stands beside it, except that money is never a plain
number: write ``GBP 2``. Zero is zero of anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from wholeplace.kernel import Unit


class Basic(StrEnum):
    """What a number or a yes/no is. ``NUMBER`` and ``ZERO`` are numbers written out."""

    MONEY = "money"
    EACH = "money each"
    COUNT = "count"
    FRACTION = "fraction"
    RATE = "rate"
    YEARS = "years"
    NUMBER = "a plain number"
    ZERO = "zero"
    YES_NO = "yes/no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; a word written out is a choice of one."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        """Name the words."""
        return "one of " + ", ".join(self.options)


@dataclass(frozen=True, slots=True)
class BandsOf:
    """Marginal bands along a number, often along fractions of a base; each has a share."""

    along: Basic
    each: Basic = Basic.FRACTION

    def __str__(self) -> str:
        """Name the unit of the limits."""
        return f"bands whose limits are {self.along}"


@dataclass(frozen=True, slots=True)
class StepsOf:
    """Steps along a number: which value holds below which limit."""

    along: Basic
    each: Basic

    def __str__(self) -> str:
        """Name both units."""
        return f"steps of {self.each} along {self.along}"


@dataclass(frozen=True, slots=True)
class PointsOf:
    """Points along a number, with straight lines between their values."""

    along: Basic
    each: Basic

    def __str__(self) -> str:
        """Name both units."""
        return f"points of {self.each} along {self.along}"


@dataclass(frozen=True, slots=True)
class SplitOf:
    """The shares of parties in one whole."""

    parties: tuple[str, ...]

    def __str__(self) -> str:
        """Name what it is."""
        return "a split between parties"


@dataclass(frozen=True, slots=True)
class TableOf:
    """One value for each word of a choice."""

    by: Choice
    each: Kind

    def __str__(self) -> str:
        """Name what is in the table."""
        return f"a table of {self.each}"


RowsOf: TypeAlias = BandsOf | StepsOf | PointsOf
Kind: TypeAlias = Basic | Choice | RowsOf | SplitOf | TableOf


@dataclass(frozen=True, slots=True)
class Band:
    """A marginal band: the share that applies up to a limit (``None``: without limit)."""

    up_to: Fraction | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """The value that holds below a limit (``None``: without limit)."""

    below: Fraction | None
    value: Fraction | bool


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place along a number."""

    at: Fraction
    value: Fraction


Row: TypeAlias = Band | Step | Point
Operand: TypeAlias = "Fraction | bool | str | tuple[Row, ...] | dict[str, Operand]"

MEASURES = frozenset(Basic) - {Basic.YES_NO}
MONEYS = frozenset({Basic.MONEY, Basic.EACH})
_UNITS = {
    Basic.MONEY: Unit.MONEY,
    Basic.EACH: Unit.RATE,
    Basic.COUNT: Unit.COUNT,
    Basic.FRACTION: Unit.FRACTION,
    Basic.RATE: Unit.RATE,
    Basic.YEARS: Unit.YEARS,
    Basic.NUMBER: Unit.COUNT,
    Basic.ZERO: Unit.COUNT,
    Basic.YES_NO: Unit.YES_NO,
}
# The words a document may write after `unit:`.
UNIT_WORDS = (*sorted({str(kind) for kind in MEASURES} - {"a plain number", "zero"}), "yes/no")

_TIMES = {
    frozenset({Basic.MONEY, Basic.COUNT}): Basic.MONEY,
    frozenset({Basic.EACH, Basic.COUNT}): Basic.MONEY,
    frozenset({Basic.COUNT}): Basic.COUNT,
}
_OVER = {
    (Basic.MONEY, Basic.COUNT): Basic.EACH,
    (Basic.MONEY, Basic.EACH): Basic.COUNT,
}
_SCALING = (Basic.FRACTION, Basic.NUMBER, Basic.ZERO)


def unit_of(kind: Kind) -> Unit:
    """Return the unit of a figure of this kind; bands and splits are told in words."""
    return _UNITS.get(kind, Unit.CHOICE) if isinstance(kind, Basic) else Unit.CHOICE


def same(left: Kind, right: Kind) -> Kind | None:
    """Return the kind of two values that may be added or compared; ``None`` where they may not."""
    if isinstance(left, Choice) and isinstance(right, Choice):
        return Choice(tuple(dict.fromkeys((*left.options, *right.options))))
    if left == right:
        return left
    for written, other in ((left, right), (right, left)):
        if fits(written, other):
            return other
    return None


def fits(written: Kind, other: Kind) -> bool:
    """Return whether a number written without a unit may stand where ``other`` is expected."""
    if written == other:
        return True
    if written is Basic.ZERO:
        return other in MEASURES
    return written is Basic.NUMBER and other in MEASURES - MONEYS - {Basic.ZERO}


def product(left: Kind, right: Kind) -> Kind | None:
    """Return the kind of ``left * right``, or ``None`` where it means nothing."""
    if not isinstance(left, Basic) or not isinstance(right, Basic):
        return None
    if not {left, right} <= MEASURES:
        return None
    for scale in (Basic.ZERO, Basic.NUMBER, Basic.FRACTION):
        for one, other in ((left, right), (right, left)):
            if one is scale:
                return other
    return _TIMES.get(frozenset({left, right}))


def quotient(top: Kind, bottom: Kind) -> Kind | None:
    """Return the kind of ``top / bottom``, or ``None`` where it means nothing."""
    if not isinstance(top, Basic) or not isinstance(bottom, Basic):
        return None
    if not {top, bottom} <= MEASURES:
        return None
    if bottom in _SCALING:
        return Basic.FRACTION if top in _SCALING and bottom is Basic.FRACTION else top
    if top == bottom:
        return Basic.FRACTION
    return _OVER.get((top, bottom))
