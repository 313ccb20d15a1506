"""The sheet of steps: what each does to each line in each year, rounded as the budget is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.adjust import Adjusted, StepTaken, YearTaken
from wholeplace.budget.adjust.level import Level, applied
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.workbook import lines_sheet
from wholeplace.report.budget.workbook.making import (
    Line,
    live_money,
    money_in,
    number_in,
    to_the_penny,
)
from wholeplace.report.statement.cells import Cell, Sheet, Style, text, top

NAME, FIRST, ENDED = "Steps", 3, "ended"
ID, LEVEL, ADDED, ALONE = "C", "M", "N", "O"
_HEADINGS = (
    "Line", "Year", "Step id", "Step", "Lasting, before", "For this year only, before", "Factor",
    "Set to", "Added for good", "Added for this year", "Lasting, after",
    "For this year only, after", "Comes to", "Added", "Alone", "Because of steps before", "How",
    "Put in", "Source",
)  # fmt: skip
_WIDTHS = (30, 10, 16, 28, 18, 18, 14, 16, 16, 16, 18, 18, 18, 18, 18, 18, 40, 40, 50)
_NOTE = (
    "Each step works on what the steps before it left, and leaves whole pence. Factors and amounts"
    " are inputs. 'Alone' is what a step would come to on the level with which the year began."
)
_FACTOR = "0.0000000000"


@dataclass(frozen=True, slots=True)
class Steps:
    """The sheet, the last row of each line, and the first and last row of all; counted from 0."""

    sheet: Sheet
    closes: Mapping[str, int]
    last: int


def steps_sheet(shown: Shown, adjusted: Adjusted) -> Steps:
    """Return every line in every year, step by step."""
    first, last = adjusted.base.year, adjusted.years[-1].year
    title = f"Steps from {first} to {last}, line by line"
    rows: list[Line] = [*top(title, _NOTE, _HEADINGS, tuple(range(4, 16)))]
    closes: dict[str, int] = {}
    opens = {one.line.id: lines_sheet.FIRST + i for i, one in enumerate(shown.book.base.lines)}
    for line in adjusted.base.lines:
        start = f"{lines_sheet.NAME}!${lines_sheet.SHARED}${opens[line] + 1}"
        rows += _of_line(shown, adjusted, line, start, len(rows))
        closes[line] = len(rows) - 1
    sheet = Sheet(NAME, _WIDTHS, tuple(rows), FIRST)
    return Steps(sheet, closes, len(rows) - 1)


def _of_line(shown: Shown, adjusted: Adjusted, line: str, start: str, first: int) -> Iterator[Line]:
    level = Level({line: adjusted.base.pence[line]}, {line: 0})
    row = first
    for i, taken in enumerate(adjusted.years):
        before = (start, "0") if not i else (f"K{row}", f"L{row}")
        yield _opening(shown, line, taken, level, row, before)
        begins = level = level.without_once()
        opened = f"K{row + 1}"
        for step in taken.steps:
            row += 1
            after = applied(level, step.effect)
            yield _step(shown, _Taken(line, taken, step, begins, level, after), row, opened)
            level = after
        row += 1


def _opening(
    shown: Shown, line: str, taken: YearTaken, level: Level, row: int, before: tuple[str, str]
) -> Line:
    """Return the row with which a year begins: what was for the year before only is gone."""
    at, currency = row + 1, shown.currency
    lasting, once = (_pounds(part[line]) for part in (level.lasting, level.once))

    def money(value: Fraction, formula: str) -> Cell:
        return live_money(value, formula, currency)

    return (
        *_names(shown, line, taken, ENDED, "Full-year effects, and what was for one year only"),
        money(lasting, before[0]),
        money(once, before[1]),
        *[None] * 4,
        money(lasting, f"E{at}"),
        money(Fraction(0), "0"),
        money(lasting, f"K{at}+L{at}"),
        money(-once, f"M{at}-E{at}-F{at}"),
        money(-once, f"N{at}"),
        money(Fraction(0), f"N{at}-O{at}"),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step of a line in a year: the level with which the year began, and before and after."""

    line: str
    year: YearTaken
    step: StepTaken
    begins: Level
    before: Level
    after: Level


def _step(shown: Shown, one: _Taken, row: int, opened: str) -> Line:
    at, currency, line = row + 1, shown.currency, one.line
    effect, step = one.step.effect, one.step
    factor = effect.factors.get(line, Fraction(1))
    kept, once = (
        to_the_penny(f"{column}{at}*G{at}", factor * level[line] / 100)
        for column, level in (("E", one.before.lasting), ("F", one.before.once))
    )
    alone = to_the_penny(f"{opened}*G{at}", factor * one.begins.lasting[line] / 100)
    sets, adds = effect.sets.get(line), effect.adds.get(line)

    def money(pence: int, formula: str) -> Cell:
        return live_money(_pounds(pence), formula, currency)

    added, by_itself = step.added[line], step.alone[line]
    return (
        *_names(shown, line, one.year, step.id, step.title),
        money(one.before.lasting[line], f"K{row}"),
        money(one.before.once[line], f"L{row}"),
        number_in(factor, _FACTOR),
        *(money_in(_maybe(pence), currency) for pence in (sets, adds)),
        money_in(_maybe(effect.adds_once.get(line)), currency),
        money(one.after.lasting[line], f"ROUND(IF(ISNUMBER(H{at}),H{at},{kept})+I{at},2)"),
        money(one.after.once[line], f"ROUND(IF(ISNUMBER(H{at}),0,{once})+J{at},2)"),
        money(one.after.pence[line], f"K{at}+L{at}"),
        money(added, f"ROUND(M{at}-E{at}-F{at},2)"),
        money(by_itself, f"ROUND(IF(ISNUMBER(H{at}),H{at},{alone})+I{at}+J{at}-{opened},2)"),
        money(added - by_itself, f"ROUND(N{at}-O{at},2)"),
        text(effect.formula),
        text(shown.few.text(effect.inputs)),
        text(effect.source),
    )


def _names(
    shown: Shown, line: str, taken: YearTaken, id_: str, title: str
) -> tuple[Cell, Cell, Cell, Cell]:
    return (
        text(shown.name(line), Style.FACT),
        text(str(taken.year), Style.FACT),
        text(id_, Style.CODE),
        text(title, Style.FACT),
    )


def _pounds(pence: int) -> Fraction:
    return Fraction(pence, 100)


def _maybe(pence: int | None) -> Fraction | None:
    return None if pence is None else _pounds(pence)
