"""The smallest things written in an agreement: a number with its unit, and a day of the year."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.contract.formula import Basic
from wholeplace.document import Wrong
from wholeplace.kernel import read_amount, read_fraction, read_number

MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number or a yes/no as it was written; the writing says what it is a number of."""

    value: Fraction | bool
    kind: Basic
    written: str
    currency: str = ""

    def __str__(self) -> str:
        """Give it back as it was written."""
        return self.written


def read_scalar(written: object) -> Scalar:
    """Read ``50%`` or ``1/3`` (a fraction), ``GBP 35m`` (money), ``12`` (a number), ``yes``.

    Raises ``Wrong`` for anything else.
    """
    if isinstance(written, Scalar):
        return written
    text = {True: "yes", False: "no"}.get(written) if isinstance(written, bool) else written
    if text in {"yes", "no"}:
        return Scalar(text == "yes", Basic.YES_NO, str(text))
    try:
        return _number("" if text is None else str(text))
    except ValueError:
        what = f"'{'' if text is None else text}' is not a number, a share or an amount of money"
        raise Wrong(what, "write it like 12, 50% or GBP 35m") from None


def _number(text: str) -> Scalar:
    if len(text) > MOST_CHARACTERS:
        raise ValueError(text)
    if "%" in text or "/" in text:
        return Scalar(read_fraction(text), Basic.FRACTION, text)
    if re.search("[A-Za-z£$€]", text):
        amount, currency = read_amount(text, "")
        if not currency:
            raise ValueError(text)
        return Scalar(amount, Basic.MONEY, text, currency)
    value = read_number(text)
    return Scalar(value, Basic.NUMBER if value else Basic.ZERO, text)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The day on which every contract year starts."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return the first day of the contract year that starts in a calendar year."""
        return date(year, self.month, self.day)


def read_month_day(written: object) -> MonthDay:
    """Read ``04-01``; raises ``Wrong`` for what is not a day of every year."""
    if isinstance(written, MonthDay):
        return written
    found = re.fullmatch(r"(\d\d)-(\d\d)", str(written))
    if found:
        with suppress(ValueError):
            # 2001 had no 29 February: what is a day of it is a day of every year.
            day = date(2001, int(found[1]), int(found[2]))
            return MonthDay(day.month, day.day)
    raise Wrong(f"'{written}' is not a day of every year", "write month-day, like 04-01")
