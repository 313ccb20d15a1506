"""Columns of an agreement worked out for many rows at once: a row is a contract year, or a draw.

A column holds few different values, each exact (parameters, words, yes/no), or many numbers:
exact ones where they fit into whole numbers of 64 bits, otherwise doubles with a bound on how far
each is from the exact number. A comparison or a rounding that the bounds cannot settle puts its
row in doubt; a row in doubt is worked out again exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from wholeplace.contract.arrays.bounds import ROUNDING, Near, near_compared, near_joined
from wholeplace.contract.arrays.masks import Mask, Truths, either
from wholeplace.contract.arrays.whole import (
    Whole,
    added,
    compared,
    scaled,
    taken_off,
    times,
    whole_numbers,
)
from wholeplace.contract.formula import COMPARISONS, SIGNS, Operand

# More pairs of exact values than this are no longer few.
MOST_PAIRS = 1024
# To find equal values among so few costs more than it saves.
FEW_ENOUGH = 32
_LARGEST_EXACT_DOUBLE = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What every column knows: the rows that have no value, and those whose value is in doubt."""

    gone: Mask
    doubt: Mask

    def __add__(self, other: Any) -> Few | Many:  # noqa: ANN401 - a column or a value
        return joined("+", self, other)

    def __radd__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("+", other, self)

    def __sub__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("-", self, other)

    def __rsub__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("-", other, self)

    def __mul__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("*", self, other)

    def __rmul__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("*", other, self)

    def __truediv__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("/", self, other)

    def __rtruediv__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("/", other, self)

    def __neg__(self) -> Few | Many:
        return joined("*", self, Fraction(-1))

    def __lt__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("<", self, other)

    def __le__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined("<=", self, other)

    def __gt__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined(">", self, other)

    def __ge__(self, other: Any) -> Few | Many:  # noqa: ANN401
        return joined(">=", self, other)

    # A formula asks columns whether they are equal row by row, as NumPy does.
    def __eq__(self, other: Any) -> Few | Many:  # type: ignore[override]  # noqa: ANN401, PYI032
        return joined("=", self, other)

    def __ne__(self, other: Any) -> Few | Many:  # type: ignore[override]  # noqa: ANN401, PYI032
        return joined("!=", self, other)

    __hash__ = None  # type: ignore[assignment]


class Options(tuple[Operand, ...]):
    """The different values of a column; equal to itself alone.

    The tables of an agreement meet the same words again and again. Looked up by what they are, and
    not by what is in them, each pair of them is joined once.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


Which: TypeAlias = npt.NDArray[np.intp] | npt.NDArray[np.int8] | None
_TRUTHS = Options((False, True))


@dataclass(frozen=True, slots=True, eq=False)
class Few(Column):
    """A column of few different values, each exact.

    ``which`` says for each row the place of its value in ``options``; ``None``: always the first.
    """

    options: Options
    which: Which


@dataclass(frozen=True, slots=True, eq=False)
class Many(Column):
    """A column of many numbers."""

    numbers: Whole | Near


def few(
    options: Sequence[Operand], which: Which = None, gone: Mask = None, doubt: Mask = None
) -> Few:
    """Return a column of exact values; once there are many, equal ones are kept once."""
    if which is None:
        return Few(gone, doubt, _options(options[:1]), None)
    if len(options) <= FEW_ENOUGH:
        return Few(gone, doubt, _options(options), which)
    kept, moved = each_once(options)
    return Few(gone, doubt, kept, None if len(kept) == 1 else np.array(moved)[which])


def _options(values: Sequence[Operand]) -> Options:
    return values if isinstance(values, Options) else Options(values)


def each_once(options: Sequence[Operand]) -> tuple[Options, list[int]]:
    """Return different values once each, and for every value its place among them."""
    place: dict[Hashable, int] = {}
    moved = [place.setdefault(_key(option), len(place)) for option in options]
    return Options(options[moved.index(i)] for i in range(len(place))), moved


def yes_no(truths: Truths, gone: Mask = None, doubt: Mask = None) -> Few:
    """Return truths, one a row or one for all, as a column."""
    return Few(gone, doubt, _TRUTHS, truths.view(np.int8))


def _key(option: Operand) -> Hashable:
    # A pair of whole numbers is looked up much faster than a fraction.
    if isinstance(option, Fraction):
        return option.numerator, option.denominator
    return tuple(option.items()) if isinstance(option, dict) else (type(option), option)


def column_of(value: Any) -> Few | Many:  # noqa: ANN401 - a column, or any value of a formula
    """Return a value that is the same in every row as a column; a column is left as it is."""
    if isinstance(value, Few | Many):
        return value
    exact = Fraction(value) if type(value) is int else value
    return Few(None, None, Options((exact,)), None)


def whole_of(column: Few | Many) -> Whole | None:
    """Return exact numbers over one denominator, or ``None`` where they do not fit."""
    if isinstance(column, Many):
        return column.numbers if isinstance(column.numbers, Whole) else None
    table = _whole_table(column.options)
    if table is None or column.which is None:
        return table and Whole(table.top[0], table.bottom, table.bound)
    return Whole(table.top[column.which], table.bottom, table.bound)


@lru_cache(maxsize=1024)
def _whole_table(options: Options) -> Whole | None:
    return whole_numbers(cast(Sequence[Fraction], options))


def near_of(column: Few | Many) -> Near:
    """Return numbers as doubles; one value for all rows stays one."""
    numbers = column.numbers if isinstance(column, Many) else whole_of(column)
    if isinstance(numbers, Near):
        return numbers
    if numbers is None:
        return _doubles(cast(Few, column))
    value = numbers.top / numbers.bottom
    is_exact = numbers.bottom == 1 and numbers.bound <= _LARGEST_EXACT_DOUBLE
    return Near(value, np.zeros(()) if is_exact else 2 * ROUNDING * np.abs(value))


def _doubles(column: Few) -> Near:
    value = np.array([_double(cast(Fraction, option)) for option in column.options])
    value = value[0 if column.which is None else column.which]
    return Near(value, ROUNDING * np.abs(value))


def _double(exact: Fraction) -> float:
    try:
        return float(exact)
    except OverflowError:
        return float("inf")


def truth_of(column: Few) -> Truths:
    """Return a column of yes/no as truths; one for all rows has no dimensions."""
    if column.options is _TRUTHS and column.which is not None:
        return column.which.view(np.bool_)
    truths = np.array([bool(option) for option in column.options])
    return cast(Truths, truths[0 if column.which is None else column.which])


def joined(sign: str, left: Any, right: Any) -> Few | Many:  # noqa: ANN401 - columns or values
    """Return ``left sign right`` for every row."""
    one, other = column_of(left), column_of(right)
    if are_few(one, other):
        return joined_exactly(SIGNS[sign], one, other)
    if sign in COMPARISONS:
        return _compared(sign, one, other)
    whole = _wholly(sign, one, other)
    numbers = whole or near_joined(sign, near_of(one), near_of(other))
    return Many(either(one.gone, other.gone), either(one.doubt, other.doubt), numbers)


def are_few(one: Few | Many, other: Few | Many) -> bool:
    """Return whether two columns can be joined value by value, exactly."""
    if isinstance(one, Many) or isinstance(other, Many):
        return False
    return len(one.options) * len(other.options) <= MOST_PAIRS


def joined_exactly(work: Callable[[Any, Any], Operand], left: Few | Many, right: Few | Many) -> Few:
    """Return what comes of joining two exact columns: each pair of values is joined once.

    A pair that cannot be joined (it divides by zero) leaves its rows without a value.
    """
    one, other = cast(Few, left), cast(Few, right)
    options, failed = _pairs(work, one.options, other.options)
    which = _which(one, other)
    lost = None if failed is None else failed[0 if which is None else which]
    gone, doubt = either(one.gone, other.gone, lost), either(one.doubt, other.doubt)
    return few(options, which, gone, doubt)


@lru_cache(maxsize=1024)
def _pairs(
    work: Callable[[Any, Any], Operand], left: Options, right: Options
) -> tuple[Options, Mask]:
    pairs = [_tried(work, a, b) for a in left for b in right]
    failed = np.array([bad for _, bad in pairs])
    return Options(result for result, _ in pairs), failed if failed.any() else None


def _tried(work: Callable[[Any, Any], Operand], a: Operand, b: Operand) -> tuple[Operand, bool]:
    try:
        return work(a, b), False
    except ArithmeticError:
        return Fraction(0), True


def _which(one: Few, other: Few) -> Which:
    if one.which is None:
        return other.which
    if other.which is None:
        return one.which
    return np.multiply(one.which, len(other.options), dtype=np.intp) + other.which


def _one_number(column: Few | Many) -> Fraction | None:
    is_one = isinstance(column, Few) and column.which is None
    return cast(Fraction, cast(Few, column).options[0]) if is_one else None


def _wholly(sign: str, one: Few | Many, other: Few | Many) -> Whole | None:
    left, right = whole_of(one), whole_of(other)
    if left is None or right is None:
        return None
    if sign in {"+", "-"}:
        return added(left, right) if sign == "+" else taken_off(left, right)
    first, second = _one_number(one), _one_number(other)
    if sign == "/":
        return scaled(left, 1 / second) if second else None
    if second is not None:
        return scaled(left, second)
    return times(left, right) if first is None else scaled(right, first)


def _compared(sign: str, one: Few | Many, other: Few | Many) -> Few:
    gone, doubt = either(one.gone, other.gone), either(one.doubt, other.doubt)
    left, right = whole_of(one), whole_of(other)
    answer = compared(SIGNS[sign], left, right) if left and right else None
    if answer is not None:
        return yes_no(answer, gone, doubt)
    answer, unsure = near_compared(SIGNS[sign], near_of(one), near_of(other))
    return yes_no(answer, gone, either(doubt, unsure if unsure.any() else None))
