"""The canonical tables, the mappings from source shapes to them, and the checks rows must pass."""

from wholeplace.record.cell import FILE, ROW, text
from wholeplace.record.checks.rules import Rule, breaks_any, row_rules, sums_below_zero
from wholeplace.record.checks.typed import WRITTEN, typed
from wholeplace.record.checks.versions import (
    earlier_versions,
    repeated_keys,
    same_key,
    suspected,
    suspects,
    version_columns,
)
from wholeplace.record.language.canonical import canonical_mapping
from wholeplace.record.language.code_list import CodeList, lists_named, with_lists
from wholeplace.record.language.fit import Misfit, misfits
from wholeplace.record.language.mapping import MappedTable, Mapping
from wholeplace.record.language.recipe import Recipe
from wholeplace.record.language.source_file import SourceFile, called
from wholeplace.record.making.person_key import NOBODY, nobody
from wholeplace.record.making.shape import PERIOD, kept, reason_to_set_aside, rows_of, shaped
from wholeplace.record.tables.all_tables import HANGS_ON, TABLES, table_named, table_names
from wholeplace.record.tables.schema import Column, Kind, Table
from wholeplace.record.tables.types import TYPES

__all__ = [
    "FILE",
    "HANGS_ON",
    "NOBODY",
    "PERIOD",
    "ROW",
    "TABLES",
    "TYPES",
    "WRITTEN",
    "CodeList",
    "Column",
    "Kind",
    "MappedTable",
    "Mapping",
    "Misfit",
    "Recipe",
    "Rule",
    "SourceFile",
    "Table",
    "breaks_any",
    "called",
    "canonical_mapping",
    "earlier_versions",
    "kept",
    "lists_named",
    "misfits",
    "nobody",
    "reason_to_set_aside",
    "repeated_keys",
    "row_rules",
    "rows_of",
    "same_key",
    "shaped",
    "sums_below_zero",
    "suspected",
    "suspects",
    "table_named",
    "table_names",
    "text",
    "typed",
    "version_columns",
    "with_lists",
]
