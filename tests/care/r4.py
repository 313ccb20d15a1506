"""What is wrong with a resource, by the definitions of FHIR R4."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

STANDARDS = Path(__file__).parent / "standards"
SCHEMA = json.loads((STANDARDS / "fhir-r4.schema.json").read_text(encoding="utf-8"))
TABLE: dict[str, Any] = json.loads(
    (STANDARDS / "fhir-r4.required.json").read_text(encoding="utf-8")
)
VALIDATORS = {
    name: Draft6Validator({"$ref": f"#/definitions/{name}", "definitions": SCHEMA["definitions"]})
    for name in TABLE
    if name != "preferred"
}
ACT_CODES = {"AMB", "EMER", "FLD", "HH", "IMP", "ACUTE", "NONAC", "OBSENC", "PRENC", "SS", "VR"}
"""Value set ActEncounterCode of Encounter.class, which is extensible."""


def codes_of(path: str) -> set[str]:
    """Return the codes of a required value set, by the path of its element."""
    return set(TABLE[path.split(".", maxsplit=1)[0]]["codes"][path])


def errors(resource: dict[str, Any]) -> list[str]:
    """Return what the schema refuses, what is missing, and codes that are not of their sets."""
    name = resource["resourceType"]
    found = [f"{name}: {error.message[:200]}" for error in VALIDATORS[name].iter_errors(resource)]
    found += [
        f"{path} is missing"
        for path in TABLE[name]["required"]
        for parent in _at(resource, path.split(".")[1:-1])
        if not _has(parent, path.rsplit(".", 1)[1])
    ]
    found += [
        f"{path} is {value}"
        for path, codes in TABLE[name]["codes"].items()
        for value in _at(resource, path.split(".")[1:])
        if value not in codes
    ]
    if name == "Bundle":
        for entry in resource.get("entry", []):
            found += errors(entry["resource"])
    return found


def _has(parent: dict[str, Any], name: str) -> bool:
    if name.endswith("[x]"):
        return any(key.startswith(name.removesuffix("[x]")) for key in parent)
    return name in parent


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _at(one, path)
    elif not path:
        yield value
    elif path[0] in value:
        yield from _at(value[path[0]], path[1:])
