"""What plans add to the start page: what waits for the GP, and what a team has to write."""

from __future__ import annotations

from django.urls import reverse

from wholeplace.care import clocks
from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import plans, plans_for_gp, plans_to_review
from wholeplace.care.models import CarePlan
from wholeplace.care.states import Planning
from wholeplace.care.today.parts import MOST, Day, Row, Section


def plans_to_agree(day: Day) -> Section | None:
    """Return the plans that wait for the GP, who waits longest first."""
    if not day.actor.may(Verb.AGREE_AS_GP):
        return None
    found = plans_for_gp(day.actor).select_related("person")[:MOST]
    return Section(
        "Plans awaiting my agreement",
        ("Name", "Agreed with them", "To be agreed by"),
        tuple(_waiting(day, plan) for plan in found),
        nothing="None waits for you.",
        more=("All plans to agree", reverse("plans-gp")),
    )


def _waiting(day: Day, plan: CarePlan) -> Row:
    due = clocks.due(day.terms, "gp_agreement", plan.sent_at) if plan.sent_at else None
    href = reverse("plan-version", args=[plan.pk])
    late = clocks.is_late(due, day.actor.now)
    return Row(str(plan.person), href, (plan.agreed_on, due), is_late=late)


def plans_to_write(day: Day) -> Section | None:
    """Return the versions that the actor, or whom they stand in for, is writing."""
    if not day.actor.may(Verb.AGREE_WITH_PERSON):
        return None
    rows = plans(day.actor).filter(state=Planning.DRAFT, updated_by__in=day.mine)
    found = rows.select_related("person").order_by("updated_at", "id")[:MOST]
    return Section(
        "Plans I am writing",
        ("Name", "Written last"),
        tuple(
            Row(
                str(plan.person),
                reverse("plan-write", args=[plan.pk]),
                (plan.updated_at,),
                stands_in=day.stands_in(plan.updated_by_id),
            )
            for plan in found
        ),
        nothing="None.",
        more=("All plans", reverse("plans")),
    )


def plans_overdue(day: Day) -> Section | None:
    """Return the plans of which the day has passed to look at them again."""
    if not day.actor.may(Verb.AGREE_WITH_PERSON):
        return None
    rows = plans_to_review(day.actor, day.actor.today).filter(review_due__lt=day.actor.today)
    return Section(
        "Plans to be looked at again",
        ("Name", "By"),
        tuple(
            Row(
                str(plan.person),
                reverse("plan", args=[plan.person_id]),
                (plan.review_due,),
                is_late=True,
            )
            for plan in rows.select_related("person")[:MOST]
        ),
        nothing="None is overdue.",
        more=("All that are due soon", reverse("plans") + "?show=review"),
    )
