"""Settled rows as plain text cells, for a table that other programs read."""

from __future__ import annotations

from wholeplace.contract import ROW_COLUMNS, Contract
from wholeplace.kernel import Figure, Unit, plain
from wholeplace.settle.records import SettledRow


def output_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns of a settled row: what identifies it, every line, status, problems."""
    rules = contract.terms.records
    identity = rules.identify if rules else ()
    return (*identity, *contract.terms.lines, *ROW_COLUMNS)


def row_cells(settled: SettledRow) -> dict[str, str]:
    """Return a settled row as text by column; a missing line is an empty cell."""
    statement = settled.statement
    lines = {line.id.removeprefix("lines."): cell(line) for line in statement.lines}
    problems = "; ".join(problem.what for problem in statement.problems)
    ends = dict(zip(ROW_COLUMNS, (statement.status.value, problems), strict=True))
    return {**settled.identity, **lines, **ends}


def cell(figure: Figure) -> str:
    """Return a value as a cell: no grouping, symbol or percentage; money in whole pence as 1.50.

    What is not a whole number of pence, and every other number, has at most six decimals.
    """
    if figure.value is None:
        return ""
    if isinstance(figure.value, bool | str):
        return figure.shown
    text = plain(figure.value, 6).replace(",", "")
    if figure.unit is not Unit.MONEY:
        return text
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"
