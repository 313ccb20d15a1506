"""What is done with a note by those who send it: write, send, answer, take back, read what came."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    person_for,
    referrals_from,
    relationships,
    services,
)
from wholeplace.care.actions.left_open import Sight, let_be
from wholeplace.care.actions.referral_steps import check_living, clock_of
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move, see_no_longer
from wholeplace.care.actions.writing import write, written
from wholeplace.care.clocks import due
from wholeplace.care.models import Organisation, Person, Referral, Role, Service
from wholeplace.care.states import NEXT_REFERRAL, Note
from wholeplace.place import CareTerms

_SOURCES = {
    Organisation.Kind.PRACTICE: "01",
    Organisation.Kind.ACUTE: "06",
    Organisation.Kind.COMMUNITY: "07",
    Organisation.Kind.COUNCIL: "11",
    Organisation.Kind.VOLUNTARY: "20",
}
"""NHS Data Dictionary, SOURCE OF REFERRAL FOR COMMUNITY, of the organisation that writes."""
TOLD = (Note.DONE, Note.REJECTED)
"""How a note ends with something that who referred has to read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a note asks: of which service, how soon, what they need, and who agreed to it."""

    service: str
    urgency: str
    need: str
    consent: str


def write_note(*, by: Actor, person: uuid.UUID, asked: Asked) -> Referral:
    """Begin a note; nobody gets it until it is sent."""
    with write(by, Verb.REFER) as wrote:
        about = person_for(by, person)
        check_living(about)
        note = Referral(
            person=about, service=_taking(asked.service), from_team_id=_through(by, about),
            referrer_id=by.user, controller=by.organisation, source=_source(by),
            urgency=asked.urgency, need=asked.need, consent=asked.consent,
        )  # fmt: skip
        written(by, note)
        keep_step(by, note, "state", "", note.state)
        wrote.about(note, service=asked.service, urgency=asked.urgency)
        return note


def change_note(*, by: Actor, id_: uuid.UUID, seen: int, asked: Asked) -> Referral:
    """Change what a note says, as long as it was not sent."""
    with write(by, Verb.REFER) as wrote:
        note = _ours(by, id_, seen)
        if note.state != Note.DRAFT:
            raise NotPossible("It was sent already. Take it back, and write another one.")
        note.service, note.urgency = _taking(asked.service), asked.urgency
        note.need, note.consent = asked.need, asked.consent
        wrote.about(note, service=asked.service, urgency=asked.urgency)
        return keep(by, note)


def send_note(*, by: Actor, id_: uuid.UUID, seen: int, terms: CareTerms) -> Referral:
    """Send a note; from now on its clock runs."""
    with write(by, Verb.REFER) as wrote:
        note = _ours(by, id_, seen)
        if note.state != Note.DRAFT:
            raise NotPossible("It was sent already.")
        _taking(note.service_id)
        note.sent_at = by.now
        note.due_at = due(terms, clock_of(note.urgency), by.now)
        wrote.about(note, urgency=note.urgency)
        return move(by, note, Note.SENT, NEXT_REFERRAL)


def answer_note(*, by: Actor, id_: uuid.UUID, seen: int, answer: str, terms: CareTerms) -> Referral:
    """Answer what the service asked; the note goes to it again, and its clock begins anew."""
    with write(by, Verb.REFER) as wrote:
        note = _ours(by, id_, seen)
        if note.state != Note.INFO_NEEDED:
            raise NotPossible("There is no question to answer.")
        note.answer, note.due_at = answer, due(terms, clock_of(note.urgency), by.now)
        wrote.about(note)
        return move(by, note, Note.SENT, NEXT_REFERRAL, "the question was answered")


def revoke_note(*, by: Actor, id_: uuid.UUID, seen: int, reason: str) -> Referral:
    """Take a note back: who wrote it may, or a lead of their team."""
    with write(by, Verb.REFER) as wrote:
        note = _ours(by, id_, seen)
        author = note.referrer_id or note.created_by_id
        if author != by.user and Role.LEAD not in by.roles:
            raise NotPossible("Only who referred, or their lead, takes it back.")
        note.reason = reason
        move(by, note, Note.REVOKED, NEXT_REFERRAL, reason)
        wrote.about(note, ended=_service_lets_be(by, note))
        return note


def see_feedback(*, by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    """Keep that what came of a note was read by those who sent it."""
    with write(by, Verb.REFER) as wrote:
        note = _ours(by, id_, seen)
        if note.state not in TOLD:
            raise NotPossible("Nothing came of it yet.")
        note.feedback_seen_at = note.feedback_seen_at or by.now
        wrote.about(note)
        return keep(by, note)


def _ours(by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    return found(referrals_from(by).select_related("service"), id_, seen)


def _service_lets_be(by: Actor, note: Referral) -> int:
    """Let the service see the person no longer; returns how much it had to do for them."""
    team = note.service.team_id
    if team is None:  # it has none here any more: there is nobody whose tasks they could be
        see_no_longer(by, note)
        return 0
    return let_be(by, Sight(note.person, team, note), "the referral was taken back")


def _taking(slug: str) -> Service:
    service = services().filter(pk=slug).first()
    if service is None:
        raise Hidden
    if not service.is_open or service.team_id is None:
        raise NotPossible(f"{service} takes no notes here now: look into the directory.")
    return service


def _through(by: Actor, person: Person) -> uuid.UUID | None:
    """Return the team of the actor that cares for somebody: it is who asks."""
    held = relationships(by).filter(person=person, holder__startswith="team:").order_by("id")
    through = held.values_list("holder", flat=True).first()
    return uuid.UUID(through.removeprefix("team:")) if through else None


def _source(by: Actor) -> str:
    organisation = Organisation.objects.filter(pk=by.organisation).first()
    return _SOURCES.get(Organisation.Kind(organisation.kind), "") if organisation else ""
