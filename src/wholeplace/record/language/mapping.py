"""A mapping document: how the files of one source become canonical rows. Data, never code."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Day, Frozen, Share, Wrong, known
from wholeplace.record.language.condition import When
from wholeplace.record.language.each import Each
from wholeplace.record.language.path import read_path
from wholeplace.record.language.recipe import Recipe
from wholeplace.record.language.source_file import SourceFile
from wholeplace.record.tables.all_tables import table_named, table_names

Refresh = Literal["append", "whole", "months"]
Reversals = Literal["of_what_is_known", "may_stand_alone"]


class SetAside(Frozen):
    """Rows left out on purpose. They are counted and the reason is shown with every load."""

    when: When
    why: str


class KeepLatest(Frozen):
    """Rows that are equal in ``by`` are versions of one; the one highest in ``order`` counts."""

    by: tuple[str, ...] = Field(min_length=1)
    order: str


class MappedTable(Frozen):
    """How one source file fills one canonical table.

    With ``each``, one row is a filled cell of repeating columns. ``period`` is the month that a
    row belongs to, for feeds that are sent again by month. It is not made at all where the file
    ``unless`` has rows, which say the same. ``reversals`` says whether an amount may be taken back
    that was never loaded.
    """

    table: str
    from_: str = Field(alias="from")
    each: Each | None = None
    columns: dict[str, Recipe]
    set_aside: tuple[SetAside, ...] = ()
    period: Recipe | None = None
    keep_latest: KeepLatest | None = None
    unless: str | None = None
    refuse_rows_up_to: Share = Fraction(0)
    reversals: Reversals = "of_what_is_known"

    @field_validator("table")
    @classmethod
    def _is_canonical(cls, name: str) -> str:
        return known(name, table_names(), "canonical table")

    @field_validator("refuse_rows_up_to")
    @classmethod
    def _is_a_share(cls, share: Fraction) -> Fraction:
        if not 0 <= share < 1:
            raise Wrong("this is not a share below 100%", "write a share such as 1%")
        return share

    @model_validator(mode="after")
    def _fills_columns(self) -> Self:
        table = table_named(self.table)
        for name in self.columns:
            try:
                known(name, table.column_names, f"column of {self.table}")
            except Wrong as wrong:
                raise Wrong(wrong.what, wrong.remedy, ("columns", name)) from None
        absent = [c.name for c in table.columns if c.required and c.name not in self.columns]
        if absent:
            what = f"nothing fills the required {', '.join(absent)} of {self.table}"
            raise Wrong(what, f"add {absent[0]} here", ("columns",))
        return self

    @model_validator(mode="after")
    def _reverses_amounts(self) -> Self:
        if self.reversals == "may_stand_alone" and not table_named(self.table).not_negative:
            what = f"no amount of {self.table} can be reversed"
            raise Wrong(what, "say it of the table cost, or remove it", ("reversals",))
        return self

    @model_validator(mode="after")
    def _uses_cells_that_are_made(self) -> Self:
        made = self.each.made if self.each else ()
        for path, recipe in self.recipes():
            for column in recipe.columns_used():
                if column.startswith("@") and column not in made:
                    remedy = (
                        f"use one of: {', '.join(made)}" if made else "add each: {columns: ...}"
                    )
                    raise Wrong(f"'{column}' is made by no 'each'", remedy, path)
        return self

    def recipes(self) -> Iterator[tuple[tuple[str, ...], Recipe]]:
        """Yield every recipe of a column, and that of the period, with its place in here."""
        yield from ((("columns", name), recipe) for name, recipe in self.columns.items())
        yield from ((("period",), self.period),) if self.period else ()

    def every_recipe(self) -> Iterator[Recipe]:
        """Yield every recipe and every recipe within it, the innermost first."""
        for _, recipe in self.recipes():
            yield from recipe.all_parts()

    def columns_needed(self) -> tuple[tuple[str, ...], ...]:
        """Return the source columns that must be there, each once; of several, any one will do."""
        found = [either for _, recipe in self.recipes() for either in recipe.columns_needed()]
        for aside in self.set_aside:
            found += [(column,) for column in aside.when.columns(needed=True)]
        found += [(column,) for column in self._version_columns()]
        made = self.each.made if self.each else ()
        return tuple(dict.fromkeys(names for names in found if not set(names) & set(made)))

    def columns_used(self) -> tuple[str, ...]:
        """Return every source column that it may read, patterns of ``each`` apart."""
        found = [column for _, recipe in self.recipes() for column in recipe.columns_used()]
        found += [column for aside in self.set_aside for column in aside.when.columns()]
        found += self._version_columns()
        if self.each:
            found += [c for step in self.each.steps() for c in step if "*" not in c]
        made = self.each.made if self.each else ()
        return tuple(dict.fromkeys(column for column in found if column not in made))

    def _version_columns(self) -> tuple[str, ...]:
        return (*self.keep_latest.by, self.keep_latest.order) if self.keep_latest else ()


class Specified(Frozen):
    """The days on which the specification that a mapping follows came into force, and ceased."""

    from_: Day = Field(alias="from")
    until: Day | None = None


class Calendar(Frozen):
    """After how many days from the end of a month its rows are nearly, and then quite, final."""

    flex: int = Field(ge=0, le=3660)
    freeze: int = Field(ge=0, le=3660)
    source: Cited


class Mapping(Frozen):
    """A whole mapping: its files, what they fill, and which files it knowingly leaves unused."""

    mapping: str
    about: str
    version: str
    source: Cited
    dated: Specified | None = None
    refresh: Refresh = "append"
    quality: Literal["tell", "refuse"] = "tell"
    calendar: Calendar | None = None
    files: dict[str, SourceFile]
    tables: tuple[MappedTable, ...]
    unused: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _files_are_declared(self) -> Self:
        for i, table in enumerate(self.tables):
            for file, path in _files_used(table):
                try:
                    known(file, list(self.files), "file")
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("tables", i, *path)) from None
        return self

    @model_validator(mode="after")
    def _months_are_known(self) -> Self:
        for i, table in enumerate(self.tables):
            if self.refresh == "months" and table.period is None:
                what = f"rows of {table.table} have no month, by which this feed is refreshed"
                raise Wrong(
                    what, "add period: COLUMN, the date that a row belongs to", ("tables", i)
                )
        return self

    @model_validator(mode="after")
    def _paths_are_read(self) -> Self:
        for name, file in self.files.items():
            for column in self.columns_used(name) if file.has_paths else ():
                try:
                    read_path(column)
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("files", name)) from None
        return self

    @model_validator(mode="after")
    def _one_name_in_one_way(self) -> Self:
        for file in (name for name, file in self.files.items() if not file.has_paths):
            names = dict.fromkeys(self.columns_used(file))
            first = {name.casefold(): name for name in reversed(names)}
            for name in names:
                if first[name.casefold()] != name:
                    what = (
                        f"'{name}' and '{first[name.casefold()]}' of {file} differ in capitals only"
                    )
                    raise Wrong(what, "write the column in one way", ("files", file))
        return self

    @property
    def reads_records(self) -> bool:
        """Whether all its files hold nested records, which are read out of archives by name."""
        return all(file.has_paths for file in self.files.values())

    def without_repetition(self, filled: Collection[str]) -> Mapping:
        """Return the mapping without the tables that ``filled``, the files with rows, make anew."""
        tables = tuple(table for table in self.tables if table.unless not in filled)
        return self.model_copy(update={"tables": tables})

    def columns_needed(self, file: str) -> tuple[str, ...]:
        """Return the columns of a file that must be there, each once."""
        found = [
            names[0]
            for table in self.tables
            if table.from_ == file
            for names in table.columns_needed()
            if len(names) == 1
        ]
        return tuple(dict.fromkeys(found))

    def columns_used(self, file: str) -> tuple[str, ...]:
        """Return every column of a file that the mapping reads where it is there, each once."""
        found = [c for table in self.tables if table.from_ == file for c in table.columns_used()]
        for table in self.tables:
            for recipe in table.every_recipe():
                if recipe.lookup and recipe.lookup.file == file:
                    found += [recipe.lookup.match, recipe.lookup.take]
        return tuple(dict.fromkeys(found))


def _files_used(table: MappedTable) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield table.from_, ("from",)
    yield from ((table.unless, ("unless",)),) if table.unless else ()
    for path, recipe in table.recipes():
        for part in recipe.all_parts():
            if part.lookup:
                inner = ("lookup", "file") if part is recipe else ()
                yield part.lookup.file, (*path, *inner)
