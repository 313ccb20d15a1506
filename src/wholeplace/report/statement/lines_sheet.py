"""The sheet of lines: each a live formula, beside the formula as the agreement has it."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.contract import Line
from wholeplace.kernel import Figure
from wholeplace.report.statement.cells import (
    Cell,
    Sheet,
    Style,
    address,
    pattern,
    shown,
    text,
    top,
)
from wholeplace.report.statement.checks import check, stated
from wholeplace.report.statement.words import joined
from wholeplace.report.statement.writer import Writer

NAME, STEPS = "Lines", "Steps"
_NOTE = "In the order of the agreement. Every value is a live formula over the cells it names."
_HEADINGS = (
    "Name", "What it is", "Value", "Formula of the agreement", "Unit", "Source and notes",
    "Stated", "Check",
)  # fmt: skip
VALUE, CHECK = 2, 7
_STEPS_NOTE = "Each is a part of a formula, worked out once in a cell of their own."


def lines_sheet(writer: Writer) -> Sheet:
    """Return every line in its order; writes their formulas, and so finds their steps."""
    rows = top("Lines of the agreement", _NOTE, _HEADINGS, (2, 6))
    first, names = len(rows), {}
    for i, line in enumerate(writer.contract.lines):
        rows += (tuple(_row(writer, line, first + i + 1)),)
        names[writer.name(line.name)] = address(NAME, VALUE, first + i)
    return Sheet(NAME, (22, 34, 18, 38, 12, 48, 18, 9), rows, first, names)


def _row(writer: Writer, line: Line, row: int) -> Iterator[Cell]:
    figure: Figure = writer.worked_out.figures[line.name]
    form = pattern(line.kind, writer.contract.terms.currency, figure.value)
    yield text(line.name, Style.CODE)
    yield text(line.label)
    yield Cell(shown(figure.value), Style.LIVE, writer.line_formula(line), form)
    yield text(figure.formula, Style.CODE)
    yield text(str(line.kind))
    yield text(joined(figure.source, figure.note))
    yield stated(figure, form)
    yield check(figure, f"C{row}", f"G{row}")


def steps_sheet(writer: Writer) -> Sheet | None:
    """Return the steps that formulas were cut into, if there are any."""
    words = ("Name", "Part of the line", "Value")
    rows, names = top("Steps of long formulas", _STEPS_NOTE, words, (2,)), {}
    first = len(rows)
    for i, step in enumerate(writer.steps.values()):
        form = pattern(step.kind, writer.contract.terms.currency) if step.kind else ""
        value = Cell(shown(step.value), Style.LIVE, step.formula, form)
        rows += ((text(step.name, Style.CODE), text(step.of, Style.CODE), value),)
        names[step.name] = address(STEPS, VALUE, first + i)
    return Sheet(STEPS, (32, 32, 24), rows, first, names) if writer.steps else None
