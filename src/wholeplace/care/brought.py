"""Read what a command brings in, and see that it is fit: a release, an organisation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wholeplace.care.models import Organisation
from wholeplace.kernel import Problem, Refused, Where, refuse_if
from wholeplace.store.files import read_text, sha256_of_text

FILE = "release.json"
_CODE, _NAME = 12, 200
_MOST_BYTES = 64 * 1024 * 1024
_TEXTS = {"person_id": 32, "practice_code": 12, "team": 60, "tier": 20}
_NUMBERS = ("rank", "age_from")
_LARGEST = 2**15 - 1


def organisation_of(code: str, name: str, kind: str) -> Organisation:
    """Return an organisation that is not kept yet; raises ``Refused`` for what it cannot be."""
    code, name = code.strip().upper(), " ".join(name.split())
    where = Where("organisation")
    problems = []
    if not (code.isascii() and code.isalnum() and len(code) <= _CODE):
        what = f"'{code[:_CODE]}' is no code of an organisation"
        problems.append(Problem(where, what, f"write up to {_CODE} letters and digits"))
    if not name:
        problems.append(Problem(where, "it has no name", "write what it is called"))
    refuse_if(problems)
    return Organisation(code=code, name=name[:_NAME], kind=kind)


def read_release(path: Path) -> tuple[Mapping[str, Any], str]:
    """Return a release and its SHA-256; raises ``Refused`` with all that is wrong with it."""
    path = path / FILE if path.is_dir() else path
    if not path.is_file():
        remedy = "publish one first: wholeplace candidates"
        raise Refused([Problem(Where(str(path)), "there is no release here", remedy)])
    if path.stat().st_size > _MOST_BYTES:
        raise Refused([_problem(path, "it is larger than 64 MB")])
    text = read_text(path)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused([_problem(path, "it is no JSON")]) from None
    if not isinstance(found, dict) or not isinstance(found.get("entries"), list):
        raise Refused([_problem(path, "it has no list of candidates (entries)")])
    refuse_if([*_of_release(path, found), *_of_entries(path, found["entries"])])
    return found, sha256_of_text(text)


def _of_release(path: Path, found: Mapping[str, Any]) -> Iterator[Problem]:
    if not _is_day(found.get("day")):
        yield _problem(path, "it does not say of which day it is")
    caseload, model = found.get("caseload"), found.get("model")
    if not (isinstance(caseload, dict) and {"name", "version"} <= set(caseload)):
        yield _problem(path, "it does not name its caseload and version")
    if not (isinstance(model, dict) and "name" in model):
        yield _problem(path, "it does not name its model")


def _of_entries(path: Path, entries: list[object]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, one in enumerate(entries, 1):
        if not isinstance(one, dict):
            yield _problem(path, f"candidate {at} is none")
        elif wrong := _wrong_in(one):
            yield _problem(path, f"candidate {at} {wrong}")
        elif one["person_id"] in seen:
            yield _problem(path, f"candidate {at} stands here twice")
        else:
            seen.add(one["person_id"])


def _wrong_in(one: Mapping[str, Any]) -> str:
    for name, longest in _TEXTS.items():
        value = one.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            return f"has no {name}"
    for name in _NUMBERS:
        if not _is_between(one.get(name), _LARGEST, int):
            return f"has no {name}"
    if not _is_between(one.get("risk"), 1, int, float):
        return "has no risk between 0 and 1"
    lists = (one.get("why"), one.get("can_change"))
    if not all(isinstance(each, list) and all(isinstance(x, str) for x in each) for each in lists):
        return "does not say why, and what can be changed"
    return ""


def _is_between(value: object, most: float, *kinds: type) -> bool:
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    return isinstance(value, int | float) and 0 <= value <= most


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _problem(path: Path, what: str) -> Problem:
    return Problem(Where(str(path)), what, "publish it again: wholeplace candidates")
