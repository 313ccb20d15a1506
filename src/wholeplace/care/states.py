"""Through which states records go. Every step is kept: who, when, and why."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Candidacy(models.TextChoices):
    """What became of somebody whom the model put on a list."""

    WAITING = "waiting", "waits for the practice"
    ACCEPTED = "accepted", "accepted by the practice"
    DECLINED = "declined", "declined by the practice"


class Place(models.TextChoices):
    """Where somebody stands on a caseload."""

    ACCEPTED = "accepted", "accepted, not asked yet"
    OFFERED = "offered", "offered"
    CONSENTED = "consented", "consented"
    REFUSED = "refused", "refused"
    ACTIVE = "active", "on the caseload"
    CLOSED = "closed", "closed"


NEXT: Mapping[str, frozenset[str]] = {
    Place.ACCEPTED: frozenset({Place.OFFERED, Place.CLOSED}),
    Place.OFFERED: frozenset({Place.CONSENTED, Place.REFUSED, Place.CLOSED}),
    Place.CONSENTED: frozenset({Place.ACTIVE, Place.REFUSED, Place.CLOSED}),
    Place.REFUSED: frozenset({Place.OFFERED, Place.CLOSED}),
    Place.ACTIVE: frozenset({Place.CLOSED}),
    Place.CLOSED: frozenset({Place.OFFERED}),
}
"""What may follow on a caseload: who was refused or closed may be asked again."""

OPEN = (Place.ACCEPTED, Place.OFFERED, Place.CONSENTED, Place.ACTIVE)
"""Those who take up a place, or soon may."""


class Assessing(models.TextChoices):
    """How far an assessment has come."""

    DRAFT = "draft", "begun"
    SIGNED = "signed", "signed"
    REPLACED = "replaced", "replaced by a corrected one"
    DROPPED = "dropped", "given up before it was signed"


NEXT_ASSESSMENT: Mapping[str, frozenset[str]] = {
    Assessing.DRAFT: frozenset({Assessing.SIGNED, Assessing.DROPPED}),
    Assessing.SIGNED: frozenset({Assessing.REPLACED}),
    Assessing.REPLACED: frozenset(),
    Assessing.DROPPED: frozenset(),
}
"""What may follow of an assessment: what was signed is never written in again."""


class Planning(models.TextChoices):
    """How far a plan has come: it holds once the person, and then the GP, agreed to it."""

    DRAFT = "draft", "being written"
    PERSON_AGREED = "agreed", "agreed with the person, waits for the GP"
    ACTIVE = "active", "agreed with the person and the GP"
    REPLACED = "replaced", "replaced by a newer one"
    ENDED = "ended", "ended"


NEXT_PLAN: Mapping[str, frozenset[str]] = {
    Planning.DRAFT: frozenset({Planning.PERSON_AGREED, Planning.ENDED}),
    Planning.PERSON_AGREED: frozenset({Planning.DRAFT, Planning.ACTIVE, Planning.ENDED}),
    Planning.ACTIVE: frozenset({Planning.REPLACED, Planning.ENDED}),
    Planning.REPLACED: frozenset(),
    Planning.ENDED: frozenset(),
}
"""What may follow of a plan: a GP who asks for a change sends it back to who writes it."""


class Doing(models.TextChoices):
    """How far something that is to be done has come."""

    PROPOSED = "proposed", "proposed"
    AGREED = "agreed", "agreed"
    DOING = "doing", "in progress"
    DONE = "done", "done"
    NOT_DONE = "not_done", "not done"
    DROPPED = "dropped", "dropped"


NEXT_TASK: Mapping[str, frozenset[str]] = {
    Doing.PROPOSED: frozenset({Doing.AGREED, Doing.DROPPED}),
    Doing.AGREED: frozenset({Doing.DOING, Doing.DONE, Doing.NOT_DONE, Doing.DROPPED}),
    Doing.DOING: frozenset({Doing.DONE, Doing.NOT_DONE, Doing.DROPPED}),
    Doing.DONE: frozenset(),
    Doing.NOT_DONE: frozenset({Doing.AGREED}),
    Doing.DROPPED: frozenset(),
}
"""What may follow of a task."""

TO_DO = (Doing.AGREED, Doing.DOING)
"""Tasks that somebody has yet to do."""


class Meeting(models.TextChoices):
    """How far a contact with somebody has come."""

    PLANNED = "planned", "planned"
    HAPPENED = "happened", "happened"
    NOT_REACHED = "not_reached", "not reached"
    CANCELLED = "cancelled", "cancelled"


NEXT_CONTACT: Mapping[str, frozenset[str]] = {
    Meeting.PLANNED: frozenset({Meeting.HAPPENED, Meeting.NOT_REACHED, Meeting.CANCELLED}),
    Meeting.HAPPENED: frozenset(),
    Meeting.NOT_REACHED: frozenset(),
    Meeting.CANCELLED: frozenset(),
}
"""What may follow of a contact."""


class Alarm(models.TextChoices):
    """What became of an alert."""

    OPEN = "open", "to be followed up"
    FOLLOWED_UP = "followed_up", "followed up"
    NOT_NEEDED = "not_needed", "needs nothing"


NEXT_ALERT: Mapping[str, frozenset[str]] = {
    Alarm.OPEN: frozenset({Alarm.FOLLOWED_UP, Alarm.NOT_NEEDED}),
    Alarm.FOLLOWED_UP: frozenset(),
    Alarm.NOT_NEEDED: frozenset(),
}
"""What may follow of an alert."""


class Huddling(models.TextChoices):
    """How far a huddle, or somebody on its agenda, has come."""

    PLANNED = "planned", "planned"
    RUNNING = "running", "under way"
    CLOSED = "closed", "closed"


class Spoken(models.TextChoices):
    """What became of somebody on the agenda of a huddle."""

    WAITING = "waiting", "to be spoken of"
    DECIDED = "decided", "decided"
    CARRIED = "carried", "carried over to the next"


NEXT_SPOKEN: Mapping[str, frozenset[str]] = {
    Spoken.WAITING: frozenset({Spoken.DECIDED, Spoken.CARRIED}),
    # While the huddle lasts, a decision may be put better, and who was to wait may be spoken of.
    Spoken.DECIDED: frozenset({Spoken.DECIDED, Spoken.CARRIED}),
    Spoken.CARRIED: frozenset({Spoken.DECIDED}),
}
"""What may follow for somebody on an agenda, until the huddle is closed."""


class Note(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", "being written"
    SENT = "sent", "sent"
    RECEIVED = "received", "received"
    INFO_NEEDED = "info_needed", "sent back with a question"
    ACCEPTED = "accepted", "accepted"
    REDIRECTED = "redirected", "sent on to another service"
    REJECTED = "rejected", "rejected"
    BOOKED = "booked", "booked"
    DONE = "done", "done"
    REVOKED = "revoked", "taken back"


_NOT_DECIDED = frozenset({Note.ACCEPTED, Note.REDIRECTED, Note.REJECTED, Note.INFO_NEEDED})

NEXT_REFERRAL: Mapping[str, frozenset[str]] = {
    Note.DRAFT: frozenset({Note.SENT, Note.REVOKED}),
    Note.SENT: frozenset({Note.RECEIVED, Note.REVOKED}) | _NOT_DECIDED,
    Note.RECEIVED: frozenset({Note.REVOKED}) | _NOT_DECIDED,
    Note.INFO_NEEDED: frozenset({Note.SENT, Note.REVOKED}),
    Note.ACCEPTED: frozenset({Note.BOOKED, Note.DONE, Note.REVOKED}),
    Note.BOOKED: frozenset({Note.DONE, Note.REVOKED}),
    Note.REDIRECTED: frozenset(),
    Note.REJECTED: frozenset(),
    Note.DONE: frozenset(),
    Note.REVOKED: frozenset(),
}
"""What may follow of a referral."""


class Giving(models.TextChoices):
    """Where a package of intermediate care stands."""

    WAITING = "waiting", "on the waiting list"
    GIVEN = "given", "given"
    ENDED = "ended", "ended"
    WITHDRAWN = "withdrawn", "needed no longer"


NEXT_PACKAGE: Mapping[str, frozenset[str]] = {
    Giving.WAITING: frozenset({Giving.GIVEN, Giving.WITHDRAWN}),
    Giving.GIVEN: frozenset({Giving.ENDED}),
    Giving.ENDED: frozenset(),
    Giving.WITHDRAWN: frozenset(),
}
"""What may follow of a package."""
