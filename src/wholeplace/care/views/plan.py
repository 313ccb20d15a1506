"""Plans to read: somebody's plan, its versions, and the lists of a team and of a GP."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wholeplace.care import clocks
from wholeplace.care.access import Actor, Hidden, Verb, person_for
from wholeplace.care.access.scopes import (
    caseload,
    lacks_nothing,
    plans,
    plans_for_gp,
    steps_of,
    why_seen,
)
from wholeplace.care.actions.audit import Told, look
from wholeplace.care.forms.plan import CommentForm, EndForm, StatusForm
from wholeplace.care.models import CarePlan, CaseloadEntry, Person
from wholeplace.care.pages import page, show
from wholeplace.care.plans import (
    Difference,
    as_agreed,
    content,
    differences,
    is_intact,
    spoken,
    whole,
)
from wholeplace.care.plans.whole import WRITTEN
from wholeplace.care.states import Place, Planning
from wholeplace.care.terms import read_terms
from wholeplace.place import CareTerms

ON_A_PAGE, FOR_GP = 50, 10


def terms() -> CareTerms:
    """Return what the place has agreed."""
    return read_terms(settings.WORKSPACE)


def plan_for(actor: Actor, id_: uuid.UUID) -> CarePlan:
    """Return a version of a plan that the actor may see; raises ``Hidden``."""
    rows = plans(actor).select_related("person__practice", "gp", "updated_by")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def saw(actor: Actor, person: Person, what: str, verb: Verb = Verb.READ) -> None:
    """Keep that somebody looked at a page of a plan."""
    look(actor, Told(verb, person.pk, f"page:{what}", why_seen(actor, person)))


@page(Verb.SEE_PLAN)
def person_plan(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show the plan that holds for somebody, and the version that is being written."""
    person = person_for(actor, id_)
    rows = plans(actor).filter(person=person).select_related("person__practice", "gp", "updated_by")
    shown = {plan.state: plan for plan in rows.filter(state__in=[Planning.ACTIVE, *WRITTEN])}
    holds = shown.get(Planning.ACTIVE)
    saw(actor, person, "plan")
    return show(
        request, actor, "plan.html", person=person, plan=holds,
        whole=whole(holds) if holds else None, today=actor.today,
        written=next((one for state, one in shown.items() if state in WRITTEN), None),
        is_late=holds is not None and holds.review_due is not None
        and holds.review_due < actor.today,
        may_write=actor.may(Verb.WRITE_PLAN), may_print=actor.may(Verb.PRINT),
        status_form=StatusForm(),
    )  # fmt: skip


@page(Verb.SEE_PLAN)
def version(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show a version as it was agreed, or as it stands while it is being written."""
    return version_page(request, actor, plan_for(actor, id_))


def version_page(
    request: HttpRequest, actor: Actor, plan: CarePlan, status: int = 200, **told: object
) -> HttpResponse:
    """Return the page of a version, with what may be done with it now."""
    saw(actor, plan.person, "plan version")
    is_theirs = plan.person.practice_id in actor.organisations
    forms: dict[str, object] = {
        "comment": CommentForm(initial={"seen": plan.version}),
        "end": EndForm(initial={"seen": plan.version}),
    }
    return show(
        request, actor, "plan_version.html", status, person=plan.person, plan=plan,
        said=spoken(as_agreed(plan) or content(whole(plan))),
        is_broken=plan.as_agreed is not None and not is_intact(plan),
        history=list(steps_of(plan)), states=dict(Planning.choices),
        may_write=actor.may(Verb.WRITE_PLAN), may_print=actor.may(Verb.PRINT),
        may_agree=is_theirs and actor.may(Verb.AGREE_AS_GP),
        waits=_waits(plan, actor, terms()), **{**forms, **told},
    )  # fmt: skip


@page(Verb.SEE_PLAN)
def versions(request: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Show all versions of somebody's plan, and in what each differs from the one before."""
    person = person_for(actor, id_)
    rows = plans(actor).filter(person=person).select_related("gp", "updated_by")
    agreed = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    saw(actor, person, "plan versions")
    return show(
        request, actor, "plan_versions.html", person=person, rows=agreed,
        told=list(_compared(agreed)),
    )  # fmt: skip


def _compared(rows: Iterable[CarePlan]) -> Iterable[tuple[CarePlan, list[Difference] | None]]:
    """Yield each version with what differs from the one agreed before; the latest first."""
    found = list(rows)
    for at, plan in enumerate(found):
        before = next(filter(None, map(as_agreed, found[at + 1 :])), None)
        now = as_agreed(plan)
        yield plan, differences(before, now) if before is not None and now is not None else None


# Lists


WITHOUT = "none"
LISTS = {
    "drafts": ("Being written", "updated_at"),
    "person": ("To be agreed with the person", "updated_at"),
    "gp": ("Waiting for the GP", "sent_at"),
    "review": ("To be looked at again", "review_due"),
}
"""The lists of plans: what each is called, and by what it is ordered."""


def _which(actor: Actor, agreed: CareTerms) -> dict[str, Q]:
    """Return which plans are on each list."""
    has_all, draft = lacks_nothing(actor.today), Q(state=Planning.DRAFT)
    due_soon = Q(state=Planning.ACTIVE, review_due__lte=soon(actor, agreed))
    return {
        "drafts": draft & ~has_all,
        "person": draft & has_all,
        "gp": Q(state=Planning.PERSON_AGREED),
        "review": due_soon,
    }


def soon(actor: Actor, agreed: CareTerms) -> date:
    """Return the day up to which a review is due soon."""
    return timezone.localtime(clocks.due(agreed, "plan_review_soon", actor.now)).date()


@page(Verb.SEE_PLAN)
def plan_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the plans that wait for somebody, in lists, and who on the caseload has none."""
    agreed, asked = terms(), request.GET.get("show", "")
    which = asked if asked in {*LISTS, WITHOUT} else "drafts"
    on_lists = _which(actor, agreed)
    counts = plans(actor).aggregate(
        **{name: Count("pk", filter=rule) for name, rule in on_lists.items()}
    )
    counts[WITHOUT] = _without(actor).count()
    pages = Paginator(_listed(actor, which, on_lists), ON_A_PAGE)
    # It is known already: the paginator need not ask again.
    pages.count = counts[which]
    shown = pages.get_page(request.GET.get("page"))
    look(actor, Told(Verb.SEE_PLAN, what="page:plans", detail={"shown": len(shown)}))
    names = {**{id_: name for id_, (name, _) in LISTS.items()}, WITHOUT: "Without a plan"}
    return show(
        request, actor, "plan_list.html", rows=shown, which=which, today=actor.today,
        lists=[(id_, name, counts[id_]) for id_, name in names.items()],
        told=[(row, _waits(row, actor, agreed)) for row in shown],
    )  # fmt: skip


def _listed(actor: Actor, which: str, on_lists: Mapping[str, Q]) -> QuerySet[Any]:
    if which == WITHOUT:
        return _without(actor).select_related("person__practice").order_by("entered_at", "id")
    rows = plans(actor).filter(on_lists[which]).order_by(LISTS[which][1], "id")
    return rows.defer("as_agreed").select_related("person__practice", "updated_by")


def _without(actor: Actor) -> QuerySet[CaseloadEntry]:
    """Return who is followed by the actor's teams without a plan, or one that is written."""
    has = plans(actor).filter(state__in=[Planning.ACTIVE, *WRITTEN]).values("person")
    return caseload(actor).filter(state=Place.ACTIVE, team__in=actor.teams).exclude(person__in=has)


def _waits(row: object, actor: Actor, agreed: CareTerms) -> Mapping[str, object] | None:
    """Return how a plan stands with the clock of the GP."""
    if not isinstance(row, CarePlan) or row.state != Planning.PERSON_AGREED or not row.sent_at:
        return None
    due = clocks.due(agreed, "gp_agreement", row.sent_at)
    return {"due": due, "is_late": clocks.is_late(due, actor.now)}


@page(Verb.AGREE_AS_GP)
def gp_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the plans that wait for a GP of the practice, who waits longest first."""
    agreed = terms()
    rows = plans_for_gp(actor).select_related("person__practice", "updated_by")
    shown = Paginator(rows, FOR_GP).get_page(request.GET.get("page"))
    seen = {"shown": len(shown), "people": [str(row.person_id) for row in shown]}
    look(actor, Told(Verb.SEE_PLAN, what="page:plans for the GP", detail=seen))
    return show(
        request, actor, "plan_gp.html", rows=shown,
        told=[(row, _waits(row, actor, agreed)) for row in shown],
    )  # fmt: skip
