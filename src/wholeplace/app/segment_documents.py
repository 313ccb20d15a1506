"""Read the documents of segment rules, and those of the scores that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.score_documents import find_score, map_of, read_score
from wholeplace.document import Document, Wrong, known, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population import SegmentRules, offered
from wholeplace.population.scores import ICD10, Listed, Score
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

KIND = "segments"


@dataclass(frozen=True, slots=True)
class ReadRules:
    """A rule set with the scores that it asks for, and the files that all of it was read from."""

    rules: SegmentRules
    scores: tuple[Listed, ...]
    files: dict[str, Path]


def find_rules(name: str, workspace: Workspace) -> Path:
    """Return the document of a rule set: the workspace's own, or the shipped one.

    Raises ``Refused`` naming the nearest.
    """
    own = workspace.root / KIND / f"{name}.yaml"
    for path in (own, shipped_file(KIND, f"{name}.yaml")):
        if path.is_file():
            return path
    remedy = nearest(name, shipped_names(KIND))
    raise Refused([Problem(Where(name), "there is no such rule set", remedy)])


def read_rules(path: Path, workspace: Workspace) -> ReadRules:
    """Return a rule set and its scores; raises ``Refused`` where rules ask for what nobody has."""
    document = read_document(read_text(path), str(path), SegmentRules)
    files, scores = {path.name: path}, []
    for i, name in enumerate(document.value.scores):
        file = _score_file(document, i, workspace)
        one = read_score(file)
        if one.score.code_system != ICD10:
            what = f"'{name}' reads codes of {one.score.code_system}"
            raise Refused([document.problem(("scores", i), what, f"use a score of {ICD10}")])
        text = read_document(read_text(file), str(file), Score)
        files |= {file.name: file, one.score.map: map_of(file, text)}
        scores.append(one)
    _check_names(document, [one.score for one in scores])
    return ReadRules(document.value, tuple(scores), files)


def _score_file(document: Document[SegmentRules], i: int, workspace: Workspace) -> Path:
    name = document.value.scores[i]
    if name in document.value.scores[:i]:
        raise Refused([document.problem(("scores", i), f"'{name}' is there twice", "remove one")])
    try:
        return find_score(name, workspace)
    except Refused as refused:
        problem = refused.problems[0]
        what = f"there is no score '{name}'"
        raise Refused([document.problem(("scores", i), what, problem.remedy)]) from None


def _check_names(document: Document[SegmentRules], scores: Sequence[Score]) -> None:
    if not scores:
        return
    problems, names = [], offered(scores)
    for name, path in document.value.asked().items():
        try:
            known(name, names, "feature of a person")
        except Wrong as wrong:
            problems.append(document.problem(path, wrong.what, wrong.remedy))
        if names.count(name) > 1:
            what, remedy = f"two scores have '{name}'", "leave one of them out of scores"
            problems.append(document.problem(path, what, remedy))
    refuse_if(problems)
