"""Open the files or the database of a source as tables: numbered rows, columns as they stand."""

from wholeplace.store.sources.database import is_database, without_password
from wholeplace.store.sources.found import Found, find_sources, other_files
from wholeplace.store.sources.opening import (
    Opened,
    find_all,
    open_sources,
    reading,
    scratch_folder,
    source_name,
)
from wholeplace.store.sources.single import column_names, opened_alone

__all__ = [
    "Found",
    "Opened",
    "column_names",
    "find_all",
    "find_sources",
    "is_database",
    "open_sources",
    "opened_alone",
    "other_files",
    "reading",
    "scratch_folder",
    "source_name",
    "without_password",
]
