"""Read all the documents that a run needs, and report the mistakes of all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from wholeplace.app.budget_documents import BUDGET, misfits, read_budget
from wholeplace.app.outcome_documents import (
    OutcomeDocuments,
    framework_misfits,
    read_outcome_documents,
)
from wholeplace.app.score_documents import find_score, map_of, read_score
from wholeplace.app.segment_documents import ReadRules, read_rules
from wholeplace.budget.document import Budget
from wholeplace.derive import Derivations
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, nearest, refuse_if
from wholeplace.outcomes import Measure
from wholeplace.place import Place
from wholeplace.population import SegmentRules
from wholeplace.population.scores import Listed, Score
from wholeplace.store.files import read_text, sha256_of_text
from wholeplace.store.shipped import shipped_names
from wholeplace.store.workspace import PLACE, Workspace

T = TypeVar("T")
Model = TypeVar("Model", bound=BaseModel)
SCORE, DERIVATIONS = "charlson-original", "derivations"


@dataclass(frozen=True, slots=True)
class PlaceDocuments:
    """The documents of a place, read and checked, with the hash of each text.

    ``rule_scores`` are those that the segment rules ask for, beside ``score``. ``measures`` are
    those of ``outcomes`` that are counted by segment in every run.
    """

    place: Place
    budget: Document[Budget]
    segments: SegmentRules
    score: Listed
    rule_scores: tuple[Listed, ...]
    measures: tuple[Measure, ...]
    outcomes: OutcomeDocuments
    derivations: Derivations
    hashes: Mapping[str, str]


def read_file(path: Path, model: type[Model]) -> Document[Model]:
    """Read a document file; messages call it by its path."""
    return read_document(read_text(path), str(path), model)


def read_place(workspace: Workspace) -> PlaceDocuments:
    """Read the place of a workspace and the shipped documents that it names."""
    problems: list[Problem] = []
    place = collect(problems, lambda: read_file(workspace.document(PLACE), Place))
    budget = collect(problems, lambda: read_budget(workspace.document(BUDGET)))
    outcomes = collect(problems, lambda: read_outcome_documents(workspace))
    segments = collect(problems, lambda: _segments(workspace, place)) if place else None
    if place and budget:
        problems += misfits(budget, place.value)
    if place and outcomes and segments:
        rules = [rule.id for rule in segments.rules.rules]
        problems += framework_misfits(outcomes.stated, outcomes.measures, place.value, rules)
    refuse_if(problems)
    if place is None or budget is None or segments is None or outcomes is None:
        raise RuntimeError("a document was not read, and no problem said why")
    score_file = find_score(SCORE, workspace)
    score = read_score(score_file)
    derivations = _named(workspace, "codelists", DERIVATIONS)
    named = {
        PLACE: workspace.document(PLACE),
        BUDGET: workspace.document(BUDGET),
        **outcomes.files(workspace),
        **segments.files,
        score.score.map: map_of(score_file, read_file(score_file, Score)),
        f"{SCORE}.yaml": score_file,
        f"{DERIVATIONS}.yaml": derivations,
    }
    return PlaceDocuments(
        place.value,
        budget,
        segments.rules,
        score,
        segments.scores,
        tuple(outcomes.measures[used.measure] for used in outcomes.stated.value.measures),
        outcomes,
        read_file(derivations, Derivations).value,
        {name: sha256_of_text(read_text(path)) for name, path in sorted(named.items())},
    )


def collect(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """Return what is read, or nothing, with its problems added to the others."""
    try:
        return read()
    except Refused as refused:
        problems.extend(refused.problems)
        return None


def _named(workspace: Workspace, kind: str, name: str) -> Path:
    return workspace.own_or_shipped(kind, f"{name}.yaml")


def _segments(workspace: Workspace, place: Document[Place]) -> ReadRules:
    name = place.value.segments
    path = _named(workspace, "segments", name)
    if not path.is_file():
        remedy = nearest(name, shipped_names("segments"))
        raise Refused([place.problem(("segments",), f"unknown segment rules '{name}'", remedy)])
    return read_rules(path, workspace)
