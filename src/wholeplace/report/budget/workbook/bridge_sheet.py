"""The sheet of the bridge: steps and lines added up from the sheet of steps."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.adjust import Adjusted, Bridge, bridge
from wholeplace.kernel import Money
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook import lines_sheet
from wholeplace.report.budget.workbook import steps_sheet as steps
from wholeplace.report.budget.workbook.making import (
    Line,
    cell,
    checked,
    down,
    live_money,
    total,
)
from wholeplace.report.budget.workbook.steps_sheet import Steps
from wholeplace.report.statement.cells import Sheet, Style, headings, text, top

NAME, FIRST = "Bridge", 3
_HEADINGS = (
    "Step", "Step id", "Added", "In the book", "Check", "Alone", "Because of steps before",
)  # fmt: skip
_LINES = ("Line", "Line id", "Closing", "In the book", "Check", "Opening", "Change")
_WIDTHS = (52, 20, 20, 20, 10, 20, 24)
_NOTE = "Added up from the sheet of steps. Opening, steps and closing make the same sum."


def bridge_sheet(shown: Shown, adjusted: Adjusted, made: Steps) -> Sheet:
    """Return where the shared budget opened, what each step added, and where it closed."""
    found = bridge(adjusted)
    rows: list[Line] = [*top(f"From {found.first} to {found.last}", _NOTE, _HEADINGS, range_of())]
    # The steps, the opening and the closing, a blank row and headings stand above the lines.
    lines = FIRST + len(found.bars) + 4
    rows += [*_steps(shown, found, made, lines, len(adjusted.base.lines))]
    rows += [(), headings(_LINES, range_of()), *_lines(shown, adjusted, made, lines)]
    return Sheet(NAME, _WIDTHS, tuple(rows), FIRST)


def range_of() -> tuple[int, ...]:
    """Return the columns of numbers."""
    return (2, 3, 5, 6)


def _steps(shown: Shown, found: Bridge, made: Steps, lines: int, number: int) -> Iterator[Line]:
    currency, row = shown.currency, FIRST
    opening = f"SUM({down('F', lines, lines + number - 1)})"
    yield _end(f"Shared budget, {found.first}", found.opening, opening, row, currency)
    for bar in found.bars:
        row += 1
        added, alone = (_of_step(column, row, made) for column in (steps.ADDED, steps.ALONE))
        yield (
            text(bar.title),
            text(bar.id, Style.CODE),
            live_money(bar.added.exact, added, currency),
            *checked(bar.added.exact, cell("C", row), cell("D", row), currency),
            live_money(bar.alone.exact, alone, currency),
            live_money(bar.interaction.exact, f"C{row + 1}-F{row + 1}", currency),
        )
    closing = f"SUM({down('C', FIRST, row)})"
    yield _end(f"Shared budget, {found.last}", found.closing, closing, row + 1, currency)


def _of_step(column: str, row: int, made: Steps) -> str:
    ids, values = (down(one, steps.FIRST, made.last) for one in (steps.ID, column))
    name = steps.NAME
    return f"SUMIF({name}!{ids},$B{row + 1},{name}!{values})"


def _end(name: str, amount: Money, formula: str, row: int, currency: str) -> Line:
    known = amount.exact
    start = (text(name, Style.FACT), None, total(known, formula, currency))
    return (*start, *checked(known, cell("C", row), cell("D", row), currency))


def _lines(shown: Shown, adjusted: Adjusted, made: Steps, first: int) -> Iterator[Line]:
    currency, last = shown.currency, adjusted.years[-1].year
    opens = {one.line.id: lines_sheet.FIRST + i for i, one in enumerate(shown.book.base.lines)}
    for i, line in enumerate(adjusted.base.lines):
        row = first + i
        closing, opening = (
            Money(adjusted.pence(year)[line], currency).exact for year in (last, adjusted.base.year)
        )
        yield (
            text(shown.name(line)),
            text(line, Style.CODE),
            live_money(closing, f"{steps.NAME}!{steps.LEVEL}{made.closes[line] + 1}", currency),
            *checked(closing, cell("C", row), cell("D", row), currency),
            live_money(
                opening, f"{lines_sheet.NAME}!{lines_sheet.SHARED}{opens[line] + 1}", currency
            ),
            live_money(closing - opening, f"C{row + 1}-F{row + 1}", currency),
        )
    row, end = first + len(adjusted.base.lines), first + len(adjusted.base.lines) - 1
    known = adjusted.total(last).exact
    yield (
        text("All lines", Style.FACT),
        None,
        total(known, f"SUM({down('C', first, end)})", currency),
        *checked(known, cell("C", row), cell("D", row), currency),
    )
