"""The feed for the analysis: what the mapping ``care-module`` reads into the canonical tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from wholeplace.care.access import Actor
from wholeplace.care.access.scopes import steps_among
from wholeplace.care.exports.leaving import Leaving, in_parts, leaving
from wholeplace.care.exports.words import ATTENDED, MEDIUM, TEAM_TYPE, wall
from wholeplace.care.fhir.asking import uuid_of
from wholeplace.care.fhir.sight import whole
from wholeplace.care.models import (
    CarePlan,
    CaseloadEntry,
    Contact,
    HuddleItem,
    Observation,
    Record,
    Referral,
    Task,
)
from wholeplace.care.states import Doing, Note, Place, Planning, Spoken

_WHO = ("nhs_number", "local_id", "organisation_code")
FILES: dict[str, tuple[str, ...]] = {
    "contacts": (
        "contact_id", *_WHO, "team_type", "started_at", "ended_at", "duration_minutes", "medium",
        "attended",
    ),
    "caseload": (
        "entry_id", *_WHO, "team_type", "reason", "tier", "entered_at", "agreed_at", "closed_at",
        "exit_reason",
    ),
    "assessments": (
        "assessment_id", *_WHO, "contact_id", "instrument", "instrument_version", "assessed_at",
        "score", "level",
    ),
    "plan_events": ("event_id", *_WHO, "plan_id", "event", "happened_at"),
    "huddle_events": ("event_id", *_WHO, "huddle_id", "event", "happened_at"),
    "referrals": (
        "referral_id", *_WHO, "source", "team_type", "received_at", "accepted_at", "closed_at",
        "closure_reason",
    ),
}  # fmt: skip
"""The files of the feed, and their columns: those of the reference of feeds."""

_ACCEPTED = (Note.ACCEPTED, Note.BOOKED, Note.DONE)
_CLOSED = (Note.DONE, Note.REJECTED, Note.REDIRECTED, Note.REVOKED)


def write_feed(by: Actor, output: Path) -> dict[str, int]:
    """Write the feed of everything that was up to now; returns the rows of each file.

    People are named by NHS number alone, of which loading makes pseudonyms with the keys of the
    workspace; nothing that anybody typed is in it, and nothing that was sealed.
    """
    rows = {
        "contacts": _contacts,
        "caseload": _caseload,
        "assessments": _assessments,
        "plan_events": _plan_events,
        "huddle_events": _huddle_events,
        "referrals": _referrals,
    }
    with leaving(by, output, "feed") as made:
        return {name: _table(made, name, of(by.now)) for name, of in rows.items()}


def _table(made: Leaving, name: str, rows: Iterator[Sequence[object]]) -> int:
    return made.table(f"{name}.csv", FILES[name], _noted(made, name, rows))


def _noted(made: Leaving, name: str, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[object]]:
    at = FILES[name].index("local_id")
    for row in rows:
        made.named.add(row[at])
        yield row


def _seen(kind: type[Record], *along: str) -> QuerySet[Any]:
    return whole().rows(kind).select_related("person", *along)


def _who(row: Any) -> tuple[object, ...]:  # noqa: ANN401 - any record of a person
    person = row.person
    return person.nhs_number or "", person.pk, row.controller


def _contacts(now: datetime) -> Iterator[Sequence[object]]:
    rows = _seen(Contact, "team").filter(state__in=list(ATTENDED), at__lte=now)
    for part in in_parts(rows):
        for row in part:
            ends = row.at + timedelta(minutes=row.minutes) if row.minutes is not None else None
            team = TEAM_TYPE.get(row.team.kind, "") if row.team else ""
            yield (
                row.pk, *_who(row), team, wall(row.at), wall(ends), row.minutes,
                MEDIUM[row.mode], ATTENDED[row.state],
            )  # fmt: skip


def _caseload(now: datetime) -> Iterator[Sequence[object]]:
    for part in in_parts(_seen(CaseloadEntry, "team").filter(entered_at__lte=now)):
        agreed = _first_steps(part, Place.CONSENTED)
        for row in part:
            is_closed = row.state == Place.CLOSED
            yield (
                row.pk, *_who(row), TEAM_TYPE.get(row.team.kind, ""), row.reason, row.tier,
                wall(row.entered_at), wall(agreed.get(row.reference)),
                wall(row.closed_at) if is_closed else "", "closed" if is_closed else "",
            )  # fmt: skip


def _first_steps(part: Sequence[Any], *after: str) -> dict[str, datetime]:
    """Return when each record first came into one of some states."""
    found: dict[str, datetime] = {}
    for step in steps_among(part).filter(field="state", after__in=after).order_by("at", "pk"):
        found.setdefault(step.what, step.at)
    return found


def _assessments(now: datetime) -> Iterator[Sequence[object]]:
    for part in in_parts(_seen(Observation).filter(seen_on__lte=now.date())):
        for row in part:
            yield (
                row.pk, *_who(row), "", row.code.upper(), row.instrument_version,
                _on(row.seen_on), f"{row.value.normalize():f}", row.band,
            )  # fmt: skip


def _on(day: date | None) -> str:
    return datetime.combine(day, time()).isoformat() if day else ""


def _plan_events(now: datetime) -> Iterator[Sequence[object]]:
    for part in in_parts(_seen(CarePlan)):
        ended = _first_steps(part, Planning.REPLACED, Planning.ENDED)
        for row in part:
            happened = {
                "created": wall(row.created_at) if row.created_at <= now else "",
                "agreed_by_person": _on(row.agreed_on) if row.agreed_on else "",
                "agreed_by_gp": wall(row.gp_agreed_at),
                "ended": wall(ended.get(row.reference)),
            }
            yield from _events(row, row.pk, happened)
    done = _seen(Task, "goal__need").filter(state=Doing.DONE, goal__isnull=False)
    for part in in_parts(done.filter(done_at__lte=now)):
        for row in part:
            yield from _events(row, row.goal.need.plan_id, {"action_done": wall(row.done_at)})


def _huddle_events(now: datetime) -> Iterator[Sequence[object]]:
    decided = _seen(HuddleItem).filter(state=Spoken.DECIDED, decided_at__lte=now)
    done = _done_after_huddles()
    for part in in_parts(decided):
        for row in part:
            at = wall(row.decided_at)
            happened = {
                "decided": at,
                "preference_stated": at if row.preference_stated else "",
            }
            yield from _events(row, row.huddle_id, happened)
    for part in in_parts(done):
        ids = {row.pk: uuid_of(row.because.rpartition(":")[2]) for row in part}
        items = whole().rows(HuddleItem).filter(pk__in=[one for one in ids.values() if one])
        huddles = dict(items.values_list("pk", "huddle"))
        for row in part:
            if huddle := huddles.get(ids[row.pk]):
                yield from _events(row, huddle, {"action_done": wall(row.done_at)})


def _done_after_huddles() -> QuerySet[Any]:
    begins = f"{HuddleItem._meta.model_name}:"  # noqa: SLF001 - Django's name for it
    return _seen(Task).filter(state=Doing.DONE, because__startswith=begins, done_at__isnull=False)


def _events(row: Any, of: object, happened: dict[str, str]) -> Iterator[Sequence[object]]:  # noqa: ANN401
    for event, at in happened.items():
        if at:
            yield f"{row.pk}:{event}", *_who(row), of, event, at


def _referrals(now: datetime) -> Iterator[Sequence[object]]:
    rows = _seen(Referral, "service__team").filter(sent_at__lte=now).exclude(state=Note.DRAFT)
    for part in in_parts(rows):
        steps = _last_steps(part)
        for row in part:
            closed = steps[row.reference].get(row.state, row.decided_at)
            accepted = steps[row.reference].get(Note.ACCEPTED, row.decided_at)
            team = row.service.team
            yield (
                row.pk, *_who(row), row.source, TEAM_TYPE.get(team.kind, "") if team else "",
                wall(row.sent_at), wall(accepted) if row.state in _ACCEPTED else "",
                wall(closed) if row.state in _CLOSED else "",
                row.state if row.state in _CLOSED else "",
            )  # fmt: skip


def _last_steps(part: Sequence[Any]) -> dict[str, dict[str, datetime]]:
    """Return when each record last came into each state."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for step in steps_among(part).filter(field="state").order_by("at", "pk"):
        found[step.what][step.after] = step.at
    return found
