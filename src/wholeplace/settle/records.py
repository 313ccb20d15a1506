"""Settle a table of figures: one row for each contract and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias, cast

from wholeplace.contract import Contract, kind_of_figure, plain_value, read_value, supplied
from wholeplace.contract.figures import take_in
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.model import RecordsTerm
from wholeplace.contract.work_out import work_out
from wholeplace.kernel import Figure, Problem, Refused, Unit, Value, Where, nearest, refuse_if
from wholeplace.settle.settle import settle
from wholeplace.settle.share import unshared
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
    """A row, what identifies it, what its lines came to, and why it is incomplete if it is.

    Its ``statement`` explains every line; of thousands of rows few are asked for it, so it is
    made when it is.
    """

    row: int
    identity: Mapping[str, str]
    lines: Mapping[str, Value]
    problems: tuple[Problem, ...]
    contract: Contract
    start: date
    figures: Mapping[str, Figure]

    @property
    def is_complete(self) -> bool:
        """Whether every line has a value."""
        return not self.problems

    @property
    def statement(self) -> Statement:
        """The statement of the row, with the reasons of every line."""
        return settle(self.contract, self.start, self.figures)


def settle_records(contract: Contract, records: Records) -> tuple[SettledRow, ...]:
    """Return every row settled, in order.

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


def odd_values(rows: Sequence[SettledRow]) -> tuple[str, ...]:
    """Return a sentence for each share that is above 100% in some rows.

    It may be right. More often a percentage was written without its sign, and 93.15 is 9,315%.
    """
    counts: dict[str, int] = {}
    for row in rows:
        for name, figure in row.figures.items():
            is_share = figure.unit is Unit.FRACTION and isinstance(figure.value, Fraction)
            if is_share and cast(Fraction, figure.value) > 1:
                counts[name] = counts.get(name, 0) + 1
    remedy = "if it is a percentage, write it with its sign"
    return tuple(
        f"'{name}' is above 100% in {number:,} row{'s'[: number != 1]}; {remedy}"
        for name, number in counts.items()
    )


def _count(found: Iterable[Problem], problems: dict[tuple[str, str], Problem]) -> None:
    for problem in found:
        key = (problem.where.path, problem.what)
        first = problems.get(key, problem)
        rows = (first.rows or 0) + 1
        problems[key] = Problem(first.where, first.what, first.remedy, rows)


def _missing_columns(contract: Contract, rules: RecordsTerm, records: Records) -> Iterator[Problem]:
    needed = [figure for figure in contract.terms.figures.values() if figure.default is None]
    named = [figure.column for figure in needed if figure.column]
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
    return _row(contract, start, number, identity, figures)


def _row(
    contract: Contract,
    start: date,
    number: int,
    identity: Mapping[str, str],
    figures: Mapping[str, Figure],
) -> SettledRow:
    taken = take_in(contract, figures)
    given = {name: figure.value for name, figure in taken.items() if figure.value is not None}
    worked = work_out(contract, in_force_on(contract, start).values, given)
    values = {line.name: plain_value(worked.values.get(line.name)) for line in contract.lines}
    problems = dict.fromkeys([*worked.problems(contract), *unshared(contract, worked.values)])
    return SettledRow(number, identity, values, tuple(problems), contract, start, figures)


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
