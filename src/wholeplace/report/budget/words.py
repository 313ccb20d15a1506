"""A budget in sentences and lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.sections import sections
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.section import Section
from wholeplace.report.table import as_lines

_IN_FULL = {"lines": ("lines", "ledgers"), "bridge": ("bridge",)}
"""The sections that are told with tables; of the others a terminal has a sentence."""


def budget_lines(book: BudgetBook) -> list[str]:
    """Return the budget as lines for a terminal; small numbers are withheld."""
    shown = withhold(book)
    found = sections(shown)
    told = [f"{book.base.budget.title}: {book.base.year}"]
    told += [sentence for section in found for sentence in _said(section)]
    for section in found:
        for grid in section.grids:
            if grid.id in _IN_FULL.get(section.id, ()):
                told += ["", *as_lines(grid.table())]
    return [*told, *(f"warning: {warning}" for warning in book.warnings)]


def _said(section: Section) -> Iterator[str]:
    yield from section.says if section.id == "lines" else section.says[:1]
