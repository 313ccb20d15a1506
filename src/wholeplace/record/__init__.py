"""The canonical tables, the mappings from source shapes to them, and the checks rows must pass."""

from wholeplace.record.canonical import canonical_mapping
from wholeplace.record.checks import Rule, repeated_keys, row_rules, sums_below_zero
from wholeplace.record.mapping import MappedTable, Mapping, Recipe
from wholeplace.record.schema import Column, Kind, Table
from wholeplace.record.shape import ROW, kept, reason_to_set_aside, shaped, text
from wholeplace.record.tables import TABLES, table_named, table_names
from wholeplace.record.typed import TYPES, WRITTEN, typed

__all__ = [
    "ROW",
    "TABLES",
    "TYPES",
    "WRITTEN",
    "Column",
    "Kind",
    "MappedTable",
    "Mapping",
    "Recipe",
    "Rule",
    "Table",
    "canonical_mapping",
    "kept",
    "reason_to_set_aside",
    "repeated_keys",
    "row_rules",
    "shaped",
    "sums_below_zero",
    "table_named",
    "table_names",
    "text",
    "typed",
]
