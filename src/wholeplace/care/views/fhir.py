"""Read the records as FHIR: with the key of an account, or signed in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from wholeplace.care.access import Actor, Verb, actor_of
from wholeplace.care.access.scopes import why_each
from wholeplace.care.access.tokens import account_of
from wholeplace.care.actions.audit import Told, look, look_at_all
from wholeplace.care.fhir.asking import BadAsk
from wholeplace.care.fhir.kinds import KINDS, Kind
from wholeplace.care.fhir.parts import Json
from wholeplace.care.fhir.search import FORMAT, Asked, Found, find, read_asked, read_one
from wholeplace.care.fhir.sight import scoped
from wholeplace.care.fhir.told import MEDIA, bundle, capability, openapi, outcome
from wholeplace.care.models import User
from wholeplace.store.clock import now as present

_ROOT = "/fhir"
_BEARER = "bearer "
_SPOKEN = {"*/*", "application/*", "application/json", MEDIA, "text/json", "json"}

_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    405: {"Allow": "GET, HEAD"},
}

View = Callable[..., HttpResponse]


class _Stop(Exception):  # noqa: N818 - it is how an answer is given early
    """An answer that is no resource."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(words)
        self.status, self.code, self.words = status, code, words


def _spoken(view: View) -> View:
    """Make a view answer in FHIR whatever happens, and to GET alone: nothing is written here."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            _check_spoken(request)
            return view(request, **named)
        except _Stop as stop:
            answer = _answer(outcome(stop.code, stop.words), stop.status)
        except BadAsk as bad:
            answer = _answer(outcome("invalid", str(bad)), 400)
        for name, value in _HEADERS.get(answer.status_code, {}).items():
            answer[name] = value
        return answer

    return wrapped


def _check_spoken(request: HttpRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        raise _Stop(405, "not-supported", "Records are read here, not written.")
    wanted = request.GET.get(FORMAT) or request.headers.get("Accept", "*/*")
    said = {one.partition(";")[0].strip().lower() for one in wanted.replace(" ", "+").split(",")}
    if not {one.lstrip("+") for one in said} & _SPOKEN:
        raise _Stop(406, "not-supported", f"Only {MEDIA} is spoken here.")


def _answer(told: Json, status: int = 200) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    answer = HttpResponse(text, content_type=f"{MEDIA}; charset=utf-8", status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri(_ROOT)


def _reader(request: HttpRequest) -> tuple[Actor, int | None]:
    """Return who reads, and by which key, if by one."""
    said = request.headers.get("Authorization", "")
    if said:
        secret = said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else ""
        now = present()
        found = account_of(secret, now) if secret else None
        if found is None:
            raise _Stop(401, "login", "This key is not known, or has ended.")
        request.user, key = found
        return actor_of(found[0], now), key
    if not isinstance(request.user, User) or not request.user.is_active:
        raise _Stop(401, "login", "Show a key: Authorization: Bearer KEY.")
    return actor_of(request.user), None


def _kind(name: str, actor: Actor) -> Kind:
    if name not in KINDS:
        raise _Stop(404, "not-supported", f"There is no {name[:40]} here.")
    kind = KINDS[name]
    if not (actor.may(Verb.READ_FHIR) and actor.may(kind.needs)):
        raise _Stop(403, "forbidden", f"Your role does not allow you to read {name}.")
    return kind


@_spoken
def metadata(request: HttpRequest) -> HttpResponse:
    """Say what may be read here."""
    return _answer(capability(_base(request)))


@_spoken
def description(request: HttpRequest) -> HttpResponse:
    """Say the same as OpenAPI."""
    answer = _answer(openapi(_base(request)))
    answer["Content-Type"] = "application/json"
    return answer


@_spoken
def search(request: HttpRequest, name: str) -> HttpResponse:
    """Find resources; each person who is in the answer has it in their audit."""
    actor, key = _reader(request)
    kind = _kind(name, actor)
    asked = read_asked(kind, dict(request.GET.lists()))
    found = find(kind, asked, scoped(actor))
    _tell_found(actor, key, kind, asked, found)
    return _answer(bundle(_base(request), kind, asked, found))


def _tell_found(actor: Actor, key: int | None, kind: Kind, asked: Asked, found: Found) -> None:
    by = sorted(asked.values)
    detail = {"by": by, "found": len(found.resources), "key": key, "kind": kind.name}
    rows = [Told(Verb.READ_FHIR, what=f"fhir:{kind.name}", detail=detail)]
    why = why_each(actor, found.people)
    rows += [
        Told(Verb.READ_FHIR, one, f"fhir:{kind.name}", why.get(one, ""), {"key": key})
        for one in found.people
    ]
    if asked.patient and not found.people and not why_each(actor, [asked.patient]):
        what = f"Patient/{asked.patient}"
        rows.append(Told(Verb.DENIED, what=what, detail={"asked": f"fhir:{kind.name}"}))
    look_at_all(actor, rows)


@_spoken
def read(request: HttpRequest, name: str, id_: str) -> HttpResponse:
    """Read one resource; what may not be seen is answered like what is not there."""
    actor, key = _reader(request)
    kind = _kind(name, actor)
    found = read_one(kind, id_, scoped(actor))
    if found is None:
        # Not what was asked for: anything may have been typed.
        look(actor, Told(Verb.DENIED, what=_denied(name, id_), detail={"asked": f"fhir:{name}"}))
        raise _Stop(404, "not-found", f"There is no such {name}.")
    told, person = found
    why = why_each(actor, [person]).get(person, "")
    look(actor, Told(Verb.READ_FHIR, person, f"{name}/{told['id']}", why, {"key": key}))
    return _whole_or_same(request, told)


def _denied(name: str, id_: str) -> str:
    try:
        return f"{name}/{uuid.UUID(id_)}"
    except ValueError:
        return name


def _whole_or_same(request: HttpRequest, told: Json) -> HttpResponse:
    meta = told.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    etag = f'W/"{version}"'
    known = [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]
    answer = HttpResponse(status=304) if etag in known else _answer(told)
    answer["ETag"] = etag
    return answer


@_spoken
def no_such(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer, as FHIR does, that there is nothing at an address."""
    raise _Stop(404, "not-found", "There is nothing at this address; see /fhir/metadata.")
