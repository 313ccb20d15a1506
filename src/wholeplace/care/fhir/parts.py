"""The small parts of which resources are made."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from wholeplace.care.fhir.codes import ODS, OURS, TERMINOLOGY
from wholeplace.care.models import Organisation, User

Json = dict[str, object]
_NOT_IN_A_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|[^\S \r\n\t]")


def filled(value: object) -> object:
    """Return a value without what is empty in it: FHIR knows no empty text, list or object."""
    if isinstance(value, Mapping):
        kept = {name: filled(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [inner for one in value if (inner := filled(one)) not in (None, "", [], {})]
    return clean(value) if isinstance(value, str) else value


def clean(words: str) -> str:
    """Return a text as FHIR has texts: odd blanks and what is no character are blanks."""
    return _NOT_IN_A_TEXT.sub(" ", words).strip()


def moment(at: datetime | None) -> str | None:
    """Return a moment with its offset, as it is where they work."""
    return timezone.localtime(at).isoformat() if at else None


def day(on: date | None) -> str | None:
    """Return a day."""
    return on.isoformat() if on else None


def period(starts: datetime | date | None, ends: datetime | date | None) -> Json:
    """Return from when until when."""
    return {"start": _when(starts), "end": _when(ends)}


def _when(at: datetime | date | None) -> str | None:
    return moment(at) if isinstance(at, datetime) else day(at)


def to(kind: str, id_: uuid.UUID | str) -> Json:
    """Return a reference to a resource here."""
    return {"reference": f"{kind}/{id_}"}


def patient(id_: uuid.UUID) -> Json:
    """Return a reference to the person."""
    return to("Patient", id_)


def organisation(code: str, name: str = "") -> Json:
    """Return a reference to an organisation by its code: organisations are not served here."""
    if not code:
        return {}
    return {"type": "Organization", "identifier": {"system": ODS, "value": code}, "display": name}


def known_organisation(found: Organisation | None) -> Json:
    """Return a reference to one of ours."""
    return organisation(found.code, found.name) if found else {}


def staff(user: User | None) -> Json:
    """Return a reference to a member of staff by name: staff are not served here."""
    return {"type": "Practitioner", "display": user.name} if user else {}


def text(words: str) -> Json:
    """Return a concept that has no code."""
    return {"text": words}


def note(words: str) -> list[Json]:
    """Return a note, or none."""
    return [{"text": words}] if words.strip() else []


def coded(system: str, code: str, words: str = "") -> Json:
    """Return a concept of one of the systems of codes of FHIR, by the name it has there."""
    return {"coding": [{"system": TERMINOLOGY + system, "code": code}], "text": words}


def ours(code: str, words: str = "") -> Json:
    """Return a concept by a code of ours."""
    return {"coding": [{"system": OURS, "code": code, "display": words}], "text": words or code}
