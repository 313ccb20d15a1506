"""What a team has promised somebody and not done: it must not be lost when they are let go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import alerts, contacts, open_tasks
from wholeplace.care.actions.steps import NotPossible, move, see_no_longer
from wholeplace.care.models import (
    Alert,
    CaseloadEntry,
    Contact,
    LegitimateRelationship,
    Person,
    Post,
    Record,
    Task,
)
from wholeplace.care.states import NEXT_CONTACT, NEXT_TASK, Alarm, Doing, Meeting, Place


@dataclass(frozen=True, slots=True)
class Sight:
    """A team that sees somebody because of a record: a place, a note, a package."""

    person: Person
    team: uuid.UUID
    because: Record


def let_go(by: Actor, sight: Sight) -> None:
    """Let a team see somebody no longer.

    Raises ``NotPossible`` where it would lose sight of what it has promised them.
    """
    left = {
        "task": len(_tasks(by, sight)),
        "planned contact": len(_contacts(by, sight)),
        "alert": len(_alerts(by, sight)),
    }
    if any(left.values()) and not _goes_on_seeing(sight):
        told = ", ".join(
            f"{many} {name}{'' if many == 1 else 's'}" for name, many in left.items() if many
        )
        raise NotPossible(
            f"The team still has something open for them ({told}), and would not see it any more."
            " Do it, give it to somebody who goes on seeing them, or drop it with a reason."
        )
    see_no_longer(by, sight.because)


def let_be(by: Actor, sight: Sight, why: str) -> int:
    """Let a team see somebody no longer, and end what it has to do for them; returns how much.

    It is for who does not want it, or is not to have it. What happened to them elsewhere stays
    open: their practice has it on its list.
    """
    ended = 0
    if not _goes_on_seeing(sight):
        tasks, planned = _tasks(by, sight), _contacts(by, sight)
        for task in tasks:
            task.reason = why
            move(by, task, Doing.DROPPED, NEXT_TASK, why)
        for contact in planned:
            move(by, contact, Meeting.CANCELLED, NEXT_CONTACT, why)
        ended = len(tasks) + len(planned)
    see_no_longer(by, sight.because)
    return ended


def _goes_on_seeing(sight: Sight) -> bool:
    """Return whether the team sees somebody for another reason too."""
    held = LegitimateRelationship.objects.filter(
        person=sight.person, holder=f"team:{sight.team}", ends__isnull=True
    )
    return held.exclude(because=sight.because.reference).exists()


def _tasks(by: Actor, sight: Sight) -> Sequence[Task]:
    now = Q(ends__isnull=True) | Q(ends__gt=by.today)
    staff = Post.objects.filter(now, team=sight.team, starts__lte=by.today).values("user")
    rows = open_tasks(by).filter(Q(owner__in=staff) | Q(team=sight.team), person=sight.person)
    return list(rows.select_for_update(of=("self",)))


def _contacts(by: Actor, sight: Sight) -> Sequence[Contact]:
    rows = contacts(by).filter(person=sight.person, team=sight.team, state=Meeting.PLANNED)
    return list(rows.select_for_update(of=("self",)))


def _alerts(by: Actor, sight: Sight) -> Sequence[Alert]:
    """Return the open alerts that the team has on its list, and no other team has."""
    followed = CaseloadEntry.objects.filter(person=sight.person, state=Place.ACTIVE)
    if set(followed.values_list("team", flat=True)) != {sight.team}:
        return []
    rows = alerts(by).filter(person=sight.person, state=Alarm.OPEN)
    return list(rows.select_for_update(of=("self",)))
