"""What was found of people whom the actor may see."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import of_people
from wholeplace.care.instruments import instruments_of
from wholeplace.care.models import Assessment, Observation, Role
from wholeplace.care.states import Assessing

NARROW = frozenset({Role.WELLBEING, Role.PRIVACY})
"""Who sees no more of assessments than what they may use."""
DONE = (Assessing.SIGNED, Assessing.REPLACED)


def assessments(actor: Actor) -> QuerySet[Assessment]:
    """Return the assessments of people whom the actor may see, by instruments that they may."""
    rows, ids = of_people(actor, Assessment.objects.all()), _narrowed(actor)
    return rows if ids is None else rows.filter(instrument__in=ids)


def observations(actor: Actor) -> QuerySet[Observation]:
    """Return what was measured of people whom the actor may see, and holds.

    What belongs to an assessment that a corrected one replaced holds no longer.
    """
    holds = Q(assessment__isnull=True) | Q(assessment__state=Assessing.SIGNED)
    rows, ids = of_people(actor, Observation.objects.filter(holds)), _narrowed(actor)
    return rows if ids is None else rows.filter(code__in=ids)


def _narrowed(actor: Actor) -> set[str] | None:
    """Return the instruments that are all somebody sees, or nothing where they see every one."""
    if not actor.roles <= NARROW:
        return None
    return instruments_of(settings.WORKSPACE).of_users(actor.roles)


def first_signed(
    actor: Actor, people: Iterable[uuid.UUID], instruments: Collection[str]
) -> dict[uuid.UUID, list[datetime]]:
    """Return when people were assessed by some of these instruments; one query for all of them."""
    rows = of_people(actor, Assessment.objects.all()).filter(
        person__in=list(people), instrument__in=list(instruments), state__in=DONE
    )
    found: dict[uuid.UUID, list[datetime]] = {}
    for person, signed in rows.order_by("signed_at").values_list("person", "signed_at"):
        if signed is not None:
            found.setdefault(person, []).append(signed)
    return found
