"""The use cases, one module each: they open the store, call the steps and write the results."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = [
    "amend_document",
    "calibrate",
    "check_documents",
    "check_quality",
    "diff_statements",
    "explain_figure",
    "export_statement",
    "init_workspace",
    "load",
    "make_demo",
    "make_feeds",
    "make_report",
    "people",
    "print_schema",
    "report_quality",
    "restate_year",
    "run_year",
    "settle_contract",
    "simulate_contract",
]
