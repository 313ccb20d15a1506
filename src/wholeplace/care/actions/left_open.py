"""What a team has promised somebody and not done: it must not be lost when they are let go."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import alerts, contacts, open_tasks, posts_of
from wholeplace.care.actions.steps import NotPossible, move
from wholeplace.care.models import (
    Alert,
    CaseloadEntry,
    Contact,
    LegitimateRelationship,
    Task,
)
from wholeplace.care.states import (
    NEXT_CONTACT,
    NEXT_TASK,
    Alarm,
    Doing,
    Meeting,
    Place,
)


def check_nothing_left(by: Actor, entry: CaseloadEntry) -> None:
    """Raise ``NotPossible`` where a team that lets somebody go would lose sight of a promise."""
    left = {
        "task": len(_tasks(by, entry)),
        "planned contact": len(_contacts(by, entry)),
        "alert": len(_alerts(by, entry)),
    }
    if not any(left.values()) or _goes_on_seeing(entry):
        return
    told = ", ".join(
        f"{many} {name}{'' if many == 1 else 's'}" for name, many in left.items() if many
    )
    raise NotPossible(
        f"Your team still has something open for them ({told}), and would not see it any more."
        " Do it, give it to somebody who goes on seeing them, or drop it with a reason."
    )


def end_what_is_left(by: Actor, entry: CaseloadEntry, why: str) -> int:
    """End what a team has to do for somebody who does not want it; returns how much it was.

    What happened to them elsewhere stays open: their practice has it on its list.
    """
    if _goes_on_seeing(entry):
        return 0
    tasks, planned = _tasks(by, entry), _contacts(by, entry)
    for task in tasks:
        task.reason = why
        move(by, task, Doing.DROPPED, NEXT_TASK, why)
    for contact in planned:
        move(by, contact, Meeting.CANCELLED, NEXT_CONTACT, why)
    return len(tasks) + len(planned)


def _goes_on_seeing(entry: CaseloadEntry) -> bool:
    """Return whether the team sees somebody for another reason than the place."""
    held = LegitimateRelationship.objects.filter(
        person=entry.person, holder=f"team:{entry.team_id}", ends__isnull=True
    )
    return held.exclude(because=entry.reference).exists()


def _tasks(by: Actor, entry: CaseloadEntry) -> Sequence[Task]:
    ours = Q(owner__in=posts_of(by).filter(team=entry.team_id).values("user"))
    rows = open_tasks(by).filter(ours | Q(team=entry.team_id), person=entry.person)
    return list(rows.select_for_update(of=("self",)))


def _contacts(by: Actor, entry: CaseloadEntry) -> Sequence[Contact]:
    rows = contacts(by).filter(person=entry.person, team=entry.team_id, state=Meeting.PLANNED)
    return list(rows.select_for_update(of=("self",)))


def _alerts(by: Actor, entry: CaseloadEntry) -> Sequence[Alert]:
    """Return the open alerts that nobody else has on a list."""
    others = CaseloadEntry.objects.filter(person=entry.person, state=Place.ACTIVE)
    if others.exclude(pk=entry.pk).exists():
        return []
    rows = alerts(by).filter(person=entry.person, state=Alarm.OPEN)
    return list(rows.select_for_update(of=("self",)))
