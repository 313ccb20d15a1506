"""NHS time: financial years (1 April to 31 March) and their months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"([12][0-9]{3})(?:\s*[/-]\s*([0-9]{2}|[0-9]{4}))?")
_APRIL, _DECEMBER = 4, 12


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse a month that is not 1 to 12."""
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        """Write ``2019-04``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return self.next().start

    @property
    def financial_number(self) -> int:
        """The number in the financial year: April is 1, March is 12."""
        return (self.month - 4) % 12 + 1

    def next(self) -> Month:
        """Return the month after."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """An NHS financial year, named by the calendar year in which it starts."""

    first: int

    def __str__(self) -> str:
        """Write ``2019/20``."""
        return f"{self.first}/{(self.first + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """The year as a folder name, ``2019-20``."""
        return str(self).replace("/", "-")

    @property
    def start(self) -> date:
        """1 April."""
        return date(self.first, 4, 1)

    @property
    def end(self) -> date:
        """The first day after the year (1 April); periods are half open."""
        return date(self.first + 1, 4, 1)

    @property
    def days(self) -> int:
        """365, or 366 where a 29 February falls in the year."""
        return (self.end - self.start).days

    def plus(self, years: int) -> FinancialYear:
        """Return the year that many years later."""
        return FinancialYear(self.first + years)

    def months(self) -> tuple[Month, ...]:
        """Return the twelve months, April first."""
        spring_on = [Month(self.first, number) for number in range(_APRIL, _DECEMBER + 1)]
        winter = [Month(self.first + 1, number) for number in range(1, _APRIL)]
        return (*spring_on, *winter)


def financial_year_of(day: date) -> FinancialYear:
    """Return the financial year in which a day falls."""
    return FinancialYear(day.year if day.month >= _APRIL else day.year - 1)


def read_financial_year(text: str) -> FinancialYear:
    """Read ``2019/20``, ``2019-20``, ``2019/2020`` or ``2019``; raises ``ValueError``.

    >>> str(read_financial_year("2019-20"))
    '2019/20'
    """
    found = _YEAR.fullmatch(text.strip())
    if not found:
        msg = f"'{text}' is not a financial year; write it like 2019/20"
        raise ValueError(msg)
    first, second = int(found[1]), found[2]
    if second not in {None, str(first + 1), str(first + 1)[2:]}:
        msg = f"'{text}' is not a financial year: {first} is followed by {first + 1}"
        raise ValueError(msg)
    return FinancialYear(first)
