"""Exact numbers: reading them from text, and rounding them by a stated rule."""

from __future__ import annotations

import re
from fractions import Fraction

# What is smaller still is shown as nothing.
_MOST_PLACES = 12
_NUMBER = re.compile(r"[+-]?(\d[\d_,]*)?(\.\d+)?")


def read_number(text: str) -> Fraction:
    """Read a decimal number exactly: ``1,234.5``, ``122_000_000``, ``-0.25``.

    A comma must group thousands and an underscore must stand between digits.
    Raises ``ValueError`` with a sentence for the user.
    """
    bare = text.strip()
    digits = bare.lstrip("+-").split(".")[0]
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+|\d+(_\d+)*|", digits)
    if not bare or not _NUMBER.fullmatch(bare) or not grouped or bare.strip("+-") in {"", "."}:
        msg = f"'{text}' is not a number"
        raise ValueError(msg)
    return Fraction(bare.replace(",", "").replace("_", ""))


def read_fraction(text: str) -> Fraction:
    """Read a share exactly: ``50%``, ``0.5`` or ``1/3``.

    >>> read_fraction("12.5%")
    Fraction(1, 8)
    """
    bare = text.strip()
    if bare.endswith("%"):
        return read_number(bare[:-1]) / 100
    top, slash, bottom = bare.partition("/")
    if not slash:
        return read_number(bare)
    if read_number(bottom) == 0:
        msg = f"'{text}' divides by zero"
        raise ValueError(msg)
    return read_number(top) / read_number(bottom)


def round_half_away(value: Fraction) -> int:
    """Round to a whole number, halves away from zero (commercial rounding).

    Used wherever money becomes whole pence, so that a debt rounds like the same credit.

    >>> round_half_away(Fraction(5, 2)), round_half_away(Fraction(-5, 2))
    (3, -3)
    """
    whole = (abs(value) * 2 + 1) // 2
    return int(whole if value >= 0 else -whole)


def round_to(value: Fraction, step: Fraction) -> Fraction:
    """Round to the nearest multiple of ``step`` (> 0), halves away from zero."""
    if step <= 0:
        msg = f"cannot round to a step of {step}; it must be above zero"
        raise ValueError(msg)
    return round_half_away(value / step) * step


def plain(value: Fraction, places: int = 6) -> str:
    """Write a number for people: thousands grouped, at most ``places`` decimals, no trailing zeros.

    >>> plain(Fraction(1234567, 100))
    '12,345.67'
    """
    rounded = round_to(value, Fraction(1, 10**places))
    sign = "-" if rounded < 0 else ""
    whole, rest = divmod(abs(rounded), 1)
    decimals = f"{int(rest * 10**places):0{places}d}".rstrip("0") if places else ""
    return f"{sign}{int(whole):,}" + (f".{decimals}" if decimals else "")


def percent(value: Fraction, places: int = 4) -> str:
    """Write a share as a percentage: ``12.5%``; one too small for that with its first digit."""
    size = abs(value) * 100
    while 0 < size < Fraction(1, 2 * 10**places) and places < _MOST_PLACES:
        places += 1
    return plain(value * 100, places) + "%"
