"""Read what a place says of its outcomes, and the measures that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.outcomes import Measure, Outcomes
from wholeplace.outcomes.framework import Known, problems_of
from wholeplace.place import Place
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_names
from wholeplace.store.workspace import OUTCOMES, Workspace

KIND = "measures"


def read_outcomes(workspace: Workspace) -> Document[Outcomes]:
    """Read the document of outcomes of a workspace."""
    path = workspace.document(OUTCOMES)
    return read_document(read_text(path), str(path), Outcomes)


def measure_file(workspace: Workspace, name: str) -> Path:
    """Return where a measure is written."""
    return workspace.own_or_shipped(KIND, f"{name}.yaml")


def read_measures(workspace: Workspace, outcomes: Document[Outcomes]) -> dict[str, Measure]:
    """Return every measure that a place names, by name.

    Raises ``Refused`` for those that are not there, and for what is wrong in any.
    """
    found: dict[str, Measure] = {}
    problems: list[Problem] = []
    for path, name in _named(outcomes.value):
        file = measure_file(workspace, name)
        if name in found:
            continue
        if not file.is_file():
            what, remedy = f"unknown measure '{name}'", nearest(name, shipped_names(KIND))
            problems.append(outcomes.problem(path, what, remedy))
            continue
        try:
            found[name] = read_document(read_text(file), str(file), Measure).value
        except Refused as refused:
            problems.extend(refused.problems)
    refuse_if(problems)
    return found


def _named(outcomes: Outcomes) -> Iterable[tuple[tuple[str | int, ...], str]]:
    stated = outcomes.framework.outcomes if outcomes.framework else ()
    for i, one in enumerate(stated):
        yield ("framework", "outcomes", i, "measure"), one.measure
    for name in ("measures", "watched"):
        for i, used in enumerate(getattr(outcomes, name)):
            yield (name, i, "measure"), used.measure


def framework_misfits(
    outcomes: Document[Outcomes],
    measures: Mapping[str, Measure],
    place: Place,
    segments: Iterable[str],
) -> tuple[Problem, ...]:
    """Return everything in which a framework does not fit its measures and its place."""
    framework = outcomes.value.framework
    if framework is None:
        return ()

    def where(*path: str | int) -> Where:
        return outcomes.where("framework", *path)

    directions = {name: one.better for name, one in measures.items()}
    known = Known(directions, list(segments), list(place.partners))
    return problems_of(framework, known, place.years(), where)
