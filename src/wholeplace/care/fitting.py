"""Whether a package fits into what is free, and from which day on: sums, and no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Slot = tuple[str, date]
"""A resource on a day."""


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a resource on each of some days; days are counted from 0, the first."""

    resource: str
    from_day: int
    days: int
    amount: Decimal

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Part:
        """Return a part as it is kept in a record."""
        amount = Decimal(str(kept["amount"]))
        return cls(str(kept["resource"]), int(kept["from_day"]), int(kept["days"]), amount)

    def kept(self) -> dict[str, object]:
        """Return what a record keeps of it."""
        return {
            "resource": self.resource, "from_day": self.from_day, "days": self.days,
            "amount": str(self.amount),
        }  # fmt: skip


def parts_of(kept: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return the parts that a record keeps."""
    return [Part.of(one) for one in kept]


def by_offset(parts: Iterable[Part]) -> dict[tuple[str, int], Decimal]:
    """Return what a package takes of each resource, by its days counted from 0."""
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for part in parts:
        for offset in range(part.from_day, part.from_day + part.days):
            sums[part.resource, offset] += part.amount
    return dict(sums)


def needed(parts: Iterable[Part], start: date) -> dict[Slot, Decimal]:
    """Return what a package takes of each resource on each day, if it begins on a day."""
    taken = by_offset(parts)
    return {(name, start + timedelta(days=at)): amount for (name, at), amount in taken.items()}


def lasts(parts: Iterable[Part]) -> int:
    """Return how many days a package lasts, from its first to its last."""
    return max((part.from_day + part.days for part in parts), default=0)


def short(need: Mapping[Slot, Decimal], left: Mapping[Slot, Decimal]) -> list[Slot]:
    """Return where there is less than what is needed, in the order of days."""
    missing = [slot for slot, amount in need.items() if left.get(slot, Decimal(0)) < amount]
    return sorted(missing, key=lambda slot: (slot[1], slot[0]))


class Calendar:
    """What is free from a day on, made ready to be asked for many packages.

    The days on which there is enough of something are the bits of a number: a package can begin
    on a day if each of its days, moved back by its place, finds enough. That is one shift and one
    `and` for each day of a package, whatever the number of days looked at.
    """

    def __init__(self, left: Mapping[Slot, Decimal], first: date) -> None:
        """Keep what is free on the days from the first on."""
        self.first = first
        self._left: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
        for (resource, day), amount in left.items():
            if day >= first:
                self._left[resource].append(((day - first).days, amount))
        self._masks: dict[tuple[str, Decimal], int] = {}

    def first_day(self, parts: Sequence[Part], earliest: date) -> date | None:
        """Return the first day, not before the earliest, on which a package could begin.

        It is ``None`` where there is none among the days for which something is there.
        """
        starts = -1
        for (resource, offset), amount in by_offset(parts).items():
            starts &= self._days_with(resource, amount) >> offset
        begin = max((earliest - self.first).days, 0)
        starts = (starts >> begin) << begin
        if starts <= 0:  # no day, or nothing was asked for
            return None
        return self.first + timedelta(days=(starts & -starts).bit_length() - 1)

    def _days_with(self, resource: str, amount: Decimal) -> int:
        key = (resource, amount)
        if key not in self._masks:
            enough = (1 << at for at, left in self._left[resource] if left >= amount)
            self._masks[key] = sum(enough)
        return self._masks[key]
