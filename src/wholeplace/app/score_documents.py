"""Read the documents of scores, and the codes of their groups."""

from __future__ import annotations

import csv
from pathlib import Path

from wholeplace.app.code_lists import read_codes
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.scores import Codes, Listed, Score, prefixes
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
        names = sorted([*shipped_names(KIND), *shipped_names(INDICES)])
        remedy = f"{nearest(name, names)} Those shipped are {', '.join(names)}"
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


def read_score(path: Path, lists: Path | None = None, *, incomplete: bool = False) -> Listed:
    """Return a score and the groups of its codes; raises ``Refused``.

    Its map stands beside the score's folder in ``codelists``, or is a shipped one. So do its lists,
    if not in the folder ``lists``; ``incomplete`` does without those that nobody brought.
    """
    document = read_document(read_text(path), str(path), Score)
    if document.value.signs:
        return _with_lists(path, document, lists, incomplete=incomplete)
    codes = map_of(path, document)
    known = document.value.groups
    rows = list(csv.DictReader(read_text(codes).splitlines()))
    for line, row in enumerate(rows, 2):
        group = row.get("group") or ""
        if group not in known or not row.get("prefix"):
            what = f"the group '{group}' is none of {document.value.score}"
            raise Refused([Problem(Where(str(codes), line), what, nearest(group, list(known)))])
    return Listed(document.value, prefixes(rows))


def _with_lists(
    path: Path, document: Document[Score], folder: Path | None, *, incomplete: bool
) -> Listed:
    score = document.value
    found: dict[str, Codes] = {}
    lacking, problems = [], []
    for name, reference in score.lists.items():
        file = list_file(path, name, score, folder)
        if file is None:
            lacking.append(name)
            problems += [] if incomplete else [_no_list(document, name)]
            continue
        signs = [sign for sign in score.signs.values() if sign.list_ == name]
        categories = [sign.category for sign in signs if sign.category is not None]
        try:
            found[name] = read_codes(file, reference, score.system_of(name), categories)
        except Refused as refused:
            problems += refused.problems
    refuse_if(problems)
    return Listed(score, {}, lists=found, lacking=tuple(lacking))


def list_file(path: Path, name: str, score: Score, folder: Path | None) -> Path | None:
    """Return the file of a list of a score, or nothing where nobody brought it."""
    file = score.lists[name].file or f"{name}.csv"
    own = [folder / file] if folder else []
    places = (
        *own,
        path.parent / file,
        path.parent.parent / CODES / file,
        shipped_file(CODES, file),
    )
    return next((found for found in places if found.is_file()), None)


def _no_list(document: Document[Score], name: str) -> Problem:
    reference = document.value.lists[name]
    version = f", version {reference.version}" if reference.version else ""
    told = f"get it from {reference.url}{version}; " if reference.url else ""
    file = reference.file or f"{name}.csv"
    remedy = f"{told}save it as {file} with a column 'code', and name its folder with --codelists"
    return document.problem(("lists", name), f"the code list '{name}' is not there", remedy)


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
