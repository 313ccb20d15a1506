"""Settled rows as plain text cells, for a table that other programs read."""

from __future__ import annotations

from wholeplace.contract import ROW_COLUMNS, Contract, Phase
from wholeplace.contract.formula import unit_of
from wholeplace.kernel import Figure, Unit, Value, plain
from wholeplace.kernel.figure import show
from wholeplace.settle.records import SettledRow
from wholeplace.settle.statement import Standing, Status


def output_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns of a settled row: what identifies it, every line, and how it went."""
    rules = contract.terms.records
    identity = rules.identify if rules else ()
    return (*identity, *contract.terms.lines, *ROW_COLUMNS)


def row_cells(settled: SettledRow) -> dict[str, str]:
    """Return a settled row as text by column; a missing line is an empty cell."""
    units = {line.name: unit_of(line.kind) for line in settled.contract.lines}
    lines = {name: _cell(value, units[name]) for name, value in settled.lines.items()}
    problems = "; ".join(problem.what for problem in settled.problems)
    status = Status.COMPLETE if settled.is_complete else Status.INCOMPLETE
    is_shadow = settled.contract.phase_on(settled.start) is Phase.SHADOW
    standing = Standing.SHADOW if is_shadow else Standing.PROVISIONAL
    ends = dict(zip(ROW_COLUMNS, (status.value, standing.value, problems), strict=True))
    return {**settled.identity, **lines, **ends}


def cell(figure: Figure) -> str:
    """Return a value as a cell: no grouping, symbol or percentage; money in whole pence as 1.50.

    What is not a whole number of pence, and every other number, has at most six decimals.
    """
    return _cell(figure.value, figure.unit)


def _cell(value: Value, unit: Unit) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return show(value, unit)
    text = plain(value, 6).replace(",", "")
    if unit is not Unit.MONEY:
        return text
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"
