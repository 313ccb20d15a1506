"""Who works with the actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.models import Person, Post, Team, User


def own_teams(actor: Actor) -> QuerySet[Team]:
    """Return the teams of the actor's posts."""
    return Team.objects.filter(pk__in=actor.teams)


def teams_serving(person: Person) -> QuerySet[Team]:
    """Return the care teams that serve the practice of a person who was found in a scope."""
    return Team.objects.filter(practices=person.practice_id, kind=Team.Kind.CARE)


def posts_of(actor: Actor) -> QuerySet[Post]:
    """Return the posts, today, in the actor's teams."""
    held = Q(ends__isnull=True) | Q(ends__gt=actor.today)
    rows = Post.objects.filter(held, team__in=actor.teams, starts__lte=actor.today)
    return rows.select_related("user").order_by("user__name")


def staff_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return what members of staff are called: everybody here may know that."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
