"""The plans of people whom the actor may see, and who may do something for them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import of_people
from wholeplace.care.models import (
    CarePlan,
    Contingency,
    Goal,
    LegitimateRelationship,
    Need,
    Person,
    Post,
    Team,
)
from wholeplace.care.states import Planning

_TEAM = "team:"


def plans(actor: Actor) -> QuerySet[CarePlan]:
    """Return the plans of people whom the actor may see, in all versions."""
    return of_people(actor, CarePlan.objects.all())


def plans_for_gp(actor: Actor) -> QuerySet[CarePlan]:
    """Return the plans that wait for a GP of the actor's practices, who waits longest first."""
    rows = plans(actor).filter(state=Planning.PERSON_AGREED)
    return rows.filter(person__practice__in=actor.organisations).order_by("sent_at", "id")


def plans_to_review(actor: Actor, until: date) -> QuerySet[CarePlan]:
    """Return the plans that hold and are to be looked at again by a day, the longest due first."""
    rows = plans(actor).filter(state=Planning.ACTIVE, review_due__lte=until)
    return rows.order_by("review_due", "id")


def lacks_nothing(today: date) -> Q:
    """Return which versions of those in a scope have all that must be there to be agreed."""
    aims = Goal.objects.filter(need__plan=OuterRef("pk"))
    what_if = Contingency.objects.filter(plan=OuterRef("pk"))
    return Q(Exists(aims), Exists(what_if), review_due__gte=today)


def needs(actor: Actor) -> QuerySet[Need]:
    """Return what people whom the actor may see need."""
    return of_people(actor, Need.objects.all())


def goals(actor: Actor) -> QuerySet[Goal]:
    """Return what people whom the actor may see want to reach."""
    return of_people(actor, Goal.objects.all())


def contingencies(actor: Actor) -> QuerySet[Contingency]:
    """Return what is to happen if something gets worse."""
    return of_people(actor, Contingency.objects.all())


def teams_of_person(actor: Actor, person: Person) -> QuerySet[Team]:
    """Return the teams that may see somebody whom the actor may see: they may be given work."""
    rows = LegitimateRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=actor.now),
        person=person, holder__startswith=_TEAM, starts__lte=actor.now,
    )  # fmt: skip
    holders = rows.values_list("holder", flat=True)
    return Team.objects.filter(pk__in=[uuid.UUID(one.removeprefix(_TEAM)) for one in holders])


def posts_around(actor: Actor, person: Person) -> QuerySet[Post]:
    """Return the posts, today, of the teams and the practice of somebody whom the actor may see."""
    held = Q(ends__isnull=True) | Q(ends__gt=actor.today)
    teams = list(teams_of_person(actor, person).values_list("pk", flat=True))
    near = Q(team__in=teams) | Q(organisation=person.practice_id, team__isnull=True)
    rows = Post.objects.filter(held, near, starts__lte=actor.today)
    return rows.select_related("user").order_by("user__name", "pk")
