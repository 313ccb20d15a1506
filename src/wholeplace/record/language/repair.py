"""The rules by which a mapping reads a file otherwise than as it stands, to be told with a load."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.record.language.mapping import MappedTable, Mapping
from wholeplace.record.language.source_file import SourceFile


def repairs(mapping: Mapping, file: str) -> tuple[str, ...]:
    """Return what a mapping says to repair in one of its files, in the words it says it in.

    The columns that one rule repairs are named after it, together.
    """
    columns: dict[str, list[str]] = {}
    for table in mapping.tables:
        if table.from_ == file:
            for rule, column in _of_table(table):
                columns.setdefault(rule, []).append(column)
    of_columns = (f"{rule} ({', '.join(dict.fromkeys(named))})" for rule, named in columns.items())
    return (*_of_file(mapping.files[file]), *of_columns)


def _of_file(file: SourceFile) -> Iterator[str]:
    if file.encoding not in (None, "utf-8", "utf-8-sig"):
        yield f"encoding: {file.encoding}"
    if file.line_ends:
        yield f"line_ends: {file.line_ends}"
    if file.header_row not in (None, 1):
        yield f"header_row: {file.header_row}"
    if file.missing:
        yield f"missing: {', '.join(file.missing)}"


def _of_table(table: MappedTable) -> Iterator[tuple[str, str]]:
    for path, recipe in table.recipes():
        for part in recipe.all_parts():
            column = f"{table.table}.{path[-1]}"
            if part.date_formats:
                yield f"date_formats: {', '.join(part.date_formats)}", column
            if part.strip:
                yield f"strip: '{part.strip}'", column
            if part.round_to_penny:
                yield "round_to_penny", column
