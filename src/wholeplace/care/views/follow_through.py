"""What became of what the huddles of a team decided, over a period."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wholeplace.app.policies import privacy_policy
from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import agreed_in, members_in, spoken_of, tasks
from wholeplace.care.access.scopes.huddle import ACTION
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.follow_through import Action, Share, by_fifth, share, tally
from wholeplace.care.forms.huddle import PeriodForm
from wholeplace.care.models import Role, Task
from wholeplace.care.pages import page, show
from wholeplace.care.states import Doing, Spoken
from wholeplace.care.terms import read_terms
from wholeplace.place import on
from wholeplace.store.workspace import Workspace

_MOST = 50
_LEFT = (Doing.NOT_DONE, Doing.DROPPED)


@page(Verb.SEE_FOLLOW_THROUGH)
def follow_through(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how many actions were done, by fifth of deprivation, and what else huddles are like."""
    form = PeriodForm(request.GET if "first" in request.GET else _period(actor))
    if not form.is_valid():
        return show(request, actor, "huddle_follow_through.html", 422, form=form, all=None)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    actions = _actions(actor, first, last)
    rule = privacy_policy(Workspace(settings.WORKSPACE)).small_numbers
    detail = {"first": first.isoformat(), "last": last.isoformat(), "actions": len(actions)}
    look(actor, Told(Verb.SEE_FOLLOW_THROUGH, what="page:follow through", detail=detail))
    every = tally(actions, actor.now)
    return show(
        request, actor, "huddle_follow_through.html", form=form, all=every,
        carried_out=share(every.done, every.ripe), fifths=by_fifth(actions, actor.now, rule),
        rule=rule, stated=_stated(actor, first, last), came=_came(actor, first, last),
        left=_left(actor, first, last), most=_MOST,
    )  # fmt: skip


def _period(actor: Actor) -> dict[str, date]:
    days = on(read_terms(settings.WORKSPACE).follow_through_days, actor.today)
    return {"first": actor.today - timedelta(days=days), "last": actor.today}


def _actions(actor: Actor, first: date, last: date) -> list[Action]:
    rows = spoken_of(actor, first, last).values_list("pk", "person", "person__deprivation")
    whose = {f"{ACTION}{item}": (person, fifth) for item, person, fifth in rows}
    return [
        Action(
            whose[task.because][0], task.state, task.due_at, task.done_at, whose[task.because][1]
        )
        for task in agreed_in(whose)
    ]


def _stated(actor: Actor, first: date, last: date) -> Share | None:
    """Return of what share of those decided on it is known what they want."""
    decided = spoken_of(actor, first, last).filter(state=Spoken.DECIDED)
    answers = list(decided.values_list("preference_stated", flat=True))
    return share(sum(answer is True for answer in answers), len(answers))


def _came(actor: Actor, first: date, last: date) -> list[tuple[str, int, int, Share | None]]:
    """Return by role how many were asked to come, and how many did."""
    asked: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for role, is_here in members_in(actor, first, last).values_list("role", "came"):
        asked[role] += 1
        came[role] += is_here is True
    return [
        (role.label, asked[role], came[role], share(came[role], asked[role]))
        for role in Role
        if asked[role]
    ]


def _left(actor: Actor, first: date, last: date) -> list[Task]:
    """Return what was not done, and why, for people whom the actor still sees: the latest first."""
    items = spoken_of(actor, first, last).values_list("pk", flat=True)
    rows = tasks(actor).filter(because__in=[f"{ACTION}{id_}" for id_ in items], state__in=_LEFT)
    return list(rows.select_related("person").order_by("-updated_at", "id")[:_MOST])
