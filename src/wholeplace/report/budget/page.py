"""The budget book as one HTML page; nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.kernel.figure import to_html
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.sections import sections
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.chart_file import as_file
from wholeplace.report.charts import Chart
from wholeplace.report.folder import Folder
from wholeplace.report.page import inline, template
from wholeplace.report.section import Section


def budget_folder(book: BudgetBook) -> Folder:
    """Return page, tables and charts; the same book gives the same, and small numbers are withheld.

    Tables are those that have rows, charts those that can be drawn.
    """
    shown = withhold(book)
    found = sections(shown)
    return Folder(_page(shown, found), dict(_tables(found)), dict(_charts(found)))


def _page(shown: Shown, found: Sequence[Section]) -> str:
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


def _tables(found: Sequence[Section]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for section in found:
        for grid in section.grids:
            if grid.rows:
                yield f"{grid.id}.csv", grid.records()


def _charts(found: Sequence[Section]) -> Iterator[tuple[str, Chart]]:
    for section in found:
        for name, draw in section.charts:
            drawn = draw()
            if drawn.wide:
                yield name, as_file(section.title, drawn)
