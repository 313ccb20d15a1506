"""A path into a nested record, such as a FHIR resource: ``identifier[system=URL].value``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from wholeplace.document import Wrong

Json: TypeAlias = "str | bool | Sequence[Json] | dict[str, Json] | None"
"""What a record holds; a number is the text that was written."""

_STEP = re.compile(r"([A-Za-z_][\w-]*)((?:\[[^\[\]]+\])*)(?:\.|$)")
_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_EXAMPLE = "write a path such as code.coding[0].code or identifier[system=URL].value"
_ID = "|id"


@dataclass(frozen=True, slots=True)
class Step:
    """One field, and which of several there are meant: by number from 0, or by what they hold."""

    name: str
    number: int | None = None
    holds: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """The steps of a path; ``is_id`` takes from a reference what stands after its last slash."""

    steps: tuple[Step, ...]
    is_id: bool = False


@lru_cache(maxsize=4096)
def read_path(written: str) -> Path:
    """Read a path as it is written in a mapping; raises ``Wrong`` where it is none."""
    is_id = written.endswith(_ID)
    rest, steps = written.removesuffix(_ID), []
    while rest:
        found = _STEP.match(rest)
        if found is None:
            raise Wrong(f"'{written}' is not a path: see '{rest[:20]}'", _EXAMPLE)
        steps.append(_step(found[1], _CHOICE.findall(found[2])))
        rest = rest[found.end() :]
    if not steps or written.removesuffix(_ID).endswith("."):
        raise Wrong(f"'{written}' is not a path", _EXAMPLE)
    return Path(tuple(steps), is_id)


def _step(name: str, choices: Sequence[str]) -> Step:
    number, holds = None, []
    for choice in choices:
        key, equals, value = choice.partition("=")
        if equals:
            holds.append((tuple(key.strip().split(".")), value.strip().strip("'\"")))
        elif choice.isdecimal():
            number = int(choice)
        else:
            raise Wrong(f"'[{choice}]' chooses nothing", _EXAMPLE)
    return Step(name, number, tuple(holds))


class NotAValue(ValueError):  # noqa: N818 - what is wrong with it
    """A path ends on something that holds more: on no single value."""


def value_at(path: Path, record: Json) -> str | None:
    """Return the first value at a path as text, or ``None``; raises ``NotAValue``.

    Where a step finds a list and does not say which of it is meant, the first that leads on is.
    """
    for found in _at(path.steps, record):
        if isinstance(found, dict):
            raise NotAValue(", ".join(sorted(found)[:5]))
        if found is not None:
            word = str(found).lower() if isinstance(found, bool) else str(found)
            return _id_of(word) if path.is_id else word
    return None


def _id_of(reference: str) -> str:
    """Return the id that a reference ends in: absolute or not, of a version, or by a search."""
    unversioned = reference.partition("/_history/")[0]
    return re.split(r"[/:|]", unversioned)[-1]


def _at(steps: Sequence[Step], record: Json) -> Iterator[Json]:
    if not steps:
        yield record
        return
    step, rest = steps[0], steps[1:]
    found = _list(record.get(step.name)) if isinstance(record, dict) else []
    chosen = [item for item in found if all(_holds(item, *held) for held in step.holds)]
    if step.number is not None:
        chosen = chosen[step.number : step.number + 1]
    for item in chosen:
        yield from _at(rest, item)


def _holds(item: Json, key: tuple[str, ...], value: str) -> bool:
    return any(found == value for found in _at([Step(name) for name in key], item))


def _list(found: Json) -> Sequence[Json]:
    if isinstance(found, list):
        return found
    return [] if found is None else [found]
