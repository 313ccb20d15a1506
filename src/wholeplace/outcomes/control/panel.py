"""Rows of a measure by month as series side by side, each month in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from wholeplace.kernel import Month, Problem, Where, refuse_if
from wholeplace.outcomes.statistics import Numbers

_WHERE = Where("series")

Row = tuple[str, Month, float | None]
"""The name of a series, a month and its value; none where the month is known to have none."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series by month: ``values`` has a row for each name and a column for each month.

    Months follow one another without a gap; a month without a value is NaN.
    """

    names: tuple[str, ...]
    months: tuple[Month, ...]
    values: Numbers

    def gaps(self, name: str) -> tuple[Month, ...]:
        """Return the months between the first and the last value of a series that have none."""
        row = self.values[self.names.index(name)]
        known = np.flatnonzero(~np.isnan(row))
        if not known.size:
            return ()
        within = range(int(known[0]), int(known[-1]))
        return tuple(self.months[i] for i in within if np.isnan(row[i]))

    def parts(self, begins: Sequence[Month]) -> NDArray[np.int64]:
        """Return in which part of a chart each month is, from 0 on; one begins in each of some.

        Raises ``Refused`` for a month that is not there, is there twice, or is the first: nothing
        comes before it that could be another part.
        """
        refuse_if(_no_parts(self.months, begins))
        order = [self.months.index(month) for month in sorted(begins)]
        return np.searchsorted(
            np.array(order, dtype=np.int64), np.arange(len(self.months)), "right"
        )


def panel(rows: Iterable[Row]) -> Panel:
    """Return the series of rows, in the order in which they first come, by month.

    Raises ``Refused``, with all that is wrong, for a month that a series has twice, a value that
    is no number, or no rows at all.
    """
    given = list(rows)
    refuse_if(_problems(given))
    names = tuple(dict.fromkeys(name for name, _, _ in given))
    months = _months([month for _, month, _ in given])
    row, column = ({key: i for i, key in enumerate(keys)} for keys in (names, months))
    values = np.full((len(names), len(months)), np.nan)
    for name, month, value in given:
        if value is not None:
            values[row[name], column[month]] = value
    return Panel(names, months, values)


def _problems(rows: Sequence[Row]) -> Iterator[Problem]:
    if not rows:
        yield Problem(_WHERE, "there are no rows", "ask for months that have some")
    times = Counter((name, month) for name, month, _ in rows)
    for (name, month), number in times.items():
        if number > 1:
            what = f"'{name}' has the month {month} {number} times"
            remedy = "leave one row for each month, or give each series a name of its own"
            yield Problem(_WHERE, what, remedy, number)
    for name, month, value in rows:
        if value is not None and not isfinite(value):
            what = f"'{name}' has {value} for its value of {month}, which is no number"
            yield Problem(_WHERE, what, "leave the value empty where there is none")


def _no_parts(months: Sequence[Month], begins: Sequence[Month]) -> Iterator[Problem]:
    for month, number in Counter(begins).items():
        if number > 1:
            what = f"a new part of the chart begins in {month} {number} times"
            yield Problem(_WHERE, what, "name each month once")
        if month not in months[1:]:
            ends = f"{months[0]} to {months[-1]}"
            what = f"no part of the chart can begin in {month}: the months are {ends}"
            yield Problem(_WHERE, what, "name a later month of the series")


def _months(found: Sequence[Month]) -> tuple[Month, ...]:
    month, last = min(found), max(found)
    months = [month]
    while month < last:
        month = month.next()
        months.append(month)
    return tuple(months)
