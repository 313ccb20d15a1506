"""Read a FHIR resource written as XML into the shape it has as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

from wholeplace.record.language.path import Json

FHIR = "http://hl7.org/fhir"
_SEPARATOR = " "
_HOLDERS = ("resource", "contained")
Children: TypeAlias = dict[str, Json]


class NotFhirError(ValueError):
    """A text that is XML and no FHIR resource, or that is no XML."""


@dataclass(slots=True)
class _Element:
    name: str
    attributes: Mapping[str, str]
    children: Children = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return what JSON would hold here: a word, or the children by name, each a list.

        What only extends a value that is not given is no value; JSON has it under another name.
        """
        if "value" in self.attributes:
            return self.attributes["value"]
        if set(self.children) <= {"extension"} and "url" not in self.attributes:
            return None
        return {**self.attributes, **self.children}


class _Reader:
    """Builds one resource from the elements that are read, the innermost last."""

    def __init__(self) -> None:
        self.open: list[_Element] = []
        self.root: _Element | None = None
        self.hidden = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(_SEPARATOR)
        # The text that a resource carries for people is XHTML, and holds no data.
        if self.hidden or space != FHIR:
            self.hidden += 1
            return
        self.open.append(_Element(local, attributes))

    def end(self, _name: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        done = self.open.pop()
        if not self.open:
            self.root = done
            return
        outer, found = self.open[-1], done.as_json()
        if outer.name in _HOLDERS and isinstance(found, dict):
            outer.children = found | {"resourceType": done.name}
        elif done.name == "id":
            outer.children["id"] = found
        else:
            several = outer.children.setdefault(done.name, [])
            if isinstance(several, list):
                several.append(found)


def resource_of_xml(text: str) -> dict[str, Json]:
    """Return the resource; every element but its id is a list, as only a schema knows which repeat.

    Raises ``NotFhirError``. Definitions of a document type are refused, as FHIR does: through
    them a small file could ask for endless text or for other files.
    """
    reader, parser = _Reader(), expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat knows no keyword for "this is all"
    except expat.ExpatError as error:
        raise NotFhirError(f"it is not XML: {error}") from None
    if reader.root is None:
        raise NotFhirError("it is XML, but no FHIR resource")
    found = reader.root.as_json()
    return (found if isinstance(found, dict) else {}) | {"resourceType": reader.root.name}


def _refuse_doctype(*_given: object) -> None:
    raise NotFhirError("it defines a document type, which FHIR does not allow")
