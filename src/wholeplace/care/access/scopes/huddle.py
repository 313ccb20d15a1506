"""The huddles of the actor's teams, and of those that asked the actor to come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import of_people, relationships
from wholeplace.care.models import (
    Huddle,
    HuddleItem,
    HuddleMember,
    LegitimateRelationship,
    Post,
    Role,
    Task,
    Team,
)
from wholeplace.care.states import Huddling

ACTION = "huddleitem:"
"""With what the reference of an item begins, that an action was decided for."""


def huddles(actor: Actor) -> QuerySet[Huddle]:
    """Return the huddles of the actor's teams, and those that the actor is a member of."""
    mine = Huddle.objects.filter(members__user=actor.user).values("pk")
    return Huddle.objects.filter(Q(team__in=actor.teams) | Q(pk__in=mine))


def huddle_items(actor: Actor) -> QuerySet[HuddleItem]:
    """Return who was, or will be, spoken of, among people whom the actor may see."""
    return of_people(actor, HuddleItem.objects.all())


def huddle_members(huddle: Huddle) -> QuerySet[HuddleMember]:
    """Return who is asked to a huddle that was found in a scope."""
    return HuddleMember.objects.filter(huddle=huddle).select_related("user")


def how_many_items(huddle: Huddle) -> int:
    """Return how many are on the agenda of a huddle that was found in a scope, for the audit."""
    return HuddleItem.objects.filter(huddle=huddle).count()


def posts_to_ask(team: Team, day: date) -> QuerySet[Post]:
    """Return who belongs in the huddle of a team: its own, and the GPs of its practices."""
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    gps = Q(role=Role.GP, organisation__in=team.practices.all())
    rows = Post.objects.filter(held, Q(team=team) | gps, starts__lte=day, user__is_active=True)
    return rows.exclude(role=Role.PRIVACY).select_related("user").order_by("user__name", "pk")


def posts_called(name: str, day: date) -> QuerySet[Post]:
    """Return the posts, on a day, of staff of that name: everybody here may know who works here."""
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    rows = Post.objects.filter(
        held, starts__lte=day, user__is_active=True, user__name__icontains=name
    )
    return rows.select_related("user", "organisation").order_by("user__name", "pk")


def why_each(actor: Actor, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return why the actor may see each of some people, in one query, for the audit."""
    order = {kind.value: at for at, kind in enumerate(LegitimateRelationship.Kind)}
    rows = relationships(actor).filter(person__in=list(people)).values_list("person", "kind")
    found: dict[uuid.UUID, str] = {}
    for person, kind in sorted(rows, key=lambda row: order[row[1]]):
        found.setdefault(person, kind)
    return found


def actions_of(items: Iterable[HuddleItem], actor: Actor) -> QuerySet[Task]:
    """Return what was agreed for items that were found in a scope."""
    rows = of_people(actor, Task.objects.all())
    return rows.filter(because__in=[item.reference for item in items]).select_related(
        "owner", "team"
    )


def spoken_of(actor: Actor, first: date, last: date) -> QuerySet[HuddleItem]:
    """Return the items of huddles of the actor's teams in a period, also of people since let go.

    It is for counting: leaving out those who are followed no longer would flatter the figures.
    """
    return HuddleItem.objects.filter(
        huddle__team__in=actor.teams, huddle__state=Huddling.CLOSED,
        huddle__at__date__gte=first, huddle__at__date__lte=last,
    )  # fmt: skip


def agreed_in(items: Iterable[str]) -> QuerySet[Task]:
    """Return the actions agreed for items of ``spoken_of``, by reference, for counting."""
    return Task.objects.filter(because__in=list(items))


def members_in(actor: Actor, first: date, last: date) -> QuerySet[HuddleMember]:
    """Return who was asked to the huddles of the actor's teams in a period."""
    return HuddleMember.objects.filter(
        huddle__team__in=actor.teams, huddle__state=Huddling.CLOSED,
        huddle__at__date__gte=first, huddle__at__date__lte=last,
    )  # fmt: skip
