"""One note, and what those who sent it and those who got it can do with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import (
    access_teams,
    also_waiting,
    chain_of,
    followers,
    is_in_sight,
    note_for,
    referrals_from,
    referrals_to,
    services_for,
    steps_of,
    why_seen,
)
from wholeplace.care.actions import access_point, referral, triage
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms import referral as asked
from wholeplace.care.forms.referral import Choices, Offering, named, team_choices
from wholeplace.care.models import Referral
from wholeplace.care.pages import page, seen_of, show
from wholeplace.care.states import Note
from wholeplace.care.terms import read_terms
from wholeplace.care.views.referral import typed

Did = Callable[..., object]
OPEN_TO_DECIDE = (Note.SENT, Note.RECEIVED)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done with a note: what it is called, its form, and how it is done."""

    name: str
    does: Did
    button: str
    form: type[Offering] | None = None
    by_clock: bool = False


_TO_US: Mapping[str, Step] = {
    "accept": Step("Accept", triage.accept_note, "Accept, and see the record"),
    "on": Step("Send on to a service", triage.send_on, "Send on", asked.SendOnForm, by_clock=True),
    "reject": Step("Reject", triage.reject_note, "Reject", asked.RejectForm),
    "receive": Step("Say that it has come", triage.receive_note, "It has come"),
    "ask": Step("Ask who wrote it", triage.ask_back, "Send the question", asked.QuestionForm),
    "book": Step("Book", triage.book_note, "Booked", asked.BookForm),
    "finish": Step("Tell what came of it", triage.finish_note, "It is done", asked.FinishForm),
    "point": Step("Point to a service", access_point.point_on, "Pointed to it", asked.PointForm),
    "give": Step(
        "Give to the team that knows them", access_point.give_to_team, "Give", asked.GiveForm
    ),
}
_FROM_US: Mapping[str, Step] = {
    "send": Step("Send", referral.send_note, "Send", by_clock=True),
    "answer": Step("Answer", referral.answer_note, "Answer", asked.AnswerForm, by_clock=True),
    "read": Step("Read", referral.see_feedback, "I have read it"),
    "revoke": Step("Take back", referral.revoke_note, "Take back", asked.ReasonForm),
}
_OF_AN_ACCESS_POINT = {"point", "give"}
_NOT_OF_AN_ACCESS_POINT = {"accept", "ask", "book", "finish"}


def _may(actor: Actor, note: Referral) -> dict[str, Step]:
    """Return what the actor can do with a note as it is."""
    to_us = actor.may(Verb.TRIAGE) and referrals_to(actor).filter(pk=note.pk).exists()
    from_us = actor.may(Verb.REFER) and referrals_from(actor).filter(pk=note.pk).exists()
    names = _of_those_who_got_it(actor, note) if to_us else []
    names += _of_those_who_sent_it(note) if from_us else []
    every = {**_TO_US, **_FROM_US}
    return {name: every[name] for name in names}


def _of_those_who_got_it(actor: Actor, note: Referral) -> list[str]:
    state = Note(note.state)
    is_access = note.service.team_id in {team.pk for team in access_teams(actor)}
    names = {
        Note.SENT: ["receive", "accept", "on", "reject", "ask", "point", "give"],
        Note.RECEIVED: ["accept", "on", "reject", "ask", "point", "give"],
        Note.ACCEPTED: ["book", "finish"],
        Note.BOOKED: ["finish"],
    }.get(state, [])
    left = _NOT_OF_AN_ACCESS_POINT if is_access and note.caller else set()
    left = left if is_access else left | _OF_AN_ACCESS_POINT
    if note.question or note.referrer_id is None:
        left = left | {"ask"}
    return [name for name in names if name not in left]


def _of_those_who_sent_it(note: Referral) -> list[str]:
    match Note(note.state):
        case Note.DRAFT:
            return ["send", "revoke"]
        case Note.INFO_NEEDED:
            return ["answer", "revoke"]
        case Note.SENT | Note.RECEIVED | Note.ACCEPTED | Note.BOOKED:
            return ["revoke"]
        case Note.DONE | Note.REJECTED if note.feedback_seen_at is None:
            return ["read"]
    return []


@page(Verb.READ)
def note(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show a note: what it asks, for whom, where it stands, and what can be done."""
    return _note(request, actor, note_for(actor, id_))


def _note(
    request: HttpRequest, actor: Actor, found: Referral, status: int = 200,
    wrong: Mapping[str, Offering] | None = None, said: str = "",
) -> HttpResponse:  # fmt: skip
    look(actor, Told(Verb.READ, found.person.pk, found.reference, _why(actor, found)))
    may = _may(actor, found)
    # Before a note is accepted only a single point of access is told who follows them.
    knowing = list(followers(found)) if "give" in may else []
    if not knowing:
        may.pop("give", None)
    bound = dict(wrong or {})
    offered = _choices(may, [one.team for one in knowing])
    begun = {"service": "", "urgency": found.urgency}
    forms = {
        name: bound.get(name) or step.form(None, offered, prefix=name, initial=begun)
        for name, step in may.items()
        if step.form is not None
    }
    lost = [row for name, form in bound.items() if name not in forms for row in typed(form)]
    return show(
        request, actor, "refer_note.html", status, note=found, may=may, forms=forms, said=said,
        lost=lost, opened=set(bound), knowing=knowing, history=list(steps_of(found)),
        follows_on=list(chain_of(actor, found)), in_sight=is_in_sight(actor, found.person),
        also=list(also_waiting(actor, found)) if may.keys() & set(_TO_US) else [],
        states=dict(Note.choices), wrong=next(iter(bound.values()), None),
        is_open=found.state in OPEN_TO_DECIDE,
    )  # fmt: skip


def _why(actor: Actor, found: Referral) -> str:
    return why_seen(actor, found.person) or "a_note_to_or_from_their_team"


def _choices(may: Mapping[str, Step], teams: list[Any]) -> dict[str, Choices]:
    """Return what the forms offer; the services are read once, where any form has them."""
    if not may.keys() & {"on", "point", "reject"}:
        return {}
    services = list(services_for("", "", only_open=False))
    return {
        "service": named(one for one in services if one.is_open),
        "alternative": [("", "none of them fits"), *named(services)],
        "team": team_choices(teams),
    }


@page(Verb.READ)
def note_do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Do something with a note, and go back to it."""
    found = note_for(actor, id_)
    step = {**_TO_US, **_FROM_US}.get(what)
    if request.method != "POST" or step is None:
        return redirect("note", id_=id_)
    offered = _choices({what: step}, [one.team for one in followers(found)])
    form = step.form(request.POST, _for(what, offered, found), prefix=what) if step.form else None
    if form is not None and not form.is_valid():
        return _note(request, actor, found, 422, {what: form})
    doing = partial(step.does, by=actor, id_=id_, seen=seen_of(request))
    try:
        doing(**_said(what, step, form))
    except (Changed, NotPossible) as told:
        bound = {what: form} if form is not None else None
        return _note(request, actor, note_for(actor, id_), 409, bound, str(told))
    messages.success(request, "Saved.")
    return redirect("note", id_=id_)


def _for(what: str, offered: dict[str, Choices], found: Referral) -> dict[str, Choices]:
    if what == "give":
        return {"team": team_choices(one.team for one in followers(found))}
    return offered


def _said(what: str, step: Step, form: Offering | None) -> dict[str, object]:
    said = dict(form.cleaned_data) if form is not None else {}
    if what == "give":
        said["team"] = uuid.UUID(said["team"])
    if step.by_clock:
        said["terms"] = read_terms(settings.WORKSPACE)
    return said
