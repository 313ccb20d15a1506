"""What the start page is made of: sections with rows, and the day that they are about."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from wholeplace.care.access import Actor
from wholeplace.place import CareTerms

MOST = 10
"""How many rows of a section the start page shows; the list behind it has them all."""


@dataclass(frozen=True, slots=True)
class Day:
    """Who begins, what the place agreed, and for whom they stand in today, by id."""

    actor: Actor
    terms: CareTerms
    covered: Mapping[uuid.UUID, str] = field(default_factory=dict)

    @property
    def mine(self) -> list[uuid.UUID]:
        """The actor, and those for whom they stand in."""
        return [*([self.actor.user] if self.actor.user else []), *sorted(self.covered)]

    def stands_in(self, whose: uuid.UUID | None) -> str:
        """Return for whom the actor does it, where it is not their own."""
        return self.covered.get(whose, "") if whose is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: who or what it is with its address, cells under the headings, and whether late."""

    name: str
    href: str
    cells: tuple[str | date | datetime | None, ...] = ()
    is_late: bool = False
    stands_in: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the start page. ``head`` names the first column and each of the cells.

    ``nothing`` is what it says without rows, ``more`` where all of it is, ``says`` a sentence.
    """

    title: str
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    nothing: str = ""
    says: str = ""
    more: tuple[str, str] | None = None

    @property
    def many(self) -> str:
        """Return how many rows there are, as far as the start page knows."""
        return str(len(self.rows)) if len(self.rows) < MOST else f"{MOST} or more"

    @property
    def late(self) -> int:
        """Return how many of the rows that are shown are late."""
        return sum(row.is_late for row in self.rows)


SectionOf = Callable[[Day], Section | None]
"""Makes a section for a day, or none for somebody who has no use for it."""
