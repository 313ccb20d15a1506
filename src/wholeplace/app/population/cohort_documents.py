"""Read the documents of cohorts, and the code lists and scores that they ask for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

from wholeplace.app.documents import collect
from wholeplace.app.score_documents import CODES, find_score, read_score
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.cohorts import Cohort, ListedCode, Position, Scored, clean
from wholeplace.population.scores import ICD10, Listed
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

KIND = "cohorts"


@dataclass(frozen=True, slots=True)
class ReadCohorts:
    """Cohorts in order, with the code lists by name and the scores that they ask for."""

    cohorts: tuple[Cohort, ...]
    lists: Mapping[str, tuple[ListedCode, ...]]
    scores: tuple[Listed, ...]


def cohort_names(workspace: Workspace) -> list[str]:
    """Return the names of all cohorts there are: the shipped ones and the workspace's own."""
    return sorted({*shipped_names(KIND), *own_cohorts(workspace)})


def own_cohorts(workspace: Workspace) -> list[str]:
    """Return the names of the cohorts that a workspace has of its own."""
    return sorted(path.stem for path in (workspace.root / KIND).glob("*.yaml"))


def read_cohorts(
    workspace: Workspace, names: Sequence[str] = (), day: date | None = None
) -> ReadCohorts:
    """Return some cohorts, or all there are, each once in order; a workspace's own go first.

    Raises ``Refused`` with every problem: an unknown name (with the nearest), a document that is
    wrong, a code list or group that is not there, and values that have none on ``day``.
    """
    problems: list[Problem] = []
    read: list[tuple[Document[Cohort], dict[str, tuple[ListedCode, ...]], list[Listed]]] = []
    for name in dict.fromkeys(names or cohort_names(workspace)):
        found = collect(problems, partial(_read, workspace, name, day))
        if found is not None:
            read.append(found)
    refuse_if(problems)
    lists = {name: rows for _, some, _ in read for name, rows in some.items()}
    scores = {one.score.score: one for _, _, some in read for one in some}
    cohorts = tuple(document.value for document, _, _ in read)
    return ReadCohorts(cohorts, lists, tuple(scores.values()))


def _read(
    workspace: Workspace, name: str, day: date | None
) -> tuple[Document[Cohort], dict[str, tuple[ListedCode, ...]], list[Listed]]:
    path = _find(name, workspace)
    document = read_document(read_text(path), str(path), Cohort)
    problems = [*_misnamed(document, path), *_without_value(document, day)]
    lists: dict[str, tuple[ListedCode, ...]] = {}
    for place, codes in document.value.codes():
        rows = lists.get(codes.list_) or collect(
            problems, partial(_list, document, place, codes.list_, workspace)
        )
        if rows is not None:
            lists[codes.list_] = rows
            groups = sorted({row.group for row in rows})
            problems += _unknown_groups(document, place, codes.groups(), groups)
    scores = list(_scores(document, workspace, problems))
    refuse_if(problems)
    return document, lists, scores


def _find(name: str, workspace: Workspace) -> Path:
    for path in (workspace.root / KIND / f"{name}.yaml", shipped_file(KIND, f"{name}.yaml")):
        if path.is_file():
            return path
    remedy = nearest(name, cohort_names(workspace))
    raise Refused([Problem(Where(name), "there is no such cohort", remedy)])


def _misnamed(document: Document[Cohort], path: Path) -> Iterator[Problem]:
    if document.value.cohort != path.stem:
        what = f"'{document.value.cohort}' is not the name of the file"
        yield document.problem(("cohort",), what, f"write cohort: {path.stem}, or rename the file")


def _without_value(document: Document[Cohort], day: date | None) -> Iterator[Problem]:
    for path in document.value.without_value(day) if day else ():
        what = f"no value holds on {day} yet"
        yield document.problem(path, what, "add an earlier entry, or ask about a later day")


def _list(
    document: Document[Cohort], path: Sequence[str | int], name: str, workspace: Workspace
) -> tuple[ListedCode, ...]:
    for file in (workspace.root / CODES / name, shipped_file(CODES, name)):
        if file.is_file():
            return read_list(file)
    what = f"there is no code list '{name}'"
    remedy = f"put it in {CODES}/ with columns group, prefix"
    raise Refused([document.problem((*path, "list"), what, remedy)])


def read_list(file: Path) -> tuple[ListedCode, ...]:
    """Return the rows of a code list; raises ``Refused`` with every row that is wrong."""
    problems, rows = [], []
    positions: tuple[str, ...] = get_args(Position)
    for line, row in enumerate(csv.DictReader(read_text(file).splitlines()), 2):
        system = row.get("code_system") or ICD10
        position = row.get("position") or positions[0]
        prefix = clean(system, row.get("prefix") or "")
        if not row.get("group") or not prefix:
            remedy = "write a group and a prefix in every row"
            problems.append(Problem(Where(str(file), line), "there is no code in this row", remedy))
        elif position not in positions:
            what = f"'{position}' is no position"
            problems.append(Problem(Where(str(file), line), what, nearest(position, positions)))
        else:
            rows.append(ListedCode(row["group"], prefix, system, _position(position)))
    refuse_if(problems)
    if not rows:
        what = "the code list is empty: nobody can be found by it"
        raise Refused([Problem(Where(str(file)), what, "write rows with columns group, prefix")])
    return tuple(rows)


def _position(word: str) -> Position:
    found: Mapping[str, Position] = {one: one for one in get_args(Position)}
    return found[word]


def _unknown_groups(
    document: Document[Cohort],
    path: Sequence[str | int],
    named: Mapping[str, Sequence[str]],
    groups: Sequence[str],
) -> Iterator[Problem]:
    for field, words in named.items():
        for i, group in enumerate(words):
            if group not in groups:
                what = f"the list has no group '{group}'"
                yield document.problem((*path, field, i), what, nearest(group, groups))


def _scores(
    document: Document[Cohort], workspace: Workspace, problems: list[Problem]
) -> Iterator[Listed]:
    """Yield the scores that a cohort asks for; add to ``problems`` what is wrong with that."""
    for path, leaf in document.value.leaves():
        if not isinstance(leaf, Scored):
            continue
        try:
            one = read_score(find_score(leaf.score, workspace))
        except Refused as refused:
            problem = refused.problems[0]
            problems.append(document.problem((*path, "score"), problem.what, problem.remedy))
            continue
        problems += _misfits(document, path, leaf, one)
        yield one


def _misfits(
    document: Document[Cohort], path: Sequence[str | int], leaf: Scored, one: Listed
) -> Iterator[Problem]:
    if one.score.code_system != ICD10:
        what = f"'{leaf.score}' reads codes of {one.score.code_system}"
        yield document.problem((*path, "score"), what, f"use a score of {ICD10}")
    elif not one.prefixes:
        what = f"'{leaf.score}' reads lists of codes of its own"
        yield document.problem((*path, "score"), what, f"use a score of {ICD10} codes")
    known = [band.name for band in one.score.bands]
    for i, entry in enumerate(leaf.bands.root if leaf.bands else ()):
        for k, name in enumerate(entry.value):
            if name not in known:
                what = f"'{leaf.score}' has no band '{name}'"
                where = (*path, "bands", i, "value", k)
                yield document.problem(where, what, nearest(name, known))
