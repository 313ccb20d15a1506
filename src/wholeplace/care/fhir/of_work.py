"""What is done, asked for, measured and told of somebody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from wholeplace.care.fhir.codes import (
    CONTACT,
    CONTACT_CLASS,
    ENCOUNTER_CLASS,
    FLAG,
    REFERRAL,
    TASK,
    TASK_PRIORITY,
    TERMINOLOGY,
    URGENCY,
)
from wholeplace.care.fhir.parts import (
    Json,
    day,
    known_organisation,
    moment,
    note,
    organisation,
    ours,
    patient,
    period,
    staff,
    text,
    to,
)
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import (
    Alert,
    CarePlan,
    Contact,
    Encounter,
    Goal,
    Observation,
    Referral,
    Task,
)


def task(row: Task) -> Json:
    """Return something that is to be done."""
    return {
        "status": TASK[row.state],
        "statusReason": text(row.reason),
        "intent": "plan" if row.goal_id else "order",
        "priority": TASK_PRIORITY[row.priority],
        "code": ours(f"task-{row.kind}", row.get_kind_display()),
        "description": row.what,
        "for": patient(row.person_id),
        "authoredOn": moment(row.created_at),
        "lastModified": moment(row.updated_at),
        "executionPeriod": period(None, row.done_at),
        "owner": _owner(row),
        "note": note(row.detail),
        "restriction": {"period": period(None, row.due_at)},
    }


def _owner(row: Task) -> Json:
    if row.owner_kind == Task.Owner.PERSON:
        return patient(row.person_id)
    if row.owner:
        return staff(row.owner)
    return {"display": row.team.name if row.team else row.owner_name}


def task_links(rows: Sequence[Task], sight: Sight) -> Mapping[uuid.UUID, Json]:
    """Return the goals of tasks and the plans these stand in, of those that are seen."""
    goals = {row.goal_id for row in rows if row.goal_id}
    seen = dict(sight.rows(Goal).filter(pk__in=goals).values_list("pk", "need__plan"))
    plans = set(sight.rows(CarePlan).filter(pk__in=set(seen.values())).values_list("pk", flat=True))
    links: dict[uuid.UUID, Json] = {}
    for row in rows:
        if row.goal_id and row.goal_id in seen:
            plan = seen[row.goal_id]
            based_on = [to("CarePlan", plan)] if plan in plans else []
            links[row.pk] = {"focus": to("Goal", row.goal_id), "basedOn": based_on}
    return links


def referral(row: Referral) -> Json:
    """Return what a service was asked for."""
    requester = staff(row.referrer) if row.referrer else {"display": row.caller}
    return {
        "status": REFERRAL[row.state],
        "intent": "order",
        "priority": URGENCY[row.urgency],
        "category": [ours(f"service-{row.service.kind}", row.service.get_kind_display())],
        "code": text(row.service.name),
        "subject": patient(row.person_id),
        "occurrenceDateTime": moment(row.booked_for),
        "authoredOn": moment(row.sent_at or row.created_at),
        "requester": requester,
        "performer": [known_organisation(row.service.organisation)],
        "reasonCode": [text(row.need)],
        "note": note(row.reason) + note(row.feedback),
    }


def referral_links(rows: Sequence[Referral], sight: Sight) -> Mapping[uuid.UUID, Json]:
    """Return what referrals take the place of, where that is seen."""
    asked = {row.follows_id for row in rows if row.follows_id}
    seen = set(sight.rows(Referral).filter(pk__in=asked).values_list("pk", flat=True))
    return {
        row.pk: {"replaces": [to("ServiceRequest", row.follows_id)]}
        for row in rows
        if row.follows_id in seen and row.follows_id
    }


def _class(code: str) -> Json:
    return {"system": f"{TERMINOLOGY}v3-ActCode", "code": code}


def encounter(row: Encounter) -> Json:
    """Return what happened to somebody elsewhere."""
    is_stay = row.kind == Encounter.Kind.ADMISSION
    end = {"dischargeDisposition": text(row.outcome)} if is_stay and row.outcome.strip() else {}
    return {
        "identifier": [{"value": row.source_id, "assigner": {"display": row.source}}],
        "status": "finished" if row.ends else "in-progress",
        "class": _class(ENCOUNTER_CLASS[row.kind]),
        "type": [ours(f"encounter-{row.kind}", row.get_kind_display())],
        "subject": patient(row.person_id),
        "period": period(row.starts, row.ends),
        "reasonCode": [text(row.reason)],
        "hospitalization": end,
        "serviceProvider": organisation(row.organisation),
    }


def contact(row: Contact) -> Json:
    """Return a contact of ours with somebody."""
    return {
        "status": CONTACT[row.state],
        "class": _class(CONTACT_CLASS[row.mode]),
        "type": [
            ours(f"contact-{row.mode}", row.get_mode_display()),
            ours(f"contact-{row.state}", row.get_state_display()),
        ],
        "subject": patient(row.person_id),
        "participant": [{"individual": staff(row.staff)}],
        "period": period(row.at, None),
        "length": {
            "value": row.minutes, "unit": "min", "code": "min",
            "system": "http://unitsofmeasure.org",
        } if row.minutes is not None else {},
        "reasonCode": [text(row.purpose)],
        "serviceProvider": organisation(row.controller),
    }  # fmt: skip


def observation(row: Observation) -> Json:
    """Return what was measured."""
    return {
        "status": "final",
        "code": ours(row.code),
        "subject": patient(row.person_id),
        "effectiveDateTime": day(row.seen_on),
        "issued": moment(row.created_at),
        "performer": [organisation(row.controller)],
        "valueQuantity": {"value": float(row.value), "unit": row.unit},
        "interpretation": [text(row.band)],
        "method": text(row.instrument_version and f"version {row.instrument_version}"),
    }


def flag(row: Alert) -> Json:
    """Return an alert."""
    return {
        "status": FLAG[row.state],
        "code": ours(f"alert-{row.kind}", row.get_kind_display()),
        "subject": patient(row.person_id),
        "period": period(row.at, row.closed_at),
    }


def flag_links(rows: Sequence[Alert], sight: Sight) -> Mapping[uuid.UUID, Json]:
    """Return the encounters that alerts tell of, where those are seen."""
    asked = {row.encounter_id for row in rows if row.encounter_id}
    seen = set(sight.rows(Encounter).filter(pk__in=asked).values_list("pk", flat=True))
    return {
        row.pk: {"encounter": to("Encounter", row.encounter_id)}
        for row in rows
        if row.encounter_id in seen and row.encounter_id
    }
