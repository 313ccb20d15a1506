"""The sheet of parameters: what was in force on the first day of the year, laid out in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.contract import Kind
from wholeplace.contract.formula import (
    Band,
    BandsOf,
    Basic,
    Operand,
    Point,
    PointsOf,
    SplitOf,
    Step,
    StepsOf,
    TableOf,
)
from wholeplace.kernel import Value
from wholeplace.report.statement.cells import Cell, Sheet, Style, address, pattern, shown, text, top
from wholeplace.report.statement.words import joined
from wholeplace.report.statement.writer import Writer

NAME = "Parameters"
_NOTE = (
    "The agreed numbers as they stood on the first day of the year. Of bands, steps and points, "
    "the columns From, Below and Change are worked out for the formulas that go along them."
)
_HEADINGS = (
    "Name", "What it is", "For", "Up to, below or at", "Value", "From", "Below", "Change", "Unit",
    "Source and notes",
)  # fmt: skip
# Steps and points begin below any number and end above any; their cells say "any".
_LOWEST, _HIGHEST = Fraction(-(10**300)), Fraction(10**300)
# Where the columns that formulas call by name stand: the value itself, and its parts.
_PLAIN = "0.######"
COLUMNS = {"": 4, "for": 2, "at": 3, "from": 5, "below": 6, "change": 7}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the sheet: one value, and the number beside it where there is one."""

    word: str
    value: Fraction | bool | str
    row: Band | Step | Point | None = None
    first: bool = True
    last: bool = True


def parameters_sheet(writer: Writer) -> Sheet:
    """Return every parameter of the year; a split, table or list of rows has a row for each."""
    rows, names = top("Parameters of the agreement", _NOTE, _HEADINGS, (3, 4, 5, 6, 7)), {}
    first = len(rows)
    for name in writer.contract.parameters:
        start = len(rows)
        entries = list(_entries("", writer.worked_out.values[name]))
        rows += tuple(_laid_out(writer, name, entries, start))
        for part, column in COLUMNS.items():
            given = writer.names.find(f"{name}.{part}" if part else name)
            if given is not None:
                names[given] = address(NAME, column, start, len(rows) - 1)
    return Sheet(NAME, (22, 36, 16, 18, 16, 14, 14, 12, 12, 48), rows, first, names)


def parts_of(kind: Kind) -> tuple[str, ...]:
    """Return the columns of a parameter that formulas may call by name, besides its value."""
    if isinstance(kind, TableOf):
        return ("for", *parts_of(kind.each))
    if isinstance(kind, SplitOf):
        return ("for",)
    if isinstance(kind, PointsOf):
        return ("at", "from", "below", "change")
    if isinstance(kind, StepsOf):
        return ("from", "below")
    return ("from", "change") if isinstance(kind, BandsOf) else ()


def _entries(word: str, value: Operand) -> Iterator[_Entry]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _entries(key, entry)
    elif isinstance(value, tuple):
        for i, row in enumerate(value):
            of_row = row.share if isinstance(row, Band) else row.value
            yield _Entry(word, of_row, row, i == 0, i == len(value) - 1)
    else:
        yield _Entry(word, value)


def _laid_out(
    writer: Writer, name: str, entries: Sequence[_Entry], start: int
) -> Iterator[tuple[Cell | None, ...]]:
    figure = writer.worked_out.figures[name]
    along, each = _kinds(writer.kinds[name])
    currency = writer.contract.terms.currency
    for i, entry in enumerate(entries):
        form = pattern(each, currency, entry.value)
        label = writer.contract.parameters[name].label
        yield (
            text(name if i == 0 else "", Style.CODE),
            text(label if i == 0 else ""),
            text(entry.word, Style.CODE) if entry.word else None,
            _limit(entry, pattern(along, currency, _place(entry))),
            _input(entry.value, form),
            *_worked_out(entries, i, start + i + 1, pattern(along, currency, _place(entry))),
            text(str(each)),
            text(joined(figure.source, figure.note) if i == 0 else ""),
        )


def _kinds(kind: Kind) -> tuple[Kind, Kind]:
    if isinstance(kind, TableOf):
        return _kinds(kind.each)
    if isinstance(kind, SplitOf):
        return Basic.FRACTION, Basic.FRACTION
    return (
        (kind.along, kind.each) if isinstance(kind, BandsOf | StepsOf | PointsOf) else (kind, kind)
    )


def _input(value: Value, form: str) -> Cell:
    # A third cannot be written in decimals; as a sum it stays exact for whoever reads the cell.
    is_sum = isinstance(value, Fraction) and shown(value) != 0 and not _is_decimal(value)
    return Cell(shown(value), Style.INPUT, str(value) if is_sum else "", form)


def _is_decimal(value: Fraction) -> bool:
    return 10**15 % value.denominator == 0


def _limit(entry: _Entry, form: str) -> Cell | None:
    limit = _place(entry)
    if entry.row is None:
        return None
    return text("no limit", Style.NOTE) if limit is None else _input(limit, form)


def _place(entry: _Entry | None) -> Fraction | None:
    match entry and entry.row:
        case Band(up_to, _):
            return up_to
        case Step(below, _):
            return below
        case Point(at, _):
            return at
    return None


def _worked_out(
    entries: Sequence[_Entry], i: int, row: int, form: str
) -> tuple[Cell | None, Cell | None, Cell | None]:
    """Return where a row begins and ends, and how its value changes along it."""
    entry = entries[i]
    before = None if entry.first else entries[i - 1]
    after = None if entry.last else entries[i + 1]
    match entry.row:
        case Band():
            return _from(before, row - 1, Fraction(0), form), None, _more(entry, before, row)
        case Step():
            ends = _edge(_place(entry), f"D{row}", _HIGHEST, form)
            return _from(before, row - 1, _LOWEST, form), ends, None
        case Point(at, _):
            # Before the first point the value stays as it is there.
            begins = None if before is None else at
            ends = _edge(_place(after), f"D{row + 1}", _HIGHEST, form)
            return _edge(begins, f"D{row}", _LOWEST, form), ends, _slope(entry, after, row)
    return None, None, None


def _from(before: _Entry | None, row: int, lowest: Fraction, form: str) -> Cell:
    return _edge(_place(before), f"D{row}", lowest, form)


def _edge(place: Fraction | None, formula: str, none: Fraction, form: str) -> Cell:
    if place is not None:
        return Cell(shown(place), Style.LIVE, formula, form)
    return Cell(shown(none), Style.LIVE, pattern=form if none == 0 else '"any";"any"')


def _more(entry: _Entry, before: _Entry | None, row: int) -> Cell:
    if before is None:
        return Cell(shown(entry.value), Style.LIVE, f"E{row}", _PLAIN)
    more = Fraction(entry.value) - Fraction(before.value)
    return Cell(shown(more), Style.LIVE, f"E{row}-E{row - 1}", _PLAIN)


def _slope(entry: _Entry, after: _Entry | None, row: int) -> Cell:
    here, there = _place(entry), _place(after)
    if after is None or here is None or there is None:
        return Cell(0.0, Style.LIVE, pattern=_PLAIN)
    rise = (Fraction(after.value) - Fraction(entry.value)) / (there - here)
    formula = f"(E{row + 1}-E{row})/(D{row + 1}-D{row})"
    return Cell(shown(rise), Style.LIVE, formula, _PLAIN)
