"""Yield the records of NDJSON files and FHIR bundles, JSON or XML, packed or not, with places."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from zipfile import BadZipFile, ZipFile

from wholeplace.record.path import Json
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


def _of_lines(text: io.TextIOWrapper, path: Path) -> Iterator[Record]:
    for number, line in enumerate(text, 1):
        if line.strip():
            yield Record(number, _object(line, path, number))


def _of_xml(text: str, path: Path) -> Iterator[Record]:
    try:
        body = resource_of_xml(text)
    except NotFhirError as error:
        refuse(path, None, str(error), _WHOLE)
    yield from (Record(number, found) for number, found in enumerate(_unbundled(body, path), 1))


def _of_document(text: str, path: Path) -> Iterator[Record]:
    body = _object(text, path, None)
    yield from (Record(number, found) for number, found in enumerate(_unbundled(body, path), 1))


def _unbundled(body: dict[str, Json], path: Path) -> Iterator[dict[str, Json]]:
    """Yield the resource itself, or those in the entries of a bundle."""
    if body.get("resourceType") != "Bundle":
        yield body
        return
    entries = body.get("entry") or []
    for entry in entries if isinstance(entries, list) else []:
        resource = _one(entry.get("resource")) if isinstance(entry, dict) else None
        if isinstance(resource, dict) and isinstance(entry, dict):
            yield from _unbundled(_identified(resource, _one(entry.get("fullUrl"))), path)


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
