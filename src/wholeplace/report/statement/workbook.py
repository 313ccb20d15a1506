"""A statement as a workbook whose cells hold live formulas: change a figure, and all follows."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.contract import Contract, evaluate
from wholeplace.kernel import Figure, Problem, Where, refuse_if
from wholeplace.report.statement import figures_sheet, lines_sheet
from wholeplace.report.statement.cells import Sheet, address
from wholeplace.report.statement.functions import FUNCTIONS_IN_EXCEL
from wholeplace.report.statement.names import Names
from wholeplace.report.statement.paid_rows import paid_rows
from wholeplace.report.statement.parameters_sheet import parameters_sheet, parts_of
from wholeplace.report.statement.pieces import LONGEST_OF_ALL
from wholeplace.report.statement.sharing_sheet import sharing_sheet
from wholeplace.report.statement.statement_sheet import Summed, statement_sheet
from wholeplace.report.statement.workbook_file import workbook_file
from wholeplace.report.statement.writer import Writer
from wholeplace.settle import Statement, settle
from wholeplace.settle.statement import each_once, roots


def statement_workbook(contract: Contract, statement: Statement) -> bytes:
    """Return a statement as an Excel workbook; the same statement gives the same bytes.

    Its formulas are those of ``contract``. Raises ``Refused`` where that is not the agreement the
    statement was settled with: where a line of it gives something else.
    """
    return workbook_file(
        sheets(contract, statement),
        f"{statement.title}, {statement.year}",
        "Every line and payment is a live formula.",
        statement.start,
    )


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
