"""Values of measures as people read them, in files and on pages."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from wholeplace.outcomes.definition import Measure
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report import words
from wholeplace.report.grid import Value as Cell
from wholeplace.report.outcomes.data import Card, Scorecard, Value
from wholeplace.report.outcomes.hide import is_marked
from wholeplace.report.words import MISSING

DIGITS = 6
_PLACES = ((1000, 0), (10, 1), (1, 2))
_MOST_PLACES = 3
_PERCENT = 100

_NAMED = {
    "none": "None",
    "unknown": "Not known",
    "": "Not known",
}
_SEXES = {"1": "Men", "2": "Women"}
_ENDS = {"1": " (most deprived)", "10": " (least deprived)"}
NOT_KNOWN_TENTH = "0"


def places_for(*numbers: float | None) -> int:
    """Return with how many decimals numbers are told that are read together."""
    most = max((abs(one) for one in numbers if one is not None), default=0.0)
    return next((places for size, places in _PLACES if most >= size), _MOST_PLACES)


def fixed(number: float, places: int) -> str:
    """Write a number with so many decimals."""
    return words.fixed(Fraction(number), places)


def told(value: Value | None) -> str:
    """Write a value with its limits: ``75.2 (74.1 to 76.3)``, ``missing`` or the mark."""
    if value is None:
        return ""
    if value.value is None or not isfinite(value.value):
        return MARK if is_marked(value) else MISSING
    places = places_for(value.value, value.lower, value.upper)
    number = fixed(value.value, places)
    if value.lower is None or value.upper is None:
        return number
    return f"{number} ({fixed(value.lower, places)} to {fixed(value.upper, places)})"


def why_missing(value: Value | None) -> str:
    """Return why there is no value, in words; nothing where there is one or it is not shown."""
    return "" if value is None or is_marked(value) else value.missing


def cell(number: float | None, value: Value | None = None) -> Cell:
    """Return a number for a file, with six decimals; the mark where its value was taken out."""
    if is_marked(value):
        return MARK
    return None if number is None or not isfinite(number) else Fraction(f"{number:.{DIGITS}f}")


def count(number: Fraction | None, value: Value, small: SmallNumbers) -> Cell:
    """Return how many are behind a value as it may be told; what is not whole, with a decimal."""
    if is_marked(value):
        return MARK
    if number is None or number.denominator != 1:
        return number
    return small.rounded(int(number))


def many(number: int, one: str, more: str) -> str:
    """Return a number with what it counts: ``1 measure is``, ``3 measures are``."""
    return f"{number} {one if number == 1 else more}"


def unit_of(measure: Measure) -> str:
    """Return in what a measure is told: ``per 1,000 person-years``, ``of 100``, ``on average``."""
    if measure.kind == "proportion":
        return f"of {measure.per:,}"
    if measure.kind == "mean":
        return "on average" if measure.per == 1 else f"on average, times {measure.per:,}"
    if measure.kind == "rate":
        return f"per {measure.per:,} person-years"
    return "as published" if measure.per == 1 else f"as published, per {measure.per:,}"


def axis_of(measure: Measure) -> str:
    """Return what stands over the numbers of an axis: the unit, short."""
    is_percent = measure.kind == "proportion" and measure.per == _PERCENT
    return "%" if is_percent else unit_of(measure)


def name_of(scorecard: Scorecard, breakdown: str, level: str) -> str:
    """Return what a level of a breakdown is called."""
    if breakdown == "deprivation" and level.isdecimal():
        return "Not known" if level == NOT_KNOWN_TENTH else f"Tenth {level}{_ENDS.get(level, '')}"
    if breakdown == "sex" and level in _SEXES:
        return _SEXES[level]
    return scorecard.names.get(level) or _NAMED.get(level, level)


def sized(card: Card, mark: Fraction | None) -> float | None:
    """Return a mark as a value of the measure; nothing where that cannot be known.

    Marks that a history gave are events or people of the year, or a mean. Those that were agreed
    without one are taken as they are.
    """
    if mark is None:
        return None
    if card.calibration is None or not card.calibration.law.is_whole:
        return float(mark)
    of = card.year.denominator
    return None if not of else float(mark / of) * card.measure.per
