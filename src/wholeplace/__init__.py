"""Accountable care for a whole place: the partners' agreement is a document that runs."""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

# The use cases of the command line as functions: ``import wholeplace as wp; wp.run_year(...)``.
_USE_CASES = {
    "check": "app.check_documents",
    "compare_contracts": "app.simulate_contract",
    "diff_statements": "app.diff_statements",
    "explain_figure": "app.explain_figure",
    "find_agreement": "app.settle_contract",
    "init_workspace": "app.init_workspace",
    "load_feed": "app.load_feed",
    "make_demo": "app.make_demo",
    "make_report": "app.make_report",
    "open_workspace": "store.workspace",
    "restate_year": "app.restate_year",
    "run_year": "app.run_year",
    "settle_table": "app.settle_contract",
    "settle_workspace": "app.settle_contract",
    "simulate_contract": "app.simulate_contract",
}

__all__ = ["__version__", *_USE_CASES]  # noqa: PLE0604 - the keys are the names


def __getattr__(name: str) -> object:
    # Loaded when first used: importing the package must not load the database.
    if name not in _USE_CASES:
        raise AttributeError(f"module 'wholeplace' has no attribute '{name}'")
    return getattr(import_module(f"wholeplace.{_USE_CASES[name]}"), name)
