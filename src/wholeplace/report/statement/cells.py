"""A sheet of a workbook as data: cells, each a text, a number or a live formula with its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from wholeplace.contract import Kind
from wholeplace.contract.formula import Basic, Choice
from wholeplace.kernel import symbol_of

# What a spreadsheet shows where there is no value.
NO_VALUE = "#N/A"
# A cell holds at most 32,767 characters; a longer text would be left out without a word.
MOST_CHARACTERS = 32_000

Shown: TypeAlias = float | bool | str | None


class Style(StrEnum):
    """What a cell is for, which decides how it is set."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    OVER_NUMBERS = "heading over numbers"
    TEXT = "text"
    FACT = "fact"
    CODE = "code"
    INPUT = "input"
    LIVE = "live"
    STATED = "stated"
    CHECK = "check"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; with a ``formula``, ``shown`` is what the formula comes to as the book is written.

    ``pattern`` is a number format; ``choices`` are the only words that may be put in.
    """

    shown: Shown
    style: Style = Style.TEXT
    formula: str = ""
    pattern: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; those up to ``header`` stay in view, and are printed on every page.

    ``names`` are the ranges that formulas call by name: name to address.
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    header: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


def text(words: str, style: Style = Style.TEXT) -> Cell:
    """Return a cell of words: never a formula, whatever they begin with."""
    is_long = len(words) > MOST_CHARACTERS
    return Cell(words[:MOST_CHARACTERS] + "…" if is_long else words, style)


def headings(words: tuple[str, ...], numbers: tuple[int, ...]) -> tuple[Cell | None, ...]:
    """Return a row of headings; ``numbers`` are the columns of numbers, counted from 0."""
    return tuple(
        text(word, Style.OVER_NUMBERS if i in numbers else Style.HEADING)
        for i, word in enumerate(words)
    )


def top(
    title: str, note: str, words: tuple[str, ...], numbers: tuple[int, ...]
) -> tuple[tuple[Cell | None, ...], ...]:
    """Return the first rows of a sheet: what it is, how to read it, and the headings."""
    return (text(title, Style.TITLE),), (text(note, Style.NOTE),), headings(words, numbers)


def address(sheet: str, column: int, first: int, last: int | None = None) -> str:
    """Return the fixed address of a cell, or of a range down one column, counted from 0."""
    letter = chr(ord("A") + column)
    end = "" if last is None or last == first else f":${letter}${last + 1}"
    return f"{sheet}!${letter}${first + 1}{end}"


def shown(value: object) -> Shown:
    """Return a value as a cell shows it; what is missing, or beyond a spreadsheet, is an error."""
    if isinstance(value, bool | str):
        return value
    if not isinstance(value, Fraction):
        return NO_VALUE
    try:
        return float(value)
    except OverflowError:
        return NO_VALUE


def pattern(kind: Kind, currency: str, value: object = None) -> str:
    """Return the number format of a kind; a whole count has no decimals."""
    if kind is Basic.YES_NO:
        return '"yes";"yes";"no"'
    if isinstance(kind, Choice) or not isinstance(kind, Basic):
        return ""
    if kind is Basic.FRACTION:
        return "0.00##%"
    if kind is Basic.MONEY:
        return money_pattern(currency)
    is_whole = isinstance(value, Fraction) and value.denominator == 1
    return "#,##0" if is_whole else "#,##0.00##"


def money_pattern(currency: str, places: str = "00") -> str:
    """Return the number format of money: to the penny, the sign in front, red below zero."""
    amount = f'"{symbol_of(currency)}"#,##0.{places}'
    return f"{amount};[Red]-{amount}"
