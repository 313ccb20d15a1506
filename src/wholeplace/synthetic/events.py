"""What an event is: every spell, attendance and contact, with its times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from wholeplace.synthetic.columns import MINUTES, Flags, Ints

METHODS = ("21", "22", "24", "28", "2A", "11", "12", "31")
"""Admission methods: 2x emergency, 1x planned, 31 maternity."""


@dataclass(frozen=True, slots=True)
class Events:
    """One item per event in every array; times are minutes since 1970-01-01.

    ``person`` and ``pod`` are positions (among the people, in ``PODS``), ``method`` one in
    ``METHODS`` or -1, ``parent`` the position of the spell that an attendance led to, or -1.
    ``away`` is out of area, ``died`` a spell that ended in death, ``missed`` an appointment to
    which the person did not come.
    """

    person: Ints
    pod: Ints
    start: Ints
    end: Ints
    method: Ints
    away: Flags
    died: Flags
    missed: Flags
    parent: Ints

    def __len__(self) -> int:
        return len(self.person)

    @property
    def day(self) -> Ints:
        """The day each starts, from 1970-01-01."""
        return self.start // MINUTES

    @property
    def nights(self) -> Ints:
        """The length of stay in days."""
        return self.end // MINUTES - self.day

    def take(self, index: Ints | Flags) -> Events:
        """Return the events at the given positions; parents are left as they are."""
        return Events(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


def in_order(parts: Sequence[Events]) -> Events:
    """Return all events in order of time. A parent is a position among the first part's events."""
    joined = Events(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Events)}
    )
    order = np.lexsort((joined.pod, joined.person, joined.start))
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    parent = np.append(position, -1)[joined.parent]  # a parent of -1 takes the last item, -1
    return replace(joined, parent=parent).take(order)
