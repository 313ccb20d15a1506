"""What every write does: ask whether it may, hold one transaction, and leave a row in the audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import person_for, why_seen
from wholeplace.care.actions.audit import Told, record, record_all
from wholeplace.care.models import Person, Record, Visibility

R = TypeVar("R", bound=Record)


class NotAllowed(Exception):  # noqa: N818 - what the actor asked for is no error of the program
    """The roles of the actor do not allow it."""

    def __init__(self, verb: Verb) -> None:
        """Say what it was."""
        super().__init__(f"your role does not allow you to {verb.value}")
        self.verb = verb


class Changed(Exception):  # noqa: N818 - it happens to careful people
    """Somebody else changed the record after it was shown; nothing was written."""

    def __init__(self, who: str, at: datetime) -> None:
        """Say who and when."""
        super().__init__(f"{who or 'somebody'} changed this while you were writing")
        self.who, self.at = who, at


@dataclass(slots=True)
class Wrote:
    """What a write was about; an action says it before its transaction ends."""

    person: Person | None = None
    what: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    is_told: bool = False
    # Rows for further records of the same write, such as the rest of a file that is taken in.
    others: Sequence[Told] = ()

    def about(self, record_: Record, **detail: object) -> None:
        """Say which record it was, and more of it that nobody typed."""
        self.person = getattr(record_, "person", None)
        self.what = record_.reference
        self.detail, self.is_told = detail, True

    def of(self, what: str, **detail: object) -> None:
        """Say what it was about, where that is no record of a person."""
        self.what, self.detail, self.is_told = what, detail, True


@contextmanager
def write(by: Actor, verb: Verb) -> Iterator[Wrote]:
    """Do a write: all of it with its row in the audit, or nothing.

    Raises ``NotAllowed``, and ``RuntimeError`` for an action that did not say what it was about.
    """
    if by.user is not None and not by.may(verb):
        raise NotAllowed(verb)
    with transaction.atomic():
        wrote = Wrote()
        yield wrote
        if not wrote.is_told:
            raise RuntimeError(f"'{verb}' did not say what it was about")
        person = wrote.person
        why = why_seen(by, person) if person is not None else ""
        id_ = person.pk if person is not None else None
        record(by, Told(verb, id_, wrote.what, why, wrote.detail))
        if wrote.others:
            record_all(by, wrote.others)


def written(by: Actor, new: R) -> R:
    """Keep a new record as the actor's."""
    new.controller = new.controller or by.organisation
    if new.visibility == Visibility.TEAM and new.only_team is None:
        new.only_team_id = min(by.teams, default=None)
    new.created_by_id = new.updated_by_id = by.user
    new.save(force_insert=True)
    return new


def check_seen(now: Record, seen: int) -> None:
    """Raise ``Changed`` where a record has another version by now than the one that was shown."""
    if now.version != seen:
        raise Changed(now.updated_by.name if now.updated_by else "", now.updated_at)


def change(by: Actor, old: R, seen: int, **values: object) -> list[str]:
    """Change a record that was shown in a version; returns what is other than before.

    The person it is about must be one whom the actor may see. Raises ``Hidden``, and ``Changed``
    where the record has another version by now.
    """
    if isinstance(getattr(old, "person", None), Person):
        person_for(by, old.person.pk)  # type: ignore[attr-defined]
    kind = type(old)
    now = kind._default_manager.select_for_update().get(pk=old.pk)  # noqa: SLF001
    check_seen(now, seen)
    names = [name for name, value in values.items() if getattr(now, name) != value]
    for name in names:
        setattr(now, name, values[name])
    if names:
        now.version, now.updated_by_id = now.version + 1, by.user
        now.save()
    return names
