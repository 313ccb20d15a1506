"""Where everybody begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import people
from wholeplace.care.pages import page, show


@page(Verb.SIGN_IN)
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what there is to do today."""
    return show(request, actor, "today.html", number=people(actor).count())
