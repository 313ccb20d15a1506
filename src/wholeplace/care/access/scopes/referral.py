"""Referrals: those of people whom one may see, those to one's teams, and those one sent."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import F, Q, QuerySet

from wholeplace.care.access import wall
from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes.people import people
from wholeplace.care.access.scopes.seen import Hidden, of_people, relationships, visible
from wholeplace.care.models import CaseloadEntry, Person, Referral, Team
from wholeplace.care.states import OPEN, Note


def referrals(actor: Actor) -> QuerySet[Referral]:
    """Return the referrals of people whom the actor may see."""
    return of_people(actor, Referral.objects.all())


def referrals_to(actor: Actor) -> QuerySet[Referral]:
    """Return the notes that were sent to services of the actor's teams.

    They give the note and who it is about, not the person's record: that is only seen once the
    note is accepted.
    """
    sent = Referral.objects.exclude(state=Note.DRAFT)
    return sent.filter(visible(actor), service__team__in=actor.teams)


def referrals_from(actor: Actor) -> QuerySet[Referral]:
    """Return the notes that the actor, their team or their practice wrote.

    Of people whom they may see no longer they are gone, but for a single point of access, which
    never sees those for whom it asks.
    """
    return Referral.objects.filter(visible(actor), _sent_by(actor))


def _sent_by(actor: Actor) -> Q:
    ours = (
        Q(referrer=actor.user)
        | Q(from_team__in=actor.teams)
        | Q(from_team__isnull=True, controller__in=actor.organisations)
    )
    seen = Q(person__in=relationships(actor).values("person"))
    return (ours & seen) | Q(from_team__in=actor.teams, from_team__kind=Team.Kind.ACCESS)


def notes(actor: Actor) -> QuerySet[Referral]:
    """Return all notes that the actor may read: sent to them, by them, or of people they see."""
    to = Q(service__team__in=actor.teams) & ~Q(state=Note.DRAFT)
    seen = Q(person__in=relationships(actor).values("person")) & ~Q(state=Note.DRAFT)
    return Referral.objects.filter(visible(actor), to | seen | _sent_by(actor))


def note_for(actor: Actor, id_: uuid.UUID) -> Referral:
    """Return a note that the actor may read; raises ``Hidden``."""
    wanted = (
        *("person__practice", "service__team", "service__organisation", "from_team", "referrer"),
        *("decided_by", "alternative", "follows__service"),
    )
    found = notes(actor).select_related(*wanted).filter(pk=id_).first()
    if found is None:
        raise Hidden
    return found


def notes_of(actor: Actor, person: Person) -> QuerySet[Referral]:
    """Return the notes about somebody, the latest first; drafts of others are not among them."""
    rows = referrals(actor).filter(person=person)
    ours = Q(from_team__in=actor.teams) | Q(referrer=actor.user)
    rows = rows.filter(~Q(state=Note.DRAFT) | ours)
    return rows.select_related("service", "referrer").order_by(
        F("sent_at").desc(nulls_first=True), "id"
    )


def chain_of(actor: Actor, note: Referral) -> QuerySet[Referral]:
    """Return what follows from a note that the actor may read: where it was sent on to."""
    return notes(actor).filter(follows=note).select_related("service")


def also_waiting(actor: Actor, note: Referral) -> QuerySet[Referral]:
    """Return other notes about the same person that wait for the actor's teams."""
    waiting = [Note.SENT, Note.RECEIVED, Note.INFO_NEEDED]
    rows = referrals_to(actor).filter(person=note.person_id, state__in=waiting)
    return rows.exclude(pk=note.pk).select_related("service")


def followers(note: Referral) -> QuerySet[CaseloadEntry]:
    """Return who follows the person of a note that may be read: no more than team and lead."""
    rows = CaseloadEntry.objects.filter(person=note.person_id, state__in=OPEN)
    return rows.select_related("team", "lead").only("team__name", "lead__name")


def named(given: str, family: str, birth_date: date) -> Person | None:
    """Return somebody whoever cares for them: only by both names and the date of birth.

    Where two are called so and were born on that day, nobody: their NHS number must be asked for.
    """
    known = f"{family.strip()} {given.strip()}".casefold()
    wall.let_through(known, birth_date)
    rows = Person.objects.filter(birth_date=birth_date, search_name=known)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def access_teams(actor: Actor) -> QuerySet[Team]:
    """Return the actor's teams that are a single point of access."""
    return Team.objects.filter(pk__in=actor.teams, kind=Team.Kind.ACCESS)


def is_in_sight(actor: Actor, person: Person) -> bool:
    """Return whether the actor may open the record of somebody."""
    return people(actor).filter(pk=person.pk).exists()
