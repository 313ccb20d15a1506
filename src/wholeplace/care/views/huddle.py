"""Huddles: planned, members asked, the agenda, begun, closed; and asking one about somebody."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import (
    actions_of,
    huddle_items,
    huddle_members,
    huddles,
    own_teams,
    posts_called,
    posts_of,
    posts_to_ask,
    teams_of,
    why_each,
    why_seen,
)
from wholeplace.care.actions import huddle as actions
from wholeplace.care.actions.audit import Told, look, look_at_all
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.agenda import WORDS
from wholeplace.care.forms.huddle import AskForm, NameForm, PlanForm, WhenForm
from wholeplace.care.models import Huddle, HuddleItem, Person, Role, Task
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.states import Huddling, Spoken
from wholeplace.care.terms import read_terms
from wholeplace.place import CareTerms

_MOST_FOUND = 20
_DIGITS = 18  # Longer ones are no number of a row in any database.


def terms() -> CareTerms:
    """Return what the place agreed."""
    return read_terms(settings.WORKSPACE)


def huddle_seen(actor: Actor, id_: uuid.UUID) -> Huddle:
    """Return a huddle that the actor may see."""
    found = huddles(actor).select_related("team", "chair").filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def seen_on(
    actor: Actor, verb: Verb, huddle: Huddle, name: str, items: Sequence[HuddleItem]
) -> None:
    """Keep that everybody in a list of a huddle was seen: a row for each, and one for the page."""
    whole = Told(Verb.SEE_HUDDLE, what=f"huddle:{huddle.pk}", detail={"shown": len(items)})
    why = why_each(actor, [item.person_id for item in items])
    each = [Told(verb, item.person_id, name, why.get(item.person_id, "")) for item in items]
    look_at_all(actor, [whole, *each])


@page(Verb.SEE_HUDDLE)
def huddle_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the huddles that the actor belongs to: those to come, then those that were."""
    rows = huddles(actor).select_related("team", "chair").order_by("-at")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.SEE_HUDDLE, what="page:huddles", detail={"shown": len(shown)}))
    return show(
        request, actor, "huddles.html", rows=shown, states=dict(Huddling.choices),
        may_run=actor.may(Verb.RUN_HUDDLE) and bool(actor.teams),
        may_see_follow_through=actor.may(Verb.SEE_FOLLOW_THROUGH),
    )  # fmt: skip


@page(Verb.RUN_HUDDLE)
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Plan a huddle of one of the actor's teams."""
    teams, told = list(own_teams(actor)), {}
    form = PlanForm(request.POST or None, posts_of(actor), actor.now, teams)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_huddle(
                by=actor, team=uuid.UUID(form.cleaned_data["team"]), at=form.at,
                chair=form.leads, terms=terms(),
            )  # fmt: skip
        except NotPossible as refused:
            told = {"said": str(refused)}
        else:
            messages.success(request, "The huddle is planned, and its agenda is begun.")
            return redirect("huddle", id_=made.pk)
    status = 409 if told else 422 if form.errors else 200
    return show(request, actor, "huddle_when.html", status, form=form, huddle=None, **told)


@page(Verb.RUN_HUDDLE)
def change(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Move a huddle that has not begun, or give it another chair."""
    huddle, told = huddle_seen(actor, id_), {}
    posts = posts_to_ask(huddle.team, actor.today)
    form = WhenForm(request.POST or None, posts, actor.now, huddle)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            actions.change_huddle(by=actor, id_=id_, seen=seen, at=form.at, chair=form.leads)
        except Changed as changed:
            huddle = huddle_seen(actor, id_)
            form.data = {**request.POST.dict(), "seen": str(huddle.version)}
            told = {"said": f"{changed}. It is planned for {_when(huddle)} now."}
        except NotPossible as refused:
            told = {"said": str(refused)}
        else:
            messages.success(request, "Saved.")
            return redirect("huddle", id_=id_)
    status = 409 if told else 422 if form.errors else 200
    return show(request, actor, "huddle_when.html", status, form=form, huddle=huddle, **told)


def _when(huddle: Huddle) -> str:
    return f"{timezone.localtime(huddle.at):%d/%m/%Y, %H:%M}"


@page(Verb.SEE_HUDDLE)
def huddle(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show who is on the agenda and why, and who comes; of a closed huddle, its minutes."""
    found = huddle_seen(actor, id_)
    if found.state == Huddling.CLOSED:
        return redirect("huddle-minutes", id_=id_)
    return _huddle(request, actor, found)


def _huddle(
    request: HttpRequest, actor: Actor, found: Huddle, status: int = 200, said: str = ""
) -> HttpResponse:
    rows = huddle_items(actor).filter(huddle=found)
    shown: Page[HuddleItem] = Paginator(
        rows.select_related("person", "asked_by").order_by("order", "id"), ON_A_PAGE
    ).get_page(request.GET.get("page"))
    waiting = rows.filter(state=Spoken.WAITING).order_by("order", "id")
    seen_on(actor, Verb.READ, found, "page:huddle", list(shown))
    return show(
        request, actor, "huddle.html", status, huddle=found, rows=shown, words=WORDS, said=said,
        first=waiting.values_list("pk", flat=True).first(), waiting=waiting.count(),
        is_guest=found.team_id not in actor.teams, roles=dict(Role.choices),
        members=list(huddle_members(found)),
        states=dict(Spoken.choices), may_run=may_run(actor, found),
    )  # fmt: skip


def may_run(actor: Actor, found: Huddle) -> bool:
    """Return whether the actor may write in a huddle: a member from elsewhere reads."""
    return actor.may(Verb.RUN_HUDDLE) and found.team_id in actor.teams


def _member(request: HttpRequest) -> int:
    asked = request.POST.get("member", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS):
        raise Hidden
    return int(asked)


Doing = Callable[[HttpRequest, Actor, uuid.UUID], object]

DOING: dict[str, tuple[str, Doing]] = {
    "build": (
        "The agenda is up to date.",
        lambda _, by, id_: actions.build_agenda(by=by, id_=id_, terms=terms()),
    ),
    "start": (
        "The huddle has begun.",
        lambda _, by, id_: actions.start_huddle(by=by, id_=id_, terms=terms()),
    ),
    "close": (
        "The huddle is closed. The next one is planned.",
        lambda _, by, id_: actions.close_huddle(by=by, id_=id_, terms=terms()),
    ),
    "here": (
        "",
        lambda request, by, id_: actions.mark_attendance(
            by=by, id_=id_, member=_member(request), came=True
        ),
    ),
    "away": (
        "",
        lambda request, by, id_: actions.mark_attendance(
            by=by, id_=id_, member=_member(request), came=False
        ),
    ),
    "all-here": (
        "",
        lambda _, by, id_: actions.mark_attendance(by=by, id_=id_, member=None, came=True),
    ),
    "leave-out": (
        "They are not asked to come any more.",
        lambda request, by, id_: actions.leave_out_member(by=by, id_=id_, member=_member(request)),
    ),
}
"""What can be done with a huddle by a button: what is said when it is done, and how."""


@page(Verb.RUN_HUDDLE)
def do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Do something with a huddle, and go back to it."""
    found = huddle_seen(actor, id_)
    if request.method != "POST" or what not in DOING:
        return redirect("huddle", id_=id_)
    says, doing = DOING[what]
    try:
        doing(request, actor, id_)
    except NotPossible as refused:
        if found.state == Huddling.CLOSED:
            messages.warning(request, str(refused))
            return redirect("huddle-minutes", id_=id_)
        return _huddle(request, actor, found, 409, str(refused))
    if says:
        messages.success(request, says)
    return redirect("huddle", id_=id_)


@page(Verb.RUN_HUDDLE)
def members(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Find a colleague by name, from wherever they work, and ask them to the huddle."""
    found, said = huddle_seen(actor, id_), ""
    asked = request.POST.get("user", "")
    if request.method == "POST":
        try:
            actions.ask_member(by=actor, id_=id_, user=_uuid(asked), terms=terms())
        except NotPossible as refused:
            said = str(refused)
        else:
            messages.success(request, "They are asked to come.")
            return redirect("huddle", id_=id_)
    form = NameForm(request.GET if "name" in request.GET else None)
    named = form.cleaned_data["name"] if form.is_bound and form.is_valid() else ""
    rows = list(posts_called(named, actor.today)[:_MOST_FOUND]) if named else None
    there = set(huddle_members(found).values_list("user", flat=True))
    return show(
        request, actor, "huddle_members.html", 409 if said else 200, huddle=found, form=form,
        rows=rows, there=there, roles=dict(Role.choices), said=said,
    )  # fmt: skip


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Hidden from None


@page(Verb.SEE_HUDDLE)
def person_huddle(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show when somebody was spoken of and what was decided, and ask the next huddle about them."""
    person, said = person_for(actor, id_), ""
    teams = list(teams_of(person, actor.now))
    form = AskForm(request.POST or None, teams)
    if request.method == "POST" and actor.may(Verb.ASK_HUDDLE) and form.is_valid():
        try:
            item = actions.ask_huddle(
                by=actor, person=person.pk, team=uuid.UUID(form.cleaned_data["team"]),
                question=form.cleaned_data["question"], terms=terms(),
            )  # fmt: skip
        except NotPossible as refused:
            said = str(refused)
        else:
            when = _when(item.huddle)
            messages.success(request, f"They stand on the agenda of the huddle of {when}.")
            return redirect("person-huddle", id_=id_)
    look(actor, Told(Verb.READ, person.pk, "page:huddle", why_seen(actor, person)))
    return _person(request, actor, person, form if teams else None, said)


def _person(
    request: HttpRequest, actor: Actor, person: Person, form: AskForm | None, said: str
) -> HttpResponse:
    rows = huddle_items(actor).filter(person=person).select_related("huddle__team", "asked_by")
    shown = Paginator(rows.order_by("-huddle__at", "id"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    wrong = form is not None and bool(form.errors)
    return show(
        request, actor, "huddle_person.html", 409 if said else 422 if wrong else 200,
        person=person, rows=shown, form=form, said=said, words=WORDS,
        states=dict(Spoken.choices), agreed=by_item(actor, list(shown)),
        may_ask=actor.may(Verb.ASK_HUDDLE),
    )  # fmt: skip


def by_item(actor: Actor, items: Sequence[HuddleItem]) -> dict[str, list[Task]]:
    """Return what was agreed for items, by the reference of each."""
    found: dict[str, list[Task]] = {}
    for task in actions_of(items, actor).order_by("created_at", "id"):
        found.setdefault(task.because, []).append(task)
    return found
