"""What is told around resources: bundles, errors, and what there is to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from wholeplace.care.fhir.kinds import KINDS, Kind
from wholeplace.care.fhir.parts import Json, clean
from wholeplace.care.fhir.search import COUNT, MOST, OFFSET, Asked, Found

VERSION = "4.0.1"
MEDIA = "application/fhir+json"
# The day on which what the interface offers was last changed.
_AS_OF = "2026-11-23"


def outcome(code: str, words: str) -> Json:
    """Return an error as FHIR tells it; ``code`` is one of its value set of issue types."""
    issue = {"severity": "error", "code": code, "diagnostics": clean(words)}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def bundle(base: str, kind: Kind, asked: Asked, found: Found) -> Json:
    """Return a page of resources with the way to the pages around it."""
    told: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": found.total,
        "link": [{"relation": name, "url": url} for name, url in _links(base, kind, asked, found)],
    }
    entries = [
        {
            "fullUrl": f"{base}/{kind.name}/{one['id']}",
            "resource": one,
            "search": {"mode": "match"},
        }
        for one in found.resources
    ]
    return told | ({"entry": entries} if entries else {})


def _links(base: str, kind: Kind, asked: Asked, found: Found) -> list[tuple[str, str]]:
    links = [("self", _url(base, kind, asked, asked.offset))]
    if asked.count and asked.offset + asked.count < found.total:
        links.append(("next", _url(base, kind, asked, asked.offset + asked.count)))
    if asked.offset:
        before = max(min(asked.offset, found.total) - asked.count, 0)
        links.append(("previous", _url(base, kind, asked, before)))
    return links


def _url(base: str, kind: Kind, asked: Asked, offset: int) -> str:
    words = [(name, text) for name, texts in asked.values.items() for text in texts]
    paging = [(COUNT, str(asked.count)), *([(OFFSET, str(offset))] if offset else [])]
    return f"{base}/{kind.name}?{urlencode([*words, *paging])}"


def capability(base: str) -> Json:
    """Return what may be read here, and what may be asked."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _AS_OF,
        "kind": "instance",
        "implementation": {"description": "Care records, to be read", "url": base},
        "fhirVersion": VERSION,
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "A bearer token of an account, or its session."},
                "resource": [_resource(kind) for kind in KINDS.values()],
            }
        ],
    }


def _resource(kind: Kind) -> Json:
    told: Json = {
        "type": kind.name,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "versioned",
        "readHistory": False,
        "searchParam": [
            {"name": name, "type": ask.type, "documentation": ask.about}
            for name, ask in kind.asks().items()
        ],
    }
    return told | ({"supportedProfile": [kind.profile]} if kind.profile else {})


def openapi(base: str) -> Json:
    """Return the same as OpenAPI, for programs that know that better."""
    paths: Json = {"/metadata": _got("What may be read here", ())}
    for kind in KINDS.values():
        asks = [(name, ask.about, "query") for name, ask in kind.asks().items()]
        asks += [
            (COUNT, f"at most so many, up to {MOST}", "query"),
            (OFFSET, "from which", "query"),
        ]
        paths[f"/{kind.name}"] = _got(f"Find {kind.name}", asks)
        paths[f"/{kind.name}/{{id}}"] = _got(f"Read {kind.name}", [("id", "its id", "path")])
    return {
        "openapi": "3.0.3",
        "info": {"title": "Care records, to be read", "version": VERSION},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "security": [{"key": []}],
    }


_ANSWERS: Mapping[str, str] = {
    "200": "what was asked for",
    "304": "it is as it was",
    "400": "the question is not understood",
    "401": "nobody is signed in",
    "403": "the role does not allow it",
    "404": "there is none, or none that may be seen",
    "406": "only JSON is spoken",
}


def _got(about: str, asks: Sequence[tuple[str, str, str]]) -> Json:
    parameters = [
        {
            "name": name, "in": place, "description": words, "required": place == "path",
            "schema": {"type": "string"},
        }
        for name, words, place in asks
    ]  # fmt: skip
    content = {MEDIA: {"schema": {"type": "object", "required": ["resourceType"]}}}
    answers = {
        code: {"description": words} | ({} if code == "304" else {"content": content})
        for code, words in _ANSWERS.items()
    }
    return {"get": {"summary": about, "parameters": parameters, "responses": answers}}
