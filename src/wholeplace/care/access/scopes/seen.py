"""Whom an actor may see, and which of a person's records."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.db.models import Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.models import LegitimateRelationship, Record, Visibility

R = TypeVar("R", bound=Record)


class Hidden(Exception):  # noqa: N818 - it is no error of anybody: there is nothing to be seen
    """There is no such record, or none that the actor may see: nobody is told which."""


def relationships(actor: Actor) -> QuerySet[LegitimateRelationship]:
    """Return the reasons for which the actor may see people now."""
    return _relationships(actor).all()


# A page asks of many records whether the same actor may see them. What is kept is the question,
# not an answer, of an actor at one moment: each request has another.
@lru_cache(maxsize=64)
def _relationships(actor: Actor) -> QuerySet[LegitimateRelationship]:
    return LegitimateRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=actor.now),
        holder__in=actor.holders,
        starts__lte=actor.now,
    )


def of_people(actor: Actor, rows: QuerySet[R]) -> QuerySet[R]:
    """Return those records of people whom the actor may see that are not kept from the actor."""
    return rows.filter(visible(actor), person__in=relationships(actor).values("person"))


@lru_cache(maxsize=64)
def visible(actor: Actor) -> Q:
    """Return which records may be seen of a person who may be seen."""
    own = Q(controller__in=actor.organisations)
    return (
        Q(visibility=Visibility.PARTNERSHIP)
        | (Q(visibility=Visibility.ORGANISATION) & own)
        | Q(visibility=Visibility.TEAM, only_team__in=actor.teams)
        | Q(visibility=Visibility.SEALED, created_by=actor.user)
    )
