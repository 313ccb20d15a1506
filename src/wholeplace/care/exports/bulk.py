"""All records as FHIR R4, a resource on a line: for another system, or under pseudonyms."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from wholeplace.care.access import Actor
from wholeplace.care.exports.leaving import Leaving, in_parts, leaving
from wholeplace.care.exports.pseudonyms import KEPT, Named, naming, pseudonymous
from wholeplace.care.fhir.kinds import KINDS, Kind
from wholeplace.care.fhir.parts import Json
from wholeplace.care.fhir.sight import whole
from wholeplace.care.models import Person
from wholeplace.record.nhs_number import NEVER_ISSUED

# Who looked at whom is kept here, where its chain can be verified.
NAMED = tuple(name for name in KINDS if name != "AuditEvent")
REASONS = ("care", "request", "law")
"""Why named records may leave: for somebody's care, at a person's own request, or by law."""
ANALYSIS = "analysis"

Change = Callable[[Json], Json | None]
Pseudonym = Callable[[str], str]


def write_named(by: Actor, output: Path, reason: str) -> dict[str, int]:
    """Write all that is not sealed, with names; returns the rows of each file."""
    with leaving(by, output, "fhir", reason=reason, pseudonyms=False) as made:

        def noted(resource: Json) -> Json:
            if resource["resourceType"] == "Patient":
                made.named.add(uuid.UUID(str(resource["id"])))
            return resource

        return _write(made, NAMED, noted)


def write_pseudonymous(
    by: Actor,
    output: Path,
    of: Pseudonym,
    of_number: Pseudonym,
    left_out: Callable[[str], bool],
) -> dict[str, int]:
    """Write all that is not sealed under pseudonyms, for analysis; returns the rows of each file.

    ``of`` makes a pseudonym of a text, ``of_number`` that of an NHS number. ``left_out`` says of a
    number whether its person opted out: nothing is written of them.
    """
    people, out = _people(of_number, left_out)
    named = naming(of, people)
    change = _changing(named, out)
    kinds = tuple(name for name in NAMED if name in KEPT)
    with leaving(by, output, "fhir", reason=ANALYSIS, pseudonyms=True) as made:
        return _write(made, kinds, change)


def _people(
    of_number: Pseudonym, left_out: Callable[[str], bool]
) -> tuple[Mapping[uuid.UUID, str], set[str]]:
    rows = Person.objects.filter(nhs_number__isnull=False).values_list("pk", "nhs_number")
    people, out = {}, set()
    for id_, number in rows.iterator():
        people[id_] = of_number(str(number))
        if left_out(str(number)):
            out.add(f"Patient/{id_}")
    return people, out


def _changing(named: Named, out: Collection[str]) -> Change:
    def changed(resource: Json) -> Json | None:
        return None if _person(resource) in out else pseudonymous(resource, named)

    return changed


def _person(resource: Json) -> str:
    if resource["resourceType"] == "Patient":
        return f"Patient/{resource['id']}"
    for name in ("subject", "for", "patient"):
        found = resource.get(name)
        if isinstance(found, dict):
            return str(found.get("reference"))
    return ""


def _write(made: Leaving, kinds: Collection[str], change: Change) -> dict[str, int]:
    return {name: made.lines(f"{name}.ndjson", _lines(KINDS[name], change)) for name in kinds}


def _lines(kind: Kind, change: Change) -> Iterator[str]:
    sight = whole()
    for source in kind.sources:
        for part in in_parts(sight.rows(source.model).select_related(*source.along)):
            for resource in kind.draw(source, part, sight):
                if (told := change(resource)) is not None:
                    yield json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def is_there_anybody_to_ask() -> bool:
    """Return whether there is an NHS number here that may be a real person's."""
    numbers = Person.objects.filter(nhs_number__isnull=False)
    return numbers.exclude(nhs_number__startswith=NEVER_ISSUED).exists()
