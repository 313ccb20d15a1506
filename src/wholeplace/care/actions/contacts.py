"""What is kept of contacts: planned, had, not reached; calls of theirs, and ours back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import alerts, caseload, contacts, open_tasks, person_for
from wholeplace.care.actions.parts import Order, Owner, close_alert, new_task, raise_once
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move
from wholeplace.care.actions.writing import write, written
from wholeplace.care.clocks import due
from wholeplace.care.models import Alert, CaseloadEntry, Contact, Person, Task
from wholeplace.care.states import NEXT_CONTACT, NEXT_TASK, Alarm, Doing, Meeting, Place
from wholeplace.place import CareTerms, on

AGAIN_CLOCK = "try_again"
RING_BACK = "Ring back"
Ref = tuple[uuid.UUID, int]
"""A record by its id, and the version of it that was shown."""


@dataclass(frozen=True, slots=True)
class Had:
    """A contact as it was. Without ``next_contact`` the place's days for the tier hold."""

    mode: Contact.Mode
    at: datetime
    is_reached: bool = True
    with_carer: bool = False
    minutes: int | None = None
    purpose: str = ""
    note: str = ""
    next_contact: date | None = None


def plan_contact(
    *, by: Actor, person: uuid.UUID, mode: Contact.Mode, at: datetime, purpose: str
) -> Contact:
    """Plan a contact of the actor's with somebody. Raises ``NotPossible``."""
    with write(by, Verb.CONTACT) as wrote:
        who = person_for(by, person)
        if who.died_on:
            raise NotPossible("They have died.")
        if at < by.now:
            raise NotPossible("This moment is over: keep the contact, if there was one.")
        new = Contact(
            person=who, team_id=_team(by, _place(by, who)), staff_id=by.user, mode=mode, at=at,
            purpose=purpose,
        )  # fmt: skip
        written(by, new)
        wrote.about(new, mode=mode.value)
        return new


def cancel_contact(*, by: Actor, id_: uuid.UUID, seen: int, reason: str) -> Contact:
    """Say that a planned contact is not to be, and why."""
    with write(by, Verb.CONTACT) as wrote:
        contact = found(contacts(by), id_, seen)
        wrote.about(contact)
        return move(by, contact, Meeting.CANCELLED, NEXT_CONTACT, reason)


def keep_contact(
    *,
    by: Actor,
    person: uuid.UUID,
    had: Had,
    terms: CareTerms,
    planned: Ref | None = None,
    alert: Ref | None = None,
) -> Contact:
    """Keep a contact as it was, planned before or not, and when the next is due.

    Who was reached is due again as their tier says; who was not is tried again, and after as many
    tries as the place says an alert is raised. It may be the answer to an alert, if they were
    reached. Raises ``NotPossible`` for a moment to come, and for a next contact before this one.
    """
    with write(by, Verb.CONTACT) as wrote:
        who = person_for(by, person)
        entry = _place(by, who)
        kept = _kept(by, who, entry, had, planned)
        moved = _move_on(by, entry, kept, had.next_contact or _next(by, entry, kept, terms))
        missed = _missed(by, kept, terms)
        answered = _answered(by, kept, alert)
        wrote.about(
            kept, mode=kept.mode, state=kept.state, moved=moved,
            alert=str(missed.pk) if missed else "", answered=str(answered.pk) if answered else "",
        )  # fmt: skip
        return kept


def take_call(
    *, by: Actor, person: uuid.UUID, call: Had, ring_back: datetime | None, owner: Owner | None
) -> tuple[Contact, Task | None]:
    """Keep a call of theirs; where they are promised a call back, somebody has it on their list."""
    with write(by, Verb.CONTACT) as wrote:
        who = person_for(by, person)
        entry = _place(by, who)
        kept = _contact(by, who, entry, call)
        kept.is_theirs = True
        written(by, kept)
        task = None
        if ring_back is not None and owner is not None:
            if ring_back < call.at:
                raise NotPossible("Nobody can be rung back before they rang.")
            order = Order(
                call.purpose or RING_BACK, owner, ring_back, Task.Priority.SOON, "",
                Task.Kind.CALL_BACK,
            )  # fmt: skip
            task = new_task(by, who, order, kept)
        wrote.about(kept, task=str(task.pk) if task else "")
        return kept, task


def ring_back(
    *, by: Actor, id_: uuid.UUID, seen: int, had: Had, terms: CareTerms
) -> tuple[Contact, Task]:
    """Keep the call that was promised; it closes the promise, if they were reached.

    Who was not reached stays on the list, to be tried again. It moves no other contact that is due:
    somebody who rings between visits is visited all the same.
    """
    with write(by, Verb.CONTACT) as wrote:
        task = found(open_tasks(by), id_, seen)
        if task.kind != Task.Kind.CALL_BACK:
            raise NotPossible("Nobody was promised to be rung back here.")
        entry = _place(by, task.person)
        kept = written(by, _contact(by, task.person, entry, had))
        _move_on(by, entry, kept, had.next_contact)
        if had.is_reached:
            task.done_at = by.now
            move(by, task, Doing.DONE, NEXT_TASK)
        else:
            task.due_at = due(terms, AGAIN_CLOCK, had.at)
            keep(by, task)
        wrote.about(kept, task=str(task.pk), state=kept.state)
        return kept, task


# What several of them do


def _place(by: Actor, person: Person) -> CaseloadEntry | None:
    """Return somebody's place with one of the actor's teams, locked."""
    rows = caseload(by).filter(person=person, state=Place.ACTIVE, team__in=by.teams)
    return rows.select_for_update(of=("self",)).order_by("entered_at", "id").first()


def _team(by: Actor, entry: CaseloadEntry | None) -> uuid.UUID | None:
    return entry.team_id if entry else min(by.teams, default=None)


def _contact(by: Actor, person: Person, entry: CaseloadEntry | None, had: Had) -> Contact:
    new = Contact(person=person, team_id=_team(by, entry))
    _fill(by, new, had)
    return new


def _fill(by: Actor, contact: Contact, had: Had) -> None:
    if had.at > by.now:
        raise NotPossible("This moment is still to come: plan the contact.")
    if had.next_contact and had.next_contact < _day(had.at):
        raise NotPossible("The next contact cannot be before this one.")
    contact.staff_id, contact.mode, contact.at = by.user, had.mode, had.at
    contact.minutes, contact.with_carer = had.minutes, had.with_carer
    contact.purpose, contact.note = had.purpose, had.note
    contact.next_contact = had.next_contact
    contact.state = Meeting.HAPPENED if had.is_reached else Meeting.NOT_REACHED


def _kept(
    by: Actor, person: Person, entry: CaseloadEntry | None, had: Had, planned: Ref | None
) -> Contact:
    if planned is None:
        return written(by, _contact(by, person, entry, had))
    contact = found(contacts(by).filter(person=person), *planned)
    if contact.state != Meeting.PLANNED:
        raise NotPossible(f"This is '{contact.get_state_display()}' already.")
    _fill(by, contact, had)
    keep_step(by, contact, "state", Meeting.PLANNED, contact.state)
    return keep(by, contact)


def _next(by: Actor, entry: CaseloadEntry | None, kept: Contact, terms: CareTerms) -> date | None:
    """Return when the next contact is due, as the place says; ``None`` leaves it as it is."""
    if entry is None:
        return None
    if kept.state == Meeting.NOT_REACHED:
        return _day(due(terms, AGAIN_CLOCK, kept.at))
    later = contacts(by).filter(
        person=kept.person, state=Meeting.HAPPENED, is_theirs=False, at__gt=kept.at
    )
    if later.exists():  # an old contact, kept late, takes nothing back
        return None
    tier = {one.id: one for one in terms.tiers}.get(entry.tier)
    if tier is None:  # the place has given that tier up
        return None
    return _day(kept.at) + timedelta(days=on(tier.contact_every_days, _day(kept.at)))


def _move_on(by: Actor, entry: CaseloadEntry | None, kept: Contact, to: date | None) -> bool:
    """Write when somebody is due next, if the actor is one of those who follow them."""
    if entry is None or to is None or not by.may(Verb.FOLLOW):
        return False
    if kept.next_contact is None:
        kept.next_contact = to
        kept.save(update_fields=["next_contact"])
    entry.next_contact = to
    keep(by, entry)
    return True


def _missed(by: Actor, kept: Contact, terms: CareTerms) -> Alert | None:
    """Raise an alert where nobody was reached so often in a row; one at a time."""
    if kept.state != Meeting.NOT_REACHED:
        return None
    ours = contacts(by).filter(person=kept.person, is_theirs=False)
    last = ours.filter(state=Meeting.HAPPENED).values_list("at", flat=True).first()
    tries = ours.filter(state=Meeting.NOT_REACHED)
    tries = tries.filter(at__gt=last) if last else tries
    if tries.count() < on(terms.tries_before_missed, by.today):
        return None
    kind = Alert.Kind.MISSED
    open_one = Alert.objects.filter(person=kept.person, kind=kind, state=Alarm.OPEN)
    if open_one.exists():
        return None
    return raise_once(by, kept.person, kind, kept.at, kept, terms)


def _answered(by: Actor, kept: Contact, alert: Ref | None) -> Alert | None:
    """Close the alert that a contact answers; who was not reached has not been followed up."""
    if alert is None or kept.state != Meeting.HAPPENED:
        return None
    found_ = found(alerts(by).filter(person=kept.person), *alert)
    return close_alert(by, found_, Alarm.FOLLOWED_UP, "", kept)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
