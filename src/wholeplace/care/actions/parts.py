"""What actions of the daily work are made of: who does a task, a new task, an alert raised."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import carers_of
from wholeplace.care.actions.steps import NotPossible, move
from wholeplace.care.actions.writing import written
from wholeplace.care.clocks import due
from wholeplace.care.models import Alert, CaseloadEntry, Encounter, Person, Record, Task
from wholeplace.care.states import NEXT_ALERT, Alarm, Place
from wholeplace.place import CareTerms

ALERT_CLOCK = "alert_follow_up"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who does something: one of us or a team by id, or somebody else by name; always one."""

    kind: Task.Owner
    id: uuid.UUID | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """One of us and a team have an id, others have none."""
        is_ours = self.kind in (Task.Owner.STAFF, Task.Owner.TEAM)
        if is_ours != (self.id is not None):
            raise ValueError(f"an owner '{self.kind}' with the id {self.id}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, by whom, until when, how soon."""

    what: str
    owner: Owner
    due_at: datetime | None = None
    priority: Task.Priority = Task.Priority.ROUTINE
    detail: str = ""
    kind: Task.Kind = Task.Kind.TASK


def own(by: Actor, task: Task, owner: Owner) -> None:
    """Make somebody the owner of a task, who must care for the person; nobody else has it then.

    Raises ``NotPossible``.
    """
    task.owner_kind, task.owner_name = owner.kind, owner.name[:200]
    task.owner_id = owner.id if owner.kind == Task.Owner.STAFF else None
    task.team_id = owner.id if owner.kind == Task.Owner.TEAM else None
    if owner.id in (None, by.user):
        return
    teams, posts = carers_of(by, task.person)
    ids = {team.pk for team in teams} if task.team_id else {post.user_id for post in posts}
    if owner.id not in ids:
        raise NotPossible("Who is to do it does not care for this person.")


def new_task(by: Actor, person: Person, order: Order, because: Record | None = None) -> Task:
    """Keep a new task; raises ``NotPossible`` where its owner does not care for the person."""
    task = Task(
        person=person, kind=order.kind, what=order.what, detail=order.detail, due_at=order.due_at,
        priority=order.priority, because=because.reference if because else "",
    )  # fmt: skip
    own(by, task, order.owner)
    return written(by, task)


def raise_once(
    by: Actor,
    person: Person,
    kind: Alert.Kind,
    at: datetime,
    because: Record,
    terms: CareTerms,
) -> Alert | None:
    """Raise an alert about somebody on a caseload, one of a kind for what it follows from."""
    old = Alert.objects.filter(because=because.reference, kind=kind).first()
    entry = CaseloadEntry.objects.filter(person=person, state=Place.ACTIVE).first()
    if old is not None or entry is None:
        return old
    new = Alert(
        controller=entry.controller, person=person, kind=kind, at=at, because=because.reference,
        due_at=due(terms, ALERT_CLOCK, at),
        encounter=because if isinstance(because, Encounter) else None,
    )  # fmt: skip
    return written(by, new)


def close_alert(by: Actor, alert: Alert, to: Alarm, reason: str, answer: Record | None) -> Alert:
    """Close an alert: by what followed, or because nothing is needed; raises ``NotPossible``."""
    alert.reason, alert.closed_at = reason, by.now
    alert.answer = answer.reference if answer else ""
    return move(by, alert, to, NEXT_ALERT, reason)
