"""The only room that touches files, the database, the clock and random seeds."""

# Modules, not functions: reading a document should not load the database.
__all__ = [
    "batches",
    "clock",
    "engine",
    "feeds",
    "files",
    "ledger",
    "results",
    "shipped",
    "sources",
    "statements",
    "typeset",
    "workspace",
]
