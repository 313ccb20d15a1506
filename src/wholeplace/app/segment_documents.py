"""Read the documents of segment rules, and those of the scores that they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.score_documents import find_score, map_of, read_score
from wholeplace.document import Document, Wrong, known, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population import SegmentRules, never_reached, offered
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
    remedy = nearest(name, rule_names(workspace))
    raise Refused([Problem(Where(name), "there is no such rule set", remedy)])


def rule_names(workspace: Workspace) -> list[str]:
    """Return the names of all rule sets there are: the shipped ones and the workspace's own."""
    return sorted({*shipped_names(KIND), *own_rules(workspace)})


def own_rules(workspace: Workspace) -> list[str]:
    """Return the names of the rule sets that a workspace has of its own."""
    return sorted(path.stem for path in (workspace.root / KIND).glob("*.yaml"))


def read_rules(path: Path, workspace: Workspace) -> ReadRules:
    """Return a rule set and its scores; raises ``Refused`` with everything that is wrong with it.

    That is a document that is wrong, a score that is not there or cannot be used, and rules that
    ask for what no score has.
    """
    document = read_document(read_text(path), str(path), SegmentRules)
    problems = [*_misnamed(document, path)]
    files, scores = {path.name: path}, []
    for i in range(len(document.value.scores)):
        try:
            file, one, codes = _score(document, i, workspace)
        except Refused as refused:
            problems += refused.problems
        else:
            files |= {file.name: file, one.score.map: codes}
            scores.append(one)
    if len(scores) == len(document.value.scores):
        # Without one of the scores nobody can say what there is to ask for.
        problems += _unknown(document, [one.score for one in scores])
    refuse_if(problems)
    return ReadRules(document.value, tuple(scores), files)


def check_rules(path: Path, workspace: Workspace) -> tuple[Problem, ...]:
    """Return what is odd about a rule set but not wrong: segments that nobody can be in.

    Raises ``Refused`` as ``read_rules`` does.
    """
    rules = read_rules(path, workspace).rules
    document = read_document(read_text(path), str(path), SegmentRules)
    return tuple(
        document.problem(
            ("rules", rules.rules.index(rule), "id"),
            f"nobody can ever be in '{rule.id}': '{earlier.id}' takes all of its people before",
            f"put '{rule.id}' before '{earlier.id}', or leave it out",
        )
        for rule, earlier in never_reached(rules)
    )


def _misnamed(document: Document[SegmentRules], path: Path) -> Iterator[Problem]:
    name = document.value.segments
    if name != path.stem:
        what = f"'{name}' is not the name of the file"
        yield document.problem(
            ("segments",), what, f"write segments: {path.stem}, or rename the file"
        )


def _score(
    document: Document[SegmentRules], i: int, workspace: Workspace
) -> tuple[Path, Listed, Path]:
    """Return a score that the rules name, with its file and that of its codes."""
    name, at = document.value.scores[i], ("scores", i)
    if name in document.value.scores[:i]:
        raise Refused([document.problem(at, f"'{name}' is there twice", "remove one")])
    try:
        file = find_score(name, workspace)
    except Refused as refused:
        remedy = refused.problems[0].remedy
        raise Refused([document.problem(at, f"there is no score '{name}'", remedy)]) from None
    text = read_document(read_text(file), str(file), Score)
    if text.value.code_system != ICD10:
        what = f"'{name}' reads codes of {text.value.code_system}"
        raise Refused([document.problem(at, what, f"use a score of {ICD10}")])
    if text.value.signs:
        what = f"'{name}' reads lists of codes of its own"
        raise Refused([document.problem(at, what, f"use a score of {ICD10} codes in groups")])
    return file, read_score(file), map_of(file, text)


def _unknown(document: Document[SegmentRules], scores: Sequence[Score]) -> Iterator[Problem]:
    names = offered(scores)
    for name, path in document.value.asked().items():
        try:
            known(name, names, "feature of a person")
        except Wrong as wrong:
            yield document.problem(path, wrong.what, wrong.remedy)
        if names.count(name) > 1:
            what, remedy = f"two scores have '{name}'", "leave one of them out of scores"
            yield document.problem(path, what, remedy)
