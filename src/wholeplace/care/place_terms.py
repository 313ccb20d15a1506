"""The services and the intermediate care of the place, read from its documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from wholeplace.app.policies import policy_file
from wholeplace.document import Frozen, read_document
from wholeplace.place import Directory, IntermediateTerms
from wholeplace.store.files import read_text
from wholeplace.store.workspace import INTERMEDIATE, SERVICES, Workspace

Model = TypeVar("Model", bound=Frozen)


def read_directory(workspace: Path) -> Directory:
    """Return the services of the place of a workspace, or the shipped ones."""
    return _of(workspace, SERVICES, Directory)


def read_intermediate(workspace: Path) -> IntermediateTerms:
    """Return what intermediate care has at the place of a workspace, or the shipped terms."""
    return _of(workspace, INTERMEDIATE, IntermediateTerms)


def _of(workspace: Path, name: str, model: type[Model]) -> Model:
    path = policy_file(Workspace(workspace), name)
    return read_once(path, model)


def read_once(path: Path, model: type[Model]) -> Model:
    """Return what a document holds; it is read again only where its text is another."""
    return cast(Model, _read(path, read_text(path), model))


@cache
def _read(path: Path, text: str, model: type[Frozen]) -> Frozen:
    return read_document(text, str(path), model).value
