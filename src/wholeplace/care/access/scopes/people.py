"""Who may be seen, and what is known of them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import QuerySet

from wholeplace.care.access import wall
from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.seen import Hidden, of_people, relationships
from wholeplace.care.models import (
    AboutMe,
    Alert,
    Encounter,
    LegitimateRelationship,
    Person,
    Problem,
    RelatedPerson,
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
    """Return somebody whoever cares for them: only with both facts known, as who asks knows them.

    It is for breaking the glass, and for a referral of somebody who is new to a service.
    """
    wall.let_through(nhs_number, birth_date)
    return Person.objects.filter(nhs_number=nhs_number, birth_date=birth_date).first()


def see_new(person: Person) -> None:
    """See somebody who is being written down, and whom nobody has a reason to see yet."""
    person.set_search_name()
    wall.let_through(person.nhs_number or person.search_name, person.birth_date)


def why_seen(actor: Actor, person: Person) -> str:
    """Return why the actor may see somebody: the strongest of the reasons, for the audit."""
    order = list(LegitimateRelationship.Kind)
    kinds = set(relationships(actor).filter(person=person).values_list("kind", flat=True))
    return next((kind.value for kind in order if kind.value in kinds), "")


def about_me(actor: Actor) -> QuerySet[AboutMe]:
    """Return what people whom the actor may see want to be known."""
    return of_people(actor, AboutMe.objects.all())


def related(actor: Actor) -> QuerySet[RelatedPerson]:
    """Return the people around those whom the actor may see."""
    return of_people(actor, RelatedPerson.objects.all())


def problems(actor: Actor) -> QuerySet[Problem]:
    """Return what people whom the actor may see live with."""
    return of_people(actor, Problem.objects.all())


def encounters(actor: Actor) -> QuerySet[Encounter]:
    """Return what happened elsewhere to people whom the actor may see."""
    return of_people(actor, Encounter.objects.all())


def alerts(actor: Actor) -> QuerySet[Alert]:
    """Return the alerts about people whom the actor may see."""
    return of_people(actor, Alert.objects.all())
