"""The computed cells of cost and of person-time, as exact values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wholeplace.kernel import Month

_PENCE = 100


@dataclass(frozen=True, slots=True)
class Spending:
    """What care cost (whole pence) in one cell, and by how many rows.

    ``segment`` and ``practice`` are missing outside the population, ``service`` where the row says
    none.
    """

    segment: str | None
    service: str | None
    practice: str | None
    month: Month
    pence: int
    rows: int = 1
    basis: str = ""
    currency: str = "GBP"


@dataclass(frozen=True, slots=True)
class PersonTime:
    """How many days people of a segment and practice were there in a month, all together."""

    segment: str
    practice: str | None
    month: Month
    days: int


def read_spending(rows: Iterable[Mapping[str, object]]) -> tuple[Spending, ...]:
    """Return computed rows of ``spending_cells`` as cells; raises ``TypeError`` for a float."""
    return tuple(
        Spending(
            _text(row["segment"]),
            _text(row["service"]),
            _text(row["practice_code"]),
            _month(row),
            _pence(row["amount"]),
            int(str(row["rows"])),
            str(row["basis"]),
            str(row["currency"]),
        )
        for row in rows
    )


def read_time(rows: Iterable[Mapping[str, object]]) -> tuple[PersonTime, ...]:
    """Return computed rows of ``time_cells`` as cells."""
    return tuple(
        PersonTime(
            str(row["segment"]), _text(row["practice_code"]), _month(row), int(str(row["days"]))
        )
        for row in rows
    )


def _month(row: Mapping[str, object]) -> Month:
    return Month(int(str(row["year"])), int(str(row["month"])))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _pence(value: object) -> int:
    # A float would have lost pence already, and a sum of whole pence is whole.
    if not isinstance(value, Decimal | int) or value * _PENCE % 1:
        raise TypeError(f"an amount is not whole pence: {value!r}")
    return int(value * _PENCE)
