"""Turn YAML text into a frozen model, reporting every mistake at its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Generic, TypeGuard, TypeVar, Union, get_args, get_origin

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

    Raises ``Refused`` carrying one problem for every mistake found by the model. The same text is
    read once: what comes of it cannot be changed.
    """
    return _read(text, file, model)


@lru_cache(maxsize=64)
def _read(text: str, file: str, model: type[BaseModel]) -> Document[Any]:
    source = read_yaml(text, file)
    try:
        return Document(model.model_validate(source.value, by_alias=True, by_name=False), source)
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
    """Return the field names allowed at a path, walking models, lists, mappings and choices."""
    shapes = _shapes(model)
    for step in path:
        shapes = [
            inner for shape in shapes for kind in _beneath(shape, step) for inner in _shapes(kind)
        ]
    models = [shape for shape in shapes if _is_model(shape)]
    return [field.alias or name for shape in models for name, field in shape.model_fields.items()]


def _is_model(shape: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def _shapes(kind: object) -> list[object]:
    """Return what a type can be: each member of a choice, and what a root model holds."""
    if _is_model(kind) and issubclass(kind, RootModel):
        return _shapes(kind.model_fields["root"].annotation)
    if get_origin(kind) in {Union, UnionType}:
        return [shape for member in get_args(kind) for shape in _shapes(member)]
    return [kind]


def _beneath(shape: object, step: str | int) -> list[object]:
    if _is_model(shape):
        fields = shape.model_fields.items()
        return [field.annotation for name, field in fields if step in {name, field.alias}]
    # The items of a list, and the values of a mapping, are the last type that it is written with.
    return [inner for inner in get_args(shape) if inner is not Ellipsis][-1:]
