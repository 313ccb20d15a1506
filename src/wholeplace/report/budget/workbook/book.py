"""All sheets of a budget book; what the book lacks has none."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.budget.workbook.books_sheet import books_sheet
from wholeplace.report.budget.workbook.bridge_sheet import bridge_sheet
from wholeplace.report.budget.workbook.flows_sheet import flows_sheet
from wholeplace.report.budget.workbook.gap_sheet import gap_sheet
from wholeplace.report.budget.workbook.lines_sheet import lines_sheet
from wholeplace.report.budget.workbook.parts_sheet import parts_sheet
from wholeplace.report.budget.workbook.prices_sheet import prices_sheet
from wholeplace.report.budget.workbook.stakes_sheet import stakes_sheet
from wholeplace.report.budget.workbook.steps_sheet import steps_sheet
from wholeplace.report.statement.cells import Sheet
from wholeplace.report.statement.workbook_file import workbook_file


def budget_workbook(book: BudgetBook) -> bytes:
    """Return the book as an Excel workbook: the same book gives the same bytes.

    Every total, step and price is a live formula; what may not be shown is a mark.
    """
    budget = book.base.budget
    return workbook_file(
        budget_sheets(book),
        f"{budget.title}, {book.year}",
        "Totals, steps and prices are live formulas; shaded cells are inputs.",
        book.year.start,
    )


def budget_sheets(book: BudgetBook) -> tuple[Sheet, ...]:
    """Return the sheets as data."""
    return tuple(_sheets(withhold(book)))


def _sheets(shown: Shown) -> Iterator[Sheet]:
    yield lines_sheet(shown)
    adjusted, flowing = shown.book.adjusted, shown.book.flowing
    if adjusted is not None and adjusted.years:
        steps = steps_sheet(shown, adjusted)
        yield bridge_sheet(shown, adjusted, steps)
        yield steps.sheet
    if shown.book.parts:
        yield parts_sheet(shown)
    if shown.prices is not None:
        yield prices_sheet(shown, shown.prices)
    if flowing is not None:
        yield flows_sheet(shown, flowing)
        yield stakes_sheet(flowing)
        if flowing.books:
            yield books_sheet(shown, flowing)
    if shown.book.gap is not None:
        yield gap_sheet(shown, shown.book.gap)
