"""Make the columns of canonical tables from the rows of a source, by the recipes of a mapping."""

from wholeplace.record.making.person_key import NOBODY, nobody
from wholeplace.record.making.shape import PERIOD, kept, reason_to_set_aside, rows_of, shaped

__all__ = ["NOBODY", "PERIOD", "kept", "nobody", "reason_to_set_aside", "rows_of", "shaped"]
