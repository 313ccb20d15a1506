"""The clock of the first assessment: from when somebody was put forward until it was signed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wholeplace.care.clocks import due, is_late
from wholeplace.care.models import CaseloadEntry
from wholeplace.place import CareTerms

CLOCK = "first_assessment"


@dataclass(frozen=True, slots=True)
class FirstAssessment:
    """When somebody was put forward, until when they are to be assessed, and when they were."""

    asked_at: datetime
    due_at: datetime
    signed_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Return whether it was late, or is by now."""
        return is_late(self.due_at, self.signed_at or now)


def first_assessment(
    asked_at: datetime, signed: Iterable[datetime], terms: CareTerms
) -> FirstAssessment | None:
    """Return how the clock stands; nothing where the place has no such clock.

    What was signed before somebody was put forward does not count: it was for something else.
    """
    if CLOCK not in {one.clock for one in terms.clocks}:
        return None
    after = min((at for at in signed if at >= asked_at), default=None)
    return FirstAssessment(asked_at, due(terms, CLOCK, asked_at), after)


def first_assessments(
    entries: Iterable[CaseloadEntry],
    signed: Mapping[uuid.UUID, Iterable[datetime]],
    terms: CareTerms,
) -> list[tuple[CaseloadEntry, FirstAssessment]]:
    """Return places on caseloads with how the clock of each stands, who is due first first.

    ``signed`` is what ``first_signed`` gives for the people of the entries.
    """
    found = [
        (entry, clock)
        for entry in entries
        if (clock := first_assessment(entry.entered_at, signed.get(entry.person_id, ()), terms))
    ]
    return sorted(found, key=lambda pair: (pair[1].due_at, str(pair[0].pk)))
