"""Who looked at somebody, and who wrote of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import staff_names
from wholeplace.care.fhir.codes import ODS, TERMINOLOGY
from wholeplace.care.fhir.parts import Json, coded, patient, text
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import AuditEvent

_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_PATIENT_RECORD, _EMERGENCY = "110110", "110127"
_READS = {
    Verb.READ, Verb.SEARCH, Verb.PRINT, Verb.EXPORT, Verb.SEE_ACCESS, Verb.READ_FHIR, Verb.DENIED,
}  # fmt: skip
_DONE, _REFUSED = "0", "4"


def audit_event(row: AuditEvent) -> Json:
    """Return a row of the audit about a person; who it was comes with ``audit_links``."""
    is_glass = row.verb == Verb.BREAK_GLASS
    why = coded("v3-ActReason", "ETREAT", row.why) if row.why == "break_glass" else text(row.why)
    return {
        "type": {"system": _DICOM, "code": _EMERGENCY if is_glass else _PATIENT_RECORD},
        "subtype": [{"system": "urn:wholeplace:verb", "code": row.verb.replace(" ", "-")}],
        "action": "R" if row.verb in _READS else "E",
        "recorded": row.at,
        "outcome": _REFUSED if row.verb == Verb.DENIED else _DONE,
        "purposeOfEvent": [why],
        "source": {
            "observer": {"display": "the care records"},
            "type": [{"system": f"{TERMINOLOGY}security-source-type", "code": "4"}],
        },
        "entity": [{"what": patient(row.person), "description": row.what}] if row.person else [],
    }


def audit_links(rows: Sequence[AuditEvent], _: Sight) -> Mapping[int, Json]:
    """Return who it was, by name and role."""
    names = staff_names(row.user for row in rows)
    return {
        row.pk: {
            "agent": [
                {
                    "role": [text(role) for role in row.roles.split(",")],
                    "who": _who(row, names[row.user] if row.user else "the system"),
                    "requestor": True,
                }
            ]
        }
        for row in rows
    }


def _who(row: AuditEvent, name: str) -> Json:
    code = row.organisation
    return {"display": name, "identifier": {"system": ODS, "value": code} if code else {}}
