"""What an actor sees of each model. Views and actions ask here, and nowhere else.

A record that is out of scope looks like one that does not exist.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from wholeplace.care.access.actor import Actor
from wholeplace.care.models import (
    AboutMe,
    AuditEvent,
    Candidate,
    CaseloadEntry,
    Consent,
    GlassBroken,
    LegitimateRelationship,
    Person,
    Post,
    RelatedPerson,
    Role,
    StatusChange,
    Team,
    User,
    Visibility,
)

Model = TypeVar("Model", AboutMe, RelatedPerson, CaseloadEntry, Consent)


class Hidden(Exception):  # noqa: N818 - it is no error of anybody: there is nothing to be seen
    """There is no such record, or none that the actor may see: nobody is told which."""


def relationships(actor: Actor) -> QuerySet[LegitimateRelationship]:
    """Return the reasons for which the actor may see people now."""
    return LegitimateRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=actor.now),
        holder__in=actor.holders,
        starts__lte=actor.now,
    )


def people(actor: Actor) -> QuerySet[Person]:
    """Return the people whom the actor cares for, or has broken the glass for."""
    return Person.objects.filter(pk__in=relationships(actor).values("person"))


def people_count(actor: Actor) -> int:
    """Return how many people the actor cares for."""
    return relationships(actor).values("person").distinct().count()


def person_for(actor: Actor, id_: uuid.UUID) -> Person:
    """Return somebody whom the actor may see; raises ``Hidden``."""
    found = people(actor).filter(pk=id_).select_related("practice").first()
    if found is None:
        raise Hidden
    return found


def anybody(nhs_number: str, birth_date: date) -> Person | None:
    """Return somebody whoever cares for them: only to break the glass, with both facts known."""
    return Person.objects.filter(nhs_number=nhs_number, birth_date=birth_date).first()


def why_seen(actor: Actor, person: Person) -> str:
    """Return why the actor may see somebody: the strongest of the reasons, for the audit."""
    order = list(LegitimateRelationship.Kind)
    kinds = set(relationships(actor).filter(person=person).values_list("kind", flat=True))
    return next((kind.value for kind in order if kind.value in kinds), "")


def _of_people(actor: Actor, rows: QuerySet[Model]) -> QuerySet[Model]:
    seen = relationships(actor).values("person")
    return rows.filter(_visible(actor), person__in=seen)


def _visible(actor: Actor) -> Q:
    """Return which records may be seen of a person who may be seen."""
    own = Q(controller__in=actor.organisations)
    return (
        Q(visibility=Visibility.PARTNERSHIP)
        | (Q(visibility__in=[Visibility.ORGANISATION, Visibility.TEAM]) & own)
        | Q(visibility=Visibility.SEALED, created_by=actor.user)
    )


def about_me(actor: Actor) -> QuerySet[AboutMe]:
    """Return what people whom the actor may see want to be known."""
    return _of_people(actor, AboutMe.objects.all())


def related(actor: Actor) -> QuerySet[RelatedPerson]:
    """Return the people around those whom the actor may see."""
    return _of_people(actor, RelatedPerson.objects.all())


def caseload(actor: Actor) -> QuerySet[CaseloadEntry]:
    """Return the places on caseloads of people whom the actor may see."""
    return _of_people(actor, CaseloadEntry.objects.all())


def consents(actor: Actor) -> QuerySet[Consent]:
    """Return what people whom the actor may see agreed to."""
    return _of_people(actor, Consent.objects.all())


def candidates(actor: Actor) -> QuerySet[Candidate]:
    """Return the candidates of the actor's practices, by pseudonym."""
    return Candidate.objects.filter(practice__in=actor.organisations)


def steps_of(record: CaseloadEntry) -> QuerySet[StatusChange]:
    """Return the steps of a record that was found in a scope."""
    return StatusChange.objects.filter(what=f"caseloadentry:{record.pk}").select_related("by")


def own_teams(actor: Actor) -> QuerySet[Team]:
    """Return the teams of the actor's posts."""
    return Team.objects.filter(pk__in=actor.teams)


def posts_of(actor: Actor) -> QuerySet[Post]:
    """Return the posts, today, in the actor's teams."""
    held = Q(ends__isnull=True) | Q(ends__gt=actor.today)
    rows = Post.objects.filter(held, team__in=actor.teams, starts__lte=actor.today)
    return rows.select_related("user").order_by("user__name")


def looks_at(actor: Actor, person: Person) -> QuerySet[AuditEvent]:
    """Return who looked at somebody, for those who care for them and for the privacy officer."""
    if Role.PRIVACY not in actor.roles and not people(actor).filter(pk=person.pk).exists():
        raise Hidden
    return AuditEvent.objects.filter(person=person.pk).order_by("-number")


def staff_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return what members of staff are called: everybody here may know that."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def broken_glass(actor: Actor) -> QuerySet[GlassBroken]:
    """Return what is to be reviewed, for privacy officers; nothing for others."""
    if Role.PRIVACY not in actor.roles:
        return GlassBroken.objects.none()
    return GlassBroken.objects.select_related("relationship__person", "user")
