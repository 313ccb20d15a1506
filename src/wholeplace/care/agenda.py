"""Who is to be spoken of in a huddle, and why: what happened since the team's last one.

Each kind of event is one query for the whole team, however many people it follows. Only records
that everybody who cares for a person may see are brought up: what is sealed, or one team's or one
organisation's alone, comes to a huddle when a colleague asks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from wholeplace.care.models import (
    Alert,
    CarePlan,
    CaseloadEntry,
    Encounter,
    Huddle,
    HuddleItem,
    StatusChange,
    Task,
    Visibility,
)
from wholeplace.care.states import OPEN, TO_DO, Huddling, Place, Planning, Spoken

WORDS: Mapping[str, str] = {
    "asked": "a colleague asks",
    "new": "new on the caseload",
    "carried": "carried over from the last huddle",
    "emergency": "was at the emergency department",
    "admitted": "was admitted to hospital",
    "discharged": "came home from hospital",
    "ambulance": "an ambulance came",
    "missed": "was not reached",
    "contact_overdue": "a contact is overdue",
    "task_overdue": "something to be done is overdue",
    "plan_review": "the plan is due to be looked at again",
    "plan_waiting": "the plan waits for the GP",
}
"""What each reason is called."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is spoken of: the kind of event, the record it comes from, and its day."""

    event: str
    of: str
    on: date

    def kept(self) -> dict[str, str]:
        """Return it as an item keeps it."""
        return {"why": self.event, "of": self.of, "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when events are looked for, for a huddle that follows another.

    ``oldest`` is how old something may be that was told late; ``next_day`` is the day of the huddle
    after this one.
    """

    huddle: Huddle
    last: Huddle | None
    since: datetime
    until: datetime
    oldest: datetime
    next_day: date

    @property
    def today(self) -> date:
        """The day it is for the team."""
        return timezone.localtime(self.until).date()

    def holds(self, name: str) -> Q:
        """Return the records of which ``has`` is true for a moment of theirs."""
        told = Q(created_at__gt=self.since, created_at__lte=self.until)
        happened = Q((f"{name}__gt", self.since), (f"{name}__lte", self.until))
        recent = Q((f"{name}__gt", self.oldest), (f"{name}__lte", self.until))
        return happened | (told & recent)

    def has(self, moment: datetime | None, told: datetime) -> bool:
        """Return whether a moment is in the window, or was told in it and is not old."""
        if moment is None or moment > self.until:
            return False
        return moment > self.since or (self.since < told <= self.until and moment > self.oldest)


@dataclass(frozen=True, slots=True)
class Followed:
    """The caseload of the team: places by person."""

    places: Mapping[uuid.UUID, CaseloadEntry]

    @classmethod
    def of(cls, window: Window) -> Followed:
        """Return everybody who takes up a place with the team of a huddle."""
        rows = CaseloadEntry.objects.filter(
            team=window.huddle.team_id, state__in=OPEN, visibility=Visibility.PARTNERSHIP
        )
        return cls({row.person_id: row for row in rows.select_related("person")})

    def is_alive(self, person: uuid.UUID) -> bool:
        """Return whether somebody is still to be contacted."""
        return self.places[person].person.died_on is None


Found = Iterator[tuple[uuid.UUID, Reason]]
Gather = Callable[[Window, Followed], Found]


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _new(window: Window, followed: Followed) -> Found:
    """Who took a place, or began to be followed."""
    references = {row.reference: person for person, row in followed.places.items()}
    begun = StatusChange.objects.filter(
        what__in=list(references), field="state", after=Place.ACTIVE,
        at__gt=window.since, at__lte=window.until,
    )  # fmt: skip
    for step in begun.order_by("at"):
        yield references[step.what], Reason("new", step.what, _day(step.at))
    for person, row in followed.places.items():
        if window.since < row.entered_at <= window.until:
            yield person, Reason("new", row.reference, _day(row.entered_at))


def _contacts(window: Window, followed: Followed) -> Found:
    """With whom a contact is overdue."""
    for person, row in followed.places.items():
        is_due = row.next_contact is not None and row.next_contact < window.today
        if is_due and row.state == Place.ACTIVE and followed.is_alive(person) and row.next_contact:
            yield person, Reason("contact_overdue", row.reference, row.next_contact)


_KIND = Encounter.Kind
_BEGINNINGS = {
    _KIND.EMERGENCY.value: "emergency",
    _KIND.ADMISSION.value: "admitted",
    _KIND.AMBULANCE.value: "ambulance",
}


def _elsewhere(window: Window, followed: Followed) -> Found:
    """Who was at the emergency department or in hospital, or came home."""
    rows = Encounter.objects.filter(
        window.holds("starts") | window.holds("ends"),
        person__in=list(followed.places), kind__in=list(_BEGINNINGS),
        visibility=Visibility.PARTNERSHIP,
    )  # fmt: skip
    for row in rows.order_by("starts", "id"):
        if window.has(row.starts, row.created_at):
            yield row.person_id, Reason(_BEGINNINGS[row.kind], row.reference, _day(row.starts))
        came_home = row.kind == _KIND.ADMISSION and window.has(row.ends, row.created_at)
        if came_home and row.ends is not None:
            yield row.person_id, Reason("discharged", row.reference, _day(row.ends))


_ALERTS = {
    Alert.Kind.EMERGENCY.value: "emergency",
    Alert.Kind.ADMITTED.value: "admitted",
    Alert.Kind.DISCHARGED.value: "discharged",
    Alert.Kind.AMBULANCE.value: "ambulance",
    Alert.Kind.MISSED.value: "missed",
    Alert.Kind.OVERDUE.value: "plan_review",
}


def _alerts(window: Window, followed: Followed) -> Found:
    """About whom there was an alert; one of an encounter is that encounter, once."""
    rows = Alert.objects.filter(
        window.holds("at"), person__in=list(followed.places), visibility=Visibility.PARTNERSHIP
    )
    for row in rows.select_related("encounter").order_by("at", "id"):
        about = row.encounter or row
        yield row.person_id, Reason(_ALERTS[row.kind], about.reference, _day(row.at))


def _tasks(window: Window, followed: Followed) -> Found:
    """For whom something that was to be done is overdue."""
    rows = Task.objects.filter(
        person__in=list(followed.places), state__in=TO_DO, due_at__lt=window.until,
        visibility=Visibility.PARTNERSHIP,
    )  # fmt: skip
    for row in rows.order_by("due_at", "id"):
        if row.due_at is not None:
            yield row.person_id, Reason("task_overdue", row.reference, _day(row.due_at))


def _plans(window: Window, followed: Followed) -> Found:
    """Whose plan is due to be looked at before the next huddle, or waits for the GP."""
    due = Q(state=Planning.ACTIVE, review_due__lt=window.next_day)
    rows = CarePlan.objects.filter(
        due | Q(state=Planning.PERSON_AGREED),
        person__in=list(followed.places), visibility=Visibility.PARTNERSHIP,
    )  # fmt: skip
    for row in rows.order_by("number"):
        if not followed.is_alive(row.person_id):
            continue
        if row.state == Planning.PERSON_AGREED:
            yield row.person_id, Reason("plan_waiting", row.reference, _agreed_on(row))
        elif row.review_due is not None:
            yield row.person_id, Reason("plan_review", row.reference, row.review_due)


def _agreed_on(plan: CarePlan) -> date:
    return plan.agreed_on or _day(plan.updated_at)


def _carried(window: Window, followed: Followed) -> Found:
    """Who was carried over from the last huddle."""
    if window.last is None:
        return
    rows = HuddleItem.objects.filter(
        huddle=window.last, state=Spoken.CARRIED, person__in=list(followed.places)
    )
    for row in rows:
        yield row.person_id, Reason("carried", row.reference, _day(window.last.at))


GATHERED: Sequence[Gather] = (_new, _contacts, _elsewhere, _alerts, _tasks, _plans, _carried)
"""Where reasons come from: a kind of event each."""


def last_huddle(huddle: Huddle) -> Huddle | None:
    """Return the huddle of the team that was closed last before this one."""
    rows = Huddle.objects.filter(team=huddle.team_id, state=Huddling.CLOSED)
    return rows.exclude(pk=huddle.pk).order_by("-closed_at", "-at").first()


def window_of(huddle: Huddle, now: datetime, every_days: float, late_days: float) -> Window:
    """Return from when events are of a huddle: from where the agenda of the last one ended."""
    last = last_huddle(huddle)
    since = last.built_at if last is not None else None
    since = since or min(huddle.at, now) - timedelta(days=every_days)
    oldest = min(since, now - timedelta(days=late_days))
    next_day = _day(huddle.at) + timedelta(days=every_days)
    return Window(huddle, last, since, now, oldest, next_day)


def reasons(window: Window) -> dict[uuid.UUID, list[Reason]]:
    """Return why each person is to be spoken of: every event once, the latest first."""
    followed = Followed.of(window)
    found: dict[uuid.UUID, dict[tuple[str, str], Reason]] = {}
    for gather in GATHERED:
        for person, reason in gather(window, followed):
            found.setdefault(person, {}).setdefault((reason.event, reason.of), reason)
    return {
        person: sorted(rows.values(), key=lambda row: (-row.on.toordinal(), row.event, row.of))
        for person, rows in found.items()
    }


def weight(events: set[str], weights: Mapping[str, float]) -> float:
    """Return how much reasons weigh: each kind once, so that many small ones do not pile up."""
    return sum(weights.get(event, 0.0) for event in events)
