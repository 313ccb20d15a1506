"""Settle a table of figures: one row for each contract and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from wholeplace.contract import Contract, kind_of_figure, read_value, supplied
from wholeplace.contract.model import RecordsTerm
from wholeplace.kernel import Figure, Problem, Refused, Where, nearest, refuse_if
from wholeplace.settle.settle import settle
from wholeplace.settle.statement import Statement

Cells: TypeAlias = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Records:
    """A table as text: the file it came from, its columns, and rows with their number in it."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A row, what identifies it, and its statement."""

    row: int
    identity: Mapping[str, str]
    statement: Statement


def settle_records(contract: Contract, records: Records) -> tuple[SettledRow, ...]:
    """Return the statement of every row, in order.

    An empty cell is a missing figure, which leaves its row incomplete. Raises ``Refused`` with
    every missing column; else with every cell that cannot be read, every repeated row and every
    year for which the agreement has no terms. A mistake that repeats is told once, with its rows.
    """
    rules = contract.terms.records
    if rules is None:
        remedy = "add records: {identify: [...], year: ...} to the agreement"
        raise Refused([contract.document.problem((), "it settles no table", remedy)])
    refuse_if(_missing_columns(contract, rules, records))
    problems: dict[tuple[str, str], Problem] = {}
    settled = []
    for number, cells in records.rows:
        try:
            settled.append(_settled(contract, rules, records.file, number, cells))
        except Refused as refused:
            _count(refused.problems, problems)
    _count(_repeated(records.file, settled), problems)
    refuse_if(problems.values())
    return tuple(settled)


def _count(found: Iterable[Problem], problems: dict[tuple[str, str], Problem]) -> None:
    for problem in found:
        key = (problem.where.path, problem.what)
        first = problems.get(key, problem)
        rows = (first.rows or 0) + 1
        problems[key] = Problem(first.where, first.what, first.remedy, rows)


def _missing_columns(contract: Contract, rules: RecordsTerm, records: Records) -> Iterator[Problem]:
    named = [figure.column for figure in contract.terms.figures.values() if figure.column]
    for column in dict.fromkeys([*rules.identify, rules.year, *named]):
        if column not in records.columns:
            remedy = nearest(column, records.columns)
            yield Problem(Where(records.file, 1), f"there is no column '{column}'", remedy)


def _repeated(file: str, settled: Iterable[SettledRow]) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for each in settled:
        key = tuple(each.identity.values())
        if key in first:
            what = f"the row of {', '.join(key)} repeats row {first[key]}"
            path = ", ".join(each.identity)
            yield Problem(Where(file, each.row, path=path), what, "keep one of the two")
        first.setdefault(key, each.row)


def _settled(
    contract: Contract, rules: RecordsTerm, file: str, number: int, cells: Cells
) -> SettledRow:
    problems: list[Problem] = []
    figures: dict[str, Figure] = {}
    for name, term in contract.terms.figures.items():
        try:
            figures[name] = _figure(contract, name, f"{file}, row {number}", cells)
        except ValueError as error:
            where = Where(file, number, path=term.column or name)
            problems.append(Problem(where, str(error), f"correct the cell; it is {term.unit}"))
    start = _start(contract, Where(file, number, path=rules.year), cells, problems)
    if problems or start is None:
        raise Refused(problems)
    identity = {column: cells.get(column) or "" for column in rules.identify}
    return SettledRow(number, identity, settle(contract, start, figures))


def _start(contract: Contract, where: Where, cells: Cells, problems: list[Problem]) -> date | None:
    try:
        return contract.year_start(cells.get(where.path) or "")
    except ValueError as error:
        problems.append(Problem(where, str(error), "correct the year"))
        return None


def _figure(contract: Contract, name: str, place: str, cells: Cells) -> Figure:
    term = contract.terms.figures[name]
    column = term.column or name
    value = read_value(cells.get(column), kind_of_figure(term), contract.terms.currency)
    return supplied(contract, name, value, f"{place}, column {column}")
