"""Who looked, and for whom the glass was broken."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.people import people
from wholeplace.care.access.scopes.seen import Hidden, relationships
from wholeplace.care.models import AuditEvent, GlassBroken, Role


def looks_at(actor: Actor, id_: uuid.UUID) -> QuerySet[AuditEvent]:
    """Return who looked at somebody, for those who care for them and for the privacy officer."""
    if Role.PRIVACY not in actor.roles and not people(actor).filter(pk=id_).exists():
        raise Hidden
    return AuditEvent.objects.filter(person=id_).order_by("-number")


def looks(actor: Actor) -> QuerySet[AuditEvent]:
    """Return what is in the audit of anybody whom the actor may see, the latest first."""
    seen = relationships(actor).values("person")
    return AuditEvent.objects.filter(person__in=seen).order_by("-number")


def broken_glass(actor: Actor) -> QuerySet[GlassBroken]:
    """Return whom the glass was broken for, for privacy officers; nothing for others."""
    if Role.PRIVACY not in actor.roles:
        return GlassBroken.objects.none()
    return GlassBroken.objects.select_related("relationship", "user")
