"""Who needs somebody first: by how likely an admission is, and how long they have waited."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import overload

from django.db.models import QuerySet

from wholeplace.care.models import CaseloadEntry

Known = tuple[uuid.UUID, float | None, date | None]
"""A place: its id, the risk of the list it came from, when the next contact is due."""


def ordered(places: Sequence[Known], today: date) -> list[uuid.UUID]:
    """Return places in the order of risk times days overdue, the most first.

    Who came without a list has no risk: the middle one of the others is taken, so that nobody
    stands last for want of a number. Who is not overdue follows in the order of their days.
    """
    risks = [risk for _, risk, _ in places if risk is not None]
    middle = median(risks) if risks else 1.0
    late = date.max

    def key(one: Known) -> tuple[float, date, uuid.UUID]:
        id_, risk, due = one
        days = max((today - due).days, 0) if due else 0
        return -days * (middle if risk is None else risk), due or late, id_

    return [id_ for id_, _, _ in sorted(places, key=key)]


def _known(id_: uuid.UUID, risk: Decimal | None, due: date | None) -> Known:
    return id_, None if risk is None else float(risk), due


class by_need(Sequence[CaseloadEntry]):  # noqa: N801 - it is called like a function
    """The rows of a query in the order of need, of which only those that are shown are read."""

    def __init__(self, rows: QuerySet[CaseloadEntry], today: date) -> None:
        """Ask for what the order needs of all of them."""
        known = rows.order_by().values_list("pk", "candidate__risk", "next_contact")
        places = [_known(*one) for one in known]
        self.rows, self.ids = rows, ordered(places, today)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> CaseloadEntry: ...

    @overload
    def __getitem__(self, at: slice) -> list[CaseloadEntry]: ...

    def __getitem__(self, at: int | slice) -> CaseloadEntry | list[CaseloadEntry]:
        """Return those of a page, read at once."""
        if isinstance(at, int):
            return self.rows.get(pk=self.ids[at])
        wanted = self.ids[at]
        found = {row.pk: row for row in self.rows.filter(pk__in=wanted)}
        return [found[id_] for id_ in wanted if id_ in found]

    def __iter__(self) -> Iterator[CaseloadEntry]:
        """Yield all of them."""
        return iter(self[:])
