"""What an event is: every spell, attendance and contact, with its times."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from wholeplace.synthetic.columns import MINUTES, Flags, Ints

METHODS = ("21", "22", "24", "28", "2A", "11", "12", "31")
"""Admission methods: 2x emergency, 1x planned, 31 maternity."""


@dataclass(frozen=True, slots=True)
class Events:
    """One item per event in every array; times are minutes since 1970-01-01.

    ``number`` names the event among those of its block; ``person`` is a position among the
    people, ``pod`` one in ``SERVICES``; ``away`` is out of area. ``link`` is the number of the
    spell to which an attendance led, or of the referral to which a contact belongs, or -1.
    """

    number: Ints
    person: Ints
    pod: Ints
    start: Ints
    end: Ints
    away: Flags
    link: Ints

    def __len__(self) -> int:
        return len(self.person)

    @property
    def day(self) -> Ints:
        """The day each starts, from 1970-01-01."""
        return self.start // MINUTES

    @property
    def last_day(self) -> Ints:
        """The day each ends."""
        return self.end // MINUTES

    @property
    def nights(self) -> Ints:
        """The length of stay in days."""
        return self.last_day - self.day

    def take(self, index: Ints | Flags) -> Events:
        """Return the events at the given positions."""
        return Events(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def of(self, *pods: int) -> Events:
        """Return the events of the given services."""
        return self.take(np.isin(self.pod, pods))

    def in_time(self) -> Events:
        """Return the events in order of their start."""
        return self.take(np.lexsort((self.number, self.start)))


@dataclass(frozen=True, slots=True)
class Stays:
    """Spells in hospital: the events, and for each its admission method and how it ended.

    ``method`` is a position in ``METHODS``; ``open`` spells had not ended when the window did;
    ``last`` are the admissions in which people die, which nothing prevents.
    """

    events: Events
    method: Ints
    died: Flags
    last: Flags
    open: Flags

    def __len__(self) -> int:
        return len(self.method)

    def take(self, index: Ints | Flags) -> Stays:
        """Return the stays at the given positions."""
        return Stays(
            self.events.take(index),
            self.method[index],
            self.died[index],
            self.last[index],
            self.open[index],
        )
