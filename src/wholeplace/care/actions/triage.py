"""What a service decides on a note: accept, send on, reject, ask back, book, tell the end."""

from __future__ import annotations

import uuid
from datetime import datetime

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden, referrals_to, services
from wholeplace.care.actions.left_open import Sight, let_go
from wholeplace.care.actions.referral_steps import clock_of
from wholeplace.care.actions.steps import (
    NotPossible,
    found,
    keep_step,
    let_see,
    move,
)
from wholeplace.care.actions.writing import write, written
from wholeplace.care.clocks import due
from wholeplace.care.models import LegitimateRelationship, Referral, Service
from wholeplace.care.states import NEXT_REFERRAL, Note
from wholeplace.place import CareTerms

_MOST_SENT_ON = 50


def receive_note(*, by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    """Say that a note has come; its clock runs on."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        wrote.about(note)
        return move(by, note, Note.RECEIVED, NEXT_REFERRAL)


def accept_note(*, by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    """Accept a note: from now on the team sees the person."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        _decided(by, note)
        wrote.about(note)
        move(by, note, Note.ACCEPTED, NEXT_REFERRAL)
        kind = LegitimateRelationship.Kind.REFERRAL
        let_see(by, note.person, f"team:{note.service.team_id}", kind, note)
        return note


def send_on(
    *, by: Actor, id_: uuid.UUID, seen: int, service: str, reason: str, terms: CareTerms,
    urgency: str = "",
) -> Referral:  # fmt: skip
    """Send a note on to another service; returns the new one.

    The person waits since the first was sent, so the clock runs on. Where it became more urgent,
    that of the new urgency holds if it ends sooner. No service gets the same note twice.
    """
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        to = _service(service)
        if to.team_id is None or not to.is_open:
            raise NotPossible(f"{to} takes no notes here now: look into the directory.")
        if to.pk in _been_to(note):
            raise NotPossible(f"{to} had this note already. Decide on it, or ask who wrote it.")
        _decided(by, note)
        note.reason, note.alternative = reason, to
        new = _next(by, note, to, urgency or note.urgency, terms)
        move(by, note, Note.REDIRECTED, NEXT_REFERRAL, reason)
        wrote.about(note, service=service, follows=str(new.pk), urgency=new.urgency)
        return new


def reject_note(
    *, by: Actor, id_: uuid.UUID, seen: int, reason: str, alternative: str, instead: str
) -> Referral:
    """Reject a note: never without the reason, and what may help instead."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        if not reason.strip() or not (alternative or instead.strip()):
            raise NotPossible("Say why, and what may help them instead.")
        _decided(by, note)
        note.reason, note.instead = reason, instead
        note.alternative = _service(alternative) if alternative else None
        wrote.about(note, alternative=alternative)
        return move(by, note, Note.REJECTED, NEXT_REFERRAL, reason)


def ask_back(*, by: Actor, id_: uuid.UUID, seen: int, question: str) -> Referral:
    """Ask who wrote a note for what is missing, once; the clock stands until they answer."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        if note.question:
            raise NotPossible("They were asked once already. Ring them, and decide.")
        if note.referrer_id is None:
            raise NotPossible("It came by telephone or letter: ring who asked, and decide.")
        note.question, note.due_at = question, None
        wrote.about(note)
        return move(by, note, Note.INFO_NEEDED, NEXT_REFERRAL, "a question")


def book_note(*, by: Actor, id_: uuid.UUID, seen: int, booked_for: datetime) -> Referral:
    """Keep when the person is seen."""
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        note.booked_for = booked_for
        wrote.about(note)
        return move(by, note, Note.BOOKED, NEXT_REFERRAL)


def finish_note(*, by: Actor, id_: uuid.UUID, seen: int, feedback: str) -> Referral:
    """Tell who referred what came of it; the team sees the person no longer.

    Raises ``NotPossible`` where the team would lose sight of what it has promised them.
    """
    with write(by, Verb.TRIAGE) as wrote:
        note = _to_us(by, id_, seen)
        note.feedback = feedback
        wrote.about(note)
        move(by, note, Note.DONE, NEXT_REFERRAL)
        if note.service.team_id is not None:
            let_go(by, Sight(note.person, note.service.team_id, note))
        return note


def _to_us(by: Actor, id_: uuid.UUID, seen: int) -> Referral:
    return found(referrals_to(by).select_related("service"), id_, seen)


def _decided(by: Actor, note: Referral) -> None:
    note.decided_at, note.decided_by_id = by.now, by.user


def _service(slug: str) -> Service:
    service = services().filter(pk=slug).first()
    if service is None:
        raise Hidden
    return service


def _been_to(note: Referral) -> set[str]:
    """Return the services that had this note, or one that it follows."""
    had: set[str] = set()
    at: Referral | None = note
    while at is not None and len(had) < _MOST_SENT_ON:
        had.add(at.service_id)
        at = at.follows
    return had


def _next(by: Actor, note: Referral, to: Service, urgency: str, terms: CareTerms) -> Referral:
    """Return the note that follows one that is sent on: the same words, the same who asked."""
    due_at = note.due_at
    if urgency != note.urgency or due_at is None:
        anew = due(terms, clock_of(urgency), by.now)
        due_at = anew if due_at is None else min(anew, due_at)
    new = Referral(
        person=note.person, service=to, from_team_id=note.from_team_id,
        referrer_id=note.referrer_id, caller=note.caller, source=note.source,
        caller_telephone=note.caller_telephone, controller=note.controller,
        visibility=note.visibility, only_team_id=note.only_team_id, urgency=urgency,
        need=note.need, consent=note.consent, question=note.question, answer=note.answer,
        state=Note.SENT, sent_at=by.now, follows=note, due_at=due_at,
    )  # fmt: skip
    written(by, new)
    keep_step(by, new, "state", "", new.state, "sent on")
    return new
