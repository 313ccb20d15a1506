"""The base of a budget: every line of money, its scope, and how it fits the ledgers."""

from wholeplace.budget.base.document import (
    Budget,
    BudgetLine,
    InScope,
    LedgerEntry,
    Payer,
    Workstream,
)
from wholeplace.budget.base.lines import Base, BaseLine, Reconciled, base_lines, reconciled

__all__ = [
    "Base",
    "BaseLine",
    "Budget",
    "BudgetLine",
    "InScope",
    "LedgerEntry",
    "Payer",
    "Reconciled",
    "Workstream",
    "base_lines",
    "reconciled",
]
