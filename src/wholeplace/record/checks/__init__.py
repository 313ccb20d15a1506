"""Read what was made as typed values, and find the rows that break a rule or stand twice."""

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

__all__ = [
    "WRITTEN",
    "Rule",
    "breaks_any",
    "earlier_versions",
    "repeated_keys",
    "row_rules",
    "same_key",
    "sums_below_zero",
    "suspected",
    "suspects",
    "typed",
    "version_columns",
]
