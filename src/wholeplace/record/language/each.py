"""Columns that repeat across a file, such as twelve diagnoses, as one row for each filled cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import ibis
from ibis import ir
from pydantic import model_validator

from wholeplace.document import Frozen, Wrong
from wholeplace.record.cell import text

POSITION = "@position"
_EXAMPLE = 'write columns: [A_1, A_2], columns: "A_*" or columns: [[A_1, B_1], [A_2, B_2]]'


class Each(Frozen):
    """One row for each filled cell of some columns: ``@value`` and ``@position`` (1, 2, 3 ...).

    Several columns in step, such as a procedure and its date, are given together and named by
    ``names``; there is a row wherever the first of them is filled. A ``*`` stands for whatever
    the columns of a file have there, in the order of their numbers.
    """

    columns: str | tuple[str | tuple[str, ...], ...]
    names: tuple[str, ...] = ("value",)
    optional: bool = False

    @model_validator(mode="after")
    def _in_step(self) -> Self:
        steps = self.steps()
        if not steps or any(len(step) != len(self.names) for step in steps):
            what = f"each entry needs {len(self.names)} column{'s'[: len(self.names) != 1]}"
            raise Wrong(f"{what}, one for each of 'names'", _EXAMPLE, ("columns",))
        if len(set(self.names)) != len(self.names) or "position" in self.names:
            raise Wrong("'names' must differ, and not be 'position'", _EXAMPLE, ("names",))
        return self

    def steps(self) -> tuple[tuple[str, ...], ...]:
        """Return the columns of each step as written, ``*`` and all."""
        several = (self.columns,) if isinstance(self.columns, str) else self.columns
        return tuple((step,) if isinstance(step, str) else step for step in several)

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that a recipe may use beside those of the file."""
        return (*(f"@{name}" for name in self.names), POSITION)

    def steps_in(self, columns: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the columns of each step that a file with these columns has, in order."""
        return [found for step in self.steps() for found in self.steps_of(step, columns)]

    def steps_of(self, step: tuple[str, ...], columns: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what one step as written finds among columns: one, or several by its star."""
        there = {column.casefold(): column for column in reversed(columns)}
        found = []
        for star in _stars(step[0], columns) if "*" in step[0] else [""]:
            written = [name.replace("*", star) for name in step]
            names = tuple(there.get(name.casefold(), name) for name in written)
            found += [names] if names[0] in columns else []
        return found


def _stars(pattern: str, columns: Sequence[str]) -> list[str]:
    """Return what a star stands for, in the order of numbers, or else in that of the file."""
    before, _, after = pattern.partition("*")
    form = re.compile(rf"{re.escape(before)}(\w+){re.escape(after)}", re.IGNORECASE)
    found = [match[1] for column in columns if (match := form.fullmatch(column))]
    return sorted(found, key=int) if all(map(str.isdecimal, found)) else found


def cells(source: ir.Table, each: Each, keep: Sequence[str]) -> ir.Table:
    """Return one row for each filled cell, with the columns to ``keep`` of the row it stands in.

    ``@position`` is the place of its column among those given, empty cells counted.
    """
    steps = each.steps_in(source.columns)
    there = [name for name in keep if name in source.columns]
    if not steps:
        return _none(source.select(*there), each)
    fields = [
        ibis.struct(
            {
                f"@{name}": _part(source, column)
                for name, column in zip(each.names, step, strict=True)
            }
            | {POSITION: ibis.literal(i, "int64")}
        )
        for i, step in enumerate(steps, 1)
    ]
    # In a select it streams; as a join, which Table.unnest() makes of it, it would not.
    rows = source.select(*there, _cell=ibis.array(fields).unnest()).unpack("_cell")
    return rows.filter(rows[f"@{each.names[0]}"].notnull())


def _none(rows: ir.Table, each: Each) -> ir.Table:
    """Return no rows, with the columns of a cell: a file may have none of those asked for."""
    cell = {f"@{name}": ibis.null("string") for name in each.names}
    return rows.mutate(**cell, **{POSITION: ibis.null("int64")}).limit(0)


def _part(source: ir.Table, column: str) -> ir.StringValue:
    return text(source[column]) if column in source.columns else ibis.null("string")
