"""The files in which events come: CSV, NDJSON of FHIR Encounters, or a Bundle of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from wholeplace.care.events import Event, Unfit, event_of
from wholeplace.care.fhir.codes import NHS_NUMBER
from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.store.files import read_text
from wholeplace.store.streams import LONGEST, lines_of

NEEDED = ("source_id", "nhs_number", "kind", "organisation", "starts")
OPTIONAL = ("ends", "reason", "outcome")
_MOST_OF_A_BUNDLE = 64 * LONGEST
Row = Event | tuple[int, str]
"""An event, or the line of a row that cannot be kept and what is wrong with it."""

_KIND_OF_CLASS = {
    "EMER": "ed",
    "IMP": "admission",
    "ACUTE": "admission",
    "NONAC": "admission",
    "FLD": "ambulance",
    "HH": "gp_home",
    "AMB": "outpatient",
}
"""What a class of R4 is taken for, where the type is none of our codes."""


def rows_of(path: Path, now: datetime) -> Iterator[Row]:
    """Yield what each row of a file tells; raises ``Refused`` for what is no such file."""
    if path.suffix.lower() == ".csv":
        yield from _of_csv(path, now)
    elif path.suffix.lower() == ".ndjson":
        yield from _of_ndjson(path, now)
    elif path.suffix.lower() == ".json":
        yield from _of_bundle(path, now)
    else:
        what = "its name does not say what it is"
        remedy = "name it .csv, .ndjson (FHIR Encounters, one on a line) or .json (a Bundle)"
        raise Refused([Problem(Where(str(path)), what, remedy)])


def _made(line: int, told: Mapping[str, str], now: datetime) -> Row:
    try:
        return event_of(line, told, now)
    except Unfit as unfit:
        return line, str(unfit)


def _of_csv(path: Path, now: datetime) -> Iterator[Row]:
    reader = csv.reader(lines_of(path), strict=True)
    heads = _heads(path, reader)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield reader.line_num, "this is no row of a CSV file: are the quotes in pairs?"
            continue
        if cells is None:
            return
        if len(cells) == len(heads):
            yield _made(reader.line_num, dict(zip(heads, cells, strict=True)), now)
        elif cells:
            yield reader.line_num, f"it has {len(cells)} cells, and there are {len(heads)} columns"


def _heads(path: Path, reader: Iterator[list[str]]) -> list[str]:
    try:
        heads = [cell.strip().lower() for cell in next(reader, [])]
    except csv.Error:
        heads = []
    missing = [name for name in NEEDED if name not in heads]
    unknown = [name for name in heads if name not in (*NEEDED, *OPTIONAL)]
    where = Where(str(path), 1)
    problems = [
        Problem(where, f"there is no column '{name}'", _try(name, heads)) for name in missing
    ]
    # A misspelt column would be passed over, and a discharge with it.
    problems += [
        Problem(where, f"'{name[:40]}' is no column of events", _try(name, [*NEEDED, *OPTIONAL]))
        for name in unknown
        if not missing
    ]
    if len(set(heads)) != len(heads):
        problems.append(Problem(where, "a column is there twice", "keep one of them"))
    if problems:
        raise Refused(problems)
    return heads


def _try(name: str, known: list[str]) -> str:
    return nearest(name, known) or f"the columns are {', '.join((*NEEDED, *OPTIONAL))}"


def _of_ndjson(path: Path, now: datetime) -> Iterator[Row]:
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            resource = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "this is no JSON"
            continue
        yield _of_resource(number, resource, {}, now)


def _of_bundle(path: Path, now: datetime) -> Iterator[Row]:
    where = Where(str(path))
    if path.is_file() and path.stat().st_size > _MOST_OF_A_BUNDLE:
        remedy = "send NDJSON, one Encounter on a line: it may have any length"
        raise Refused([Problem(where, "a Bundle is read at once, and this one is large", remedy)])
    try:
        bundle = json.loads(read_text(path))
    except (ValueError, RecursionError):
        raise Refused([Problem(where, "this is no JSON", "send a Bundle of FHIR R4")]) from None
    entries = bundle.get("entry", []) if _is(bundle, "Bundle") else None
    if not isinstance(entries, list):
        raise Refused([Problem(where, "this is no Bundle", "send a Bundle of FHIR R4")])
    resources = [entry.get("resource") for entry in entries if isinstance(entry, dict)]
    numbers = _numbers(resources)
    for at, resource in enumerate(resources, 1):
        if not _is(resource, "Patient"):
            yield _of_resource(at, resource, numbers, now)


def _is(resource: object, kind: str) -> bool:
    return isinstance(resource, dict) and resource.get("resourceType") == kind


def _numbers(resources: list[object]) -> dict[str, str]:
    """Return the NHS numbers of the Patients of a Bundle, by what refers to them."""
    return {
        f"Patient/{resource.get('id')}": _nhs_number(resource.get("identifier"))
        for resource in resources
        if isinstance(resource, dict) and resource.get("resourceType") == "Patient"
    }


def _of_resource(line: int, resource: object, numbers: Mapping[str, str], now: datetime) -> Row:
    if not isinstance(resource, dict) or not _is(resource, "Encounter"):
        return line, "this is no Encounter"
    try:
        return _made(line, _told(resource, numbers), now)
    except (AttributeError, KeyError, TypeError, IndexError):
        return line, "this Encounter is not as R4 has it"


def _told(resource: dict[str, object], numbers: Mapping[str, str]) -> dict[str, str]:
    subject, period = _part(resource, "subject"), _part(resource, "period")
    provider = _part(_part(resource, "serviceProvider"), "identifier")
    stay = _part(_part(resource, "hospitalization"), "dischargeDisposition")
    number = _nhs_number([_part(subject, "identifier")])
    identifiers = _list(resource, "identifier")
    told = {
        "source_id": _text(identifiers[0], "value") if identifiers else _text(resource, "id"),
        "nhs_number": number or numbers.get(_text(subject, "reference"), ""),
        "kind": _kind(resource),
        "organisation": _text(provider, "value"),
        "starts": _text(period, "start"),
        "ends": _text(period, "end"),
        "reason": _concept(next(iter(_list(resource, "reasonCode")), {})),
        "outcome": _concept(stay),
    }
    return {name: text for name, text in told.items() if text}


def _kind(resource: dict[str, object]) -> str:
    for concept in _list(resource, "type"):
        for coding in _list(concept, "coding"):
            code = _text(coding, "code").removeprefix("encounter-")
            if code in {"ed", "admission", "ambulance", "gp", "gp_home", "out_of_hours"}:
                return code
    return _KIND_OF_CLASS.get(_text(_part(resource, "class"), "code"), "")


def _part(value: dict[str, object], name: str) -> dict[str, object]:
    found = value.get(name, {})
    if not isinstance(found, dict):
        raise TypeError(name)
    return found


def _list(value: dict[str, object], name: str) -> list[dict[str, object]]:
    found = value.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise TypeError(name)
    return found


def _text(value: dict[str, object], name: str) -> str:
    found = value.get(name, "")
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def _concept(value: dict[str, object]) -> str:
    displays = [_text(coding, "display") for coding in _list(value, "coding")]
    return _text(value, "text") or next((one for one in displays if one), "")


def _nhs_number(identifiers: object) -> str:
    if not isinstance(identifiers, list):
        return ""
    found = [
        one.get("value")
        for one in identifiers
        if isinstance(one, dict) and one.get("system") == NHS_NUMBER
    ]
    return found[0] if found and isinstance(found[0], str) else ""
