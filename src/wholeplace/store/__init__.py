"""The only room that touches files, the database, the clock and random seeds."""

# Modules, not functions: reading a document should not load the database.
__all__ = [
    "assessments",
    "batches",
    "clock",
    "derived",
    "engine",
    "feeds",
    "files",
    "identity",
    "ledger",
    "likely_pairs",
    "linking",
    "lock",
    "opt_outs",
    "pseudonyms",
    "rekey",
    "results",
    "rotation",
    "shipped",
    "sources",
    "statements",
    "typeset",
    "unfinished",
    "workspace",
]
