"""A table of a report: every one has a caption, and its first column names the row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a column is set: words to the left, numbers to the right, code in its own face."""

    TEXT = "text"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column and how it is set."""

    heading: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under columns; ``total`` is a last row, ``note`` stands beneath.

    Raises ``ValueError`` where it has no caption or a row does not fit the columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a table that a reader could not follow."""
        if not self.caption:
            raise ValueError("a table needs a caption")
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != len(self.columns):
                msg = f"{self.caption}: {len(row)} cells for {len(self.columns)} columns: {row}"
                raise ValueError(msg)


def as_lines(table: Table, most: int | None = None) -> list[str]:
    """Return a table as lines for a terminal: caption, headings, a rule, rows and the total.

    ``most`` is how many rows are shown. Words stand to the left, numbers to the right.
    """
    heads = tuple(column.heading for column in table.columns)
    rows = [*table.rows[:most], *((table.total,) if table.total else ())]
    widths = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    to_right = [column.kind is Kind.NUMBER for column in table.columns]

    def line(cells: tuple[str, ...]) -> str:
        parts = zip(cells, widths, to_right, strict=True)
        return "  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in parts).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return [table.caption, "", line(heads), rule, *map(line, rows)]


def columns(*headings: str | Column) -> tuple[Column, ...]:
    """Return columns: the first is text, the others are numbers unless given as a ``Column``."""
    return tuple(
        heading if isinstance(heading, Column) else Column(heading, Kind.NUMBER if i else Kind.TEXT)
        for i, heading in enumerate(headings)
    )
