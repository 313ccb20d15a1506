"""The directory of services: found by need, and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import organisations, service_for, services_for, teams
from wholeplace.care.actions import directory as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.directory import FindServiceForm, ServiceForm
from wholeplace.care.forms.referral import Choices, team_choices
from wholeplace.care.models import Service
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.place_terms import read_directory
from wholeplace.kernel import Refused
from wholeplace.place import on

_FIELDS = ("slug", "name", "kind", "about", "for_whom", "needs", "how", "telephone", "is_open")


@page(Verb.SEE_SERVICES)
def directory(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the services, or those that fit what somebody needs."""
    form = FindServiceForm(request.GET)
    nothing = {"word": "", "kind": "", "closed": False}
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else nothing
    rows = services_for(asked["word"], asked["kind"], only_open=not asked["closed"])
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.SEE_SERVICES, what="page:directory", detail={"shown": len(shown)}))
    days = on(read_directory(settings.WORKSPACE).check_every_days, actor.today)
    return show(
        request, actor, "directory.html", rows=shown, form=form,
        may_keep=actor.may(Verb.KEEP_SERVICES), may_refer=actor.may(Verb.REFER),
        check_before=actor.today - timedelta(days=days),
        asked=urlencode({name: value for name, value in asked.items() if value}),
    )  # fmt: skip


@page(Verb.KEEP_SERVICES)
def edit_service(request: HttpRequest, actor: Actor, slug: str = "") -> HttpResponse:
    """Add a service, or change what the directory says of one."""
    old = service_for(slug) if slug else None
    form = ServiceForm(request.POST or None, _choices(), initial=_begun(old))
    if old is not None:
        form.fields.pop("slug")
    if request.method != "POST" or not form.is_valid():
        return _service(request, actor, old, form, 422 if form.is_bound else 200)
    try:
        if old is None:
            slug = form.cleaned_data["slug"]
            actions.add_service(by=actor, slug=slug, values=form.values())
        else:
            seen = form.cleaned_data["seen"] or 0
            actions.change_service(by=actor, slug=slug, seen=seen, values=form.values())
    except (Changed, NotPossible) as told:
        now = service_for(slug) if old else None
        return _service(request, actor, now, form, 409, str(told))
    messages.success(request, "Saved.")
    return redirect("directory")


def _choices() -> dict[str, Choices]:
    return {
        "organisation": [(one.pk, one.name) for one in organisations()],
        "team": [("", "none"), *team_choices(teams())],
    }


def _begun(old: Service | None) -> dict[str, object]:
    if old is None:
        return {"is_open": True}
    begun: dict[str, object] = {name: getattr(old, name) for name in _FIELDS}
    return {**begun, "organisation": old.organisation_id, "team": old.team_id, "seen": old.version}


def _service(
    request: HttpRequest, actor: Actor, old: Service | None, form: ServiceForm, status: int,
    said: str = "",
) -> HttpResponse:  # fmt: skip
    look(actor, Told(Verb.KEEP_SERVICES, what=f"service:{old.slug if old else 'new'}"))
    if old is not None and said:
        # Saved again, knowing what is there now, it is written.
        form.data = {**request.POST.dict(), "seen": str(old.version)}
    return show(request, actor, "directory_service.html", status, service=old, form=form, said=said)


@page(Verb.KEEP_SERVICES)
def load(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take in the services of the place's document that are not there yet."""
    if request.method == "POST":
        try:
            found = read_directory(settings.WORKSPACE)
            number = actions.load_services(by=actor, directory=found)
            messages.success(request, f"{number} taken in.")
        except Refused as refused:
            for problem in refused.problems:
                messages.error(request, str(problem))
    return redirect("directory")
