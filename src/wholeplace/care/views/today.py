"""Where everybody begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from wholeplace.care.access import Actor, Verb
from wholeplace.care.access.scopes import candidates, caseload, people_count
from wholeplace.care.models import CaseloadEntry
from wholeplace.care.pages import page, show
from wholeplace.care.states import Candidacy, Place

MOST = 50


@page(Verb.SIGN_IN)
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what there is to do today."""
    return show(
        request,
        actor,
        "today.html",
        number=people_count(actor),
        due=_due(actor) if actor.may(Verb.FOLLOW) else None,
        asked=_to_ask(actor) if actor.may(Verb.ASK_CONSENT) else None,
        waiting=_waiting(actor) if actor.may(Verb.SEE_CANDIDATES) else None,
    )


def _due(actor: Actor) -> list[CaseloadEntry]:
    """Return those of whom the actor is the lead who are due, or overdue."""
    rows = caseload(actor).filter(state=Place.ACTIVE, next_contact__lte=actor.today)
    mine = rows.filter(lead=actor.user) if rows.filter(lead=actor.user).exists() else rows
    return list(mine.select_related("person", "lead")[:MOST])


def _to_ask(actor: Actor) -> list[CaseloadEntry]:
    """Return those who are to be asked, or to be begun with."""
    states = [Place.ACCEPTED, Place.OFFERED, Place.CONSENTED]
    rows = caseload(actor).filter(state__in=states, team__in=actor.teams)
    return list(rows.select_related("person").order_by("entered_at")[:MOST])


def _waiting(actor: Actor) -> int:
    """Return how many candidates wait for a decision."""
    return candidates(actor).filter(state=Candidacy.WAITING).count()
