"""The caseload of a team: who is due, what was agreed, and candidates for more."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wholeplace.care.access import Actor, Hidden, Verb
from wholeplace.care.access.scopes import (
    candidates,
    caseload,
    consents,
    covered_by,
    own_teams,
    posts_of,
    steps_of,
    why_seen,
)
from wholeplace.care.actions import caseload as actions
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed
from wholeplace.care.demo.caseload import DEMO_KEYS
from wholeplace.care.forms.caseload import (
    CloseForm,
    ConsentForm,
    DecisionForm,
    LeadForm,
    StepForm,
)
from wholeplace.care.models import CaseloadEntry
from wholeplace.care.need import by_need
from wholeplace.care.pages import ON_A_PAGE, page, seen_of, show
from wholeplace.care.states import OPEN, Candidacy, Place
from wholeplace.care.terms import read_terms
from wholeplace.place import CareTerms, on
from wholeplace.store.identity import read_keys
from wholeplace.store.workspace import Workspace


def _terms() -> CareTerms:
    return read_terms(settings.WORKSPACE)


@page(Verb.SEE_CASELOAD)
def caseload_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show who is on the caseloads that the actor sees, who is due first."""
    rows = caseload(actor).filter(state__in=OPEN).select_related("person", "lead", "team")
    tier = request.GET.get("tier", "")
    if tier:
        rows = rows.filter(tier=tier)
    whose, order = request.GET.get("of", ""), request.GET.get("order", "")
    if whose == "mine":
        rows = rows.filter(lead__in=[actor.user, *covered_by(actor)])
    told = by_need(rows, actor.today) if order == "need" else rows
    shown = Paginator(told, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.SEE_CASELOAD, what="page:caseload", detail={"shown": len(shown)}))
    terms = _terms()
    return show(
        request, actor, "caseload.html", rows=shown, terms=terms, tier=tier, today=actor.today,
        of=whose, order=order, links=_links(request),
        names=dict(terms.choices()), states=dict(Place.choices),
    )  # fmt: skip


def _links(request: HttpRequest) -> Callable[..., str]:
    """Return what makes the address of the list with something else chosen."""
    chosen = {name: request.GET.get(name, "") for name in ("tier", "of", "order")}

    def link(**other: object) -> str:
        return "?" + urlencode({name: one for name, one in (chosen | other).items() if one})

    return link


@page(Verb.SEE_CASELOAD)
def place(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show somebody's place on a caseload: where it stands, how it came there, what is next."""
    return _place(request, actor, _entry(actor, id_))


def _entry(actor: Actor, id_: uuid.UUID) -> CaseloadEntry:
    rows = caseload(actor).select_related("person__practice", "team", "lead", "candidate")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def _place(
    request: HttpRequest,
    actor: Actor,
    entry: CaseloadEntry,
    status: int = 200,
    **told: object,
) -> HttpResponse:
    look(actor, Told(Verb.READ, entry.person.pk, "page:place", why_seen(actor, entry.person)))
    posts = list(posts_of(actor).filter(team=entry.team_id))
    is_ours = entry.team_id in actor.teams
    terms = _terms()
    offered: dict[str, object] = {
        "consent": ConsentForm(None), "lead": LeadForm(None, posts), "step": StepForm(None, terms),
        "close": CloseForm(None),
    }  # fmt: skip
    return show(
        request, actor, "place.html", status, entry=entry, person=entry.person,
        names=dict(terms.choices()), states=dict(Place.choices), history=list(steps_of(entry)),
        consents=list(consents(actor).filter(person=entry.person_id)),
        may_follow=is_ours and actor.may(Verb.FOLLOW),
        may_assign=is_ours and actor.may(Verb.ASSIGN), **{**offered, **told},
    )  # fmt: skip


Doing = Callable[[Actor, CaseloadEntry, int, Mapping[str, Any]], object]


def _ask(actor: Actor, entry: CaseloadEntry, seen: int, _: Mapping[str, Any]) -> object:
    return actions.offer_place(by=actor, id_=entry.pk, seen=seen)


def _consent(actor: Actor, entry: CaseloadEntry, seen: int, said: Mapping[str, Any]) -> object:
    given = actions.Consented(
        said["is_given"] == "yes", said["given_by"], said["said_on"], said["has_capacity"],
        said["note"],
    )  # fmt: skip
    return actions.record_consent(by=actor, id_=entry.pk, seen=seen, said=given)


def _begin(actor: Actor, entry: CaseloadEntry, seen: int, said: Mapping[str, Any]) -> object:
    lead = uuid.UUID(said["lead"])
    return actions.begin_following(by=actor, id_=entry.pk, seen=seen, lead=lead, terms=_terms())


def _step(actor: Actor, entry: CaseloadEntry, seen: int, said: Mapping[str, Any]) -> object:
    return actions.step(by=actor, id_=entry.pk, seen=seen, terms=_terms(), **said)


def _assign(actor: Actor, entry: CaseloadEntry, seen: int, said: Mapping[str, Any]) -> object:
    lead, reason = uuid.UUID(said["lead"]), said["reason"]
    return actions.assign_lead(by=actor, id_=entry.pk, seen=seen, lead=lead, reason=reason)


def _close(actor: Actor, entry: CaseloadEntry, seen: int, said: Mapping[str, Any]) -> object:
    return actions.close_place(by=actor, id_=entry.pk, seen=seen, why=said["why"])


DOING: Mapping[str, tuple[str, Doing]] = {
    "ask": ("", _ask),
    "consent": ("consent", _consent),
    "begin": ("lead", _begin),
    "step": ("step", _step),
    "assign": ("lead", _assign),
    "close": ("close", _close),
}
"""What can be done with a place: the form it needs, and how it is done."""


@page(Verb.SEE_CASELOAD)
def do(request: HttpRequest, actor: Actor, id_: uuid.UUID, what: str) -> HttpResponse:
    """Do something with a place, and go back to it."""
    entry = _entry(actor, id_)
    if request.method != "POST" or what not in DOING:
        return redirect("place", id_=id_)
    name, doing = DOING[what]
    form = _form(name, request, actor, entry)
    if form is not None and not form.is_valid():
        return _place(request, actor, entry, 422, **{name: form, "wrong": form})
    told: dict[str, object] = {name: form} if form is not None else {}
    try:
        doing(actor, entry, seen_of(request), form.cleaned_data if form else {})
    except (Changed, NotPossible) as refused:
        return _place(request, actor, _entry(actor, id_), 409, said=str(refused), **told)
    messages.success(request, "Saved.")
    # Who refused, or is followed no longer, may be out of sight by now.
    still = caseload(actor).filter(pk=id_).exists()
    return redirect("place", id_=id_) if still else redirect("caseload")


def _form(name: str, request: HttpRequest, actor: Actor, entry: CaseloadEntry) -> forms.Form | None:
    match name:
        case "consent":
            return ConsentForm(request.POST)
        case "lead":
            return LeadForm(request.POST, posts_of(actor).filter(team=entry.team_id))
        case "step":
            return StepForm(request.POST, _terms())
        case "close":
            return CloseForm(request.POST)
    return None


@page(Verb.SEE_CANDIDATES)
def candidate_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the candidates of the actor's practices, by pseudonym, for a decision."""
    rows = candidates(actor).filter(state=Candidacy.WAITING).select_related("team", "release")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    look(actor, Told(Verb.SEE_CANDIDATES, what="page:candidates", detail={"shown": len(shown)}))
    return show(
        request, actor, "candidates.html", rows=shown, names=dict(_terms().choices()), form=None
    )


@page(Verb.DECIDE_CANDIDATE)
def decide(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Accept or decline a candidate; who is accepted is named from then on."""
    form = DecisionForm(request.POST)
    if request.method != "POST":
        return redirect("candidates")
    if not form.is_valid():
        messages.error(request, "Nothing was decided: write why, in three letters or more.")
        return redirect("candidates")
    reason = form.cleaned_data["reason"]
    try:
        if request.POST.get("decision") == "accept":
            entry = actions.accept_candidate(by=actor, id_=id_, reason=reason, keys=_keys())
            messages.success(request, f"{entry.person} is put forward to {entry.team}.")
            return redirect("person", id_=entry.person.pk)
        actions.decline_candidate(by=actor, id_=id_, reason=reason)
        messages.success(request, "Declined.")
    except NotPossible as not_possible:
        messages.error(request, str(not_possible))
    return redirect("candidates")


def _keys() -> tuple[bytes, ...]:
    return DEMO_KEYS if settings.IS_DEMO else read_keys(Workspace(settings.WORKSPACE))


@page(Verb.SEE_CAPACITY)
def capacity(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the caseloads of the actor's teams take, by tier and lead, and what there is."""
    terms = _terms()
    rows = caseload(actor).filter(state__in=OPEN, team__in=actor.teams)
    counted = Counter((lead or "", tier) for lead, tier in rows.values_list("lead__name", "tier"))
    hours = {one.id: on(one.hours_a_week, actor.today) for one in terms.tiers}
    posts = list(posts_of(actor))
    leads = sorted({name for name, _ in counted} | {str(post.user) for post in posts})
    told = [
        (
            lead or "nobody yet",
            [counted[lead, one.id] for one in terms.tiers],
            sum(hours[tier] * n for (name, tier), n in counted.items() if name == lead),
            sum(float(post.hours_a_week) for post in posts if str(post.user) == lead),
        )
        for lead in leads
    ]
    look(actor, Told(Verb.SEE_CAPACITY, what="page:capacity"))
    return show(
        request, actor, "capacity.html", rows=told, terms=terms, teams=list(own_teams(actor)),
        wanted=sum(row[2] for row in told), there=sum(row[3] for row in told),
    )  # fmt: skip
