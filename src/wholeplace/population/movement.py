"""From which segment to which people moved between two days, and who came, left and died."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
from ibis import ir

JOINED, LEFT, DIED = "(joined)", "(left)", "(died)"
"""In the place of a segment; the brackets keep them apart from the ids of segments."""


@dataclass(frozen=True, slots=True)
class Movement:
    """How many people moved, by segment before and after.

    ``JOINED`` stands before, ``LEFT`` and ``DIED`` after. The rows of a segment before add up to
    its register on ``earlier``, the columns of one after to that on ``later``.
    """

    earlier: date
    later: date
    people: Mapping[tuple[str, str], int]

    def before(self) -> dict[str, int]:
        """Return the people of each segment on the earlier day, and those who joined since."""
        return _sums((a, n) for (a, _), n in self.people.items())

    def after(self) -> dict[str, int]:
        """Return the people of each segment on the later day, and those who left or died."""
        return _sums((b, n) for (_, b), n in self.people.items())


def _sums(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, people in parts:
        found[name] = found.get(name, 0) + people
    return found


def moved(before: ir.Table, after: ir.Table, deaths: ir.Table, later: date) -> ir.Table:
    """Return ``was``, ``became`` and how many ``people``, for those on either register.

    ``before`` and ``after`` have ``person_id`` (once) and ``segment``. Whoever is on the earlier
    only, and died before ``later``, has died, even if they had left the list by then.
    """
    dead = deaths.filter(deaths.death_date < ibis.date(later)).select(dead="person_id")
    was = before.select(earlier="person_id", was="segment")
    became = after.select(later="person_id", became="segment")
    both = was.outer_join(became, was.earlier == became.later)
    both = both.left_join(dead, both.earlier == dead.dead)
    gone = both.dead.notnull().ifelse(DIED, LEFT)
    pairs = both.select(was=both.was.fill_null(JOINED), became=ibis.coalesce(both.became, gone))
    return pairs.group_by("was", "became").aggregate(people=pairs.count()).order_by("was", "became")
