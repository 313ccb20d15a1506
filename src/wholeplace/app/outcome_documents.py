"""Read what a place says of its outcomes, and the measures that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.outcomes import Measure, Outcomes
from wholeplace.outcomes.framework import Known, problems_of
from wholeplace.outcomes.panel import Published, read_published
from wholeplace.place import Place
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_names
from wholeplace.store.workspace import OUTCOMES, Workspace

KIND = "measures"


@dataclass(frozen=True, slots=True)
class PublishedValues:
    """What a file of published values has, and the code of the place in it."""

    path: Path
    area: str
    rows: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class OutcomeDocuments:
    """What a place says of its outcomes, every measure that it names, and published values."""

    stated: Document[Outcomes]
    measures: Mapping[str, Measure]
    published: tuple[PublishedValues, ...]

    def files(self, workspace: Workspace) -> dict[str, Path]:
        """Return the files behind them, by what each is called among the inputs of a run."""
        return (
            {OUTCOMES: workspace.document(OUTCOMES)}
            | {f"{name}.yaml": measure_file(workspace, name) for name in self.measures}
            | {str(one.path.relative_to(workspace.root)): one.path for one in self.published}
        )


def read_outcome_documents(workspace: Workspace) -> OutcomeDocuments:
    """Read all of it; raises ``Refused`` with everything that is wrong."""
    stated = read_outcomes(workspace)
    measures = read_measures(workspace, stated)
    return OutcomeDocuments(stated, measures, read_published_files(workspace, stated, measures))


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


def read_published_files(
    workspace: Workspace, outcomes: Document[Outcomes], measures: Mapping[str, Measure]
) -> tuple[PublishedValues, ...]:
    """Return the published values that a place names, by file.

    Raises ``Refused`` for files that are not there, and for what is wrong in any of them.
    """
    found: list[PublishedValues] = []
    problems: list[Problem] = []
    for i, one in enumerate(outcomes.value.published):
        path = workspace.root / one.file
        if not path.is_file():
            remedy = f"put it into {workspace.root}, or leave out its entry"
            problems.append(outcomes.problem(("published", i, "file"), "no such file", remedy))
            continue
        try:
            rows = read_published(read_text(path), str(path), list(measures.values()))
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        if not any(row.area == one.area for row in rows):
            what = f"no row of {one.file} is of the area '{one.area}'"
            remedy = nearest(one.area, sorted({row.area for row in rows}))
            problems.append(outcomes.problem(("published", i, "area"), what, remedy))
        found.append(PublishedValues(path, one.area, rows))
    refuse_if(problems)
    return tuple(found)


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
