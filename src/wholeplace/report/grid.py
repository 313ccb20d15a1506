"""A table as values: what the page shows, a file holds and a program reads is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from wholeplace.kernel import Figure, plain
from wholeplace.report import words
from wholeplace.report.table import Column, Kind, Table
from wholeplace.report.words import MISSING

Value: TypeAlias = str | int | Fraction | float | None
"""A number in its unit, words (such as ``missing`` or the mark), or nothing."""
Row: TypeAlias = tuple[Value, ...]


class As(StrEnum):
    """How the values of a column are told."""

    WORDS = "words"
    MONEY = "money"
    COUNT = "count"
    TIME = "time"
    SHARE = "share"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Col:
    """A column: what files call it, what people read above it, and how it is told.

    One that is not ``on_page`` stands in files alone.
    """

    name: str
    heading: str
    kind: As = As.MONEY
    on_page: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values under columns; ``total`` is a last row, ``note`` stands beneath.

    ``id`` is what its file is called; one that is not ``on_page`` stands in a file alone. Raises
    ``ValueError`` where a row does not fit.
    """

    id: str
    caption: str
    cols: tuple[Col, ...]
    rows: tuple[Row, ...]
    total: Row = ()
    note: str = ""
    currency: str = "GBP"
    on_page: bool = True

    def __post_init__(self) -> None:
        """Refuse a row that does not fit the columns."""
        for row in (*self.rows, *self._totals()):
            if len(row) != len(self.cols):
                raise ValueError(f"{self.id}: {len(row)} values for {len(self.cols)} columns")

    def _totals(self) -> tuple[Row, ...]:
        return (self.total,) if self.total else ()

    def table(self) -> Table:
        """Return the table as people read it."""
        seen = [i for i, col in enumerate(self.cols) if col.on_page]

        def told(row: Row) -> tuple[str, ...]:
            return tuple(self._told(self.cols[i], row[i]) for i in seen)

        heads = tuple(Column(self.cols[i].heading, _kind(self.cols[i])) for i in seen)
        total = told(self.total) if self.total else ()
        return Table(self.caption, heads, tuple(map(told, self.rows)), total, self.note)

    def _told(self, col: Col, value: Value) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        number = Fraction(value)
        if col.kind is As.MONEY:
            return words.pence(number, self.currency)
        if col.kind is As.SHARE:
            return words.share(number, Fraction(1))
        return words.fixed(number, _PLACES.get(col.kind, 0))

    def records(self) -> list[dict[str, str]]:
        """Return the rows, and the total as the last of them, as texts by name; numbers exact."""
        return [
            {col.name: _exact(value) for col, value in zip(self.cols, row, strict=True)}
            for row in (*self.rows, *self._totals())
        ]


_PLACES = {As.TIME: 1, As.RATIO: 3}
_DECIMALS = 6


def _kind(col: Col) -> Kind:
    return Kind.TEXT if col.kind is As.WORDS else Kind.NUMBER


def _exact(value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    number = Fraction(value)
    if (number * 100).denominator == 1 and number.denominator > 1:
        return words.fixed(abs(number), 2).replace(",", "").join(("-" if number < 0 else "", ""))
    return plain(number, _DECIMALS).replace(",", "")


def amount(figure: Figure | None) -> Value:
    """Return the value of a figure for a cell: a number, a mark, or that it is missing."""
    if figure is None:
        return None
    value = figure.value
    return value if isinstance(value, Fraction | str) else MISSING


def text(name: str, heading: str, *, on_page: bool = True) -> Col:
    """Return a column of words."""
    return Col(name, heading, As.WORDS, on_page)


def money(*pairs: tuple[str, str]) -> Iterator[Col]:
    """Yield columns of money."""
    return (Col(name, heading) for name, heading in pairs)


def added(values: Iterable[Value]) -> Value:
    """Return the sum of values, or that it is missing where one of them is no number."""
    total = Fraction(0)
    for value in values:
        if value is None or isinstance(value, str):
            return MISSING
        total += Fraction(value)
    return total
