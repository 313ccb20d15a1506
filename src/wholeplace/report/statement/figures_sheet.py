"""The sheet of figures: what is put in for the year, in coloured cells, and what is used of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.contract import Kind, kind_of_figure
from wholeplace.contract.figures import default_of
from wholeplace.contract.formula import Basic, Choice
from wholeplace.kernel import Figure, Value
from wholeplace.report.statement.cells import (
    Cell,
    Sheet,
    Shown,
    Style,
    address,
    pattern,
    shown,
    text,
    top,
)
from wholeplace.report.statement.checks import check, stated
from wholeplace.report.statement.pieces import MOST_ARGUMENTS, quoted
from wholeplace.report.statement.words import joined
from wholeplace.report.statement.writer import Writer

NAME = "Figures"
_NOTE = (
    "Put a figure of your own into a coloured cell, and every line and payment follows. An empty "
    "cell is a missing figure, never nought."
)
_HEADINGS = ("Name", "What it is", "Value", "Used", "Unit", "Source and notes", "Stated", "Check")
_USED = 3
CHECK = 7


def figures_sheet(writer: Writer) -> Sheet:
    """Return the figures of the year, each with the cell that formulas read."""
    rows = top("Figures of the year", _NOTE, _HEADINGS, (2, 3, 6))
    first, names = len(rows), {}
    for i, name in enumerate(writer.contract.terms.figures):
        rows += (tuple(_row(writer, name, first + i + 1)),)
        names[writer.name(name)] = address(NAME, _USED, first + i)
    return Sheet(NAME, (22, 36, 18, 18, 12, 48, 18, 9), rows, first, names)


def _row(writer: Writer, name: str, row: int) -> Iterator[Cell]:
    term = writer.contract.terms.figures[name]
    figure, kind = writer.worked_out.figures[name], kind_of_figure(term)
    form = pattern(kind, writer.contract.terms.currency, figure.value)
    default = default_of(writer.contract.terms, name)
    yield text(name, Style.CODE)
    yield text(term.label or figure.label)
    yield Cell(_put_in(figure.value), Style.INPUT, pattern=form, choices=_choices(kind))
    yield Cell(shown(figure.value), Style.LIVE, _used(kind, f"C{row}", default), form)
    yield text("one of some words" if isinstance(kind, Choice) else str(kind))
    yield text(_source(figure))
    yield stated(figure, form)
    yield check(figure, f"D{row}", f"G{row}")


def _put_in(value: Value) -> Shown:
    # Programs differ in what they take for a truth; they agree on words.
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else shown(value)


def _choices(kind: Kind) -> tuple[str, ...]:
    if isinstance(kind, Choice):
        return kind.options
    return ("yes", "no") if kind is Basic.YES_NO else ()


def _used(kind: Kind, cell: str, default: Value) -> str:
    otherwise = _written(default)
    if isinstance(kind, Choice):
        return f"IF({_is_one_of(kind.options, cell)},{cell},{otherwise})"
    if kind is Basic.YES_NO:
        return f'IF(LOWER({cell})="yes",TRUE,IF(LOWER({cell})="no",FALSE,{otherwise}))'
    return f"IF(ISNUMBER({cell}),{cell},{otherwise})"


def _is_one_of(words: Sequence[str], cell: str) -> str:
    tests = [f"EXACT({cell},{quoted(word)})" for word in words]
    parts = [",".join(tests[i : i + MOST_ARGUMENTS]) for i in range(0, len(tests), MOST_ARGUMENTS)]
    return f"OR({','.join(f'OR({part})' for part in parts)})" if parts[1:] else f"OR({parts[0]})"


def _written(default: Value) -> str:
    if default is None:
        return "NA()"
    if isinstance(default, str):
        return quoted(default)
    return str(default).upper() if isinstance(default, bool) else str(default)


def _source(figure: Figure) -> str:
    return joined(figure.source or figure.formula, figure.note)
