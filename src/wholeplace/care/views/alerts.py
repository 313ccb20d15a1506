"""Alerts: what happened elsewhere, and what follows from it within the clock of the place."""

from __future__ import annotations

import uuid
from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import alerts, team_alerts, why_seen
from wholeplace.care.actions import alerts as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.parts import ALERT_CLOCK
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.clocks import days_later, kept
from wholeplace.care.forms.work import OrderForm, ReasonForm
from wholeplace.care.models import Alert
from wholeplace.care.pages import ON_A_PAGE, page, seen_of, show
from wholeplace.care.states import Alarm
from wholeplace.care.terms import read_terms
from wholeplace.care.views.who import offered
from wholeplace.care.views.work import order_of
from wholeplace.place import on

_A_YEAR = 365


@page(Verb.ANSWER_ALERT)
def alert_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the open alerts about people whom the actor's teams follow, what is due first."""
    rows = team_alerts(actor).filter(state=Alarm.OPEN).select_related("person", "encounter")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.READ, what="page:alerts", detail={"shown": len(shown)}))
    return show(
        request, actor, "alerts.html", rows=shown, now=actor.now,
        may_count=actor.may(Verb.SEE_CAPACITY),
    )  # fmt: skip


@page(Verb.ANSWER_ALERT)
def alert(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show an alert, and the ways to answer it."""
    return _page(request, actor, _alert(actor, id_))


def _alert(actor: Actor, id_: uuid.UUID) -> Alert:
    rows = alerts(actor).select_related("person__practice", "encounter", "updated_by")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def _page(
    request: HttpRequest, actor: Actor, found: Alert, status: int = 200, **told: object
) -> HttpResponse:
    person = found.person
    look(actor, Told(Verb.READ, person.pk, "page:alert", why_seen(actor, person)))
    ways = {"task": OrderForm(None, offered(actor, person)), "nothing": ReasonForm(None)}
    return show(
        request, actor, "alerts_one.html", status, alert=found, person=person, now=actor.now,
        is_open=found.state == Alarm.OPEN, **{**ways, **told},
    )  # fmt: skip


@page(Verb.ANSWER_ALERT)
def answer(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Answer an alert by a task, or say that it needs nothing."""
    found = _alert(actor, id_)
    if request.method != "POST" or what not in ("task", "nothing"):
        return redirect("alert", id_=id_)
    is_task = what == "task"
    order = OrderForm(request.POST if is_task else None, offered(actor, found.person))
    reason = ReasonForm(None if is_task else request.POST)
    form = order if is_task else reason
    if not form.is_valid():
        return _page(request, actor, found, 422, **{what: form, "wrong": form})
    seen = seen_of(request)
    try:
        if is_task:
            actions.follow_up_with_task(by=actor, id_=id_, seen=seen, order=order_of(order))
        else:
            why = reason.cleaned_data["reason"]
            actions.needs_nothing(by=actor, id_=id_, seen=seen, reason=why)
    except (Changed, NotPossible, NotAllowed) as refused:
        return _page(request, actor, _alert(actor, id_), 409, said=str(refused), **{what: form})
    messages.success(request, "The alert is answered.")
    return redirect("alerts")


@page(Verb.SEE_CAPACITY)
def answered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how many alerts of the last year were answered in time, and by what."""
    since = days_later(actor.now, -_A_YEAR)
    rows = list(
        team_alerts(actor).filter(at__gte=since).order_by("kind", "at")
        .values_list("kind", "due_at", "closed_at", "answer")
    )  # fmt: skip
    kinds = [one for one in Alert.Kind if any(kind == one for kind, *_ in rows)]
    told = [
        (str(one.label), kept([row[1:3] for row in rows if row[0] == one], actor.now))
        for one in kinds
    ]
    how = Counter(row[3].partition(":")[0] or "nothing" for row in rows if row[2])
    clock = read_terms(settings.WORKSPACE).clock(ALERT_CLOCK)
    look(actor, Told(Verb.SEE_CAPACITY, what="page:alerts answered"))
    return show(
        request, actor, "alerts_answered.html", rows=told, how=how, since=since,
        all=kept([row[1:3] for row in rows], actor.now), clock=clock,
        hours=on(clock.within_hours, actor.today),
    )  # fmt: skip
