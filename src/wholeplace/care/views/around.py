"""What stands around a person on their page: what they live with, and who matters to them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import problems, related, why_seen
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.people import add_related, change_related
from wholeplace.care.actions.problems import add_problem, change_problem
from wholeplace.care.actions.writing import Changed
from wholeplace.care.forms.people import RelatedForm
from wholeplace.care.forms.record import ProblemForm
from wholeplace.care.pages import page, show
from wholeplace.care.views.late import others_of


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of record around a person: which may be seen, its form, and how it is written."""

    title: str
    what: str
    rows: Callable[[Actor], QuerySet[Any]]
    form: type[forms.BaseModelForm]  # type: ignore[type-arg]  # it takes none when it runs
    add: Callable[..., object]
    change: Callable[..., object]


_PROBLEM = Part(
    "What they live with", "page:problem", problems, ProblemForm, add_problem, change_problem
)
_RELATED = Part(
    "People around them", "page:people around", related, RelatedForm, add_related, change_related
)


@page(Verb.WRITE_PROBLEM)
def edit_problem(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, problem_id: uuid.UUID | None = None
) -> HttpResponse:
    """Add or change what somebody lives with."""
    return _edit(request, actor, id_, problem_id, _PROBLEM)


@page(Verb.WRITE_RELATED)
def edit_related(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, related_id: uuid.UUID | None = None
) -> HttpResponse:
    """Add or change somebody who matters to a person."""
    return _edit(request, actor, id_, related_id, _RELATED)


def _edit(
    request: HttpRequest, actor: Actor, id_: uuid.UUID, part_id: uuid.UUID | None, part: Part
) -> HttpResponse:
    person = person_for(actor, id_)
    rows = part.rows(actor).filter(person=person)
    old = rows.filter(pk=part_id).first()
    if part_id and old is None:
        raise Hidden
    form = part.form(
        request.POST or None, instance=old, initial={"seen": old.version} if old else {}
    )
    told: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("seen") or 0
        try:
            if old is None:
                part.add(by=actor, person=person.pk, values=values)
            else:
                part.change(by=actor, id_=old.pk, seen=version, values=values)
        except Changed as changed:
            # What others made of it; the form keeps what was typed.
            now = rows.get(pk=part_id)
            told = {"changed": changed, "others": others_of(request, form, now, {})}
        else:
            messages.success(request, "Saved.")
            return redirect("person", id_=person.pk)
    look(actor, Told(Verb.READ, person.pk, part.what, why_seen(actor, person)))
    return show(
        request, actor, "form.html", 409 if told else 200, person=person, form=form,
        title=part.title, **told,
    )  # fmt: skip
