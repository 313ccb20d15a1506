"""The budget book as one HTML page; nothing is fetched, no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from wholeplace.kernel.figure import to_html
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.section import Section
from wholeplace.report.budget.sections import sections
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.charts import Chart
from wholeplace.report.page import inline, template

_BOX = re.compile(
    r'width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"'
)


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
                yield name, replace(drawn, wide=_alone(section, drawn))


def _alone(section: Section, drawn: Chart) -> str:
    """Return the wide form as a file of its own: with a title, and what it says in words."""
    told = f"<title>{escape(section.title)}</title><desc>{escape(drawn.says)}</desc>"
    ground = '<rect x="-12" y="-12" width="110%" height="110%" fill="white"/>'
    wide = _BOX.sub(_with_margin, drawn.wide, count=1)
    start = wide.index(">") + 1
    return f'{wide[: start - 1]} role="img">{told}{ground}{wide[start:]}'


def _with_margin(found: re.Match[str]) -> str:
    width, height = (int(float(found[name])) + 24 for name in ("width", "height"))
    return f'width="{width}" height="{height}" viewBox="-12 -12 {width} {height}"'
