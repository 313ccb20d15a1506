"""The parts of a version that is being written: a small form for each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import (
    contingencies,
    goals,
    needs,
    plans,
    posts_around,
    related,
    tasks,
    teams_of_person,
)
from wholeplace.care.actions import plan as plan_actions
from wholeplace.care.actions import plan_parts as actions
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.plan import (
    ActionForm,
    ContingencyForm,
    GoalForm,
    NeedForm,
    PartForm,
    SeenForm,
    TextsForm,
    chosen,
    who_may,
)
from wholeplace.care.models import CarePlan, Record, Task
from wholeplace.care.pages import page, show
from wholeplace.care.views.late import others_of
from wholeplace.care.views.plan import plan_for, saw

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part: what it is called, its form, where it is found, and how it is written.

    ``among`` is where that stands under which a new one is put. What is not written, or never
    added, has no action for it.
    """

    title: str
    form: type[PartForm]
    found: Callable[[Actor, CarePlan], QuerySet[Any]]
    change: Callable[..., Record]
    among: Callable[[Actor, CarePlan], QuerySet[Any]] | None = None
    add: Callable[[Actor, uuid.UUID, PartForm], Record] | None = None
    remove: Callable[..., object] | None = None


def _plan(actor: Actor, plan: CarePlan) -> QuerySet[Any]:
    return plans(actor).filter(pk=plan.pk)


def _needs(actor: Actor, plan: CarePlan) -> QuerySet[Any]:
    return needs(actor).filter(plan=plan)


def _goals(actor: Actor, plan: CarePlan) -> QuerySet[Any]:
    return goals(actor).filter(need__plan=plan)


def _tasks(actor: Actor, plan: CarePlan) -> QuerySet[Any]:
    return tasks(actor).filter(goal__need__plan=plan)


def _contingencies(actor: Actor, plan: CarePlan) -> QuerySet[Any]:
    return contingencies(actor).filter(plan=plan)


def _add_action(actor: Actor, of: uuid.UUID, form: PartForm) -> Record:
    owner = form.owner  # type: ignore[attr-defined]  # it is the form of an action
    return actions.propose_action(by=actor, goal=of, values=form.values, who=owner)


PARTS: Mapping[str, Part] = {
    "need": Part(
        "What is difficult", NeedForm, _needs, actions.change_need, _plan,
        lambda actor, of, form: actions.add_need(by=actor, plan=of, values=form.values),
        actions.remove_need,
    ),
    "goal": Part(
        "What they want", GoalForm, _goals, actions.change_goal, _needs,
        lambda actor, of, form: actions.add_goal(by=actor, need=of, values=form.values),
        actions.remove_goal,
    ),
    "action": Part(
        "What is done for it", ActionForm, _tasks, actions.change_action, _goals, _add_action,
        actions.drop_action,
    ),
    "contingency": Part(
        "What if", ContingencyForm, _contingencies, actions.change_contingency, _plan,
        lambda actor, of, form: actions.add_contingency(by=actor, plan=of, values=form.values),
        actions.remove_contingency,
    ),
    "texts": Part("The whole plan", TextsForm, _plan, plan_actions.write_plan),
}  # fmt: skip
"""The parts of a plan, by the word in their addresses."""


def _part(word: str) -> Part:
    if word not in PARTS:
        raise Hidden
    return PARTS[word]


def _one(rows: QuerySet[Any] | None, id_: uuid.UUID) -> Any:  # noqa: ANN401 - of whatever kind
    record = rows.filter(pk=id_).first() if rows is not None else None
    if record is None:
        raise Hidden
    return record


def _form(
    part: Part, request: HttpRequest, actor: Actor, plan: CarePlan, old: Record | None
) -> PartForm:
    more: Values = {}
    initial: Values = {"seen": old.version} if old else {}
    if part.form is ActionForm:
        carers = related(actor).filter(person=plan.person, is_carer=True)
        more["offered"] = who_may(
            plan.person, carers, posts_around(actor, plan.person),
            teams_of_person(actor, plan.person),
        )  # fmt: skip
        if isinstance(old, Task):
            more["offered"] = _with_chosen(more["offered"], old)
            initial |= _action(old)
    return part.form(request.POST or None, instance=old, initial=initial, **more)


def _with_chosen(offered: list[tuple[str, str]], task: Task) -> list[tuple[str, str]]:
    """Return who may do it, with who does: they may have left meanwhile."""
    now = chosen(task)
    if now in dict(offered):
        return offered
    return [(now, task.owner_name or "who did it before"), *offered]


def _action(task: Task) -> Values:
    day = timezone.localtime(task.due_at).date() if task.due_at else None
    name = "" if task.owner_kind == Task.Owner.CARER else task.owner_name
    return {"who": chosen(task), "owner_name": name, "due": day, "confidence": task.confidence}


@page(Verb.WRITE_PLAN)
def add(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, part: str, of: uuid.UUID
) -> HttpResponse:
    """Add a part under another: a need to the plan, a goal to a need, an action to a goal."""
    plan, kind = plan_for(actor, id_), _part(part)
    if kind.among is None or kind.add is None:
        raise Hidden
    under = _one(kind.among(actor, plan), of)
    form = _form(kind, request, actor, plan, None)
    told: Values = {"under": under if under.pk != plan.pk else None, "is_new": True}
    if request.method == "POST" and form.is_valid():
        try:
            made = kind.add(actor, under.pk, form)
        except NotPossible as refused:
            return _page(request, actor, plan, kind, form, 409, refused=str(refused), **told)
        messages.success(request, "Saved.")
        if "again" in request.POST:
            return redirect(request.path)
        return redirect(_back(plan, made))
    return _page(request, actor, plan, kind, form, 422 if form.errors else 200, **told)


@page(Verb.WRITE_PLAN)
def change(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, part: str, of: uuid.UUID
) -> HttpResponse:
    """Change a part; two who write at once lose nothing."""
    plan, kind = plan_for(actor, id_), _part(part)
    old = _one(kind.found(actor, plan), of)
    form = _form(kind, request, actor, plan, old)
    if request.method == "POST" and form.is_valid():
        more = {"who": form.owner} if isinstance(form, ActionForm) else {}
        seen = form.cleaned_data["seen"] or 0
        try:
            kind.change(by=actor, id_=old.pk, seen=seen, values=form.values, **more)
        except Changed as changed:
            return _conflict(request, actor, plan, kind, form, of, changed)
        except NotPossible as refused:
            return _page(request, actor, plan, kind, form, 409, of=of, refused=str(refused))
        messages.success(request, "Saved.")
        return redirect(_back(plan, old))
    return _page(request, actor, plan, kind, form, 422 if form.errors else 200, of=old.pk)


def _conflict(
    request: HttpRequest, actor: Actor, plan: CarePlan, kind: Part, form: PartForm, of: uuid.UUID,
    changed: Changed,
) -> HttpResponse:  # fmt: skip
    """Show the form with what was typed, and what is there now."""
    now = _one(kind.found(actor, plan), of)
    others = others_of(request, form, now, _action(now) if isinstance(now, Task) else {})
    return _page(request, actor, plan, kind, form, 409, of=of, changed=changed, others=others)


@page(Verb.WRITE_PLAN)
def remove(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, part: str, of: uuid.UUID
) -> HttpResponse:
    """Take a part out of a version that is being written."""
    plan, kind = plan_for(actor, id_), _part(part)
    if kind.remove is None:
        raise Hidden
    if request.method == "POST":
        old = _one(kind.found(actor, plan), of)
        form = SeenForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else 0
        try:
            kind.remove(by=actor, id_=old.pk, seen=seen)
            messages.success(request, "Taken out.")
        except (Changed, NotPossible) as refused:
            messages.error(request, f"Nothing was taken out. {refused}")
    return redirect("plan-write", id_=plan.pk)


def _back(plan: CarePlan, record: Record) -> str:
    return f"{reverse('plan-write', args=[plan.pk])}#{record.pk}"


def _page(
    request: HttpRequest, actor: Actor, plan: CarePlan, kind: Part, form: PartForm,
    status: int = 200, **told: object,
) -> HttpResponse:  # fmt: skip
    saw(actor, plan.person, "part of a plan")
    word = next(word for word, one in PARTS.items() if one is kind)
    return show(
        request, actor, "plan_part.html", status, person=plan.person, plan=plan, form=form,
        title=kind.title, word=word, may_remove=kind.remove is not None, **told,
    )  # fmt: skip
