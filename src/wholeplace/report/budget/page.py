"""The budget book as one HTML page; nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.kernel.figure import to_html
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.sections import sections
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.chart_file import as_file
from wholeplace.report.charts import Chart
from wholeplace.report.page import inline, template


def budget_page(book: BudgetBook) -> str:
    """Return the page; the same book gives the same text, and small numbers are withheld."""
    shown = withhold(book)
    found = sections(shown)
    return template("budget.html.j2").render(
        book=shown.book,
        budget=shown.book.base.budget,
        sections=[
            {
                "one": section,
                "charts": [inline(draw()) for _, draw in section.charts],
                "tables": [(g.id, g.table()) for g in section.grids if g.on_page],
                "trees": [to_html(figure) for figure in section.trees],
            }
            for section in found
        ],
    )


def budget_files(book: BudgetBook) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield each table of the book that has rows: the name of its file, and its rows as texts."""
    for section in sections(withhold(book)):
        for grid in section.grids:
            if grid.rows:
                yield f"{grid.id}.csv", grid.records()


def budget_charts(book: BudgetBook) -> Iterator[tuple[str, Chart]]:
    """Yield each chart of the book that can be drawn, by its name, on white ground."""
    for section in sections(withhold(book)):
        for name, draw in section.charts:
            drawn = draw()
            if drawn.wide:
                yield name, as_file(section.title, drawn)
