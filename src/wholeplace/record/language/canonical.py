"""The mapping of files that are canonical already: each file is a table, each column itself."""

from __future__ import annotations

from collections.abc import Mapping as Columns

from wholeplace.record.language.mapping import MappedTable, Mapping
from wholeplace.record.language.recipe import Recipe
from wholeplace.record.language.source_file import SourceFile
from wholeplace.record.tables.all_tables import TABLES


def canonical_mapping(found: Columns[str, tuple[str, ...]]) -> Mapping:
    """Return the mapping for the canonical files found: table name to the columns in its file.

    Columns that a canonical table does not have are left unread; required ones that a file does
    not have are mapped all the same, so that their absence is reported.
    """
    tables = tuple(
        MappedTable(
            table=table.name,
            from_=table.name,
            columns={
                column.name: Recipe(column=column.name)
                for column in table.columns
                if column.required or column.name in found[table.name]
            },
        )
        for table in TABLES
        if table.name in found
    )
    return Mapping(
        mapping="canonical",
        about="Files that already have the canonical columns",
        version="1",
        source="the canonical tables of this product",
        files={table.name: SourceFile(file=table.name, optional=True) for table in TABLES},
        tables=tables,
    )
