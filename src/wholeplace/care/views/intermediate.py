"""Intermediate care: what there is by day, who waits, who has what; ask, give, end."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import (
    in_order,
    intermediate_team,
    intermediate_teams,
    is_in_sight,
    package_for,
    packages,
    packages_known,
    packages_of,
    steps_of,
    why_seen,
)
from wholeplace.care.access.scopes.intermediate import free, there, used
from wholeplace.care.actions import intermediate as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.fitting import Calendar, lasts, parts_of
from wholeplace.care.forms.intermediate import (
    CapacityForm,
    EndForm,
    GiveForm,
    PackageForm,
    WithdrawForm,
    as_begun,
    fortnight,
    key_of,
    read_back,
    written,
)
from wholeplace.care.forms.referral import team_choices
from wholeplace.care.models import Package, Person, Team
from wholeplace.care.pages import ON_A_PAGE, page, seen_of, show
from wholeplace.care.place_terms import read_intermediate
from wholeplace.care.states import Giving
from wholeplace.care.views.referral import typed
from wholeplace.place import IntermediateTerms, on

DAYS = 14
_FARTHEST = 366


def _terms() -> IntermediateTerms:
    return read_intermediate(settings.WORKSPACE)


@page(Verb.SEE_PACKAGES)
def intermediate(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what a team has by day, who waits for it in order, and who has it."""
    every = list(intermediate_teams())
    own = [one for one in every if one.pk in actor.teams]
    team = next((one for one in every if one.slug == request.GET.get("team")), None)
    team = team or next(iter(own or every), None)
    if team is None:
        look(actor, Told(Verb.SEE_PACKAGES, what="page:intermediate"))
        return show(request, actor, "intermediate.html", team=None)
    mine = packages_of(actor) if team in own else packages(actor)
    of_team = mine.filter(team=team).select_related("person")
    waiting = Paginator(in_order(of_team), ON_A_PAGE).get_page(request.GET.get("page"))
    given = of_team.filter(state=Giving.GIVEN).order_by("ends", "id")
    rows, fit = _waiting(team, list(waiting), actor.today)
    look(actor, Told(Verb.SEE_PACKAGES, what="page:intermediate", detail={"shown": len(rows)}))
    terms = _terms()
    return show(
        request, actor, "intermediate.html", team=team, every=every, waiting=waiting, rows=rows,
        now=fit, given=Paginator(given, ON_A_PAGE).get_page(request.GET.get("given")),
        resources=terms.resources, days=_by_day(team, terms, actor.today), is_ours=team in own,
        may_set=team in own and actor.may(Verb.SET_CAPACITY),
    )  # fmt: skip


Row = tuple[Package, date | None, int]


def _waiting(team: Team, listed: list[Package], today: date) -> tuple[list[Row], list[Row]]:
    """Return who waits with the first day that fits, and how long it lasts; and who fits today."""
    calendar = Calendar(free(team.pk, today), today)
    rows = []
    for one in listed:
        parts = parts_of(one.parts)
        rows.append((one, calendar.first_day(parts, max(one.earliest, today)), lasts(parts)))
    return rows, [row for row in rows if row[1] == today]


def _by_day(team: Team, terms: IntermediateTerms, first: date) -> list[dict[str, Any]]:
    """Return what is there, taken and free of each resource on the days from one on."""
    have, taken = there(team.pk, first), used(team.pk, first)
    return [
        {
            "day": day,
            "cells": [
                (one, have.get((one.id, day)), taken.get((one.id, day), 0))
                for one in terms.resources
            ],
        }
        for day in (first + timedelta(days=at) for at in range(DAYS))
    ]


@page(Verb.SET_CAPACITY)
def capacity_days(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Set what a team has on the days of a fortnight, beginning from what the place says."""
    team = intermediate_team(slug)
    if team.pk not in actor.teams:
        raise Hidden
    terms, first = _terms(), _first(request, actor.today)
    slots = fortnight(first, [one.id for one in terms.resources], DAYS)
    shown = {slot: n for slot, n in there(team.pk, first).items() if slot in set(slots)}
    each = {one.id: on(one.each_day, first) for one in terms.resources}
    begun: dict[str, object] = {
        key_of(*slot): f"{float(shown.get(slot, each[slot[0]])):g}" for slot in slots
    }
    names = {one.id: one.title for one in terms.resources}
    form = CapacityForm(
        request.POST or None, slots, names, initial={**begun, "was": written(shown)}
    )
    status, said = 422 if form.is_bound else 200, ""
    if request.method == "POST" and form.is_valid():
        was = read_back(form.cleaned_data["was"])
        try:
            actions.set_capacity(by=actor, team=team.pk, amounts=form.amounts(), was=was)
        except (Changed, NotPossible) as told:
            status, said = 409, str(told)
            form.data = {**request.POST.dict(), "was": written(shown)}
        else:
            messages.success(request, "Saved.")
            return redirect("intermediate")
    look(actor, Told(Verb.SET_CAPACITY, what=f"page:capacity of {team.pk}"))
    return show(
        request, actor, "intermediate_days.html", status, team=team, form=form, said=said,
        first=first, shown=shown, earlier=first - timedelta(days=DAYS),
        later=first + timedelta(days=DAYS), resources=terms.resources,
    )  # fmt: skip


def _first(request: HttpRequest, today: date) -> date:
    """Return the first day that is asked for, if it is near enough; else today."""
    with suppress(ValueError):
        asked = date.fromisoformat(request.GET.get("from", ""))
        if abs((asked - today).days) <= _FARTHEST:
            return asked
    return today


@page(Verb.SEE_PACKAGES)
def person_packages(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show what packages somebody has, had, or waits for."""
    person = person_for(actor, id_)
    look(actor, Told(Verb.READ, person.pk, "page:packages", why_seen(actor, person)))
    rows = packages(actor).filter(person=person).select_related("team").order_by("-asked_at", "id")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return show(
        request, actor, "intermediate_person.html", person=person, rows=shown, terms=_terms(),
        may_ask=actor.may(Verb.REFER),
    )  # fmt: skip


@page(Verb.SEE_PACKAGES)
def ask(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Ask for a package: as the place mostly has it, or made by hand from parts."""
    person, terms = person_for(actor, id_), _terms()
    template = next((one for one in terms.packages if one.id == request.GET.get("of")), None)
    offered = {"team": team_choices(intermediate_teams())}
    form = PackageForm(
        request.POST or None, terms, choices=offered, initial=as_begun(template, actor.today)
    )
    status, said = 422 if form.is_bound else 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            asked = _asked(actor, person, form, terms)
        except NotPossible as told:
            status, said = 409, str(told)
        else:
            messages.success(request, "Asked for. It waits until it is given.")
            return redirect("package", id_=asked.pk)
    look(actor, Told(Verb.READ, person.pk, "page:ask for a package", why_seen(actor, person)))
    return show(
        request, actor, "intermediate_ask.html", status, person=person, form=form, terms=terms,
        said=said, begun_from=template,
    )  # fmt: skip


def _asked(actor: Actor, person: Person, form: PackageForm, terms: IntermediateTerms) -> Package:
    said = form.cleaned_data
    wanted = actions.Wanted(
        said["name"], said["parts"], said["urgency"], said["earliest"], said["goal"]
    )
    return actions.ask_package(
        by=actor, person=person.pk, team=uuid.UUID(said["team"]), wanted=wanted, terms=terms
    )


@page(Verb.SEE_PACKAGES)
def package(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show a package: what it takes, where it stands, and what can be done."""
    return _package(request, actor, package_for(actor, id_))


def _package(
    request: HttpRequest, actor: Actor, found: Package, status: int = 200, said: str = "",
    wrong: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:  # fmt: skip
    why = why_seen(actor, found.person) or "a_package_asked_of_their_team"
    look(actor, Told(Verb.READ, found.person.pk, found.reference, why))
    parts, today = parts_of(found.parts), actor.today
    first = None
    if found.state == Giving.WAITING:
        calendar = Calendar(free(found.team_id, today), today)
        first = calendar.first_day(parts, max(found.earliest, today))
    bound = dict(wrong or {})
    begun = {"starts": first, "last_day": _last_day(found, today)}
    may = _may(actor, found)
    offered = {
        name: bound.get(name) or _FORMS[name](None, prefix=name, initial=begun) for name in may
    }
    lost = [row for name, form in bound.items() if name not in may for row in typed(form)]
    return show(
        request, actor, "intermediate_package.html", status, package=found, parts=parts,
        first=first, forms=offered, said=said, lost=lost, wrong=next(iter(bound.values()), None),
        history=list(steps_of(found)), states=dict(Giving.choices), lasts=lasts(parts),
        in_sight=is_in_sight(actor, found.person), stay=_stay(found, today),
        names={one.id: one for one in _terms().resources},
    )  # fmt: skip


def _last_day(found: Package, today: date) -> date:
    """Return the day with which the form begins: today, or where it never began the day before."""
    if found.starts is not None and found.starts > today:
        return found.starts - timedelta(days=1)
    return min(today, found.ends or today)


def _stay(found: Package, today: date) -> int | None:
    """Return how many days somebody has had, or had, a package."""
    if found.starts is None or found.ends is None or found.starts > today:
        return None
    return (min(found.ends, today) - found.starts).days + 1


_FORMS: Mapping[str, type[forms.Form]] = {
    "give": GiveForm, "end": EndForm, "withdraw": WithdrawForm
}  # fmt: skip
_DOES: Mapping[str, Callable[..., object]] = {
    "give": actions.give_package,
    "end": actions.end_package,
    "withdraw": actions.withdraw_package,
}


def _may(actor: Actor, found: Package) -> list[str]:
    is_ours = found.team_id in actor.teams and actor.may(Verb.ALLOCATE)
    if found.state == Giving.WAITING:
        return [*(["give"] if is_ours else []), *(["withdraw"] if actor.may(Verb.REFER) else [])]
    return ["end"] if found.state == Giving.GIVEN and is_ours else []


@page(Verb.SEE_PACKAGES)
def package_do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Give, end or withdraw a package, and go back to it."""
    found = package_for(actor, id_)
    if request.method != "POST" or what not in _FORMS:
        return redirect("package", id_=id_)
    form = _FORMS[what](request.POST, prefix=what)
    if not form.is_valid():
        return _package(request, actor, found, 422, "", {what: form})
    doing = partial(_DOES[what], by=actor, id_=id_, seen=seen_of(request))
    try:
        doing(**form.cleaned_data)
    except (Changed, NotPossible) as told:
        return _package(request, actor, package_for(actor, id_), 409, str(told), {what: form})
    messages.success(request, _told(actor, found, what))
    still = packages_known(actor).filter(pk=id_).exists()
    return redirect("package", id_=id_) if still else redirect("intermediate")


def _told(actor: Actor, found: Package, what: str) -> str:
    """Return what to say; where days became free, who can be given theirs now."""
    if what != "end":
        return "Saved."
    waiting = in_order(packages_of(actor).filter(team=found.team_id))
    _, now = _waiting(found.team, list(waiting[:ON_A_PAGE]), actor.today)
    who = f"{len(now)} of those who wait can be given theirs now." if now else ""
    return f"Saved. {who}".strip()
