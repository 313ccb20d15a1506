"""Cuts of the cube: cost for each person a month, by whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from wholeplace.budget.pmpm.cells import PersonTime, Spending
from wholeplace.budget.pmpm.cube import Cube, member_months

By: TypeAlias = Literal["segment", "service", "practice", "neighbourhood", "month"]
Key: TypeAlias = tuple[str, ...]

DIMENSIONS: tuple[By, ...] = ("segment", "service", "practice", "neighbourhood", "month")


@dataclass(frozen=True, slots=True)
class CutRow:
    """Cost of some people (whole pence), and how long they were there.

    ``key`` has a value for each of ``by``, in order. The person-time is that of all people of the
    segment, practice and month, not only of those who used a service.
    """

    by: tuple[By, ...]
    key: Key
    pence: int
    days: int
    member_months: Fraction
    rows: int = 0

    @property
    def pmpm(self) -> Fraction | None:
        """The cost (pounds) for each member and month; none where nobody was there."""
        return Fraction(self.pence, 100) / self.member_months if self.member_months else None

    @property
    def name(self) -> str:
        """What it is of, in words; all of it where nothing is asked."""
        return ", ".join(self.key) or "everybody"


@dataclass(slots=True)
class _Sum:
    pence: int = 0
    rows: int = 0
    days: int = 0
    months: Fraction = Fraction(0)


def cut(cube: Cube, by: Sequence[By] = ()) -> tuple[CutRow, ...]:
    """Return a row for each key, in order of keys. All costs of the rows are ``cube.total``.

    Days add up to those of the cube too; with a service among ``by`` they do for each service, as
    every person could have used each. Nothing asked gives one row, of everybody. Raises
    ``ValueError`` for what is no dimension, or is asked twice.
    """
    asked = tuple(by)
    if len(set(asked)) < len(asked) or set(asked) - set(DIMENSIONS):
        raise ValueError(f"ask for some of {', '.join(DIMENSIONS)}, each once")
    spent, there = _spent(cube, asked), _there(cube, asked)
    keys = sorted({*spent, *_keys(cube, asked, there)})
    return tuple(_row(asked, key, spent, there) for key in keys)


def _row(
    by: tuple[By, ...], key: Key, spent: Mapping[Key, _Sum], there: Mapping[Key, _Sum]
) -> CutRow:
    time, cost = there.get(_without_service(by, key), _Sum()), spent.get(key, _Sum())
    return CutRow(by, key, cost.pence, time.days, time.months, cost.rows)


def _spent(cube: Cube, by: tuple[By, ...]) -> dict[Key, _Sum]:
    found: dict[Key, _Sum] = {}
    for cell in cube.spending:
        one = found.setdefault(_key(cube, cell, by), _Sum())
        one.pence += cell.pence
        one.rows += cell.rows
    return found


def _there(cube: Cube, by: tuple[By, ...]) -> dict[Key, _Sum]:
    of_people = tuple(name for name in by if name != "service")
    found: dict[Key, _Sum] = {}
    for cell in cube.time:
        one = found.setdefault(_key(cube, cell, of_people), _Sum())
        one.days += cell.days
        one.months += member_months(cell.month, cell.days)
    return found


def _keys(cube: Cube, by: tuple[By, ...], there: Mapping[Key, _Sum]) -> Iterator[Key]:
    """Yield the key of every service for all people, also of those who never used it."""
    if not by:
        yield ()
    if "service" not in by:
        yield from there
        return
    at = by.index("service")
    yield from ((*key[:at], name, *key[at:]) for key in there for name in cube.services)


def _without_service(by: tuple[By, ...], key: Key) -> Key:
    return tuple(value for name, value in zip(by, key, strict=True) if name != "service")


def _key(cube: Cube, cell: Spending | PersonTime, by: tuple[By, ...]) -> Key:
    return tuple(_value(cube, cell, name) for name in by)


def _value(cube: Cube, cell: Spending | PersonTime, name: By) -> str:
    if name == "neighbourhood":
        return cube.neighbourhood_of[str(cell.practice)]
    return str(getattr(cell, name))
