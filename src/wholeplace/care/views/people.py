"""Find a person, see them, and write what is known of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb, person_for
from wholeplace.care.access.scopes import (
    about_me,
    caseload,
    people,
    problems,
    related,
    why_seen,
)
from wholeplace.care.actions import people as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.people import AboutMeForm, PersonForm, SearchForm
from wholeplace.care.models import AboutMe, Person
from wholeplace.care.pages import page, show
from wholeplace.care.states import OPEN
from wholeplace.care.terms import read_terms
from wholeplace.care.views.late import others_of

MOST_FOUND = 50


@page(Verb.SEARCH)
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find people whom the actor may see; what was searched by is kept, not what was typed."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = _found(actor, form)
        by = [name for name, value in form.cleaned_data.items() if value]
        look(actor, Told(Verb.SEARCH, detail={"by": by, "found": len(found)}))
    return show(
        request, actor, "search.html", form=form, found=found, most=MOST_FOUND,
        may_break_glass=actor.may(Verb.BREAK_GLASS),
    )  # fmt: skip


def _found(actor: Actor, form: SearchForm) -> list[Person]:
    asked = form.cleaned_data
    rows = people(actor).select_related("practice")
    if asked["nhs_number"]:
        rows = rows.filter(nhs_number=asked["nhs_number"])
    if asked["name"]:
        rows = rows.filter(search_name__startswith=asked["name"].strip().casefold())
    if asked["birth_date"]:
        rows = rows.filter(birth_date=asked["birth_date"])
    return list(rows[:MOST_FOUND])


@page(Verb.READ)
def person(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show a person: what they want to be known first."""
    found = person_for(actor, id_)
    why = why_seen(actor, found)
    look(actor, Told(Verb.READ, found.pk, "page:person", why))
    return show(
        request,
        actor,
        "person.html",
        person=found,
        why=why,
        about=_headings(about_me(actor).filter(person=found).first()),
        related=list(related(actor).filter(person=found)),
        places=list(
            caseload(actor).filter(person=found, state__in=OPEN).select_related("team", "lead")
        ),
        problems=list(problems(actor).filter(person=found)),
        names=dict(read_terms(settings.WORKSPACE).choices()),
    )


def _headings(about: AboutMe | None) -> dict[str, object] | None:
    if about is None:
        return None
    form = AboutMeForm()
    texts = [(str(form.fields[name].label), getattr(about, name)) for name in AboutMe.HEADINGS]
    return {"texts": [row for row in texts if row[1]], "of": about}


@page(Verb.WRITE_ABOUT_ME)
def edit_about_me(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Write what somebody wants to be known, beginning from what they said last."""
    found = person_for(actor, id_)
    last = about_me(actor).filter(person=found).first()
    form = AboutMeForm(request.POST or None, initial=_last_words(last, actor))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        actions.write_about_me(
            by=actor,
            person=found.pk,
            written_on=values.pop("written_on"),
            supported_by=values.pop("supported_by"),
            words=values,
        )
        messages.success(request, "What they said is kept.")
        return redirect("person", id_=found.pk)
    look(actor, Told(Verb.READ, found.pk, "page:about me", why_seen(actor, found)))
    return show(request, actor, "form.html", person=found, form=form, title="About me")


def _last_words(last: AboutMe | None, actor: Actor) -> dict[str, object]:
    words = {name: getattr(last, name) for name in AboutMe.HEADINGS} if last else {}
    return {**words, "written_on": actor.today}


@page(Verb.WRITE_PERSON)
def edit_person(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Change how somebody is called and reached."""
    found = person_for(actor, id_)
    form = PersonForm(request.POST or None, instance=found, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.change_person(by=actor, person=found.pk, seen=values.pop("seen"), values=values)
        except Changed as changed:
            return _conflict(request, actor, found, form, changed)
        messages.success(request, "Saved.")
        return redirect("person", id_=found.pk)
    look(actor, Told(Verb.READ, found.pk, "page:details", why_seen(actor, found)))
    return show(request, actor, "form.html", person=found, form=form, title="Details")


def _conflict(
    request: HttpRequest, actor: Actor, found: Person, form: PersonForm, changed: Changed
) -> HttpResponse:
    """Show the form with what was typed, and what others made of it meanwhile; nothing is lost."""
    now = person_for(actor, found.pk)
    return show(
        request, actor, "form.html", 409, person=now, form=form, title="Details",
        changed=changed, others=others_of(request, form, now, {}),
    )  # fmt: skip
