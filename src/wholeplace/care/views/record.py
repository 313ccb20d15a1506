"""What happened to somebody, and their death."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from wholeplace.care.access import Actor, Verb, person_for
from wholeplace.care.access.scopes import caseload, why_seen
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.death import record_death
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.record import DeathForm
from wholeplace.care.models import Person
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.states import OPEN
from wholeplace.care.terms import read_terms
from wholeplace.care.timeline import SOURCES, Count, before_and_since, timeline
from wholeplace.place import on


@page(Verb.RECORD_DEATH)
def death(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Record that somebody died; what is open for them ends."""
    person = person_for(actor, id_)
    form = DeathForm(request.POST or None, initial={"seen": person.version})
    told: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        hours = on(read_terms(settings.WORKSPACE).clock("after_death").within_hours, actor.today)
        try:
            record_death(
                by=actor, person=person.pk, seen=form.cleaned_data["seen"],
                died_on=form.cleaned_data["died_on"], seen_until=actor.now + timedelta(hours=hours),
            )  # fmt: skip
        except (Changed, NotPossible) as refused:
            person = person_for(actor, id_)
            form.data = {**request.POST.dict(), "seen": str(person.version)}
            told = {"said": str(refused)}
        else:
            messages.success(request, "It is recorded. What was open for them has ended.")
            return redirect("person", id_=person.pk)
    look(actor, Told(Verb.READ, person.pk, "page:death", why_seen(actor, person)))
    return show(
        request, actor, "death.html", 409 if told else 200, person=person, form=form, **told
    )


@page(Verb.READ)
def person_timeline(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show what happened to somebody, and how often before and since they were followed."""
    person = person_for(actor, id_)
    kind = request.GET.get("kind", "")
    events = timeline(actor, person, _before(request, actor), ON_A_PAGE + 1, kind)
    look(actor, Told(Verb.READ, person.pk, "page:timeline", why_seen(actor, person)))
    began, counts = _counts(actor, person)
    return show(
        request, actor, "timeline.html", person=person, events=events[:ON_A_PAGE], kind=kind,
        kinds=[(id_, name) for id_, (name, _) in SOURCES.items()], counts=counts, began=began,
        earlier=events[ON_A_PAGE - 1].at.isoformat() if len(events) > ON_A_PAGE else "",
    )  # fmt: skip


def _before(request: HttpRequest, actor: Actor) -> datetime:
    """Return the moment that was asked for; anything else means now, and what is of this minute."""
    try:
        asked = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        asked = None
    if asked is None:
        return actor.now + timedelta(minutes=1)
    return asked if timezone.is_aware(asked) else timezone.make_aware(asked)


def _counts(actor: Actor, person: Person) -> tuple[datetime | None, list[Count]]:
    entry = caseload(actor).filter(person=person, state__in=OPEN).order_by("entered_at").first()
    if entry is None:
        return None, []
    return entry.entered_at, before_and_since(actor, person, entry.entered_at, actor.now)
