"""A condition of a mapping on the columns of a row: which rows it holds for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

import ibis
from ibis import ir
from pydantic import Field, model_validator

from wholeplace.document import Frozen, Wrong
from wholeplace.record.cell import cell

_TESTS = ("is_", "is_not", "starts_with", "empty")
_REMEDY = "write is: [...], is_not: [...], starts_with: [...] or empty: true"


class When(Frozen):
    """A condition: one column is (not) one of some texts, begins with one, or is empty.

    Or ``all`` of several conditions hold, or ``any`` of them. Where the file has not the column
    of an ``optional`` condition, it counts as empty.
    """

    column: str | None = None
    is_: tuple[str, ...] | None = Field(None, alias="is")
    is_not: tuple[str, ...] | None = None
    starts_with: tuple[str, ...] | None = None
    empty: bool | None = None
    optional: bool = False
    all_: tuple[When, ...] | None = Field(None, alias="all")
    any_: tuple[When, ...] | None = Field(None, alias="any")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        tests = [name for name in _TESTS if getattr(self, name) is not None]
        groups = [group for group in (self.all_, self.any_) if group is not None]
        if len(tests) + len(groups) != 1:
            known = "'is', 'is_not', 'starts_with', 'empty', 'all' and 'any'"
            raise Wrong(f"a condition needs one of {known}", _REMEDY)
        if groups and (self.column or not groups[0]):
            what = "'all' and 'any' take a list of conditions, each with its own column"
            raise Wrong(what, "write all: [{column: A, is: [x]}, {column: B, empty: true}]")
        if tests and not self.column:
            raise Wrong("a condition needs 'column'", "say on which column it is: column: NAME")
        return self

    def columns(self, *, needed: bool = False) -> Iterator[str]:
        """Yield the columns it looks at; with ``needed`` only those that must be there."""
        if self.column and not (needed and self.optional):
            yield self.column
        for inner in (*(self.all_ or ()), *(self.any_ or ())):
            yield from inner.columns(needed=needed)


def holds(when: When, source: ir.Table) -> ir.BooleanValue:
    """Return whether a condition holds for each row; never missing."""
    if when.all_:
        return ibis.and_(*(holds(inner, source) for inner in when.all_))
    if when.any_:
        return ibis.or_(*(holds(inner, source) for inner in when.any_))
    value = cell(source, when.column or "", optional=when.optional)
    written = value.fill_null("")
    if when.is_ is not None:
        return written.isin(when.is_)
    if when.is_not is not None:
        return written.notin(when.is_not)
    if when.starts_with is not None:
        return ibis.or_(*(written.startswith(word) for word in when.starts_with))
    return value.isnull() if when.empty else value.notnull()
