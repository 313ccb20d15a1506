"""What is written of a person, and who may see them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden, broken_glass, person_for, related
from wholeplace.care.actions.writing import change, write, written
from wholeplace.care.models import (
    AboutMe,
    GlassBroken,
    LegitimateRelationship,
    Person,
    RelatedPerson,
    User,
)


def write_about_me(
    *, by: Actor, person: uuid.UUID, written_on: date, supported_by: str, words: Mapping[str, str]
) -> AboutMe:
    """Keep what somebody wants to be known; what they said before stays."""
    with write(by, Verb.WRITE_ABOUT_ME) as wrote:
        about = person_for(by, person)
        texts = {name: words.get(name, "") for name in AboutMe.HEADINGS}
        new = AboutMe(person=about, written_on=written_on, supported_by=supported_by, **texts)
        written(by, new)
        wrote.about(new, headings=sum(bool(text) for text in texts.values()))
        return new


def change_person(
    *, by: Actor, person: uuid.UUID, seen: int, values: Mapping[str, object]
) -> Person:
    """Change how somebody is called and reached, and what they need from us."""
    with write(by, Verb.WRITE_PERSON) as wrote:
        found = person_for(by, person)
        names = change(by, found, seen, **values)
        wrote.about(found, changed=names)
        return person_for(by, person)


def add_related(*, by: Actor, person: uuid.UUID, values: Mapping[str, object]) -> RelatedPerson:
    """Add somebody who matters to a person."""
    with write(by, Verb.WRITE_RELATED) as wrote:
        new = RelatedPerson(person=person_for(by, person), **values)
        written(by, new)
        wrote.about(new)
        return new


def change_related(
    *, by: Actor, id_: uuid.UUID, seen: int, values: Mapping[str, object]
) -> RelatedPerson:
    """Change what is known of somebody who matters to a person."""
    with write(by, Verb.WRITE_RELATED) as wrote:
        found = related(by).filter(pk=id_).select_related("person").first()
        if found is None:
            raise Hidden
        names = change(by, found, seen, **values)
        wrote.about(found, changed=names)
        return found


def break_glass(
    *, by: Actor, person: Person, reason: str, until: datetime
) -> LegitimateRelationship:
    """Let the actor see somebody whom they do not care for, for a time, and have it reviewed."""
    with write(by, Verb.BREAK_GLASS) as wrote:
        relationship = LegitimateRelationship.objects.create(
            person=person,
            holder=f"user:{by.user}",
            kind=LegitimateRelationship.Kind.BREAK_GLASS,
            starts=by.now - timedelta(seconds=1),
            ends=until,
        )
        user = User.objects.get(pk=by.user or "")
        GlassBroken.objects.create(relationship=relationship, user=user, reason=reason)
        wrote.about(person, until=until.isoformat())
        return relationship


def review_glass(*, by: Actor, id_: int, is_right: bool, note: str) -> GlassBroken:
    """Keep what a review of broken glass found; raises ``Hidden`` where there is none."""
    with write(by, Verb.REVIEW_GLASS) as wrote:
        found = broken_glass(by).select_for_update(of=("self",)).filter(pk=id_).first()
        if found is None:
            raise Hidden
        right, wrong = GlassBroken.Outcome.RIGHT, GlassBroken.Outcome.WRONG
        found.outcome = right if is_right else wrong
        found.reviewed_by_id, found.reviewed_at, found.note = by.user, by.now, note
        found.save()
        wrote.about(found.relationship.person, review=found.pk, outcome=found.outcome)
        return found
