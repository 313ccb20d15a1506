"""The budget book: lines, ledgers, bridge, prices, flows, and what the years bring."""

from wholeplace.report.budget.as_json import budget_to_dict
from wholeplace.report.budget.data import BudgetBook, Members, PricedHeads
from wholeplace.report.budget.page import budget_folder
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.budget.words import budget_lines
from wholeplace.report.budget.workbook import budget_sheets, budget_workbook

__all__ = [
    "BudgetBook",
    "Members",
    "PricedHeads",
    "budget_folder",
    "budget_lines",
    "budget_sheets",
    "budget_to_dict",
    "budget_workbook",
    "withhold",
]
