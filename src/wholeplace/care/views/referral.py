"""Notes: written for somebody, sent, followed, and one note with all that can be done with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import (
    notes_of,
    referrals_from,
    services_for,
    takers,
    why_seen,
)
from wholeplace.care.actions import access_point, referral
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.referral import TOLD, Asked
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.referral import NoteForm, SignpostForm, named
from wholeplace.care.models import Person, Referral
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.states import Note
from wholeplace.care.terms import read_terms

_UNANSWERED = (Note.SENT, Note.RECEIVED)


@page(Verb.REFER)
def person_referrals(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show what was asked of services for somebody, and keep that they were told of one."""
    person = person_for(actor, id_)
    every = {"service": named(services_for("", "", only_open=False))}
    form = SignpostForm(request.POST or None, every) if actor.may(Verb.CONTACT) else None
    if request.method == "POST" and form is not None and form.is_valid():
        access_point.signpost(by=actor, person=person.pk, **form.cleaned_data)
        messages.success(request, "It is kept that they were told of it.")
        return redirect("person-referrals", id_=person.pk)
    look(actor, Told(Verb.READ, person.pk, "page:referrals", why_seen(actor, person)))
    shown = Paginator(notes_of(actor, person), ON_A_PAGE).get_page(request.GET.get("page"))
    status = 422 if form is not None and form.is_bound else 200
    return show(request, actor, "refer_person.html", status, person=person, rows=shown, form=form)


@page(Verb.REFER)
def refer(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, note_id: uuid.UUID | None = None
) -> HttpResponse:
    """Write a note for somebody, or go on writing one; it is kept as a draft or sent."""
    person = person_for(actor, id_)
    old = _draft(actor, person, note_id) if note_id else None
    form = NoteForm(
        request.POST or None, {"service": named(takers())}, initial=_begun(request, old)
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, actor, person, old, form)
        except (Changed, NotPossible) as told:
            return _refer(request, actor, person, form, 409, told)
    return _refer(request, actor, person, form, 422 if form.is_bound else 200)


def _draft(actor: Actor, person: Person, id_: uuid.UUID) -> Referral:
    found = referrals_from(actor).filter(pk=id_, person=person).select_related("service").first()
    if found is None:
        raise Hidden
    return found


def _begun(request: HttpRequest, old: Referral | None) -> dict[str, object]:
    if old is None:
        return {"service": request.GET.get("service", ""), "urgency": Referral.Urgency.ROUTINE}
    said = {name: getattr(old, name) for name in ("urgency", "need", "consent")}
    return {**said, "service": old.service_id, "seen": old.version}


def _kept(
    request: HttpRequest, actor: Actor, person: Person, old: Referral | None, form: NoteForm
) -> HttpResponse:
    said = form.cleaned_data
    asked = Asked(said["service"], said["urgency"], said["need"], said["consent"])
    if old is None:
        note = referral.write_note(by=actor, person=person.pk, asked=asked)
    else:
        note = referral.change_note(by=actor, id_=old.pk, seen=said["seen"] or 0, asked=asked)
    if "send" in request.POST:
        terms = read_terms(settings.WORKSPACE)
        referral.send_note(by=actor, id_=note.pk, seen=note.version, terms=terms)
        messages.success(request, f"Sent to {note.service}.")
    else:
        messages.success(request, "Kept as a draft: nobody gets it until it is sent.")
    return redirect("note", id_=note.pk)


def _refer(
    request: HttpRequest, actor: Actor, person: Person, form: NoteForm, status: int,
    told: Exception | None = None,
) -> HttpResponse:  # fmt: skip
    look(actor, Told(Verb.READ, person.pk, "page:refer", why_seen(actor, person)))
    return show(
        request, actor, "refer.html", status, person=person, form=form, said=str(told or "")
    )


FILTERS: Mapping[str, tuple[str, Q]] = {
    "": ("All", Q()),
    "unanswered": ("Unanswered", Q(state__in=_UNANSWERED)),
    "question": ("A question for us", Q(state=Note.INFO_NEEDED)),
    "accepted": ("Accepted or booked", Q(state__in=[Note.ACCEPTED, Note.BOOKED])),
    "rejected": ("Rejected", Q(state=Note.REJECTED)),
    "done": ("Done", Q(state=Note.DONE)),
    "unread": ("Not read yet", Q(state__in=TOLD, feedback_seen_at__isnull=True)),
    "draft": ("Drafts", Q(state=Note.DRAFT)),
}
"""What the notes that one sent can be looked through by."""


@page(Verb.REFER)
def tracker(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what became of the notes that the actor, their team or their practice sent."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else ""
    rows = _tracked(actor).filter(FILTERS[chosen][1])
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.REFER, what="page:referrals", detail={"shown": len(shown)}))
    return show(
        request, actor, "refer_tracker.html", rows=shown, chosen=chosen,
        filters={name: words for name, (words, _) in FILTERS.items()}, unanswered=_UNANSWERED,
    )  # fmt: skip


def _tracked(actor: Actor) -> QuerySet[Referral]:
    rows = referrals_from(actor).select_related("person", "service", "referrer")
    return rows.order_by("-created_at", "id")


def typed(form: forms.Form | None) -> list[tuple[str, Any]]:
    """Return what was typed into a form, with the labels: so that it is not lost."""
    if form is None or not form.is_bound:
        return []
    return [
        (str(one.label), one.value())
        for one in form.visible_fields()
        if isinstance(one.field, forms.CharField) and one.value()
    ]
