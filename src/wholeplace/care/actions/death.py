"""What ends when somebody dies: nobody rings, visits or plans any more."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db.models import TextChoices

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import person_for
from wholeplace.care.actions.steps import NotPossible, move
from wholeplace.care.actions.writing import change, write
from wholeplace.care.models import (
    Alert,
    CarePlan,
    CaseloadEntry,
    Contact,
    LegitimateRelationship,
    Package,
    PackageDay,
    Person,
    Record,
    Referral,
    Task,
)
from wholeplace.care.states import (
    NEXT,
    NEXT_ALERT,
    NEXT_CONTACT,
    NEXT_PACKAGE,
    NEXT_PLAN,
    NEXT_REFERRAL,
    NEXT_TASK,
    Alarm,
    Doing,
    Giving,
    Meeting,
    Note,
    Place,
    Planning,
)

WHY = "died"


def record_death(
    *, by: Actor, person: uuid.UUID, seen: int, died_on: date, seen_until: datetime
) -> Person:
    """Record that somebody died: what was open for them ends, and stays to be read.

    Who cared for them sees the record until ``seen_until``. Raises ``NotPossible`` for a day to
    come, or one before they were born.
    """
    with write(by, Verb.RECORD_DEATH) as wrote:
        found = person_for(by, person)
        if not found.birth_date <= died_on <= by.today:
            raise NotPossible("Nobody dies on a day to come, or before they were born.")
        change(by, found, seen, died_on=died_on)
        ended = [move(by, *step, WHY).reference for step in _open(found)]
        PackageDay.objects.filter(package__person=found, day__gt=by.today).delete()
        Package.objects.filter(person=found, ends__gt=by.today).update(ends=by.today)
        caring = LegitimateRelationship.objects.filter(person=found, ends__isnull=True)
        caring.exclude(kind=LegitimateRelationship.Kind.REGISTRATION).update(ends=seen_until)
        wrote.about(found, ended=len(ended))
        return person_for(by, person)


Step = tuple[Record, TextChoices, Mapping[str, frozenset[str]]]


def _open(person: Person) -> Iterator[Step]:
    """Yield what is open for somebody, into which state it goes, and what may follow of it."""
    kinds: tuple[tuple[type[Record], TextChoices, Mapping[str, frozenset[str]]], ...] = (
        (CaseloadEntry, Place.CLOSED, NEXT),
        (CarePlan, Planning.ENDED, NEXT_PLAN),
        (Task, Doing.DROPPED, NEXT_TASK),
        (Contact, Meeting.CANCELLED, NEXT_CONTACT),
        (Alert, Alarm.NOT_NEEDED, NEXT_ALERT),
        (Referral, Note.REVOKED, NEXT_REFERRAL),
        (Package, Giving.WITHDRAWN, NEXT_PACKAGE),
        (Package, Giving.ENDED, NEXT_PACKAGE),
    )
    for kind, to, allowed in kinds:
        may = [state for state, then in allowed.items() if to.value in then]
        rows = kind._default_manager.filter(person=person, state__in=may)  # type: ignore[misc]  # noqa: SLF001
        for record in rows.select_for_update(of=("self",)).order_by("pk"):
            yield record, to, allowed
