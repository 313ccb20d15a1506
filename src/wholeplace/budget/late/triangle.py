"""A run-off triangle: what was known of each month's cost, one, two, three months later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from wholeplace.kernel import Month, Problem, Where, plain, refuse_if

FEWEST = 3
"""With fewer months there is no second factor to tell how much a first one varies."""
_NOWHERE = Where("run-off triangle")


@dataclass(frozen=True, slots=True)
class LateCell:
    """Cost (pounds) of a month that was first known ``delay`` months later, and its rows."""

    origin: Month
    delay: int
    amount: Fraction
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Triangle:
    """What was known of each origin after 0, 1, 2 ... delays (cumulative), oldest origin first.

    ``left_out`` counts the rows of months that were not over. No later row is longer than one
    before it. Raises ``Refused`` for fewer than three origins, and for a cell that is not above
    nought: what comes later is foreseen as a multiple of what is known.
    """

    origins: tuple[str, ...]
    known: tuple[tuple[Fraction, ...], ...]
    left_out: int = 0
    where: Where = _NOWHERE

    def __post_init__(self) -> None:
        """Refuse a triangle from which nothing can be foreseen."""
        refuse_if(self._problems())

    @property
    def delays(self) -> int:
        """How many delays there are after the first column."""
        return max(map(len, self.known)) - 1

    def _problems(self) -> Iterator[Problem]:
        if len(self.origins) < FEWEST:
            what = (
                f"a triangle needs {FEWEST} whole months at least, and here are {len(self.known)}"
            )
            yield Problem(self.where, what, "wait, or begin it earlier")
        lengths = [len(row) for row in self.known]
        if not all(lengths) or lengths != sorted(lengths, reverse=True):
            what = f"its rows have {', '.join(map(str, lengths))} cells, and none may be longer"
            yield Problem(self.where, f"{what} than one before it", "begin with the oldest")
        for origin, row in zip(self.origins, self.known, strict=True):
            for delay, amount in enumerate(row):
                if amount <= 0:
                    what = f"{plain(amount, 2)} was known of {origin} after {delay} months"
                    remedy = (
                        "look for credits without their charges, or begin the triangle later; each"
                        " month must be above nought from its first"
                    )
                    yield Problem(self.where, what, remedy)


def triangle(
    cells: Iterable[LateCell],
    until: date,
    months: int,
    where: Where = _NOWHERE,
) -> Triangle:
    """Return the triangle of cells by months that were over ``until`` a day (the first not known).

    ``months`` is for how long cost comes late; what came later still stands in the last column.
    What was known in a month that was not over is left out, and counted. Raises ``Refused`` where
    a cost was known before its month, or where ``Triangle`` would.
    """
    found = tuple(cells)
    refuse_if(_early(found, where))
    whole = [cell for cell in found if _known_in(cell).end <= until]
    left_out = sum(cell.rows for cell in found) - sum(cell.rows for cell in whole)
    origins = _months([cell.origin for cell in whole], until)
    by_origin: dict[Month, dict[int, Fraction]] = {month: {} for month in origins}
    for cell in whole:
        row, delay = by_origin[cell.origin], min(cell.delay, months)
        row[delay] = row.get(delay, Fraction(0)) + cell.amount
    lengths = [min(months, len(origins) - 1 - i) + 1 for i in range(len(origins))]
    rows = [_row(by_origin[m], n) for m, n in zip(origins, lengths, strict=True)]
    return Triangle(tuple(map(str, origins)), tuple(rows), left_out, where)


def _row(amounts: Mapping[int, Fraction], length: int) -> tuple[Fraction, ...]:
    return tuple(accumulate(amounts.get(delay, Fraction(0)) for delay in range(length)))


def _early(cells: Sequence[LateCell], where: Where) -> Iterator[Problem]:
    early = [cell for cell in cells if cell.delay < 0]
    if early:
        first = min(early, key=lambda cell: cell.origin)
        what = f"cost of {first.origin} was known {-first.delay} months before it"
        remedy = "count advance payments by the day they are for, or correct the day"
        yield Problem(where, what, remedy, sum(cell.rows for cell in early))


def _known_in(cell: LateCell) -> Month:
    whole = cell.origin.year * 12 + cell.origin.month - 1 + cell.delay
    return Month(whole // 12, whole % 12 + 1)


def _months(origins: Sequence[Month], until: date) -> list[Month]:
    """Return every month from the first to the last that is over, also those with no cost."""
    found = []
    month = min(origins, default=None)
    while month and month.end <= until:
        found.append(month)
        month = month.next()
    return found
