"""A statement as a workbook whose cells hold live formulas: change a figure, and all follows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import TypeAlias

import xlsxwriter

from wholeplace.contract import Contract, evaluate
from wholeplace.kernel import Figure, Problem, Where, refuse_if
from wholeplace.report.statement import figures_sheet, lines_sheet
from wholeplace.report.statement.cells import Cell, Sheet, Style, address
from wholeplace.report.statement.functions import FUNCTIONS_IN_EXCEL
from wholeplace.report.statement.names import Names
from wholeplace.report.statement.paid_rows import paid_rows
from wholeplace.report.statement.parameters_sheet import parameters_sheet, parts_of
from wholeplace.report.statement.pieces import LONGEST_OF_ALL
from wholeplace.report.statement.sharing_sheet import sharing_sheet
from wholeplace.report.statement.statement_sheet import Summed, statement_sheet
from wholeplace.report.statement.writer import Writer
from wholeplace.settle import Statement, settle
from wholeplace.settle.statement import each_once, roots

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


def statement_workbook(contract: Contract, statement: Statement) -> bytes:
    """Return a statement as an Excel workbook; the same statement gives the same bytes.

    Its formulas are those of ``contract``. Raises ``Refused`` where that is not the agreement the
    statement was settled with: where a line of it gives something else.
    """
    return _bytes(sheets(contract, statement), statement)


def sheets(contract: Contract, statement: Statement) -> tuple[Sheet, ...]:
    """Return the sheets as data; raises ``Refused`` as ``statement_workbook`` does."""
    given = {f.id.removeprefix("figures."): f for f in _all_figures(statement)}
    known = {name: given[name] for name in contract.terms.figures if name in given}
    refuse_if(_of_another(contract, statement))
    refuse_if(_differing(contract, settle(contract, statement.start, known), statement))
    worked_out = evaluate(contract, statement.start, known)
    writer = Writer(contract, worked_out, _names(contract), FUNCTIONS_IN_EXCEL)
    figures, lines = figures_sheet.figures_sheet(writer), lines_sheet.lines_sheet(writer)
    paid = paid_rows(writer, statement)
    summed = Summed(
        _down(lines, lines_sheet.VALUE),
        tuple(filter(None, (_down(figures, figures_sheet.CHECK), _down(lines, lines_sheet.CHECK)))),
    )
    first = statement_sheet(writer, statement, paid, summed)
    rest = (parameters_sheet(writer), sharing_sheet(writer), lines_sheet.steps_sheet(writer))
    book = (first, lines, figures, *(sheet for sheet in rest if sheet is not None))
    refuse_if(_too_long(contract, book))
    return book


def _too_long(contract: Contract, book: tuple[Sheet, ...]) -> Iterator[Problem]:
    # A spreadsheet would call the whole workbook damaged.
    for sheet in book:
        for number, row in enumerate(sheet.rows, 1):
            if any(cell and len(cell.formula) >= LONGEST_OF_ALL for cell in row):
                what = (
                    f"row {number} of the sheet {sheet.name} would hold a formula of more than"
                    f" {LONGEST_OF_ALL:,} characters, which no spreadsheet takes"
                )
                yield contract.document.problem((), what, "write the statement as .html or .pdf")


def _all_figures(statement: Statement) -> Iterator[Figure]:
    return (f for f in each_once(roots(statement)) if f.id.startswith("figures."))


def _of_another(contract: Contract, statement: Statement) -> Iterator[Problem]:
    if contract.terms.title != statement.title:
        what = f"this is not the agreement of the statement, '{statement.title}'"
        yield contract.document.problem(("title",), what, "name that agreement")


def _differing(contract: Contract, now: Statement, then: Statement) -> Iterator[Problem]:
    remedy = "settle again, or name the agreement that the statement was settled with"
    told, said = _said(now), _said(then)
    for name in dict.fromkeys([*said, *told]):
        if said.get(name) != told.get(name):
            what = f"'{name.partition('.')[2]}' is not what the statement says"
            yield Problem(Where(contract.document.where().file, path=name), what, remedy)


def _said(statement: Statement) -> dict[str, object]:
    """Return what a statement says that an agreement decides: each line, and who pays whom."""
    lines: dict[str, object] = {line.id: (line.value, line.formula) for line in statement.lines}
    return lines | {payment.figure.id: payment.amount for payment in statement.payments}


def _names(contract: Contract) -> Names:
    names = Names()
    for name in (*contract.terms.figures, *contract.parameters, *contract.terms.lines):
        names.give(name, name)
    for name, parameter in contract.parameters.items():
        for part in parts_of(parameter.kind):
            names.give(f"{name}.{part}", f"{name}_{part}")
    names.give("missing", "missing_values")
    return names


def _down(sheet: Sheet, column: int) -> str:
    last = len(sheet.rows) - 1
    return address(sheet.name, column, sheet.header, last) if last >= sheet.header else ""


def _bytes(book: tuple[Sheet, ...], statement: Statement) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    made.set_properties(
        {
            "title": f"{statement.title}, {statement.year}",
            "comments": "Every line and payment is a live formula.",
            # The clock is not asked: the same statement gives the same bytes.
            "created": datetime.combine(statement.start, time(), UTC),
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
