"""Made-up contacts, tasks, call-backs and alerts of the people on the caseloads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings

from wholeplace.care.clocks import due
from wholeplace.care.models import Alert, CaseloadEntry, Contact, Encounter, Task
from wholeplace.care.states import Alarm, Meeting, Place
from wholeplace.care.terms import read_terms
from wholeplace.place import CareTerms
from wholeplace.store.clock import random_generator

_BATCH = 1000
_VISITS = 3
_PURPOSES = ("Review of the plan", "Leg ulcer", "Breathless at night", "Medicines", "After a fall")
_TASKS = ("Ask the pharmacist about the medicines", "Ring the council about the rail", "Send notes")
_CALLS = ("The bag leaks", "Worried about the breathing", "Asks when the matron comes")
_TO_DO, _CALLED, _VISITED_TODAY = 0.15, 0.02, 0.03
"""Of all people: who has a task, is to be rung back, is visited today."""
_ALARMS = {
    Encounter.Kind.EMERGENCY: Alert.Kind.EMERGENCY,
    Encounter.Kind.ADMISSION: Alert.Kind.ADMITTED,
}
_TOLD, _ANSWERED_AFTER = timedelta(days=60), 9.0
"""For how long alerts were told, and after how many days on average they were answered."""


def make_work(now: datetime, seed: int) -> None:
    """Make what a team did in the last weeks and has to do, for everybody on a caseload."""
    chance, terms = random_generator(seed + 5), read_terms(settings.WORKSPACE)
    rows = CaseloadEntry.objects.filter(state=Place.ACTIVE).select_related("person", "team")
    places = list(rows.order_by("person__nhs_number", "pk"))
    Contact.objects.bulk_create(_contacts(places, now, chance), batch_size=_BATCH)
    Task.objects.bulk_create(_tasks(places, now, terms, chance), batch_size=_BATCH)
    Alert.objects.bulk_create(_alerts(places, now, terms, chance), batch_size=_BATCH)


def _firsts(places: list[CaseloadEntry]) -> set[object]:
    """Return a place of each team: it has one of everything, so that every team can be shown."""
    return {one.pk for one in {place.team_id: place for place in reversed(places)}.values()}


def _contacts(
    places: list[CaseloadEntry], now: datetime, chance: np.random.Generator
) -> list[Contact]:
    past = [
        _contact(one, now - timedelta(days=int(chance.integers(3, 90)), hours=at), chance)
        for one in places
        for at in range(_VISITS)
    ]
    firsts = _firsts(places)
    today = [one for one in places if chance.random() < _VISITED_TODAY or one.pk in firsts]
    planned = [_contact(one, now + timedelta(minutes=30), chance) for one in today]
    for one in planned:
        one.state, one.minutes = Meeting.PLANNED, None
    return [*past, *planned]


def _contact(place: CaseloadEntry, at: datetime, chance: np.random.Generator) -> Contact:
    modes = (Contact.Mode.VISIT, Contact.Mode.TELEPHONE)
    return Contact(
        controller=place.controller, person=place.person, team=place.team, staff_id=place.lead_id,
        mode=modes[int(chance.integers(2))], at=at, state=Meeting.HAPPENED,
        minutes=int(chance.integers(10, 70)), purpose=str(chance.choice(_PURPOSES)),
    )  # fmt: skip


def _tasks(
    places: list[CaseloadEntry], now: datetime, terms: CareTerms, chance: np.random.Generator
) -> list[Task]:
    found, firsts = [], _firsts(places)
    for one in places:
        if chance.random() < _TO_DO:
            until = now + timedelta(days=int(chance.integers(-2, 14)))
            found.append(_task(one, str(chance.choice(_TASKS)), until))
        if chance.random() < _CALLED or one.pk in firsts:
            rang = now - timedelta(hours=int(chance.integers(0, 6)))
            back = _task(one, str(chance.choice(_CALLS)), due(terms, "call_back", rang))
            back.kind, back.priority = Task.Kind.CALL_BACK, Task.Priority.SOON
            back.owner_kind, back.owner, back.team = Task.Owner.TEAM, None, one.team
            found.append(back)
    return found


def _task(place: CaseloadEntry, what: str, until: datetime) -> Task:
    return Task(
        controller=place.controller, person=place.person, what=what, owner_id=place.lead_id,
        due_at=until,
    )  # fmt: skip


def _alerts(
    places: list[CaseloadEntry], now: datetime, terms: CareTerms, chance: np.random.Generator
) -> Iterator[Alert]:
    """Yield an alert for each time somebody on a caseload was at the hospital."""
    on_one = CaseloadEntry.objects.filter(state=Place.ACTIVE).values("person")
    told = Encounter.objects.filter(
        kind__in=_ALARMS, starts__gte=now - _TOLD, starts__lte=now, person__in=on_one
    )
    team_of = {one.person_id: one.team_id for one in places}
    stays = list(told.select_related("person").order_by("starts", "source", "source_id"))
    of_teams = {team_of[one.person_id]: one.pk for one in stays if one.person_id in team_of}
    last = set(of_teams.values())
    for stay in stays:
        made = Alert(
            controller=stay.controller, person=stay.person, encounter=stay,
            kind=_ALARMS[Encounter.Kind(stay.kind)], at=stay.starts, because=stay.reference,
            due_at=due(terms, "alert_follow_up", stay.starts),
        )  # fmt: skip
        answered = stay.starts + timedelta(days=float(chance.exponential(_ANSWERED_AFTER)))
        if answered < now and stay.pk not in last:
            made.state, made.closed_at = Alarm.NOT_NEEDED, answered
            made.reason = "Spoken with the ward; nothing to change."
        yield made
