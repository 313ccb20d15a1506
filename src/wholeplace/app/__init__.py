"""The use cases, one module each: they open the store, call the steps and write the results."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = [
    "calibrate",
    "check_documents",
    "diff_statements",
    "explain_figure",
    "export_statement",
    "feeds",
    "init_workspace",
    "load_feed",
    "make_demo",
    "make_feeds",
    "make_report",
    "restate_year",
    "run_year",
    "settle_contract",
    "simulate_contract",
]
