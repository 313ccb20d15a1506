"""The audit: rows that are only added, each sealed by the hash of the row before it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.models import AuditEvent, AuditHead

FIRST = "0" * 64
_BATCH = 20_000
_COLUMNS = (
    *("number", "at", "user", "roles", "organisation", "verb", "person", "what", "why"),
    *("detail", "before", "hash"),
)
_SEALED = len(_COLUMNS) - 1


@dataclass(frozen=True, slots=True)
class Told:
    """What a row of the audit says beside who and when.

    ``what`` is the kind and id of the record, ``why`` the reason for which the person may be seen.
    ``detail`` has no text that anybody typed about a person.
    """

    verb: Verb
    person: uuid.UUID | None = None
    what: str = ""
    why: str = ""
    detail: Mapping[str, object] | None = None


def record(actor: Actor, told: Told) -> AuditEvent:
    """Add a row to the chain, in the transaction that is open.

    The head of the chain is held until that ends, so that rows follow one another. Raises
    ``RuntimeError`` outside a transaction.
    """
    return record_all(actor, [told])[0]


def record_all(actor: Actor, told: Sequence[Told]) -> list[AuditEvent]:
    """Add several rows to the chain, such as one for each person in an answer."""
    if not connection.in_atomic_block:
        raise RuntimeError("a row of the audit belongs to the transaction of what it tells of")
    head = AuditHead.objects.select_for_update().get(pk=1)
    rows: list[AuditEvent] = []
    for one in told:
        before = rows[-1].hash if rows else head.hash
        rows.append(_sealed(actor, one, head.rows + len(rows) + 1, before))
    AuditEvent.objects.bulk_create(rows)
    if rows:
        AuditHead.objects.filter(pk=1).update(rows=rows[-1].number, hash=rows[-1].hash)
    return rows


def _sealed(actor: Actor, told: Told, number: int, before: str) -> AuditEvent:
    row = AuditEvent(
        number=number,
        at=actor.now.astimezone(UTC).isoformat(timespec="microseconds"),
        user=actor.user,
        roles=",".join(sorted(actor.roles)),
        organisation=actor.organisation,
        verb=told.verb.value,
        person=told.person,
        what=told.what,
        why=told.why,
        detail=json.dumps(dict(told.detail or {}), sort_keys=True, ensure_ascii=False),
        before=before,
    )
    row.hash = seal([getattr(row, name) for name in _COLUMNS[:_SEALED]])
    return row


def look(actor: Actor, told: Told) -> None:
    """Record that something was seen, in a transaction of its own."""
    with transaction.atomic():
        record(actor, told)


def look_at_all(actor: Actor, told: Sequence[Told]) -> None:
    """Record that several things were seen at once, such as people in the answer to a search."""
    with transaction.atomic():
        record_all(actor, told)


def seal(values: list[object]) -> str:
    """Return the hash of a row: of its values in order, each with its length before it."""
    texts = [_plain(value) for value in values]
    joined = "".join(f"{len(text)}:{text}" for text in texts)
    return hashlib.sha256(joined.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.hex if isinstance(value, uuid.UUID) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold, and in what way."""

    number: int
    what: str


def verify(using: str = "default") -> tuple[int, Broken | None]:
    """Return how many rows were read, and the first place where the chain does not hold.

    Rows that others add meanwhile are left for the next time.
    """
    head = AuditHead.objects.using(using).get(pk=1)
    before, number = FIRST, 0
    for row in _rows(using, head.rows):
        number += 1
        if row[0] != number:
            return number, Broken(number, f"row {number} is missing")
        if row[_SEALED - 1] != before:
            return number, Broken(number, f"row {number} does not follow the row before it")
        if seal(list(row[:_SEALED])) != row[_SEALED]:
            return number, Broken(number, f"row {number} was changed")
        before = row[_SEALED]
    if (head.rows, head.hash) != (number, before):
        return number, Broken(number + 1, f"rows after {number} were taken away: {head.rows} were")
    # The last row first, then the head: the head is never behind, whoever writes meanwhile.
    last = AuditEvent.objects.using(using).aggregate(last=Max("number"))["last"] or 0
    if last > AuditHead.objects.using(using).get(pk=1).rows:
        return number, Broken(number + 1, f"rows after {number} were added beside the chain")
    return number, None


def _rows(using: str, last: int) -> Iterator[tuple[Any, ...]]:
    rows = AuditEvent.objects.using(using).filter(number__lte=last).order_by("number")
    yield from rows.values_list(*_COLUMNS).iterator(_BATCH)
