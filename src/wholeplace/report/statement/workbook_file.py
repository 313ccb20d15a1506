"""Sheets of cells as the bytes of a workbook: how each style looks, and how it is printed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeAlias

import xlsxwriter

from wholeplace.report.statement.cells import Cell, Sheet, Style

Look: TypeAlias = Mapping[str, object]

_LEFT: Look = {"valign": "top", "align": "left", "indent": 1}
_RIGHT: Look = {"valign": "top", "align": "right"}
_WRAPPED: Look = {**_LEFT, "text_wrap": True}
_HEADING: Look = {"bold": True, "bg_color": "#2B5A86", "font_color": "#FFFFFF"}
_STYLES: Mapping[Style, Look] = {
    Style.TITLE: {**_LEFT, "bold": True, "font_size": 16},
    Style.NOTE: {**_LEFT, "font_color": "#55606D"},
    Style.HEADING: {**_WRAPPED, **_HEADING},
    Style.OVER_NUMBERS: {**_RIGHT, **_HEADING},
    Style.TEXT: _WRAPPED,
    Style.FACT: _LEFT,
    Style.CODE: {**_WRAPPED, "font_name": "Consolas", "font_size": 10},
    Style.INPUT: {**_RIGHT, "bg_color": "#FFF4CC", "border": 1, "border_color": "#E0C66A"},
    Style.LIVE: _RIGHT,
    Style.STATED: {**_RIGHT, "font_color": "#55606D"},
    Style.CHECK: {**_LEFT, "font_color": "#1F6B3A"},
    Style.TOTAL: {**_RIGHT, "bold": True},
}
_HEADINGS = {Style.HEADING, Style.OVER_NUMBERS}
_WRONG = {"font_color": "#B00020", "bold": True}
_MOST_LISTED = 255
_A4 = 9
# In points: a line of text, the space about it, and the most that a row may be.
_LINE, _AIR, _TALLEST = 14.4, 3.0, 400.0


def workbook_file(book: Sequence[Sheet], title: str, comments: str, day: date) -> bytes:
    """Return sheets as the bytes of a workbook; the same sheets give the same bytes.

    The clock is not asked: the book is said to be of ``day``.
    """
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    made.set_properties(
        {
            "title": title,
            "comments": comments,
            "created": datetime.combine(day, time(), UTC),
        }
    )
    made.set_size(2400, 1400)
    formats = _Formats(made)
    for sheet in book:
        _write(made, formats, sheet)
    for sheet in book:
        for name, place in sheet.names.items():
            made.define_name(name, f"={place}")
    made.close()
    return out.getvalue()


class _Formats:
    """The formats of a workbook: one for each style and pattern that is used."""

    def __init__(self, made: xlsxwriter.Workbook) -> None:
        self._made = made
        self._known: dict[tuple[Style, str], object] = {}
        self.wrong = made.add_format(_WRONG)

    def of(self, cell: Cell) -> object:
        key = (cell.style, cell.pattern)
        if key not in self._known:
            form = {"num_format": cell.pattern} if cell.pattern else {}
            self._known[key] = self._made.add_format({**_STYLES[cell.style], **form})
        return self._known[key]


def _write(made: xlsxwriter.Workbook, formats: _Formats, sheet: Sheet) -> None:
    page = made.add_worksheet(sheet.name)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row, cells in enumerate(sheet.rows):
        page.set_row(row, _height(cells, sheet.widths))
        for column, cell in enumerate(cells):
            if cell is not None and (cell.shown != "" or cell.style in _HEADINGS):
                _put(page, (row, column), cell, formats)
    _printed(page, sheet)
    # Only where there are checks: LibreOffice 7.4 fails to print a truth that has such a rule.
    rule = {"type": "text", "criteria": "containing", "value": "differ", "format": formats.wrong}
    for column in range(len(sheet.widths)):
        checks = [row for row, cells in enumerate(sheet.rows) if _is_check(cells, column)]
        if checks:
            page.conditional_format(checks[0], column, checks[-1], column, rule)


def _is_check(cells: tuple[Cell | None, ...], column: int) -> bool:
    cell = cells[column] if column < len(cells) else None
    return cell is not None and cell.style is Style.CHECK


def _height(cells: tuple[Cell | None, ...], widths: tuple[int, ...]) -> float:
    # Not every program finds the height of wrapped words by itself.
    if any(cell is not None and cell.style is Style.TITLE for cell in cells):
        return 1.6 * _LINE
    wrapped = {Style.TEXT, Style.CODE, Style.HEADING}
    lines = [
        sum(-(-max(len(part), 1) // (width - 2)) for part in str(cell.shown).split("\n"))
        for cell, width in zip(cells, widths, strict=False)
        if cell is not None and cell.style in wrapped
    ]
    return min(_LINE * max([1, *lines]), _TALLEST) + _AIR


def _printed(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer("&L&A&RPage &P of &N")
    if sheet.header:
        page.freeze_panes(sheet.header, 1)
        page.repeat_rows(sheet.header - 1)


def _put(
    page: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: Cell, formats: _Formats
) -> None:
    form = formats.of(cell)
    if cell.formula:
        page.write_formula(*at, f"={cell.formula}", form, cell.shown)
    elif isinstance(cell.shown, bool):
        page.write_boolean(*at, cell.shown, form)
    elif isinstance(cell.shown, str):
        page.write_string(*at, cell.shown, form)
    elif cell.shown is None:
        page.write_blank(*at, None, form)
    else:
        page.write_number(*at, cell.shown, form)
    # A list of words is kept as one text with commas between them.
    is_plain = not any("," in word or '"' in word for word in cell.choices)
    if cell.choices and is_plain and len(",".join(cell.choices)) <= _MOST_LISTED:
        page.data_validation(*at, *at, {"validate": "list", "source": list(cell.choices)})
