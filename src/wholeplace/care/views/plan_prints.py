"""A plan on paper and as data."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime

from wholeplace.care.access import Actor, Verb
from wholeplace.care.models import CarePlan
from wholeplace.care.pages import page
from wholeplace.care.plans import as_agreed, content, day_in_words, whole
from wholeplace.care.prints import PLAN, Standing, lay_words, print_paper, summary_words
from wholeplace.care.states import Planning
from wholeplace.care.views.plan import plan_for, saw

Words = Callable[[Mapping[str, Any], Standing], Mapping[str, Any]]


def _said(plan: CarePlan) -> dict[str, Any]:
    """Return what was agreed; what it says now, where nobody has agreed yet."""
    return as_agreed(plan) or content(whole(plan))


def standing(plan: CarePlan) -> Standing:
    """Return where a version stands."""
    agreed_at = plan.gp_agreed_at
    return Standing(
        plan.number,
        plan.get_state_display(),
        plan.as_agreed is None,
        plan.gp.name if plan.gp else "",
        day_in_words(localtime(agreed_at).date().isoformat()) if agreed_at else "",
        plan.sha256,
    )


def _pdf(actor: Actor, id_: uuid.UUID, name: str, words: Words) -> HttpResponse:
    plan = plan_for(actor, id_)
    saw(actor, plan.person, name, Verb.PRINT)
    day = plan.agreed_on or localtime(plan.updated_at).date()
    made = print_paper(PLAN, words(_said(plan), standing(plan)), day)
    return _file(made.pdf, "application/pdf", f"{name.replace(' ', '-')}-{plan.number}.pdf")


def _file(content_: bytes | str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content_, content_type=kind)
    # The name of the file names nobody: it stays behind in the folder of downloads.
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@page(Verb.PRINT)
def lay(_: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Print somebody's action plan, in large type."""
    return _pdf(actor, id_, "action plan", lay_words)


@page(Verb.PRINT)
def summary(_: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Print the summary for professionals."""
    return _pdf(actor, id_, "plan summary", summary_words)


@page(Verb.PRINT)
def as_json(_: HttpRequest, actor: Actor, id_: uuid.UUID) -> HttpResponse:
    """Hand a version on as data, under the headings of the PRSB."""
    plan = plan_for(actor, id_)
    saw(actor, plan.person, "plan as data", Verb.EXPORT)
    told = {
        "state": Planning(plan.state).value, "sha256": plan.sha256,
        "gp": plan.gp.name if plan.gp else None,
        "gp_agreed_at": plan.gp_agreed_at.isoformat() if plan.gp_agreed_at else None,
        "plan": _said(plan),
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _file(text, "application/json", f"plan-{plan.number}.json")
