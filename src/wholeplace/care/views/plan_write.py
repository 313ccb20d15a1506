"""Write a version of a plan, part by part, and let it be agreed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import assessments, goals, observations
from wholeplace.care.actions import plan as actions
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.plan import AgreeForm, CommentForm, EndForm, SeenForm, StatusForm
from wholeplace.care.models import CarePlan, Goal, Observation, Person
from wholeplace.care.pages import page, show
from wholeplace.care.plans import content, missing, sealed, whole
from wholeplace.care.states import Assessing, Planning
from wholeplace.care.views.plan import plan_for, saw, terms, version_page

HELPS = {
    "worries": "What worries them most",
    "can": "What they can do and want to keep",
    "plan": "First thoughts for the plan",
    "wishes": "What they said of their wishes",
}
"""Answers of an assessment that help to write a plan, by question."""
_MEASURES = 40


@page(Verb.WRITE_PLAN)
def begin(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Begin a version of somebody's plan."""
    if request.method != "POST":
        return redirect("plan", id_=id_)
    try:
        made = actions.begin_plan(by=actor, person=id_, terms=terms())
    except NotPossible as not_possible:
        messages.error(request, str(not_possible))
        return redirect("plan", id_=id_)
    return redirect("plan-write", id_=made.pk)


@page(Verb.WRITE_PLAN)
def write(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show the whole of a version that is being written, with a way into each of its parts."""
    return write_page(request, actor, plan_for(actor, id_))


def write_page(
    request: HttpRequest, actor: Actor, plan: CarePlan, status: int = 200, **told: object
) -> HttpResponse:
    """Return the page of a version that is being written."""
    if plan.state != Planning.DRAFT:
        return version_page(request, actor, plan, status, **told)
    saw(actor, plan.person, "write plan")
    said = whole(plan)
    shown = sealed(content(said))
    agree = AgreeForm(
        initial={"seen": plan.version, "shown": shown, "name": plan.person, "on": actor.today}
    )
    return show(
        request, actor, "plan_write.html", status, person=plan.person, plan=plan, whole=said,
        lacks=missing(said, actor.today), helps=_helps(actor, plan.person),
        may_agree=actor.may(Verb.AGREE_WITH_PERSON), **{"agree": agree, **told},
    )  # fmt: skip


def _helps(actor: Actor, person: Person) -> dict[str, object]:
    """Return what was said and measured when they were assessed last."""
    signed = assessments(actor).filter(person=person, state=Assessing.SIGNED)
    latest = next((one for one in signed if set(HELPS) & set(one.answers)), None)
    answers = latest.answers if latest else {}
    measured: dict[str, Observation] = {}
    for one in observations(actor).filter(person=person)[:_MEASURES]:
        measured.setdefault(one.code, one)
    return {
        "of": latest,
        "said": [(words, answers[id_]) for id_, words in HELPS.items() if answers.get(id_)],
        "measured": list(measured.values()),
    }


# What is done with a whole version


Doing = Callable[[Actor, CarePlan, Mapping[str, Any]], object]


def _agree(actor: Actor, plan: CarePlan, said: Mapping[str, Any]) -> object:
    agreed = actions.Agreed(
        said["name"], CarePlan.As(said["as_"]), said["on"], said["has_capacity"], said["refused"]
    )
    return actions.agree_with_person(
        by=actor, id_=plan.pk, seen=said["seen"], shown=said["shown"], agreed=agreed
    )


def _gp_agrees(actor: Actor, plan: CarePlan, said: Mapping[str, Any]) -> object:
    return actions.agree_as_gp(by=actor, id_=plan.pk, seen=said["seen"])


def _asks(actor: Actor, plan: CarePlan, said: Mapping[str, Any]) -> object:
    return actions.ask_for_change(by=actor, id_=plan.pk, **said)


def _takes_back(actor: Actor, plan: CarePlan, said: Mapping[str, Any]) -> object:
    return actions.take_back(by=actor, id_=plan.pk, seen=said["seen"])


def _ends(actor: Actor, plan: CarePlan, said: Mapping[str, Any]) -> object:
    return actions.end_plan(by=actor, id_=plan.pk, **said)


DOING: Mapping[str, tuple[str, type[forms.Form], Doing, str]] = {
    "agree": ("agree", AgreeForm, _agree, "Agreed. It waits for the GP now."),
    "gp-agree": ("", SeenForm, _gp_agrees, "Agreed. The plan holds from now on."),
    "gp-ask": ("comment", CommentForm, _asks, "Sent back to who wrote it."),
    "take-back": ("", SeenForm, _takes_back, "Taken back. It has to be agreed again."),
    "end": ("end", EndForm, _ends, "Ended."),
}
"""What can be done with a version: the name of its form on the page, the form, how it is done, and
what is said then."""


@page(Verb.SEE_PLAN)
def do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Do something with a version, and go back to it."""
    plan = plan_for(actor, id_)
    if request.method != "POST" or what not in DOING:
        return redirect("plan-version", id_=id_)
    name, kind, doing, done = DOING[what]
    form = kind(request.POST)
    told: dict[str, object] = {name: form} if name else {}
    if not form.is_valid():
        return _again(name)(request, actor, plan, 422, wrong=form, **told)
    try:
        doing(actor, plan, form.cleaned_data)
    except (Changed, NotPossible) as refused:
        return _refused(request, actor, id_, form, name, str(refused))
    messages.success(request, done)
    return redirect("plan", id_=plan.person_id) if what != "gp-agree" else redirect("plans-gp")


def _again(name: str) -> Callable[..., HttpResponse]:
    """Return the page that a form stands on."""
    return write_page if name == "agree" else version_page


def _refused(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, form: forms.Form, name: str, said: str
) -> HttpResponse:
    """Show what is there now, with what was typed; it was shown now, and may be sent again."""
    now = plan_for(actor, id_)
    sent = {**request.POST.dict(), "seen": str(now.version)}
    if "shown" in form.fields:
        sent["shown"] = sealed(content(whole(now)))
    form.data = sent
    told = {name: form} if name else {}
    return _again(name)(request, actor, now, 409, refused=said, **told)


@page(Verb.WRITE_PLAN)
def goal_status(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Keep how far a goal of the plan that holds has come."""
    goal = goals(actor).filter(pk=id_).first()
    if goal is None:
        raise Hidden
    form = StatusForm(request.POST)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        status = Goal.Status(said["status"])
        try:
            actions.keep_goal_status(by=actor, id_=id_, seen=said["seen"], status=status)
            messages.success(request, "Saved.")
        except (Changed, NotPossible) as refused:
            messages.error(request, f"Nothing was changed: {refused}.".replace("..", "."))
    return redirect(f"{reverse('plan', args=[goal.person_id])}#goal-{goal.pk}")
