"""Read the documents of scores, and the codes of their groups."""

from __future__ import annotations

import csv
from pathlib import Path

from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest
from wholeplace.population.scores import Listed, Score, prefixes
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

KIND, CODES, INDICES = "scores", "codelists", "indices"


def find_score(name: str, workspace: Workspace | None = None) -> Path:
    """Return the document of a score: a path, one of the workspace, or a shipped one.

    Raises ``Refused`` naming the nearest.
    """
    found = _found(name, KIND, workspace)
    if found is None:
        remedy = nearest(name, [*shipped_names(KIND), *shipped_names(INDICES)])
        raise Refused([Problem(Where(name), "there is no such score", remedy)])
    return found


def find_index(name: str) -> Path | None:
    """Return the shipped document of an index, or nothing where there is none of that name."""
    return None if name.endswith((".yaml", ".yml")) else _found(name, INDICES)


def _found(name: str, kind: str, workspace: Workspace | None = None) -> Path | None:
    own = [workspace.root / kind / f"{name}.yaml"] if workspace else []
    given = [Path(name)] if name.endswith((".yaml", ".yml")) else []
    places = (*given, *own, shipped_file(kind, f"{name}.yaml"))
    return next((path for path in places if path.is_file()), None)


def read_score(path: Path) -> Listed:
    """Return a score and the groups of its codes; raises ``Refused``.

    Its map stands beside the score's folder in ``codelists``, or is a shipped one.
    """
    document = read_document(read_text(path), str(path), Score)
    codes = map_of(path, document)
    known = document.value.groups
    rows = list(csv.DictReader(read_text(codes).splitlines()))
    for line, row in enumerate(rows, 2):
        group = row.get("group") or ""
        if group not in known or not row.get("prefix"):
            what = f"the group '{group}' is none of {document.value.score}"
            raise Refused([Problem(Where(str(codes), line), what, nearest(group, list(known)))])
    return Listed(document.value, prefixes(rows))


def map_of(path: Path, document: Document[Score]) -> Path:
    """Return the file of the codes of a score; raises ``Refused`` where there is none."""
    name = document.value.map
    for found in (path.parent / name, path.parent.parent / CODES / name, shipped_file(CODES, name)):
        if found.is_file():
            return found
    what, remedy = (
        f"there is no code list '{name}'",
        f"put it in {CODES}/ with columns group, prefix",
    )
    raise Refused([document.problem(("map",), what, remedy)])
