"""The huddle while it lasts, one person at a time, and its minutes once it is closed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import (
    about_me,
    huddle_items,
    huddle_members,
    huddles,
    posts_of,
    why_seen,
)
from wholeplace.care.actions import minutes as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.agenda import WORDS
from wholeplace.care.forms.huddle import ActionForm, CarryForm, MinutesForm
from wholeplace.care.models import Huddle, HuddleItem, Role
from wholeplace.care.pages import page, show
from wholeplace.care.states import Doing, Huddling, Spoken
from wholeplace.care.views.huddle import by_item, huddle_seen, may_run, seen_on, terms


@page(Verb.SEE_HUDDLE)
def item(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show one person of an agenda: why they are on it, and what is decided."""
    found = _found(actor, id_)
    if found.huddle.state == Huddling.CLOSED:
        return redirect("huddle-minutes", id_=found.huddle_id)
    return _item(request, actor, found)


def _found(actor: Actor, id_: uuid.UUID) -> HuddleItem:
    rows = huddle_items(actor).filter(huddle__in=huddles(actor))
    found = rows.select_related(
        "huddle__team", "huddle__chair", "person__practice", "asked_by", "updated_by"
    ).filter(pk=id_)
    one = found.first()
    if one is None:
        raise Hidden
    return one


def _item(
    request: HttpRequest, actor: Actor, found: HuddleItem, status: int = 200, **told: object
) -> HttpResponse:
    huddle, person = found.huddle, found.person
    look(actor, Told(Verb.READ, person.pk, "page:huddle item", why_seen(actor, person)))
    before = huddle_items(actor).filter(person=person, huddle__state=Huddling.CLOSED)
    present = list(huddle_members(huddle))
    offered: dict[str, object] = {
        "form": MinutesForm(None, initial=_written(found)),
        "carry": CarryForm(None, initial={"seen": found.version}),
        "action": ActionForm(None, _owners(actor, huddle), huddle.team, actor.today),
    }
    return show(
        request, actor, "huddle_item.html", status, item=found, huddle=huddle, person=person,
        words=WORDS, states=dict(Spoken.choices), doing=dict(Doing.choices),
        about=about_me(actor).filter(person=person).first(),
        last=before.select_related("huddle").order_by("-huddle__at").first(),
        agreed=by_item(actor, [found]).get(found.reference, []), present=present,
        may_run=may_run(actor, huddle) and huddle.state == Huddling.RUNNING,
        **_where(actor, found), **{**offered, **told},
    )  # fmt: skip


def _where(actor: Actor, found: HuddleItem) -> dict[str, object]:
    """Return where somebody stands on the agenda, and who comes before and after."""
    rows = huddle_items(actor).filter(huddle=found.huddle_id).order_by("order", "id")
    ids = list(rows.values_list("pk", flat=True))
    at = ids.index(found.pk)
    return {
        "at": at + 1,
        "of": len(ids),
        "before": ids[at - 1] if at else None,
        "after": ids[at + 1] if at + 1 < len(ids) else None,
    }


def _written(found: HuddleItem) -> dict[str, object]:
    stated = {True: "yes", False: "no", None: None}[found.preference_stated]
    return {
        "seen": found.version, "decision": found.decision, "rationale": found.rationale,
        "preference_stated": stated, "preference": found.preference,
    }  # fmt: skip


def _owners(actor: Actor, huddle: Huddle) -> list[tuple[uuid.UUID, str]]:
    """Return who may be given an action: members of the huddle, and the team of today."""
    members = {row.user_id: str(row.user) for row in huddle_members(huddle)}
    team = {row.user_id: str(row.user) for row in posts_of(actor).filter(team=huddle.team_id)}
    return sorted({**members, **team}.items(), key=lambda row: (row[1], row[0]))


@page(Verb.RUN_HUDDLE)
def write(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Write something of somebody down, and stay with them, or go on to the next."""
    found = _found(actor, id_)
    if request.method != "POST" or what not in _FORMS:
        return redirect("huddle-item", id_=id_)
    form = _form(what, request, actor, found)
    if form is not None and not form.is_valid():
        return _item(request, actor, found, 422, **{_FORMS[what]: form, "wrong": form})
    try:
        says = _do(request, actor, found, form)
    except Changed as changed:
        return _changed(request, actor, what, form, changed)
    except NotPossible as refused:
        return _refused(request, actor, what, form, str(refused))
    messages.success(request, says)
    if request.POST.get("then") == "next":
        return _next(actor, found)
    return redirect("huddle-item", id_=id_)


_FORMS: Mapping[str, str] = {
    "decide": "form", "carry": "carry", "action": "action", "take-back": "",
}  # fmt: skip
"""What can be written, and the form that it takes."""


def _form(what: str, request: HttpRequest, actor: Actor, found: HuddleItem) -> forms.Form | None:
    match what:
        case "decide":
            return MinutesForm(request.POST)
        case "carry":
            return CarryForm(request.POST)
        case "action":
            owners = _owners(actor, found.huddle)
            return ActionForm(request.POST, owners, found.huddle.team, actor.today)
    return None


def _do(request: HttpRequest, actor: Actor, found: HuddleItem, form: forms.Form | None) -> str:
    match form:
        case MinutesForm():
            seen = form.cleaned_data["seen"]
            actions.keep_decision(by=actor, id_=found.pk, seen=seen, said=form.said())
            return "The decision is kept."
        case CarryForm():
            said = form.cleaned_data
            actions.carry_over(by=actor, id_=found.pk, seen=said["seen"], why=said["why"])
            return "They stand on the agenda of the next huddle."
        case ActionForm():
            actions.agree_action(by=actor, id_=found.pk, action=form.action(), terms=terms())
            return "The action is kept."
    seen, task = request.POST.get("seen", ""), request.POST.get("task", "")
    try:
        actions.take_back_action(by=actor, id_=uuid.UUID(task), seen=int(seen or 0))
    except ValueError:
        raise Hidden from None
    return "The action is taken back."


def _changed(
    request: HttpRequest, actor: Actor, what: str, form: forms.Form | None, changed: Changed
) -> HttpResponse:
    """Show what was typed beside what another wrote meanwhile; nothing is lost."""
    now = _found(actor, uuid.UUID(str(request.resolver_match.kwargs["id_"])))  # type: ignore[union-attr]
    told: dict[str, object] = {"changed": changed}
    if isinstance(form, MinutesForm):
        form.data = {**request.POST.dict(), "seen": str(now.version)}
        told["others"] = [
            (form.fields[name].label, getattr(now, name))
            for name in ("decision", "rationale", "preference")
            if getattr(now, name) != form.cleaned_data.get(name)
        ]
    elif form is not None:
        form.data = {**request.POST.dict(), "seen": str(now.version)}
        told["others"] = [("Decision", now.decision)] if now.decision else []
    return _item(request, actor, now, 409, **told, **({_FORMS[what]: form} if form else {}))


def _refused(
    request: HttpRequest, actor: Actor, what: str, form: forms.Form | None, said: str
) -> HttpResponse:
    now = _found(actor, uuid.UUID(str(request.resolver_match.kwargs["id_"])))  # type: ignore[union-attr]
    own = {_FORMS[what]: form} if form else {}
    return _item(request, actor, now, 409, said=said, **own)


def _next(actor: Actor, found: HuddleItem) -> HttpResponse:
    """Go on to who is still to be spoken of: after this person, or else from the beginning."""
    rows = huddle_items(actor).filter(huddle=found.huddle_id, state=Spoken.WAITING)
    rows = rows.order_by("order", "id")
    after = rows.filter(order__gte=found.order).first() or rows.first()
    if after is None:
        return redirect("huddle", id_=found.huddle_id)
    return redirect("huddle-item", id_=after.pk)


@page(Verb.SEE_HUDDLE)
def minutes(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show the minutes of a closed huddle."""
    return _minutes(request, actor, id_, Verb.READ)


@page(Verb.PRINT)
def print_minutes(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show the minutes as they are printed."""
    return _minutes(request, actor, id_, Verb.PRINT)


def _minutes(request: HttpRequest, actor: Actor, id_: uuid.UUID, verb: Verb) -> HttpResponse:
    huddle = huddle_seen(actor, id_)
    if huddle.state != Huddling.CLOSED:
        return redirect("huddle", id_=id_)
    rows = huddle_items(actor).filter(huddle=huddle).order_by("order", "id")
    found = list(rows.select_related("person", "asked_by"))
    seen_on(actor, verb, huddle, "page:huddle minutes", found)
    return show(
        request, actor, "huddle_minutes.html", huddle=huddle, rows=found, words=WORDS,
        members=list(huddle_members(huddle)), roles=dict(Role.choices),
        states=dict(Spoken.choices), doing=dict(Doing.choices), agreed=by_item(actor, found),
        is_print=verb == Verb.PRINT, may_print=actor.may(Verb.PRINT),
    )  # fmt: skip
