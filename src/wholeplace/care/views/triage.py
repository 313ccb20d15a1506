"""Notes that wait for one's services, and the single point of access."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import access_teams, anybody, named, practices, referrals_to
from wholeplace.care.actions import access_point as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.forms.access_point import CallForm, NewPersonForm
from wholeplace.care.models import Person
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.states import Note
from wholeplace.care.terms import read_terms

QUEUES = {
    "": ("To be decided", Q(state__in=[Note.SENT, Note.RECEIVED])),
    "question": ("Waits for an answer", Q(state=Note.INFO_NEEDED)),
    "ours": ("With us", Q(state__in=[Note.ACCEPTED, Note.BOOKED])),
    "over": (
        "Over", Q(state__in=[Note.DONE, Note.REJECTED, Note.REDIRECTED, Note.REVOKED])
    ),
}  # fmt: skip
"""What the notes to one's services can be looked through by."""


@page(Verb.TRIAGE)
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the notes to the actor's services, whose clock runs out first."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in QUEUES else ""
    rows = referrals_to(actor).filter(QUEUES[chosen][1])
    rows = rows.select_related("person", "service", "from_team", "referrer")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.TRIAGE, what="page:triage", detail={"shown": len(shown)}))
    return show(
        request, actor, "triage.html", rows=shown, chosen=chosen,
        queues={name: words for name, (words, _) in QUEUES.items()},
        takes_calls=access_teams(actor).exists(),
    )  # fmt: skip


@page(Verb.TRIAGE)
def call(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a call or a letter: who is known is found by two facts, who is new is registered."""
    if not access_teams(actor).exists():
        raise Hidden
    form = CallForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show(request, actor, "triage_call.html", 422 if form.is_bound else 200, form=form)
    person = _person(form.cleaned_data)
    found = {"found": int(person is not None)}
    look(actor, Told(Verb.SEARCH, person.pk if person else None, "page:call", "", found))
    if person is not None:
        return _taken(request, actor, person, form)
    return _new(request, actor, form)


def _person(said: dict[str, Any]) -> Person | None:
    if said["nhs_number"]:
        return anybody(said["nhs_number"], said["birth_date"])
    return named(said["given_name"], said["family_name"], said["birth_date"])


def _taken(request: HttpRequest, actor: Actor, person: Person, form: CallForm) -> HttpResponse:
    call_ = actions.Call(**{name: form.cleaned_data[name] for name in CallForm.CALL})
    terms = read_terms(settings.WORKSPACE)
    try:
        note = actions.note_call(by=actor, person=person, call=call_, terms=terms)
    except NotPossible as told:
        return show(request, actor, "triage_call.html", 409, form=form, said=str(told))
    return redirect("note", id_=note.pk)


def _new(request: HttpRequest, actor: Actor, form: CallForm) -> HttpResponse:
    """Ask for what else is needed of somebody who is new, and register them."""
    offered = {"practice": [("", "choose"), *((one.pk, one.name) for one in practices())]}
    is_said = "register" in request.POST
    new = NewPersonForm(request.POST if is_said else None, offered)
    said = form.cleaned_data
    problem = ""
    if is_said and not (said["given_name"] and said["family_name"]):
        problem = "Write both their names, so that they can be registered."
    elif is_said and new.is_valid():
        values = {name: said[name] for name in CallForm.WHO} | new.cleaned_data
        values["practice_id"] = values.pop("practice")
        try:
            person = actions.register_person(by=actor, values=values)
        except NotPossible as told:
            problem = str(told)
        else:
            messages.success(request, f"{person} is registered.")
            return _taken(request, actor, person, form)
    status = 409 if problem else 422 if is_said else 200
    return show(request, actor, "triage_call.html", status, form=form, new=new, said=problem)
