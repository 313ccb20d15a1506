"""The budget book as a workbook of live formulas: change an input, and all follows."""

from wholeplace.report.budget.workbook.book import budget_sheets, budget_workbook

__all__ = ["budget_sheets", "budget_workbook"]
