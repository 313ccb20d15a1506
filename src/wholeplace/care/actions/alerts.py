"""What is done with alerts: raised once, followed up, or found to need nothing."""

from __future__ import annotations

import uuid

from django.db import transaction

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import alerts
from wholeplace.care.actions.parts import Order, close_alert, new_task, raise_once
from wholeplace.care.actions.steps import found
from wholeplace.care.actions.writing import write
from wholeplace.care.models import Alert, CaseloadEntry, Encounter, Task
from wholeplace.care.states import Alarm, Place
from wholeplace.place import CareTerms


def raise_alert(
    *, by: Actor, encounter: Encounter, kind: Alert.Kind, terms: CareTerms
) -> Alert | None:
    """Tell those who follow somebody what happened to them elsewhere.

    Once for an event and kind: a second time the first alert is returned, and nothing is written.
    Nothing is raised about somebody on no caseload.
    """
    person = encounter.person
    at = encounter.ends if kind == Alert.Kind.DISCHARGED and encounter.ends else encounter.starts
    with transaction.atomic():
        old = Alert.objects.filter(because=encounter.reference, kind=kind).first()
        if old is not None:
            return old
        if not CaseloadEntry.objects.filter(person=person, state=Place.ACTIVE).exists():
            return None
        with write(by, Verb.RAISE_ALERT) as wrote:
            new = raise_once(by, person, kind, at, encounter, terms)
            wrote.about(new or encounter, kind=kind.value)
            return new


def follow_up_with_task(*, by: Actor, id_: uuid.UUID, seen: int, order: Order) -> Task:
    """Follow an alert up by something that is to be done."""
    with write(by, Verb.ANSWER_ALERT) as wrote:
        alert = found(alerts(by), id_, seen)
        task = new_task(by, alert.person, order, alert)
        close_alert(by, alert, Alarm.FOLLOWED_UP, "", task)
        wrote.about(alert, task=str(task.pk))
        return task


def needs_nothing(*, by: Actor, id_: uuid.UUID, seen: int, reason: str) -> Alert:
    """Close an alert that needs nothing, and say why."""
    with write(by, Verb.ANSWER_ALERT) as wrote:
        alert = found(alerts(by), id_, seen)
        wrote.about(alert)
        return close_alert(by, alert, Alarm.NOT_NEEDED, reason, None)
