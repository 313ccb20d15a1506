"""The base of a budget: every line of money, its scope, and how it fits the ledgers."""

from wholeplace.budget.base.check import misplaced
from wholeplace.budget.base.ledger import Reconciled, reconciled
from wholeplace.budget.base.lines import Base, BaseLine, Counted, base_lines, total_of
from wholeplace.budget.lines import (
    BudgetLine,
    InScope,
    LedgerEntry,
    Payer,
    Split,
    Workstream,
)

__all__ = [
    "Base",
    "BaseLine",
    "BudgetLine",
    "Counted",
    "InScope",
    "LedgerEntry",
    "Payer",
    "Reconciled",
    "Split",
    "Workstream",
    "base_lines",
    "misplaced",
    "reconciled",
    "total_of",
]
