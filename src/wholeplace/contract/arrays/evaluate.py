"""Work out every line of an agreement for many rows of figures at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from wholeplace.contract.agreement import Contract
from wholeplace.contract.arrays.bounds import ROUNDING, Near
from wholeplace.contract.arrays.columns import (
    Few,
    Many,
    Options,
    column_of,
    each_once,
    near_of,
    yes_no,
)
from wholeplace.contract.arrays.masks import Mask, Truths, either
from wholeplace.contract.arrays.numbers import ARRAYS, gone_everywhere
from wholeplace.contract.arrays.whole import Whole, decimals
from wholeplace.contract.explain import plain_value
from wholeplace.contract.figures import default_of, kind_of_figure
from wholeplace.contract.formula import Basic, Choice, value_of
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.work_out import Worked, work_out
from wholeplace.kernel import Value

# One number, truth or word for each row.
Values: TypeAlias = npt.NDArray[np.float64] | npt.NDArray[np.bool_] | npt.NDArray[np.object_]
# A figure for every row: an array, or the column that one makes.
Given: TypeAlias = npt.NDArray[np.generic] | Few | Many


@dataclass(frozen=True, slots=True, eq=False)
class ManyLines:
    """What the lines, figures and parameters of an agreement come to in every row.

    ``again`` are the rows that were worked out again exactly, because a comparison or a rounding
    in them hung on digits that a double does not hold.
    """

    contract: Contract
    starts: Sequence[date]
    year: npt.NDArray[np.intp]
    columns: Mapping[str, Few | Many]
    again: npt.NDArray[np.intp]
    exact: Mapping[str, Sequence[Value]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.year)

    def value(self, name: str) -> Values:
        """Return a number (double), truth or word for each row; what is missing is arbitrary."""
        column = self.columns[name]
        values = np.array(np.broadcast_to(_plain(column), self.rows))
        for row, exact in zip(self.again, self.exact.get(name, ()), strict=False):
            if exact is not None:
                values[row] = exact
        return values

    def missing(self, name: str) -> Truths:
        """Return which rows have no value."""
        gone = self.columns[name].gone
        missing = np.array(np.broadcast_to(False if gone is None else gone, self.rows))
        for row, exact in zip(self.again, self.exact.get(name, ()), strict=False):
            missing[row] = exact is None
        return missing

    def alone(self, row: int) -> Worked:
        """Return one row worked out by itself, exactly."""
        return _alone(self.contract, self.starts[int(self.year[row])], self.columns, row)


def _plain(column: Few | Many) -> Values:
    if isinstance(column, Many) or isinstance(column.options[0], Fraction):
        return near_of(column).value
    is_truth = isinstance(column.options[0], bool)
    options: npt.NDArray[Any] = np.array(column.options, np.bool_ if is_truth else np.object_)
    return cast(Values, options[0 if column.which is None else column.which])


def evaluate_many(
    contract: Contract,
    starts: Sequence[date],
    year: npt.NDArray[np.intp],
    figures: Mapping[str, Given],
) -> ManyLines:
    """Return what every line comes to for every row.

    ``starts`` are the first days of contract years, and ``year`` says for each row which of them
    is its own. ``figures`` has an array for each figure of the agreement: doubles (NaN is
    missing), truths, or words (an empty one is missing); a figure that is not there is missing, or
    its default. A double is taken to be the shortest decimal that reads as it: 0.1 is a tenth; an
    infinite one raises ``ValueError``.

    A row comes to what ``work_out`` makes of it exactly, to the last digit of a double: rows whose
    way through the formulas hangs on less than that are worked out again exactly. Raises
    ``Refused`` where a parameter has no value in one of the years.
    """
    values: dict[str, Few | Many] = dict(_parameters(contract, starts, year))
    for name in contract.terms.figures:
        values[name] = _taken(contract, name, figures.get(name))
    for line in contract.lines:
        values[line.name] = column_of(value_of(line.tree, values, ARRAYS))
    again = _in_doubt(values, [line.name for line in contract.lines], len(year))
    worked = [_alone(contract, starts[int(year[row])], values, row) for row in again.tolist()]
    exact = {
        line.name: [plain_value(row.values.get(line.name)) for row in worked]
        for line in contract.lines
    }
    return ManyLines(contract, starts, year, values, again, exact)


def _parameters(
    contract: Contract, starts: Sequence[date], year: npt.NDArray[np.intp]
) -> Mapping[str, Few]:
    columns = {}
    for name, (options, moved) in _by_year(contract, tuple(starts)).items():
        which = None if len(options) == 1 else np.array(moved)[year]
        columns[name] = Few(None, None, options, which)
    return columns


@lru_cache(maxsize=64)  # a simulation asks for the same years of the same agreement many times
def _by_year(
    contract: Contract, starts: tuple[date, ...]
) -> Mapping[str, tuple[Options, list[int]]]:
    years = [in_force_on(contract, start).values for start in starts]
    return {name: each_once([values[name] for values in years]) for name in contract.parameters}


def _taken(contract: Contract, name: str, given: Given | None) -> Few | Many:
    column = _read(contract, name, given)
    if column.gone is None or contract.terms.figures[name].default is None:
        return column
    default = default_of(contract.terms, name)
    missing = yes_no(np.asarray(column.gone))
    there = replace(column, gone=None)
    return cast(Few | Many, ARRAYS.choose(missing, lambda: default, lambda: there))


def _read(contract: Contract, name: str, given: Given | None) -> Few | Many:
    kind = kind_of_figure(contract.terms.figures[name])
    if given is None:
        return gone_everywhere(name)
    if isinstance(given, Few | Many):
        return given
    if isinstance(kind, Choice):
        return words(given, kind.options)
    if kind is Basic.YES_NO:
        return words(given, (False, True))
    return numbers(np.asarray(given, dtype=np.float64))


def numbers(doubles: npt.NDArray[np.float64]) -> Many:
    """Return an array of numbers as a column; NaN is missing.

    Raises ``ValueError`` where a number is infinite.
    """
    if np.isinf(doubles).any():
        raise ValueError("a figure is infinite, which no amount can be")
    gone = np.isnan(doubles)
    mask = gone if gone.any() else None
    there = doubles if mask is None else np.where(gone, 0.0, doubles)
    return Many(mask, None, decimals(there) or Near(there, ROUNDING * np.abs(there)))


def words(given: npt.NDArray[np.generic], options: Sequence[str | bool]) -> Few:
    """Return an array of words, or of truths, as a column; an empty one is missing.

    Raises ``ValueError`` where one is not among the options.
    """
    place = {option: i for i, option in enumerate(options)} | {"": -1, None: -1}
    listed = given.tolist()
    unknown = [word for word in dict.fromkeys(listed) if word not in place]
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not one of {', '.join(map(str, options))}")
    which = np.array([place[word] for word in listed], dtype=np.intp)
    gone = which < 0
    return Few(gone if gone.any() else None, None, _words(tuple(options)), np.maximum(which, 0))


@lru_cache(maxsize=1024)
def _words(options: tuple[str | bool, ...]) -> Options:
    return Options(options)


def _in_doubt(
    columns: Mapping[str, Few | Many], lines: Sequence[str], rows: int
) -> npt.NDArray[np.intp]:
    unsure = either(*(columns[line].doubt for line in lines))
    unbounded = either(*(_unbounded(columns[line]) for line in lines))
    doubt = either(unsure, unbounded)
    return np.flatnonzero(np.broadcast_to(False if doubt is None else doubt, rows))


def _unbounded(column: Few | Many) -> Mask:
    if isinstance(column, Few):
        return None
    if isinstance(column.numbers, Whole):
        return None
    lost = ~np.isfinite(column.numbers.value + column.numbers.error)
    if column.gone is not None:
        lost = lost & ~column.gone
    return lost if lost.any() else None


def _alone(contract: Contract, start: date, columns: Mapping[str, Few | Many], row: int) -> Worked:
    given = {name: value_at(columns[name], row) for name in contract.terms.figures}
    known = {name: value for name, value in given.items() if value is not None}
    return work_out(contract, in_force_on(contract, start).values, known)


def value_at(column: Few | Many, row: int) -> Value:
    """Return the value of one row exactly; ``None`` where there is none."""
    if column.gone is not None and bool(_at(column.gone, row)):
        return None
    if isinstance(column, Many):
        return _exact_number(column.numbers, row)
    place = 0 if column.which is None else int(_at(column.which, row))
    return plain_value(column.options[place])


def _exact_number(numbers: Whole | Near, row: int) -> Fraction:
    if isinstance(numbers, Whole):
        return Fraction(int(_at(numbers.top, row)), numbers.bottom)
    return decimal_of(_at(numbers.value, row))


def decimal_of(double: float) -> Fraction:
    """Return the shortest decimal that reads as a double: what a person would have written."""
    return Fraction(repr(float(double)))


def _at(array: npt.NDArray[Any], row: int) -> Any:  # noqa: ANN401 - one number of the array
    return array if np.ndim(array) == 0 else array[row]
