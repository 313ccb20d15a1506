"""Resources for analysis: other ids, no identity, and nothing that anybody typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from wholeplace.care.fhir.codes import ODS, TERMINOLOGY
from wholeplace.care.fhir.parts import Json, filled

KEPT: Mapping[str, tuple[str, ...]] = {
    "Patient": ("gender", "birthDate", "generalPractitioner"),
    "CarePlan": (
        *("status", "intent", "subject", "period", "created", "goal", "careTeam", "activity"),
    ),
    "CareTeam": ("status", "subject", "period", "managingOrganization"),
    "Goal": ("lifecycleStatus", "achievementStatus", "subject"),
    "Task": (
        *("status", "intent", "priority", "code", "for", "authoredOn", "lastModified"),
        *("executionPeriod", "restriction", "focus", "basedOn"),
    ),
    "ServiceRequest": (
        *("status", "intent", "priority", "category", "subject", "occurrenceDateTime"),
        *("authoredOn", "performer", "replaces"),
    ),
    "Encounter": ("status", "class", "type", "subject", "period", "length", "serviceProvider"),
    "Observation": ("status", "code", "subject", "effectiveDateTime", "issued", "valueQuantity"),
    "Consent": ("status", "scope", "category", "patient", "dateTime", "policyRule"),
    "Flag": ("status", "code", "subject", "period", "encounter"),
}
"""What is kept of each resource: codes, moments and numbers. Others are not written at all."""

_WORDS = {"text", "display", "description", "assigner", "detail", "note"}
_MASKED: Json = {"coding": [{"system": f"{TERMINOLOGY}data-absent-reason", "code": "masked"}]}
_REQUIRED_WORDS: Mapping[str, Json] = {"Goal": {"description": _MASKED}}
_PSEUDED = {"system": f"{TERMINOLOGY}v3-ObservationValue", "code": "PSEUDED"}
_YEAR = 4

Named = Callable[[str, str], str]
"""Returns the id in the place of an id: of which resource, and what it was."""


def pseudonymous(resource: Json, named: Named) -> Json:
    """Return a resource under pseudonyms; of a date of birth the year stays."""
    kind = str(resource["resourceType"])
    told = {name: _without(resource[name], named) for name in KEPT[kind] if name in resource}
    if "birthDate" in told:
        told["birthDate"] = str(told["birthDate"])[:_YEAR]
    if kind == "Patient" and "deceasedDateTime" in resource:
        told["deceasedBoolean"] = True
    made = filled(
        {
            "resourceType": kind,
            "id": named(kind, str(resource["id"])),
            "meta": {"security": [_PSEUDED]},
            **_REQUIRED_WORDS.get(kind, {}),
            **told,
        }
    )
    return made if isinstance(made, dict) else {}


def _without(value: object, named: Named) -> object:
    if isinstance(value, list):
        return [_without(one, named) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(reference := value.get("reference"), str):
        kind, _, id_ = reference.partition("/")
        return {"reference": f"{kind}/{named(kind, id_)}"}
    identifier = value.get("identifier")
    is_organisation = isinstance(identifier, dict) and identifier.get("system") == ODS
    return {
        name: _without(inner, named)
        for name, inner in value.items()
        if name not in _WORDS and (name != "identifier" or is_organisation)
    }


def naming(of: Callable[[str], str], people: Mapping[uuid.UUID, str]) -> Named:
    """Return how resources are named: people as every source that knows their number names them.

    ``of`` makes a pseudonym of a text; ``people`` are pseudonyms of those who have an NHS number.
    """

    def named(kind: str, id_: str) -> str:
        known = people.get(uuid.UUID(id_)) if kind == "Patient" else None
        return known or of(f"care:{kind}/{id_}")

    return named
