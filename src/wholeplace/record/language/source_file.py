"""One file of a source: what it is called, how it is written, and what is read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Frozen, Wrong

Format = Literal["csv", "parquet", "excel", "ndjson", "fhir", "query"]
Encoding = Literal["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"]
# What may be said only of some formats.
_ONLY_OF: Mapping[str, tuple[str, ...]] = {
    "encoding": ("csv", "ndjson"),
    "delimiter": ("csv",),
    "quote": ("csv",),
    "sheet": ("excel",),
    "header_row": ("csv", "excel"),
    "line_ends": ("csv",),
    "resource": ("fhir",),
    "query": ("query",),
}


class SourceFile(Frozen):
    """One file of the source, by name or pattern within its folder.

    Without a ``format`` its ending says what it is; without an ending several are tried. All the
    files that a pattern finds are read as one. ``names`` are other names that a column has in
    some extracts; ``missing`` are words that mean that nothing is known; ``whole`` are the columns
    (``*_id``) whose whole numbers may come with a fraction of nought; ``line_ends: any`` makes
    the ends of lines alike.
    """

    file: str = ""
    optional: bool = False
    format: Format | None = None
    encoding: Encoding | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    quote: str | None = Field(None, max_length=1)
    sheet: str | None = None
    header_row: int | None = Field(None, ge=1, le=1000)
    line_ends: Literal["any"] | None = None
    resource: str | None = None
    query: str | None = None
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _stays_within(self) -> Self:
        if self.file.startswith(("/", "~")) or ".." in self.file.split("/"):
            what = f"'{self.file}' leads out of the folder of the source"
            raise Wrong(what, "name a file within it", ("file",))
        return self

    @model_validator(mode="after")
    def _fits_its_format(self) -> Self:
        # Without a format the ending decides between these, and it may be left out as well.
        possible = {self.format} if self.format else {"csv", "parquet", "excel"}
        for name, formats in _ONLY_OF.items():
            if getattr(self, name) is not None and not possible & set(formats):
                what = f"'{name}' cannot be said of {self.format or 'a table'}"
                raise Wrong(what, f"it is for format: {' or '.join(formats)}", (name,))
        needed = {"fhir": "resource", "query": "query"}.get(self.format or "", "file")
        if not getattr(self, needed):
            raise Wrong(f"'{needed}' is missing", f"add '{needed}' here")
        if not self.file and self.format not in {"query", "fhir"}:
            raise Wrong("'file' is missing", "add 'file' here")
        return self

    @property
    def has_paths(self) -> bool:
        """Whether its columns are paths into nested records."""
        return self.format in {"fhir", "ndjson"}


def called(columns: Sequence[str], file: SourceFile, wanted: Sequence[str]) -> dict[str, str]:
    """Return the name by which a mapping calls each column of a file, by the column's own name.

    A mapping may write a name in other capitals than the file, or give another name in ``names``.
    Columns that it does not use keep their names, unless one of those is already taken.
    """
    by_name = {name.casefold(): name for name in reversed(columns)}
    found: dict[str, str] = {}
    for name in wanted:
        tries = (name, *file.names.get(name, ()))
        there = [column for column in tries if column in columns]
        there += [by_name[t.casefold()] for t in tries if t.casefold() in by_name]
        if there:
            found.setdefault(there[0], name)
    taken = {name.casefold() for name in found.values()}
    rest = {c: c for c in columns if c not in found and c.casefold() not in taken}
    return {column: (found | rest)[column] for column in columns if column in found | rest}
