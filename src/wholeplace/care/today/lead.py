"""What a lead sees first: people by lead with what they take, who has gone, who stands in."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import caseload, covers, leads_gone, posts_of
from wholeplace.care.states import OPEN, Place
from wholeplace.care.today.parts import Day, Row, Section
from wholeplace.place import on


def by_lead(day: Day) -> Section | None:
    """Return, for each lead, how many people, how many are overdue, and hours against hours."""
    actor = day.actor
    if not actor.may(Verb.SEE_CAPACITY):
        return None
    rows = caseload(actor).filter(state__in=OPEN, team__in=actor.teams).order_by()
    late = Q(state=Place.ACTIVE, next_contact__lt=actor.today)
    counted = rows.values_list("lead__name", "tier").annotate(
        n=Count("pk"), overdue=Count("pk", filter=late)
    )
    takes = {one.id: on(one.hours_a_week, actor.today) for one in day.terms.tiers}
    people, overdue, hours = Counter[str](), Counter[str](), Counter[str]()
    for name, tier, n, behind in counted:
        lead = name or "nobody yet"
        people[lead] += n
        overdue[lead] += behind
        hours[lead] += n * takes.get(tier, 0)
    has = {str(post.user): float(post.hours_a_week) for post in posts_of(actor)}
    return Section(
        "People by lead",
        ("Lead", "People", "Overdue", "Takes, hours a week", "Has, hours a week"),
        tuple(
            Row(
                lead,
                reverse("capacity"),
                (str(n), str(overdue[lead]), f"{hours[lead]:.1f}", f"{has.get(lead, 0):.1f}"),
            )
            for lead, n in sorted(people.items())
        ),
        nothing="Nobody is on the caseload.",
        more=("Capacity", reverse("capacity")),
    )


def gone(day: Day) -> Section | None:
    """Return who has left and still leads people, or has tasks: somebody must take them."""
    if not day.actor.may(Verb.ASSIGN):
        return None
    rows = leads_gone(day.actor)
    if not rows:
        return None
    return Section(
        "Left, and not handed over",
        ("Who", "People", "Tasks"),
        tuple(
            Row(name, reverse("cover"), (str(people), str(tasks)))
            for _, name, people, tasks in rows
        ),
    )


def standing_in(day: Day) -> Section | None:
    """Return who stands in for whom, today and from the days after."""
    if not day.actor.may(Verb.COVER):
        return None
    rows = covers(day.actor).filter(ends__gt=day.actor.today)
    return Section(
        "Cover",
        ("Who stands in", "For", "From", "Until"),
        tuple(
            Row(
                row.by.name,
                reverse("cover"),
                (row.away.name, row.starts, row.ends - timedelta(days=1)),
            )
            for row in rows
        ),
        nothing="Nobody stands in for anybody.",
        more=("Cover", reverse("cover")),
    )
