"""Yield the records of NDJSON files and FHIR bundles, JSON or XML, packed or not, with places."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from zipfile import BadZipFile, ZipFile

from wholeplace.record.language.path import Json
from wholeplace.store.sources.fhir_xml import NotFhirError, resource_of_xml
from wholeplace.store.sources.plain import zipped
from wholeplace.store.sources.told import first_line, refuse

_LINES = (".ndjson", ".jsonl")
_WHOLE = "have it sent again: it may be cut short"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: a number within its file (a line, or an entry of a bundle), from 1."""

    row: int
    body: dict[str, Json]


def records_in(path: Path, encoding: str | None) -> Iterator[Record]:
    """Yield every record of a file, from first to last.

    Raises ``Refused`` for what is not JSON, or not an object.
    """
    try:
        if path.suffix.casefold() == ".zip":
            yield from _of_zip(path, encoding)
            return
        packed = path.suffix.casefold() == ".gz"
        name = path.stem if packed else path.name
        with cast("IO[bytes]", gzip.open(path) if packed else path.open("rb")) as stream:
            yield from _of_stream(stream, name, path, encoding)
    except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError) as error:
        refuse(path, None, f"it cannot be unpacked: {first_line(error)}", _WHOLE)


def _of_zip(path: Path, encoding: str | None) -> Iterator[Record]:
    before = last = 0
    with ZipFile(path) as archive:
        for member in sorted(zipped(archive), key=lambda m: m.filename):
            if member.filename.casefold().endswith((*_LINES, ".json", ".xml")):
                with archive.open(member) as stream:
                    for record in _of_stream(stream, member.filename, path, encoding):
                        yield Record(before + record.row, record.body)
                        last = before + record.row
                before = last


def _of_stream(stream: IO[bytes], name: str, path: Path, encoding: str | None) -> Iterator[Record]:
    text = io.TextIOWrapper(stream, encoding or "utf-8-sig")
    try:
        if name.casefold().endswith(_LINES):
            yield from _of_lines(text, path)
        elif name.casefold().endswith(".xml"):
            yield from _of_xml(text.read(), path)
        else:
            yield from _of_document(text.read(), path)
    except UnicodeError as error:
        refuse(
            path, None, f"it is not {encoding or 'UTF-8'}: {first_line(error)}", "save it in UTF-8"
        )
    finally:
        text.close()


def _of_lines(text: io.TextIOBase, path: Path) -> Iterator[Record]:
    last = 0
    for number, line in enumerate(text, 1):
        for found in _unbundled(_object(line, path, number), path) if line.strip() else ():
            # Of several in a line each still has a number of its own.
            last = max(number, last + 1)
            yield Record(last, found)


def _of_xml(text: str, path: Path) -> Iterator[Record]:
    try:
        body = resource_of_xml(text)
    except NotFhirError as error:
        refuse(path, None, str(error), _WHOLE)
    yield from (Record(number, found) for number, found in enumerate(_unbundled(body, path), 1))


def _of_document(text: str, path: Path) -> Iterator[Record]:
    if not text.strip():
        return
    if _is_of_lines(text):
        # Programs that work in parts call lines of JSON by the name of one document.
        yield from _of_lines(io.StringIO(text), path)
        return
    several = _listed(text, path)
    found = (one for body in several for one in _unbundled(body, path))
    yield from (Record(number, body) for number, body in enumerate(found, 1))


def _is_of_lines(text: str) -> bool:
    """Return whether a text is a record on each of several lines, and so no document."""
    first, _, rest = text.strip().partition("\n")
    return first.rstrip().endswith("}") and first.startswith("{") and rest.lstrip().startswith("{")


def _listed(text: str, path: Path) -> list[dict[str, Json]]:
    """Return the record that a document is, or those of its list."""
    if not text.lstrip().startswith("[{"):
        return [_object(text, path, None)]
    found = _object(f'{{"entry": {text}}}', path, None)["entry"]
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _unbundled(body: dict[str, Json], path: Path) -> Iterator[dict[str, Json]]:
    """Yield the resource itself, or those in the entries of a bundle."""
    if body.get("resourceType") != "Bundle":
        yield body
        return
    entries = body.get("entry") or []
    pairs = [
        (resource, _one(entry.get("fullUrl")))
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(resource := _one(entry.get("resource")), dict)
    ]
    other = _other_names(pairs)
    for resource, url in pairs:
        named = _identified(resource, url)
        found = _renamed(named, other) if other else named
        yield from _unbundled(cast("dict[str, Json]", found), path)


def _other_names(pairs: Sequence[tuple[dict[str, Json], Json]]) -> dict[str, str]:
    """Return the ids of resources by the addresses under which their bundle refers to them.

    Only of those whose address does not end in their id.
    """
    return {
        url: f"{resource.get('resourceType')}/{resource['id']}"
        for resource, url in pairs
        if isinstance(url, str)
        and isinstance(resource.get("id"), str)
        and url.replace("/", ":").rpartition(":")[2] != resource["id"]
    }


def _renamed(found: Json, other: dict[str, str]) -> Json:
    if isinstance(found, list):
        return [_renamed(one, other) for one in found]
    if not isinstance(found, dict):
        return found
    return {
        name: other.get(held, held)
        if name == "reference" and isinstance(held, str)
        else _renamed(held, other)
        for name, held in found.items()
    }


def _one(found: Json) -> Json:
    # From XML everything comes as a list, since only a schema knows what may repeat.
    return found[0] if isinstance(found, list) and found else found


def _identified(resource: dict[str, Json], url: Json) -> dict[str, Json]:
    # Within a bundle a resource may be known only by the address that others refer to it by.
    if "id" in resource or not isinstance(url, str):
        return resource
    return resource | {"id": url.replace("/", ":").rpartition(":")[2]}


def _object(text: str, path: Path, line: int | None) -> dict[str, Json]:
    try:
        found: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        where = line or getattr(error, "lineno", None)
        refuse(path, where, f"it is not JSON: {first_line(error)}", _WHOLE)
    if not isinstance(found, dict):
        refuse(path, line or 1, "it is JSON, but no record", "write one object on each line")
    if "\\u0000" in text:
        refuse(path, line or 1, "there is a NUL, which no text holds", "have it sent again")
    return found


def _no_number(word: str) -> str:
    raise ValueError(f"{word} is not a number")
