"""Break the glass, and review who did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import anybody, broken_glass, people
from wholeplace.care.actions import people as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.forms.people import BothFactsForm, ReasonForm
from wholeplace.care.models import GlassBroken
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.terms import read_terms
from wholeplace.place import on

_OPEN = GlassBroken.Outcome.OPEN


@page(Verb.BREAK_GLASS)
def break_glass(request: HttpRequest, actor: Actor) -> HttpResponse:
    """See somebody whom one does not care for: by NHS number and date of birth, with a reason."""
    find = BothFactsForm(request.POST or None)
    why = ReasonForm(request.POST or None)
    if request.method == "POST" and find.is_valid() and why.is_valid():
        try:
            return _broken(request, actor, find.cleaned_data, why.cleaned_data["reason"])
        except Hidden:
            find.add_error(None, "Nobody here has this number and date of birth.")
    hours = f"{_hours(actor):g}"
    return show(request, actor, "break_glass.html", find=find, why=why, hours=hours)


def _hours(actor: Actor) -> float:
    return on(read_terms(settings.WORKSPACE).break_glass_hours, actor.today)


def _broken(
    request: HttpRequest, actor: Actor, asked: Mapping[str, Any], reason: str
) -> HttpResponse:
    found = anybody(asked["nhs_number"], asked["birth_date"])
    if found is None:
        raise Hidden
    if not people(actor).filter(pk=found.pk).exists():
        hours = _hours(actor)
        until = actor.now + timedelta(hours=hours)
        actions.break_glass(by=actor, person=found, reason=reason, until=until)
        messages.warning(request, f"You may see this record for {hours:g} hours. It is reviewed.")
    return redirect("person", id_=found.pk)


@page(Verb.REVIEW_GLASS)
def glass(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whom the glass was broken for, and why, for review; and what was said of the latest."""
    rows = broken_glass(actor)
    to_review = Paginator(rows.filter(outcome=_OPEN), ON_A_PAGE).get_page(request.GET.get("page"))
    reviewed = list(rows.exclude(outcome=_OPEN).order_by("-reviewed_at")[:ON_A_PAGE])
    if to_review or reviewed:
        shown = len(to_review) + len(reviewed)
        look(actor, Told(Verb.READ, what="page:broken glass", detail={"shown": shown}))
    return show(request, actor, "glass.html", rows=to_review, reviewed=reviewed)


@page(Verb.REVIEW_GLASS)
def review_glass(request: HttpRequest, actor: Actor, id_: int) -> HttpResponse:
    """Say whether the glass was rightly broken."""
    if request.method == "POST":
        actions.review_glass(
            by=actor,
            id_=id_,
            is_right=request.POST.get("outcome") == "right",
            note=request.POST.get("note", "")[:1000],
        )
        messages.success(request, "The review is kept.")
    return redirect("glass")
