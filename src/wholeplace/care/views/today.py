"""Where everybody begins."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import covered_by, people_count
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.pages import page, show
from wholeplace.care.terms import read_terms
from wholeplace.care.today import Day, sections_of


@page(Verb.SIGN_IN)
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what there is to do today, a section of each room."""
    day = Day(actor, read_terms(settings.WORKSPACE), covered_by(actor))
    sections = sections_of(day)
    shown = sum(len(one.rows) for one in sections)
    if shown:
        look(actor, Told(Verb.READ, what="page:today", detail={"shown": shown}))
    return show(
        request, actor, "today.html",
        number=people_count(actor), sections=sections, covered=sorted(day.covered.values()),
    )  # fmt: skip
