"""A statement that leaves the house: as a page, on paper, and as a workbook of live formulas."""

from wholeplace.report.statement.page import statement_page
from wholeplace.report.statement.paper import Paper, statement_paper
from wholeplace.report.statement.words import headline
from wholeplace.report.statement.workbook import statement_workbook

__all__ = ["Paper", "headline", "statement_page", "statement_paper", "statement_workbook"]
