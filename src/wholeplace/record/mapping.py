"""A mapping document: how the files of one source become canonical rows. Data, never code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Wrong, known
from wholeplace.record.tables import table_named, table_names


class When(Frozen):
    """A condition on one source column: it is (not) one of the texts given, or it is empty."""

    column: str
    is_: tuple[str, ...] | None = Field(None, alias="is")
    is_not: tuple[str, ...] | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(given is not None for given in (self.is_, self.is_not, self.empty)) != 1:
            what = "a condition needs one of 'is', 'is_not' and 'empty'"
            raise Wrong(what, "write is: [...], is_not: [...] or empty: true")
        return self


class Lookup(Frozen):
    """Find the text in another file of the source and take a column from the row found."""

    file: str
    match: str
    take: str


class Recipe(Frozen):
    """How one canonical column is made. Exactly one of the first seven says from what.

    ``fallback`` is the column to take where nothing was found.
    """

    column: str | None = None
    value: str | None = None
    first_of: tuple[str, ...] | None = None
    year_and_month: tuple[str, str] | None = None
    days_between: tuple[str, str] | None = None
    number_within: tuple[str, ...] | None = None
    row_number: bool | None = None
    lookup: Lookup | None = None
    fallback: str | None = None
    codes: dict[str, str] | None = None
    otherwise: str | None = None
    when: When | None = None
    first_of_month: bool = False
    round_to_penny: bool = False
    prefix: str = ""
    suffix: str = ""
    plus: int = 0

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: object) -> object:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _from_one_thing(self) -> Self:
        origins = "column value first_of year_and_month days_between number_within row_number"
        given = [name for name in origins.split() if getattr(self, name)]
        if len(given) != 1:
            found = " and ".join(given) or "nothing"
            raise Wrong(f"a column is made from one thing, not {found}", f"keep one of: {origins}")
        return self

    @model_validator(mode="after")
    def _needs_its_other_half(self) -> Self:
        # Each would be passed over without a word, and the column filled differently than said.
        halves = (
            ("lookup", self.lookup, "column", self.column),
            ("otherwise", self.otherwise, "codes", self.codes),
            ("plus", self.plus or None, "number_within", self.number_within),
        )
        for name, given, other, there in halves:
            if given is not None and there is None:
                raise Wrong(f"'{name}' needs '{other}'", f"add {other}, or remove {name}")
        return self

    def columns_needed(self) -> Iterator[tuple[str, ...]]:
        """Yield the source columns that must be there; where several are given, any one will do."""
        yield from ((column,) for column in (self.column, self.fallback) if column)
        yield from (self.first_of,) if self.first_of else ()
        for several in (self.year_and_month, self.days_between, self.number_within):
            yield from ((column,) for column in several or ())
        yield from ((self.when.column,),) if self.when else ()


class SetAside(Frozen):
    """Rows left out on purpose. They are counted and the reason is shown with every load."""

    when: When
    why: str


class SourceFile(Frozen):
    """One file of the source, by name within its folder; without an ending, CSV or Parquet."""

    file: str
    optional: bool = False


class MappedTable(Frozen):
    """How one source file fills one canonical table."""

    table: str
    from_: str = Field(alias="from")
    columns: dict[str, Recipe]
    set_aside: tuple[SetAside, ...] = ()

    @field_validator("table")
    @classmethod
    def _is_canonical(cls, name: str) -> str:
        return known(name, table_names(), "canonical table")

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

    def columns_needed(self) -> tuple[tuple[str, ...], ...]:
        """Return the source columns that must be there, each once; of several, any one will do."""
        made = [either for recipe in self.columns.values() for either in recipe.columns_needed()]
        return tuple(dict.fromkeys(made + [(aside.when.column,) for aside in self.set_aside]))


class Mapping(Frozen):
    """A whole mapping: its files, what they fill, and which files it knowingly leaves unused."""

    mapping: str
    about: str
    version: str
    source: Cited
    files: dict[str, SourceFile]
    tables: tuple[MappedTable, ...]
    unused: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _files_are_declared(self) -> Self:
        for i, table in enumerate(self.tables):
            uses: list[tuple[str, tuple[str, ...]]] = [(table.from_, ("from",))]
            uses += [
                (recipe.lookup.file, ("columns", name, "lookup", "file"))
                for name, recipe in table.columns.items()
                if recipe.lookup
            ]
            for file, path in uses:
                try:
                    known(file, list(self.files), "file")
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("tables", i, *path)) from None
        return self
