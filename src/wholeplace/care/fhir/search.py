"""Find resources that somebody asks for, a page at a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wholeplace.care.fhir.asking import LONGEST, BadAsk, narrowed, number_of, patient_of, uuid_of
from wholeplace.care.fhir.kinds import Kind, Source
from wholeplace.care.fhir.parts import Json
from wholeplace.care.fhir.sight import Sight
from wholeplace.care.models import AuditEvent

COUNT, OFFSET, FORMAT = "_count", "_offset", "_format"
USUAL, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a kind of resource: parameters with their values, and which page."""

    values: Mapping[str, Sequence[str]]
    count: int
    offset: int

    @property
    def patient(self) -> uuid.UUID | None:
        """The one person that is asked about; ``None`` where it is nobody, or several."""
        named = [*self.values.get("patient", ()), *self.values.get("subject", ())]
        return patient_of(named[0]) if len(named) == 1 else None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of resources, how many there are in all, and whom they are about."""

    resources: list[Json]
    total: int
    people: list[uuid.UUID]


def read_asked(kind: Kind, query: Mapping[str, Sequence[str]]) -> Asked:
    """Return what is asked; raises ``BadAsk`` for what is not known here: none is passed over."""
    values = {name: tuple(texts) for name, texts in query.items()}
    for name, texts in values.items():
        for text in texts:
            if "\0" in text or "\0" in name or len(text) > LONGEST * MOST:
                raise BadAsk("this is too long, or no text")
    paging = {name: values.pop(name, ()) for name in (COUNT, OFFSET, FORMAT)}
    known = kind.asks()
    for name, texts in values.items():
        if name not in known:
            names = ", ".join(sorted([*known, COUNT]))
            raise BadAsk(f"'{name[:40]}' cannot be asked of {kind.name}; known are {names}")
        if any(not text.strip() for text in texts):
            raise BadAsk(f"'{name}' has no value")
    if kind.needs_patient and not values.get("patient"):
        raise BadAsk(f"say of whom: {kind.name}?patient=ID")
    count = _number(COUNT, paging[COUNT], USUAL)
    return Asked(values, min(count, MOST), _number(OFFSET, paging[OFFSET], 0))


def _number(name: str, texts: Sequence[str], usual: int) -> int:
    if not texts:
        return usual
    found = number_of(texts[0])
    if found is None or len(texts) > 1:
        raise BadAsk(f"'{name}' is a whole number, once")
    return found


def find(kind: Kind, asked: Asked, sight: Sight) -> Found:
    """Return a page of what was asked for, among what is seen: the sources one after another."""
    resources: list[Json] = []
    people: set[uuid.UUID] = set()
    total = 0
    for source in kind.sources:
        rows = narrowed(sight.rows(source.model), source.all_asks(), asked.values)
        first = max(asked.offset - total, 0)
        room = asked.count - len(resources)
        number = rows.count()
        if room > 0 and first < number:
            page = list(_in_order(source, rows)[first : first + room])
            resources += kind.draw(source, page, sight)
            people |= {getattr(row, _attribute(source)) for row in page}
        total += number
    return Found(resources, total, sorted(people))


def _in_order(source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(*source.along).order_by("pk")


def _attribute(source: Source) -> str:
    is_key = source.of == "pk" or source.model is AuditEvent
    return source.of if is_key else f"{source.of}_id"


def read_one(kind: Kind, id_: str, sight: Sight) -> tuple[Json, uuid.UUID] | None:
    """Return a resource by its id and whom it is about; ``None`` where it is not, or not seen."""
    for source in kind.sources:
        key = number_of(id_) if source.model is AuditEvent else uuid_of(id_)
        if key is None:
            continue
        row = _in_order(source, sight.rows(source.model)).filter(pk=key).first()
        if row is not None:
            person = getattr(row, _attribute(source))
            return kind.draw(source, [row], sight)[0], person
    return None
