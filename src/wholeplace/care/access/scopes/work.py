"""Contacts and tasks for people whom the actor may see, and who stands in for whom."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.caseload import caseload
from wholeplace.care.access.scopes.people import alerts
from wholeplace.care.access.scopes.seen import R, of_people
from wholeplace.care.access.scopes.staff import posts_of
from wholeplace.care.models import (
    Alert,
    CaseloadEntry,
    Contact,
    Cover,
    LegitimateRelationship,
    Person,
    Post,
    Task,
    Team,
)
from wholeplace.care.states import OPEN, TO_DO, Meeting, Place, Planning


def contacts(actor: Actor) -> QuerySet[Contact]:
    """Return the contacts with people whom the actor may see."""
    return of_people(actor, Contact.objects.all())


def planned_today(actor: Actor) -> QuerySet[Contact, uuid.UUID]:
    """Return the people with whom a contact of the actor's teams is planned for today."""
    local = timezone.make_aware(datetime.combine(actor.today, time.min))
    rows = Contact.objects.filter(
        team__in=actor.teams, state=Meeting.PLANNED,
        at__gte=local, at__lt=local + timedelta(days=1),
    )  # fmt: skip
    return rows.values_list("person", flat=True)


def tasks(actor: Actor) -> QuerySet[Task]:
    """Return what is to be done, or was, for people whom the actor may see."""
    return of_people(actor, Task.objects.all())


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Return what somebody has yet to do; what is of a plan only while that plan holds."""
    holds = Q(goal__isnull=True) | Q(goal__need__plan__state=Planning.ACTIVE)
    return tasks(actor).filter(holds, state__in=TO_DO)


def team_alerts(actor: Actor) -> QuerySet[Alert]:
    """Return the alerts about people on the caseloads of the actor's teams.

    Who is in no team with a caseload, a GP, sees those about everybody whom they may see.
    """
    rows = alerts(actor)
    if not actor.teams:
        return rows
    followed = CaseloadEntry.objects.filter(team__in=actor.teams, state=Place.ACTIVE)
    return rows.filter(person__in=followed.values("person"))


def covers(actor: Actor) -> QuerySet[Cover]:
    """Return who stands in for whom in the actor's teams."""
    return Cover.objects.filter(team__in=actor.teams).select_related("away", "by")


def covered_by(actor: Actor) -> dict[uuid.UUID, str]:
    """Return for whom the actor stands in today, by id, with what they are called."""
    rows = covers(actor).filter(by=actor.user, starts__lte=actor.today, ends__gt=actor.today)
    return {row.away_id: row.away.name for row in rows}


def teams_of(person: Person, now: datetime) -> QuerySet[Team]:
    """Return the teams that may see somebody whom the actor may see."""
    return Team.objects.filter(pk__in=_holders(person, now)[0])


def carers_of(actor: Actor, person: Person) -> tuple[list[Team], list[Post]]:
    """Return the teams, and the posts today, that may see somebody whom the actor may see.

    Whoever is to do something for a person is one of these: nobody is given what they cannot see.
    """
    teams, codes = _holders(person, actor.now)
    today = Q(ends__isnull=True) | Q(ends__gt=actor.today)
    posts = Post.objects.filter(
        today, Q(team__in=teams) | Q(organisation__in=codes), starts__lte=actor.today
    )
    named = posts.select_related("user").order_by("user__name", "pk")
    return list(Team.objects.filter(pk__in=teams)), list(named)


def _holders(person: Person, now: datetime) -> tuple[list[uuid.UUID], list[str]]:
    """Return the teams by id, and the organisations by code, that may see somebody."""
    held = LegitimateRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=now), person=person, starts__lte=now
    )
    holders = sorted(set(held.values_list("holder", flat=True)))
    teams = [uuid.UUID(one.removeprefix("team:")) for one in holders if one.startswith("team:")]
    return teams, [one.removeprefix("org:") for one in holders if one.startswith("org:")]


def leads_gone(actor: Actor) -> list[tuple[uuid.UUID, str, int, int]]:
    """Return who has no post in the actor's teams today and still leads people, or has tasks.

    By id: what they are called, how many people, how many tasks.
    """
    here = posts_of(actor).values("user")
    places = _count(
        caseload(actor).filter(state__in=OPEN, team__in=actor.teams).exclude(lead__in=here), "lead"
    )
    followed = CaseloadEntry.objects.filter(team__in=actor.teams, state__in=OPEN)
    left = open_tasks(actor).filter(person__in=followed.values("person"))
    done_by = _count(left.exclude(owner__in=_with_a_post(actor)), "owner")
    people = {**done_by, **places}
    return [
        (id_, name, places.get((id_, name), 0), done_by.get((id_, name), 0))
        for id_, name in sorted(people, key=lambda one: one[1])
    ]


def _with_a_post(actor: Actor) -> QuerySet[Post, uuid.UUID]:
    """Return who has any post at all: a task may be somebody's of another organisation."""
    held = Q(ends__isnull=True) | Q(ends__gt=actor.today)
    return Post.objects.filter(held, starts__lte=actor.today).values_list("user", flat=True)


def _count(rows: QuerySet[R], whose: str) -> dict[tuple[uuid.UUID, str], int]:
    counted = rows.filter(**{f"{whose}__isnull": False}).order_by()
    found = counted.values_list(whose, f"{whose}__name").annotate(n=Count("pk"))
    return {(id_, name): n for id_, name, n in found}
