"""How a record goes from one state to another: each step kept, with who, when and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TypeVar

from django.db.models import QuerySet, TextChoices

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.scopes import Hidden
from wholeplace.care.actions.writing import check_seen
from wholeplace.care.models import LegitimateRelationship, Person, Record, StatusChange

R = TypeVar("R", bound=Record)


class NotPossible(Exception):  # noqa: N818 - what was asked for does not fit the record as it is
    """The record is in a state from which this cannot be done; nothing was written."""


def found(rows: QuerySet[R], id_: uuid.UUID, seen: int) -> R:
    """Return a record of a scope, locked until the transaction ends.

    Raises ``Hidden``, and ``Changed`` where it has another version than the one that was shown.
    """
    locked = rows.select_related("person", "updated_by").select_for_update(of=("self",))
    record = locked.filter(pk=id_).first()
    if record is None:
        raise Hidden
    check_seen(record, seen)
    return record


def move(
    by: Actor, record: R, to: TextChoices, allowed: Mapping[str, frozenset[str]], reason: str = ""
) -> R:
    """Bring a record into another state and keep it; raises ``NotPossible``."""
    before: str = record.state  # type: ignore[attr-defined]  # records that move have one
    if to not in allowed[before]:
        now = type(to)(before).label
        raise NotPossible(f"This is '{now}' and cannot become '{to.label}'.")
    keep_step(by, record, "state", before, to.value, reason)
    record.state = to.value  # type: ignore[attr-defined]  # the same
    return keep(by, record)


def keep_step(
    by: Actor, record: Record, field: str, before: str, after: str, reason: str = ""
) -> None:
    """Keep that something of a record became another."""
    StatusChange.objects.create(
        what=record.reference, field=field, before=before, after=after, at=by.now,
        by_id=by.user, reason=reason,
    )  # fmt: skip


def keep(by: Actor, record: R) -> R:
    """Keep a record that was changed, as a new version."""
    record.version, record.updated_by_id = record.version + 1, by.user
    record.save()
    return record


def let_see(
    by: Actor, person: Person, holder: str, kind: LegitimateRelationship.Kind, because: Record
) -> None:
    """Let a team, an organisation or somebody see a person, because of a record; once."""
    rows = LegitimateRelationship.objects.filter(
        because=because.reference, holder=holder, ends__isnull=True
    )
    if not rows.exists():
        LegitimateRelationship.objects.create(
            person=person, holder=holder, because=because.reference, starts=by.now, kind=kind
        )


def see_no_longer(by: Actor, because: Record) -> None:
    """End what was let see because of a record."""
    rows = LegitimateRelationship.objects.filter(because=because.reference, ends__isnull=True)
    rows.update(ends=by.now)
