"""Who has looked at somebody's record: for those who care for them, and for who must tell them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import anybody, looks_at, people, staff_names, why_seen
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.forms.people import BothFactsForm
from wholeplace.care.models import AuditEvent, Role
from wholeplace.care.pages import ON_A_PAGE, page, show

_KINDS_SHOWN = ("page", "export")


@page(Verb.SEE_ACCESS)
def who_looked(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show who has looked at somebody's record, and why.

    A privacy officer sees the looks of anybody, and of whom they are no more than was asked by.
    """
    rows = Paginator(looks_at(actor, id_), ON_A_PAGE).get_page(request.GET.get("page"))
    person = people(actor).filter(pk=id_).select_related("practice").first()
    names = staff_names(row.user for row in rows)
    why = why_seen(actor, person) if person else "privacy"
    look(actor, Told(Verb.SEE_ACCESS, id_, "page:who looked", why))
    told = [
        {
            "at": datetime.fromisoformat(row.at),
            "who": names[row.user] if row.user else "the system",
            "role": _role(row),
            "what": _what(row),
            "why": row.why.replace("_", " "),
        }
        for row in rows
    ]
    return show(request, actor, "who_looked.html", person=person, rows=rows, told=told)


def _role(row: AuditEvent) -> str:
    labels = dict(Role.choices)
    names = [labels.get(role, role) for role in row.roles.split(",") if role]
    return ", ".join([*names, row.organisation] if row.organisation else names)


def _what(row: AuditEvent) -> str:
    """Return what was done, and on which page or in which file."""
    kind, _, of = row.what.partition(":")
    return f"{row.verb}: {of}" if kind in _KINDS_SHOWN else row.verb


@page(Verb.FIND_ACCESS)
def find_looks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find who has looked at somebody who asks for it: by NHS number and date of birth."""
    find = BothFactsForm(request.POST or None)
    if request.method == "POST" and find.is_valid():
        found = anybody(find.cleaned_data["nhs_number"], find.cleaned_data["birth_date"])
        look(actor, Told(Verb.SEARCH, found.pk if found else None, "page:find who looked"))
        if found:
            return redirect("who-looked", id_=found.pk)
        find.add_error(None, "Nobody here has this number and date of birth.")
    return show(request, actor, "find_looks.html", find=find)
