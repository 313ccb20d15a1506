"""Tasks: mine, my team's, somebody's; taken, begun, done or given away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import (
    covered_by,
    open_tasks,
    posts_of,
    steps_of,
    tasks,
    why_seen,
)
from wholeplace.care.actions import work as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.parts import Order
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.work import Given
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.clocks import end_of_day
from wholeplace.care.forms.work import GiveForm, OrderForm, ReasonForm
from wholeplace.care.models import Person, Task
from wholeplace.care.pages import ON_A_PAGE, page, seen_of, show
from wholeplace.care.states import TO_DO, Doing, Planning
from wholeplace.care.views.who import offered

_LISTS = {"mine": "Mine", "team": "My team's"}


@page(Verb.DO_TASK)
def task_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the actor has to do, or their team: what is due first stands first."""
    of = request.GET.get("of", "mine")
    of = of if of in _LISTS else "mine"
    covered = covered_by(actor)
    mine = Q(owner=actor.user) | Q(owner__in=covered)
    whose = Q(team__in=actor.teams) | Q(owner__in=posts_of(actor).values("user"))
    rows = open_tasks(actor).filter(mine if of == "mine" else whose)
    rows = rows.select_related("person", "owner", "team")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.READ, what="page:tasks", detail={"shown": len(shown)}))
    return show(
        request, actor, "tasks.html", rows=shown, of=of, lists=_LISTS, now=actor.now,
        covered=covered,
    )  # fmt: skip


@page(Verb.DO_TASK)
def person_tasks(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show what is to be done for somebody, and what was."""
    found = person_for(actor, id_)
    look(actor, Told(Verb.READ, found.pk, "page:tasks", why_seen(actor, found)))
    to_do = open_tasks(actor).filter(person=found).select_related("owner", "team")
    over = tasks(actor).filter(person=found).exclude(state__in=[*TO_DO, Doing.PROPOSED])
    over = over.select_related("owner", "team").order_by("-updated_at", "id")
    return show(
        request, actor, "tasks_person.html", person=found, to_do=list(to_do[:ON_A_PAGE]),
        rows=Paginator(over, ON_A_PAGE).get_page(request.GET.get("page")), now=actor.now,
    )  # fmt: skip


@page(Verb.DO_TASK)
def add(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Add something that is to be done for somebody."""
    found = person_for(actor, id_)
    form = OrderForm(request.POST or None, offered(actor, found))
    said = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task(by=actor, person=found.pk, order=order_of(form))
        except (NotPossible, NotAllowed) as refused:
            said = str(refused)
        else:
            messages.success(request, "It is on the list.")
            return redirect("person-tasks", id_=found.pk)
    look(actor, Told(Verb.READ, found.pk, "page:add a task", why_seen(actor, found)))
    status = 409 if said else 422 if form.is_bound else 200
    return show(
        request, actor, "contact_form.html", status, person=found, form=form, title="Add a task",
        said=said,
    )  # fmt: skip


def order_of(form: OrderForm) -> Order:
    """Return what a form asks for: it is due at the end of the day."""
    said = form.cleaned_data
    return Order(
        said["what"], said["owner"], _due(said["due"]), Task.Priority(said["priority"]),
        said["detail"],
    )  # fmt: skip


def _due(day: date | None) -> datetime | None:
    return end_of_day(timezone.make_aware(datetime.combine(day, time.min))) if day else None


@page(Verb.DO_TASK)
def task(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show a task, and what can be done with it."""
    return _page(request, actor, _task(actor, id_))


def _task(actor: Actor, id_: uuid.UUID) -> Task:
    rows = tasks(actor).select_related("person__practice", "owner", "team", "goal__need__plan")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def _page(
    request: HttpRequest, actor: Actor, found: Task, status: int = 200, **told: object
) -> HttpResponse:
    person = found.person
    look(actor, Told(Verb.READ, person.pk, "page:task", why_seen(actor, person)))
    holds = found.goal is None or found.goal.need.plan.state == Planning.ACTIVE
    forms_ = {"end": ReasonForm(None), "give": _give_form(None, actor, found, person)}
    return show(
        request, actor, "tasks_one.html", status, task=found, person=person, now=actor.now,
        history=list(steps_of(found)), is_open=holds and found.state in TO_DO, holds=holds,
        may_take=found.team_id in actor.teams, may_give=actor.may(Verb.GIVE_TASK),
        **{**forms_, **told},
    )  # fmt: skip


def _give_form(data: object, actor: Actor, found: Task, person: Person) -> GiveForm:
    whose = found.owner_id or found.team_id
    now = f"{found.owner_kind}:{whose}" if whose else found.owner_kind
    day = timezone.localtime(found.due_at).date() if found.due_at else None
    initial = {"who": now, "who_name": found.owner_name, "due": day, "priority": found.priority}
    return GiveForm(data, offered(actor, person), initial=initial)


Deed = Callable[[Actor, Task, int, Mapping[str, Any]], object]


def _take(actor: Actor, found: Task, seen: int, _: Mapping[str, Any]) -> object:
    return actions.take_task(by=actor, id_=found.pk, seen=seen)


def _begin(actor: Actor, found: Task, seen: int, _: Mapping[str, Any]) -> object:
    return actions.begin_task(by=actor, id_=found.pk, seen=seen)


def _again(actor: Actor, found: Task, seen: int, _: Mapping[str, Any]) -> object:
    return actions.take_up_again(by=actor, id_=found.pk, seen=seen)


def _end(to: Doing) -> Deed:
    def ending(actor: Actor, found: Task, seen: int, said: Mapping[str, Any]) -> object:
        reason = said.get("reason", "")
        return actions.end_task(by=actor, id_=found.pk, seen=seen, to=to, reason=reason)

    return ending


def _give(actor: Actor, found: Task, seen: int, said: Mapping[str, Any]) -> object:
    day = timezone.localtime(found.due_at).date() if found.due_at else None
    # A promise has a time of day: it is kept where only the owner changes.
    due_at = found.due_at if said["due"] == day else _due(said["due"])
    given = Given(said["owner"], due_at, Task.Priority(said["priority"]), said["reason"])
    return actions.give_task(by=actor, id_=found.pk, seen=seen, given=given)


DEEDS: Mapping[str, tuple[str, Deed]] = {
    "take": ("", _take),
    "begin": ("", _begin),
    "done": ("", _end(Doing.DONE)),
    "not-done": ("end", _end(Doing.NOT_DONE)),
    "drop": ("end", _end(Doing.DROPPED)),
    "again": ("", _again),
    "give": ("give", _give),
}
"""What can be done with a task: the form it needs, and how it is done."""


@page(Verb.DO_TASK)
def do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Do something with a task, and go back to it."""
    found = _task(actor, id_)
    if request.method != "POST" or what not in DEEDS:
        return redirect("task", id_=id_)
    name, deed = DEEDS[what]
    form = _form(name, request, actor, found)
    if form is not None and not form.is_valid():
        return _page(request, actor, found, 422, **{name: form, "wrong": form})
    told: dict[str, object] = {name: form} if form is not None else {}
    try:
        deed(actor, found, seen_of(request), form.cleaned_data if form else {})
    except (Changed, NotPossible) as refused:
        return _page(request, actor, _task(actor, id_), 409, said=str(refused), **told)
    messages.success(request, "Saved.")
    return redirect("task", id_=id_)


def _form(name: str, request: HttpRequest, actor: Actor, found: Task) -> forms.Form | None:
    match name:
        case "end":
            return ReasonForm(request.POST)
        case "give":
            return _give_form(request.POST, actor, found, found.person)
    return None
