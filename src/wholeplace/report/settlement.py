"""The tables of the settlement: lines, agreed numbers, payments and net positions."""

from __future__ import annotations

from wholeplace.kernel import Figure, Problem, Unit
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.table import Column, Kind, Table, columns
from wholeplace.report.words import MINUS, pence, signed
from wholeplace.settle import Statement
from wholeplace.settle.statement import each_once, roots


def lines_table(statement: Statement) -> Table:
    """Return every line with its formula, the numbers put in, what it came to and its source."""
    return Table(
        f"Lines of the agreement, worked out for {statement.year}",
        columns(
            "Line",
            Column("Formula", Kind.CODE),
            Column("With the numbers put in", Kind.CODE),
            "Comes to",
            Column("Source and notes", Kind.TEXT),
        ),
        tuple(
            (_title(line), line.formula, line.inputs, _shown(line), _joined(line.source, line.note))
            for line in statement.lines
        ),
    )


def terms_table(statement: Statement) -> Table:
    """Return what the lines were worked out from: figures of the year and agreed numbers."""
    used = [
        figure
        for figure in each_once(roots(statement))
        if figure.id.startswith(("figures.", "parameters."))
    ]
    unique = {figure.id: figure for figure in used}
    return Table(
        "What the lines were worked out from",
        columns(
            "Figure or agreed number",
            Column("Value", Kind.TEXT),
            Column("Source and notes", Kind.TEXT),
        ),
        tuple((_title(f), _shown(f), _joined(f.source, f.note)) for f in unique.values()),
    )


def _title(figure: Figure) -> str:
    name = figure.id.partition(".")[2] or figure.id
    return f"{name}: {figure.label}" if figure.label else name


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)


def _shown(figure: Figure) -> str:
    # A line that is not in whole pence yet says so: only what is paid is rounded.
    is_money = figure.unit is Unit.MONEY
    return figure.shown.replace("-", MINUS) if is_money else figure.shown


def payments_table(data: ReportData, statement: Statement) -> Table:
    """Return who pays whom how much, and how the amount was shared out."""
    return Table(
        f"Payments, {statement.year}",
        columns(
            "From",
            Column("To", Kind.TEXT),
            "Amount",
            Column("Worked out as", Kind.CODE),
            Column("Note", Kind.TEXT),
        ),
        tuple(
            (
                data.party(payment.payer),
                data.party(payment.payee),
                pence(payment.amount.exact, statement.currency),
                f"{payment.figure.formula} = {payment.figure.inputs}",
                _joined(payment.figure.label, payment.figure.note),
            )
            for payment in statement.payments
        ),
    )


def due_table(data: ReportData, statement: Statement) -> Table:
    """Return what is still to be paid where a statement puts an earlier one right."""
    return Table(
        f"Still to be paid, {statement.year}",
        columns("From", Column("To", Kind.TEXT), "Amount", Column("Worked out as", Kind.CODE)),
        tuple(
            (
                data.party(payment.payer),
                data.party(payment.payee),
                pence(payment.amount.exact, statement.currency),
                f"{payment.figure.formula} = {payment.figure.inputs}",
            )
            for payment in statement.due
        ),
    )


def net_table(data: ReportData, statement: Statement) -> Table:
    """Return each party's net position, received less paid, and that they add up to nothing."""
    numbers = [number for figure in statement.net if (number := number_of(figure)) is not None]
    rows = tuple((_party(data, figure), _position(figure)) for figure in statement.net)
    return Table(
        f"Net position of each party, {statement.year} (received less paid)",
        columns("Party", "Net position"),
        rows,
        ("Sum of all parties", pence(sum(numbers, start=0 * numbers[0]), statement.currency))
        if numbers
        else (),
    )


def _party(data: ReportData, figure: Figure) -> str:
    return data.party(figure.id.removeprefix("payments."))


def _position(figure: Figure) -> str:
    number = number_of(figure)
    return figure.shown if number is None else signed(pence(number, figure.currency), number)


def problem_table(problems: tuple[Problem, ...]) -> Table:
    """Return what keeps a statement from being complete, and what to try."""
    words = tuple(Column(heading, Kind.TEXT) for heading in ("What", "Where", "What to try"))
    return Table(
        "What is missing from the settlement",
        words,
        tuple((problem.what, str(problem.where), problem.remedy) for problem in problems),
    )
