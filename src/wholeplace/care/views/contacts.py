"""Contacts with somebody: kept, planned, their calls, and ours back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import alerts, caseload, contacts, open_tasks, tasks, why_seen
from wholeplace.care.actions import contacts as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.contacts import Had
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.clocks import due
from wholeplace.care.forms.work import CallForm, ContactForm, PlanForm, ReasonForm
from wholeplace.care.models import Alert, Contact, Person, Record, Task
from wholeplace.care.pages import ON_A_PAGE, page, seen_of, show
from wholeplace.care.states import Meeting, Place
from wholeplace.care.terms import read_terms
from wholeplace.care.views.who import offered
from wholeplace.place import on

CALL_CLOCK = "call_back"


@page(Verb.CONTACT)
def contact_list(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show the contacts with somebody: what is planned, then what was, the latest first."""
    found = person_for(actor, id_)
    look(actor, Told(Verb.READ, found.pk, "page:contacts", why_seen(actor, found)))
    rows = contacts(actor).filter(person=found).select_related("staff")
    past = rows.exclude(state=Meeting.PLANNED)
    return show(
        request, actor, "contacts.html", person=found,
        planned=list(rows.filter(state=Meeting.PLANNED).order_by("at", "id")[:ON_A_PAGE]),
        rows=Paginator(past, ON_A_PAGE).get_page(request.GET.get("page")), now=actor.now,
    )  # fmt: skip


@page(Verb.CONTACT)
def keep(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Keep a contact as it was; it may have been planned, or answer an alert."""
    found = person_for(actor, id_)
    planned, alert = _planned(request, actor, found), _alert(request, actor, found)
    initial = _at(planned.at if planned else actor.now) | _shown(planned, alert)
    form = ContactForm(request.POST or None, initial=initial)
    form.fields["next_contact"].help_text = _hint(actor, found)
    told: dict[str, object] = {"planned": planned, "alert": alert, "title": "Keep a contact"}
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, found, form, told)
    said = form.cleaned_data
    seen = said["seen"] or 0
    try:
        kept = actions.keep_contact(
            by=actor, person=found.pk, had=_had(said), terms=read_terms(settings.WORKSPACE),
            planned=(said["planned"], seen) if said["planned"] else None,
            alert=(said["alert"], seen) if said["alert"] else None,
        )  # fmt: skip
    except (Changed, NotPossible, Hidden) as refused:
        return _beside(request, actor, found, form, refused)
    _say(request, kept)
    return redirect("contacts", id_=found.pk)


def _hint(actor: Actor, person: Person) -> str:
    """Return what holds where no next contact is written."""
    rows = caseload(actor).filter(person=person, state=Place.ACTIVE, team__in=actor.teams)
    entry = rows.first()
    if entry is None or not actor.may(Verb.FOLLOW):
        return ""
    tiers = {one.id: one for one in read_terms(settings.WORKSPACE).tiers}
    if (tier := tiers.get(entry.tier)) is None:
        return ""
    days = f"{on(tier.contact_every_days, actor.today):g}"
    return f"Left empty: {days} days after this one, as for {tier.name.lower()}."


def _shown(planned: Contact | None, alert: Alert | None) -> dict[str, object]:
    of: Record | None = planned or alert
    return {
        "reached": "yes",
        "mode": planned.mode if planned else Contact.Mode.TELEPHONE,
        "purpose": planned.purpose if planned else alert.get_kind_display() if alert else "",
        "planned": planned.pk if planned else None,
        "alert": alert.pk if alert and not planned else None,
        "seen": of.version if of else None,
    }


def _had(said: dict[str, Any]) -> Had:
    return Had(
        Contact.Mode(said["mode"]), said["at"], said["reached"] == "yes", said["with_carer"],
        said["minutes"], said["purpose"], said["note"], said["next_contact"],
    )  # fmt: skip


def _beside(
    request: HttpRequest, actor: Actor, person: Person, form: ContactForm, refused: Exception
) -> HttpResponse:
    """Give back what was typed, with what others did meanwhile; saved again it is kept beside."""
    still = {} if isinstance(refused, NotPossible) else {"planned": "", "alert": "", "seen": ""}
    form.data = {**request.POST.dict(), **still}
    if isinstance(refused, NotPossible):
        said = str(refused)
    else:
        what = str(refused) or "It is there no longer"
        said = f"{what}: look below. If yours was another contact, save again: it is kept too."
    told = {
        "said": said, "title": "Keep a contact",
        "action": reverse("keep-contact", args=[person.pk]),
        "others": list(contacts(actor).filter(person=person).select_related("staff")[:3]),
    }  # fmt: skip
    return _form(request, actor, person, form, told, 409)


def _form(
    request: HttpRequest,
    actor: Actor,
    person: Person,
    form: Form,
    told: Mapping[str, object],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    look(actor, Told(Verb.READ, person.pk, "page:contact", why_seen(actor, person)))
    if status == HTTPStatus.OK and form.is_bound and not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return show(request, actor, "contact_form.html", status, person=person, form=form, **told)


def _say(request: HttpRequest, kept: Contact) -> None:
    day = kept.next_contact
    then = f" Next contact: {day.day} {day:%B %Y}." if day else ""
    messages.success(request, f"The contact is kept.{then}")


def _planned(request: HttpRequest, actor: Actor, person: Person) -> Contact | None:
    rows = contacts(actor).filter(person=person, state=Meeting.PLANNED)
    id_ = _named(request, "planned")
    return rows.filter(pk=id_).first() if id_ else None


def _alert(request: HttpRequest, actor: Actor, person: Person) -> Alert | None:
    id_ = _named(request, "alert")
    return alerts(actor).filter(person=person, pk=id_).first() if id_ else None


def _named(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name) or request.GET.get(name) or "")
    except ValueError:
        return None


def _at(moment: datetime) -> dict[str, object]:
    local = timezone.localtime(moment)
    return {"day": local.date(), "time": f"{local:%H:%M}"}


@page(Verb.CONTACT)
def plan(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Plan a contact."""
    found = person_for(actor, id_)
    form = PlanForm(request.POST or None, initial={"mode": Contact.Mode.VISIT})
    title = "Plan a contact"
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, found, form, {"title": title})
    said = form.cleaned_data
    try:
        actions.plan_contact(
            by=actor, person=found.pk, mode=Contact.Mode(said["mode"]), at=said["at"],
            purpose=said["purpose"],
        )  # fmt: skip
    except NotPossible as refused:
        return _form(request, actor, found, form, {"title": title, "said": str(refused)}, 409)
    messages.success(request, "The contact is planned.")
    return redirect("contacts", id_=found.pk)


@page(Verb.CONTACT)
def cancel(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Say that a planned contact is not to be."""
    contact = contacts(actor).select_related("person__practice").filter(pk=id_).first()
    if contact is None:
        raise Hidden
    form, person = ReasonForm(request.POST or None), contact.person
    told: dict[str, object] = {
        "title": "Cancel the contact",
        "planned": contact,
        "seen": contact.version,
    }
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, person, form, told)
    try:
        actions.cancel_contact(
            by=actor, id_=id_, seen=seen_of(request),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except (Changed, NotPossible) as refused:
        return _form(request, actor, person, form, told | {"said": str(refused)}, 409)
    messages.success(request, "The contact is cancelled.")
    return redirect("contacts", id_=person.pk)


@page(Verb.CONTACT)
def call(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Keep a call of theirs, and promise to ring back."""
    found = person_for(actor, id_)
    by = due(read_terms(settings.WORKSPACE), CALL_CLOCK, actor.now)
    initial = {
        **_at(actor.now), "ring_back_by": f"{timezone.localtime(by):%H:%M}",
        "who": f"staff:{actor.user}",
    }  # fmt: skip
    form = CallForm(request.POST or None, offered(actor, found), initial=initial)
    title = "They rang"
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, found, form, {"title": title})
    said = form.cleaned_data
    had = Had(
        Contact.Mode.TELEPHONE, said["at"], with_carer=said["with_carer"],
        purpose=said["purpose"], note=said["note"],
    )  # fmt: skip
    try:
        _, task = actions.take_call(
            by=actor, person=found.pk, call=had, ring_back=said["promised"], owner=said["owner"]
        )
    except NotPossible as refused:
        return _form(request, actor, found, form, {"title": title, "said": str(refused)}, 409)
    messages.success(request, "The call is kept." + (" They are rung back." if task else ""))
    return redirect("calls")


@page(Verb.CONTACT)
def ring_back(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Ring back who was promised to be, and keep the call."""
    task = open_tasks(actor).select_related("person__practice").filter(pk=id_).first()
    if task is None:
        return _rung_already(request, actor, id_)
    initial = _at(actor.now) | {
        "mode": Contact.Mode.TELEPHONE, "reached": "yes", "purpose": task.what[:200],
        "seen": task.version,
    }  # fmt: skip
    form = ContactForm(request.POST or None, initial=initial)
    told: dict[str, object] = {"title": "Ring back", "task": task}
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, task.person, form, told)
    said = form.cleaned_data
    try:
        kept, _ = actions.ring_back(
            by=actor, id_=id_, seen=said["seen"] or 0, had=_had(said),
            terms=read_terms(settings.WORKSPACE),
        )  # fmt: skip
    except Changed as changed:
        form.data = {**request.POST.dict(), "seen": str(task.version)}
        words = f"{changed}. Nothing of yours is lost: save again if you rang them too."
        return _form(request, actor, task.person, form, told | {"said": words}, 409)
    except NotPossible as refused:
        return _form(request, actor, task.person, form, told | {"said": str(refused)}, 409)
    _say(request, kept)
    return redirect("calls")


def _rung_already(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Say who rang them back meanwhile, with what was typed; it can be kept beside."""
    task = _ended(actor, id_)
    form = ContactForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return redirect("task", id_=id_)
    who = task.updated_by.name if task.updated_by else ""
    return _beside(request, actor, task.person, form, Changed(who, task.updated_at))


def _ended(actor: Actor, id_: uuid.UUID) -> Task:
    rows = tasks(actor).select_related("person__practice", "updated_by")
    task = rows.filter(pk=id_).first()
    if task is None:
        raise Hidden
    return task


@page(Verb.CONTACT)
def calls(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show who is to be rung back, and who rang today: the telephone log."""
    back = open_tasks(actor).filter(kind=Task.Kind.CALL_BACK).select_related("person", "owner")
    start = timezone.make_aware(datetime.combine(actor.today, datetime.min.time()))
    rang = contacts(actor).filter(is_theirs=True, at__gte=start).select_related("person", "staff")
    rows = list(back.select_related("team")[:ON_A_PAGE])
    today = list(rang[:ON_A_PAGE])
    look(actor, Told(Verb.READ, what="page:calls", detail={"shown": len(rows) + len(today)}))
    return show(request, actor, "contact_calls.html", rows=rows, rang=today, now=actor.now)
