"""Cells of a budget book: inputs, live formulas with what they come to, and checks of both."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from wholeplace.kernel import Figure, round_to
from wholeplace.report.statement.cells import NO_VALUE, Cell, Style, money_pattern, text
from wholeplace.report.statement.cells import shown as as_shown
from wholeplace.report.statement.checks import AGREES, DIFFERS
from wholeplace.report.statement.noise import decimals_that_keep, sure_decimals

Line: TypeAlias = tuple[Cell | None, ...]
"""A row of a sheet."""
PENNY = Fraction(1, 100)
SHARE, NUMBER = "0.00####%", "#,##0.0####"
_LARGEST = Fraction(10**10)


def money_in(value: object, currency: str) -> Cell:
    """Return an amount that is put in; empty where it is missing."""
    known = as_shown(value)
    return Cell(None if known == NO_VALUE else known, Style.INPUT, pattern=money_pattern(currency))


def number_in(value: object, pattern: str = NUMBER) -> Cell:
    """Return a number that is put in; empty where it is missing."""
    known = as_shown(value)
    return Cell(None if known == NO_VALUE else known, Style.INPUT, pattern=pattern)


def live(value: object, formula: str, pattern: str, style: Style = Style.LIVE) -> Cell:
    """Return a formula and what it comes to in the book."""
    return Cell(as_shown(value), style, formula, pattern)


def live_money(value: object, formula: str, currency: str, style: Style = Style.LIVE) -> Cell:
    """Return a formula of money, in pounds."""
    return live(value, formula, money_pattern(currency), style)


def total(value: object, formula: str, currency: str) -> Cell:
    """Return a formula of money that adds others up."""
    return live_money(value, formula, currency, Style.TOTAL)


def told(value: object, currency: str) -> Cell:
    """Return what the book says: a number that stays, whatever is put in."""
    known = as_shown(value)
    if known == NO_VALUE:
        return text("missing", Style.STATED)
    return Cell(known, Style.STATED, pattern=money_pattern(currency))


def check(value: object, formula_cell: str, told_cell: str) -> Cell:
    """Return the cell that says whether a live amount is what the book says, to the penny."""
    words = f'"{AGREES}","{DIFFERS}"'
    if as_shown(value) == NO_VALUE:
        return Cell(AGREES, Style.CHECK, f"IF(ISERROR({formula_cell}),{words})")
    near = f"IF(ABS({formula_cell}-{told_cell})<0.005,{words})"
    return Cell(AGREES, Style.CHECK, f'IF(ISERROR({formula_cell}),"{DIFFERS}",{near})')


def checked(value: object, here: str, beside: str, currency: str) -> Line:
    """Return what the book says of a live cell, and whether they agree; two cells to stand by it.

    ``here`` is the live cell, ``beside`` where the first of the two will stand.
    """
    return told(value, currency), check(value, here, beside)


def to_the_penny(expression: str, exact: Fraction | None) -> str:
    """Return a formula that rounds to the penny, halves away from nought, as the book does.

    ``exact`` is what the expression comes to (pounds): it is first rounded to as many decimals as
    binary numbers are sure of, so that a half penny is not taken for less.
    """

    def pence(value: Fraction) -> Fraction:
        return round_to(value, PENNY)

    sure = sure_decimals(max(abs(exact or Fraction(0)), Fraction(1)))
    return f"ROUND(ROUND({expression},{decimals_that_keep(pence, exact, sure)}),2)"


def sum_or_missing(cells: str, needed: str, expression: str) -> str:
    """Return an expression where all ``cells`` of which ``needed`` is true are numbers, else #N/A.

    Both are ranges, or products of conditions on ranges, of one height.
    """
    return f"IF(SUMPRODUCT({needed}*(1-ISNUMBER({cells})))>0,NA(),{expression})"


def value_of(figure: Figure | None) -> Fraction | None:
    """Return the amount of a figure, in pounds; none where it is missing."""
    value = figure.value if figure else None
    return value if isinstance(value, Fraction) else None


def cell(column: str, row: int) -> str:
    """Return an address on the same sheet; rows count from 0."""
    return f"{column}{row + 1}"


def down(column: str, first: int, last: int) -> str:
    """Return a fixed range down a column; rows count from 0, both ends belong to it."""
    return f"${column}${first + 1}:${column}${last + 1}"


def padded(rows: Sequence[Line], width: int) -> tuple[Line, ...]:
    """Return rows of one width."""
    return tuple((*row, *[None] * (width - len(row))) for row in rows)
