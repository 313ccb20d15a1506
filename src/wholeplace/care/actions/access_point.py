"""What a single point of access does: take a call, register who is new, point to a service."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    access_teams,
    followers,
    person_for,
    practices,
    referrals_to,
    see_new,
    services,
)
from wholeplace.care.actions.referral_steps import check_living, clock_of
from wholeplace.care.actions.steps import NotPossible, found, keep_step, let_see, move
from wholeplace.care.actions.writing import write, written
from wholeplace.care.clocks import due
from wholeplace.care.models import (
    Contact,
    LegitimateRelationship,
    Person,
    Referral,
    Service,
    Task,
)
from wholeplace.care.states import NEXT_REFERRAL, Doing, Meeting, Note
from wholeplace.place import CareTerms
from wholeplace.record.nhs_number import is_valid

_PRIORITIES = {
    Referral.Urgency.CRISIS: Task.Priority.URGENT,
    Referral.Urgency.URGENT: Task.Priority.SOON,
    Referral.Urgency.ROUTINE: Task.Priority.ROUTINE,
}


@dataclass(frozen=True, slots=True)
class Call:
    """Who rang or wrote, what they ask, how soon, and who agreed that we ask others."""

    caller: str
    caller_telephone: str
    source: str
    urgency: str
    need: str
    consent: str


def register_person(*, by: Actor, values: Mapping[str, object]) -> Person:
    """Register somebody who is new; their practice sees them from now on.

    Raises ``NotPossible`` for an NHS number that does not check, or is somebody's already.
    """
    with write(by, Verb.REGISTER) as wrote:
        number = str(values.get("nhs_number") or "") or None
        if number and not is_valid(number):
            raise NotPossible("This is no NHS number: look at its digits again.")
        new = Person(**{**values, "nhs_number": number})
        if not practices().filter(pk=new.practice_id).exists():
            raise Hidden
        see_new(new)
        try:
            with transaction.atomic():
                written(by, new)
        except IntegrityError:
            # Whoever it is may be out of sight: the database is asked, and tells no more.
            raise NotPossible(
                "Somebody here has this NHS number and another date of birth: look at both again."
            ) from None
        kind = LegitimateRelationship.Kind.REGISTRATION
        let_see(by, new, f"org:{new.practice_id}", kind, new)
        wrote.about(new)
        return new


def note_call(*, by: Actor, person: Person, call: Call, terms: CareTerms) -> Referral:
    """Keep what somebody asked for by telephone or letter; its clock runs from now on."""
    with write(by, Verb.TRIAGE) as wrote:
        service = services().filter(team__in=access_teams(by)).order_by("slug").first()
        if service is None:
            raise Hidden
        check_living(person)
        note = Referral(
            person=person, service=service, from_team_id=service.team_id,
            controller=by.organisation, caller=call.caller, source=call.source,
            caller_telephone=call.caller_telephone, urgency=call.urgency, need=call.need,
            consent=call.consent, state=Note.RECEIVED, sent_at=by.now,
            due_at=due(terms, clock_of(call.urgency), by.now),
        )  # fmt: skip
        written(by, note)
        keep_step(by, note, "state", "", note.state)
        wrote.about(note, urgency=call.urgency)
        return note


def give_to_team(*, by: Actor, id_: uuid.UUID, seen: int, team: uuid.UUID, what: str) -> Task:
    """Give what is asked to a team that follows the person already, as a task."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _asked(by, id_, seen)
        follows = followers(note).filter(team=team).first()
        if follows is None:
            raise Hidden
        task = Task(
            person=note.person, what=what, detail=note.need, owner_kind=Task.Owner.TEAM,
            team_id=team, owner_name="", due_at=note.due_at, state=Doing.AGREED,
            priority=_PRIORITIES[Referral.Urgency(note.urgency)], because=note.reference,
        )  # fmt: skip
        written(by, task)
        keep_step(by, task, "state", "", task.state)
        _done(by, note, f"Given to {follows.team}, who follow them already.")
        wrote.about(note, task=str(task.pk), team=str(team))
        return task


def point_on(*, by: Actor, id_: uuid.UUID, seen: int, service: str, words: str) -> Contact:
    """Point who asked to a service: a contact is kept, and no note is sent."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _asked(by, id_, seen)
        to = _service(service)
        contact = _pointed(by, note.person, to, words, note.service.team_id)
        contact.is_theirs = True
        written(by, contact)
        _done(by, note, f"Pointed to {to}. {words}".strip())
        wrote.about(note, service=service, contact=str(contact.pk))
        return contact


def signpost(*, by: Actor, person: uuid.UUID, service: str, mode: str, words: str) -> Contact:
    """Keep that somebody was told of a service; no note is sent."""
    with write(by, Verb.CONTACT) as wrote:
        contact = _pointed(by, person_for(by, person), _service(service), words, None)
        contact.mode = mode
        contact.team_id = min(by.teams, default=None)
        written(by, contact)
        wrote.about(contact, service=service)
        return contact


def _asked(by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    """Return a note of the actor's single point of access."""
    rows = referrals_to(by).filter(service__team__in=access_teams(by))
    return found(rows.select_related("service"), id_, seen)


def _service(slug: str) -> Service:
    to = services().filter(pk=slug).first()
    if to is None:
        raise Hidden
    return to


def _pointed(by: Actor, person: Person, to: Service, words: str, team: uuid.UUID | None) -> Contact:
    return Contact(
        person=person, team_id=team, staff_id=by.user, mode=Contact.Mode.TELEPHONE, at=by.now,
        state=Meeting.HAPPENED, purpose=f"Pointed to {to}"[:200], note=words,
    )  # fmt: skip


def _done(by: Actor, note: Referral, feedback: str) -> None:
    """End a note without anybody who sees the person because of it."""
    note.feedback, note.decided_at, note.decided_by_id = feedback, by.now, by.user
    move(by, note, Note.ACCEPTED, NEXT_REFERRAL)
    move(by, note, Note.DONE, NEXT_REFERRAL)
