"""Which resources there are: of which records each is drawn, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from wholeplace.care.access import Verb
from wholeplace.care.fhir import of_audit, of_people, of_plans, of_work
from wholeplace.care.fhir.asking import (
    Ask,
    as_text,
    begins,
    ended,
    nhs_number,
    of_ids,
    of_patient,
    plain,
    token,
    when,
)
from wholeplace.care.fhir.codes import (
    CONTACT,
    CONTACT_CLASS,
    ENCOUNTER_CLASS,
    GENDER,
    PLAN,
    REFERRAL,
    REFERRAL_PROFILE,
    TASK,
    TEAM,
    URGENCY,
)
from wholeplace.care.fhir.parts import Json, filled, moment
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import (
    Alert,
    AuditEvent,
    CarePlan,
    CaseloadEntry,
    Consent,
    Contact,
    Encounter,
    Goal,
    Observation,
    Person,
    Record,
    Referral,
    RelatedPerson,
    Task,
)


def _nothing(_rows: Sequence[Any], _sight: Sight) -> Mapping[Any, Json]:
    return {}


@dataclass(frozen=True, slots=True)
class Source:
    """Records of a model that are drawn as a resource.

    ``links`` returns, for rows drawn together, what they lead to, so that however many there are
    the database is asked as often. ``of`` is the field of the person.
    """

    model: type[Model]
    draw: Callable[[Any], Json]
    links: Callable[[Sequence[Any], Sight], Mapping[Any, Json]] = _nothing
    along: tuple[str, ...] = ()
    of: str = "person"
    asks: Mapping[str, Ask] = field(default_factory=dict)

    def all_asks(self) -> dict[str, Ask]:
        """Return every parameter, with those that all resources have."""
        changed = when("updated_at", "when it was changed last")
        if self.model is AuditEvent:
            changed = as_text(when("at", "when it happened"))
        common = {"_id": of_ids(self.model), "_lastUpdated": changed}
        if self.model is not Person:
            common |= {"patient": of_patient(self.of), "subject": of_patient(self.of)}
        return {**common, **self.asks}


@dataclass(frozen=True, slots=True)
class Kind:
    """A resource: its records, who may read it, and its profile where one is active."""

    name: str
    sources: tuple[Source, ...]
    needs: Verb = Verb.READ_FHIR
    profile: str = ""
    needs_patient: bool = False

    def asks(self) -> dict[str, Ask]:
        """Return every parameter that may be asked."""
        found = self.sources[0].all_asks()
        if self.name in _BY_PATIENT_ONLY:
            found.pop("subject", None)
        return found

    def draw(self, source: Source, rows: Sequence[Any], sight: Sight) -> list[Json]:
        """Return rows of a source as resources."""
        links = source.links(rows, sight)
        return [self._drawn(source.draw(row) | links.get(row.pk, {}), row) for row in rows]

    def _drawn(self, told: Json, row: Model) -> Json:
        meta: Json = {"profile": [self.profile] if self.profile else []}
        if isinstance(row, Record):
            meta |= {"versionId": str(row.version), "lastUpdated": moment(row.updated_at)}
        elif isinstance(row, AuditEvent):
            meta |= {"versionId": "1", "lastUpdated": row.at}
        made = filled({"resourceType": self.name, "id": str(row.pk), "meta": meta, **told})
        return made if isinstance(made, dict) else {}


# R4 gives these no parameter `subject`.
_BY_PATIENT_ONLY = {"RelatedPerson", "Consent", "AuditEvent"}

_ENCOUNTERS = Source(
    Encounter,
    of_work.encounter,
    asks={
        "status": ended("ends", "the status", CONTACT.values()),
        "class": token("kind", ENCOUNTER_CLASS, "the class", CONTACT_CLASS.values()),
        "date": when("starts", "when it began"),
    },
)
_CONTACTS = Source(
    Contact,
    of_work.contact,
    along=("staff",),
    asks={
        "status": token("state", CONTACT, "the status", ["in-progress"]),
        "class": token("mode", CONTACT_CLASS, "the class", ENCOUNTER_CLASS.values()),
        "date": when("at", "when it began"),
    },
)

_ALL = (
    Kind(
        "Patient",
        (
            Source(
                Person,
                of_people.person,
                along=("practice",),
                of="pk",
                asks={
                    "identifier": nhs_number(),
                    "family": begins("family_name", "how the family name begins"),
                    "given": begins("given_name", "how the given name begins"),
                    "birthdate": when("birth_date", "the date of birth", is_day=True),
                    "gender": token("sex", GENDER, "the gender"),
                },
            ),
        ),
    ),
    Kind("RelatedPerson", (Source(RelatedPerson, of_people.related),)),
    Kind(
        "CarePlan",
        (
            Source(
                CarePlan,
                of_plans.plan,
                of_plans.plan_links,
                asks={"status": token("state", PLAN, "the status")},
            ),
        ),
        needs=Verb.SEE_PLAN,
    ),
    Kind(
        "CareTeam",
        (
            Source(
                CaseloadEntry,
                of_plans.team,
                along=("team", "lead", "person__practice"),
                asks={"status": token("state", TEAM, "the status")},
            ),
        ),
    ),
    Kind(
        "Goal",
        (
            Source(
                Goal,
                of_plans.goal,
                along=("need__plan",),
                asks={
                    "target-date": when("target_on", "by when", is_day=True),
                },
            ),
        ),
        needs=Verb.SEE_PLAN,
    ),
    Kind(
        "Task",
        (
            Source(
                Task,
                of_work.task,
                of_work.task_links,
                along=("owner", "team"),
                asks={
                    "status": token("state", TASK, "the status"),
                    "authored-on": when("created_at", "when it was written"),
                },
            ),
        ),
    ),
    Kind(
        "ServiceRequest",
        (
            Source(
                Referral,
                of_work.referral,
                of_work.referral_links,
                along=("service__organisation", "referrer"),
                asks={
                    "status": token("state", REFERRAL, "the status"),
                    "priority": token("urgency", URGENCY, "the priority"),
                    "authored": when("sent_at", "when it was sent"),
                },
            ),
        ),
        profile=REFERRAL_PROFILE,
    ),
    Kind("Encounter", (_ENCOUNTERS, _CONTACTS)),
    Kind(
        "Observation",
        (
            Source(
                Observation,
                of_work.observation,
                asks={
                    "code": plain("code", "the instrument, or what was measured"),
                    "date": when("seen_on", "the day of the measure", is_day=True),
                },
            ),
        ),
    ),
    Kind("Consent", (Source(Consent, of_people.consent, of_people.consents_replaced),)),
    Kind(
        "Flag",
        (
            Source(
                Alert,
                of_work.flag,
                of_work.flag_links,
                asks={
                    "date": when("at", "when it was raised"),
                },
            ),
        ),
    ),
    Kind(
        "AuditEvent",
        (
            Source(
                AuditEvent,
                of_audit.audit_event,
                of_audit.audit_links,
                asks={"date": as_text(when("at", "when it happened"))},
            ),
        ),
        needs=Verb.SEE_ACCESS,
        needs_patient=True,
    ),
)

KINDS: Mapping[str, Kind] = {one.name: one for one in _ALL}
