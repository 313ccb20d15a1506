"""The canonical tables as data: columns, types, units, limits and keys."""

from wholeplace.record.tables.all_tables import HANGS_ON, TABLES, table_named, table_names
from wholeplace.record.tables.schema import Column, Kind, NotBefore, NotNegativeInSum, Table
from wholeplace.record.tables.types import TYPES

__all__ = [
    "HANGS_ON",
    "TABLES",
    "TYPES",
    "Column",
    "Kind",
    "NotBefore",
    "NotNegativeInSum",
    "Table",
    "table_named",
    "table_names",
]
