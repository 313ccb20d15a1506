"""What happened to somebody, in all organisations, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.conf import settings

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import (
    assessments,
    caseload,
    contacts,
    encounters,
    huddle_items,
    plans,
    referrals,
    steps_among,
)
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Person
from wholeplace.care.states import Assessing, Meeting, Note, Place, Spoken
from wholeplace.care.terms import read_terms


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, of what kind, in words, and who or where."""

    at: datetime
    kind: str
    what: str
    where: str = ""
    more: str = ""


Source = Callable[[Actor, Person, datetime, int], Iterable[Event]]


def _encounters(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    rows = encounters(actor).filter(person=person, starts__lt=before).order_by("-starts")
    for one in rows[:most]:
        told = f"{one.reason}. {one.outcome}".strip(" .")
        yield Event(one.starts, "elsewhere", one.get_kind_display(), one.organisation, told)


def _contacts(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    had = [Meeting.HAPPENED, Meeting.NOT_REACHED]
    rows = contacts(actor).filter(person=person, state__in=had, at__lt=before)
    for one in rows.select_related("staff").order_by("-at")[:most]:
        what = one.get_mode_display() + (", they rang us" if one.is_theirs else "")
        what += ", not reached" if one.state == Meeting.NOT_REACHED else ""
        told = ". ".join(text for text in (one.purpose, one.note) if text)
        yield Event(one.at, "contact", what, one.staff.name if one.staff else "", told)


def _assessments(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    known = instruments_of(settings.WORKSPACE)
    rows = assessments(actor).filter(person=person, state=Assessing.SIGNED, signed_at__lt=before)
    for one in rows.select_related("signed_by").order_by("-signed_at")[:most]:
        if one.signed_at:
            who = one.signed_by.name if one.signed_by else ""
            form = known.form(one.instrument, one.instrument_version)
            what = form.instrument.name if form else one.instrument
            yield Event(one.signed_at, "assessment", f"assessed: {what}", who)


def _plans(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    rows = plans(actor).filter(person=person, gp_agreed_at__lt=before)
    for one in rows.select_related("gp").order_by("-gp_agreed_at")[:most]:
        if one.gp_agreed_at:
            what = f"plan {one.number} agreed with {one.agreed_by}, then the GP"
            yield Event(one.gp_agreed_at, "plan", what, one.gp.name if one.gp else "")


def _referrals(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    rows = referrals(actor).filter(person=person, sent_at__lt=before)
    for one in rows.select_related("service").order_by("-sent_at")[:most]:
        if one.sent_at:
            state = Note(one.state).label
            yield Event(one.sent_at, "referral", f"referred: {one.service}", state, one.feedback)


def _huddles(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    rows = huddle_items(actor).filter(person=person, state=Spoken.DECIDED, decided_at__lt=before)
    for one in rows.select_related("huddle__team").order_by("-decided_at")[:most]:
        if one.decided_at:
            yield Event(
                one.decided_at, "huddle", "spoken of in the huddle", one.huddle.team.name,
                one.decision,
            )  # fmt: skip


_STEPS = {"state": "caseload: {}", "tier": "now followed: {}", "lead": "now led by {}"}


def _steps(actor: Actor, person: Person, before: datetime, most: int) -> Iterator[Event]:
    names = {**dict(Place.choices), **dict(read_terms(settings.WORKSPACE).choices())}
    entries = list(caseload(actor).filter(person=person))
    for one in steps_among(entries).filter(at__lt=before).order_by("-at", "-id")[:most]:
        what = _STEPS.get(one.field, "{}").format(names.get(one.after, one.after))
        yield Event(one.at, "caseload", what, one.by.name if one.by else "", one.reason)


SOURCES: Mapping[str, tuple[str, Source]] = {
    "elsewhere": ("Hospital, ambulance, practice", _encounters),
    "contact": ("Contacts", _contacts),
    "assessment": ("Assessments", _assessments),
    "plan": ("Plans", _plans),
    "referral": ("Referrals", _referrals),
    "huddle": ("Huddles", _huddles),
    "caseload": ("Caseload", _steps),
}
"""Where events come from: what the kind is called, and how they are read."""


def timeline(
    actor: Actor, person: Person, before: datetime, most: int, kind: str = ""
) -> list[Event]:
    """Return at most so many events before a moment that the actor may see, the latest first.

    The number of queries does not grow with the number of events. Of one kind only, if asked.
    """
    wanted = [SOURCES[kind]] if kind in SOURCES else SOURCES.values()
    found = [source(actor, person, before, most) for _, source in wanted]
    return list(islice(merge(*found, key=lambda event: event.at, reverse=True), most))


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened in as many days before and since; of a kind."""

    name: str
    before: int
    since: int


def before_and_since(actor: Actor, person: Person, began: datetime, now: datetime) -> list[Count]:
    """Return how often somebody was anywhere in the same time before and since a moment."""
    first = began - (now - began)
    rows = encounters(actor).filter(person=person, starts__gte=first, starts__lt=now)
    found: dict[str, list[int]] = {}
    for one in rows.order_by():
        count = found.setdefault(one.kind, [0, 0])
        count[one.starts >= began] += 1
    kinds = dict(rows.model.Kind.choices)
    return [Count(name, *found.get(kind, [0, 0])) for kind, name in kinds.items()]
