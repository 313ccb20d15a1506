"""What a person was assessed by, what it came to as time went, and beginning more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Verb, person_for
from wholeplace.care.access.scopes import (
    assessments,
    caseload,
    first_signed,
    observations,
    why_seen,
)
from wholeplace.care.actions import assessment as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.first_assessment import first_assessments
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Observation, Person
from wholeplace.care.pages import ON_A_PAGE, page, show
from wholeplace.care.states import OPEN, Assessing
from wholeplace.care.terms import read_terms
from wholeplace.place import Instruments

_MOST_SCORES = 200
_SHOWN_SCORES = 12
_OF_A_SCORE = (
    "code", "value", "unit", "band", "seen_on", "instrument_version", "created_by__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of an instrument, the latest first, and between what they may lie."""

    name: str
    rows: list[Observation]
    low: float
    high: float
    has_limits: bool


@page(Verb.READ)
def of_person(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show what a person was assessed by, what it came to as time went, and what can be begun."""
    person = person_for(actor, id_)
    instruments = instruments_of(settings.WORKSPACE)
    # The answers are long, and not shown here.
    rows = assessments(actor).filter(person=person).defer("answers", "known", "saved")
    rows = rows.select_related("signed_by")
    done = rows.filter(state__in=[Assessing.SIGNED, Assessing.REPLACED]).order_by("-signed_at")
    offered = instruments.offered(actor.roles) if actor.may(Verb.ASSESS) else []
    begun = list(rows.filter(state=Assessing.DRAFT))
    names = {
        id_: form.instrument.name for id_ in instruments.ids() if (form := instruments.newest(id_))
    }
    look(actor, Told(Verb.READ, person.pk, "page:assessments", why_seen(actor, person)))
    return show(
        request, actor, "assessments.html", person=person, names=names, begun=begun,
        done=Paginator(done, ON_A_PAGE).get_page(request.GET.get("page")),
        offered=[one for one in offered if one.instrument not in {row.instrument for row in begun}],
        trends=_trends(actor, person, instruments, names),
        clocks=_clocks(actor, person, instruments),
    )  # fmt: skip


def _names(instruments: Instruments) -> dict[str, str]:
    newest = ((id_, instruments.newest(id_)) for id_ in instruments.ids())
    return {id_: form.instrument.name for id_, form in newest if form is not None}


def _trends(
    actor: Actor, person: Person, instruments: Instruments, names: Mapping[str, str]
) -> list[Trend]:
    found: dict[str, list[Observation]] = {}
    rows = observations(actor).filter(person=person).select_related("created_by")
    for row in rows.only(*_OF_A_SCORE)[:_MOST_SCORES]:
        found.setdefault(row.code, []).append(row)
    return [
        _trend(names.get(code, code), rows[:_SHOWN_SCORES], instruments)
        for code, rows in sorted(found.items())
    ]


def _trend(name: str, rows: list[Observation], instruments: Instruments) -> Trend:
    form = instruments.form(rows[0].code, rows[0].instrument_version)
    if form is None or form.instrument.score is None:
        return Trend(name, rows, 0, 0, has_limits=False)
    low, high = form.instrument.span()
    return Trend(name, rows, float(low), float(high), has_limits=True)


def _clocks(actor: Actor, person: Person, instruments: Instruments) -> list[dict[str, object]]:
    places = list(caseload(actor).filter(person=person, state__in=OPEN).select_related("team"))
    signed = first_signed(actor, [person.pk], instruments.first()) if places else {}
    terms = read_terms(settings.WORKSPACE)
    return [
        {"team": entry.team, "clock": clock, "is_late": clock.is_late(actor.now)}
        for entry, clock in first_assessments(places, signed, terms)
    ]


@page(Verb.ASSESS)
def begin(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Begin an assessment and go to its first section; one that is open already is gone on with."""
    person = person_for(actor, id_)
    if request.method != "POST":
        return redirect("assessments", id_=person.pk)
    word = request.POST.get("instrument", "")
    try:
        new = actions.begin_assessment(
            by=actor,
            person=person.pk,
            instrument=word,
            instruments=instruments_of(settings.WORKSPACE),
        )
    except NotPossible as not_possible:
        messages.error(request, str(not_possible))
        return redirect("assessments", id_=person.pk)
    messages.success(request, "Begun. You can stop at any time and go on later, also elsewhere.")
    return redirect("assessment", id_=new.pk)
