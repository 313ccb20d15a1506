"""Turn YAML text into a frozen model, reporting every mistake at its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from wholeplace.document.types import Wrong
from wholeplace.document.yaml import Path, Plain, Source, read_yaml
from wholeplace.kernel import Problem, Refused, Where, nearest

Model = TypeVar("Model", bound=BaseModel)

_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Document(Generic[Model]):
    """A checked model and the text it came from; ``where`` places a later finding in it."""

    value: Model
    source: Source

    def where(self, *path: str | int) -> Where:
        """Return file, line and column of a path such as ``("parameters", "share", 0)``."""
        return self.source.where(*path)

    def problem(self, path: Sequence[str | int], what: str, remedy: str) -> Problem:
        """Return a problem placed at a path of this document."""
        return Problem(self.where(*path), what, remedy)


def read_document(text: str, file: str, model: type[Model]) -> Document[Model]:
    """Read ``text`` as a ``model``; ``file`` is the name to show in messages.

    Raises ``Refused`` carrying one problem for every mistake found by the model.
    """
    source = read_yaml(text, file)
    try:
        return Document(model.model_validate(source.value), source)
    except ValidationError as error:
        problems = [_problem(source, model, detail) for detail in error.errors()]
        raise Refused(sorted(dict.fromkeys(problems), key=_line)) from None


def _line(problem: Problem) -> tuple[int, int]:
    return (problem.where.line or 0, problem.where.column or 0)


def _problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = _written(detail["loc"], source.value)
    kind, where = detail["type"], source.where(*path)
    cause = (detail.get("ctx") or {}).get("error")
    if isinstance(cause, Wrong):
        return Problem(source.where(*path, *cause.path), cause.what, cause.remedy)
    if kind == "missing":
        return Problem(where, f"'{path[-1]}' is missing", f"add '{path[-1]}' here")
    if kind == "extra_forbidden":
        known = _fields_at(model, path[:-1])
        return Problem(where, f"'{path[-1]}' is not known here", nearest(str(path[-1]), known))
    what = f"'{detail['input']}': {detail['msg']}" if _short(detail["input"]) else detail["msg"]
    return Problem(where, what.replace("Value error, ", ""), "correct the value")


def _short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_SHOWN


def _written(loc: Sequence[str | int], value: Plain) -> Path:
    # The model adds steps of its own (union members, key markers): keep those that were written.
    path: list[str | int] = []
    here: Plain = value
    for i, step in enumerate(loc):
        if isinstance(here, dict) and step in here:
            here = here[str(step)]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif i < len(loc) - 1 or not isinstance(here, dict):
            continue
        path.append(step)
    return tuple(path)


def _fields_at(model: object, path: Path) -> list[str]:
    """Return the field names allowed at a path, walking models, tuples and mappings."""
    names = _model_fields(model)
    for step in path:
        found = [member for member in _members(model) if issubclass(member, BaseModel)]
        inner = [field for member in found for field in member.model_fields.items()]
        model = next((f.annotation for name, f in inner if step in {name, f.alias}), _inside(model))
        names = _model_fields(model)
    return names


def _members(model: object) -> list[type]:
    model = _unwrapped(model)
    if isinstance(model, type):
        return [model]
    return [m for arg in getattr(model, "__args__", ()) for m in _members(arg)]


def _inside(model: object) -> object:
    model = _unwrapped(model)
    args = [arg for arg in getattr(model, "__args__", ()) if arg is not Ellipsis]
    return args[-1] if args else model


def _unwrapped(model: object) -> object:
    if isinstance(model, type) and issubclass(model, RootModel):
        return model.model_fields["root"].annotation
    return model


def _model_fields(model: object) -> list[str]:
    return [
        field.alias or name
        for member in _members(model)
        if issubclass(member, BaseModel)
        for name, field in member.model_fields.items()
    ]
