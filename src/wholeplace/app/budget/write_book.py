"""Write a budget book: the page, the workbook, tables as CSV, charts as SVG and PNG."""

from __future__ import annotations

from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.report import to_png
from wholeplace.report.budget import (
    BudgetBook,
    budget_folder,
    budget_workbook,
)
from wholeplace.store.files import csv_text, write_all


def write_book(book: BudgetBook, folder: Path) -> list[Path]:
    """Write ``budget.html``, ``budget.xlsx``, and each table and chart that there is.

    What may not be shown is a mark in all of them. Returns the files. Raises ``Refused`` where the
    folder cannot be written to.
    """
    found = budget_folder(book)
    files: dict[str, str | bytes] = {
        "budget.html": found.page,
        "budget.xlsx": budget_workbook(book),
    }
    for name, rows in found.tables.items():
        files[name] = csv_text(list(rows[0]), rows)
    for name, chart in found.charts.items():
        files |= {f"{name}.svg": chart.wide, f"{name}.png": to_png(chart)}
    try:
        return write_all(folder, files)
    except OSError as error:
        what = f"the book cannot be written: {error.strerror}"
        raise Refused([Problem(Where(str(folder)), what, "name another folder")]) from None
