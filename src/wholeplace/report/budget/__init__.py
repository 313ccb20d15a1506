"""The budget book: lines, ledgers, bridge, prices, and what the years bring."""

from wholeplace.report.budget.as_json import budget_to_dict
from wholeplace.report.budget.data import BudgetBook, PricedHeads
from wholeplace.report.budget.words import budget_lines

__all__ = ["BudgetBook", "PricedHeads", "budget_lines", "budget_to_dict"]
