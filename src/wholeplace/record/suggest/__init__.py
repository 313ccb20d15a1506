"""Propose a mapping for a file from the names and the values of its columns."""

from wholeplace.record.suggest.column_names import ColumnNames
from wholeplace.record.suggest.likely_columns import Filled, Match, filled_tables
from wholeplace.record.suggest.name_likeness import Likeness, likeness
from wholeplace.record.suggest.suggested_mapping import Suggestion, chosen, mapping_text
from wholeplace.record.suggest.value_profile import Profile, profile

__all__ = [
    "ColumnNames",
    "Filled",
    "Likeness",
    "Match",
    "Profile",
    "Suggestion",
    "chosen",
    "filled_tables",
    "likeness",
    "mapping_text",
    "profile",
]
