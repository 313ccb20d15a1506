"""Somebody, those around them, and what they agreed to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from wholeplace.care.fhir.codes import GENDER, NHS_NUMBER
from wholeplace.care.fhir.parts import (
    Json,
    coded,
    day,
    known_organisation,
    organisation,
    patient,
    text,
)
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import Consent, Person, RelatedPerson

_LOINC = "http://loinc.org"
_CONSENT_DOCUMENT = "59284-0"


def person(row: Person) -> Json:
    """Return a person as a Patient."""
    names: list[Json] = [{"use": "official", "family": row.family_name, "given": [row.given_name]}]
    if row.preferred_name:
        names.append({"use": "usual", "text": row.preferred_name})
    return {
        "identifier": [{"system": NHS_NUMBER, "value": row.nhs_number}] if row.nhs_number else [],
        "active": row.died_on is None,
        "name": names,
        "telecom": _telephone(row.telephone),
        "gender": GENDER[row.sex],
        "birthDate": day(row.birth_date),
        "deceasedDateTime": day(row.died_on),
        "address": [{"text": row.address, "postalCode": row.postcode}],
        "communication": [{"language": text(row.interpreter)}] if row.interpreter.strip() else [],
        "generalPractitioner": [known_organisation(row.practice)],
        "managingOrganization": organisation(row.controller),
    }


def _telephone(number: str) -> list[Json]:
    return [{"system": "phone", "value": number}] if number.strip() else []


def related(row: RelatedPerson) -> Json:
    """Return somebody who matters to a person."""
    roles = [text(row.relationship)]
    if row.is_next_of_kin:
        roles.append(coded("v2-0131", "N", "next of kin"))
    if row.is_carer:
        roles.append(text("carer"))
    if row.has_power_of_attorney:
        roles.append(coded("v3-RoleCode", "POWATT", "has power of attorney"))
    return {
        "active": True,
        "patient": patient(row.person_id),
        "relationship": roles,
        "name": [{"text": row.name}],
        "telecom": _telephone(row.telephone),
    }


def consent(row: Consent) -> Json:
    """Return what somebody agreed to, or did not."""
    return {
        "status": "active" if row.is_given else "rejected",
        "scope": coded("consentscope", "treatment", row.get_scope_display()),
        "category": [{"coding": [{"system": _LOINC, "code": _CONSENT_DOCUMENT}]}],
        "patient": patient(row.person_id),
        "dateTime": day(row.said_on),
        "performer": [{"display": row.given_by}],
        "organization": [organisation(row.controller)],
        "policyRule": coded("v3-ActCode", "OPTIN" if row.is_given else "OPTOUT"),
    }


def consents_replaced(rows: Sequence[Consent], sight: Sight) -> Mapping[uuid.UUID, Json]:
    """Return, of consents that somebody answered anew, that they hold no longer."""
    people = {row.person_id for row in rows}
    latest: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    for one in sight.rows(Consent).filter(person__in=people).order_by("-said_on", "-created_at"):
        latest.setdefault((one.person_id, one.scope), one.pk)
    return {
        row.pk: {"status": "inactive"}
        for row in rows
        if latest.get((row.person_id, row.scope)) != row.pk
    }
