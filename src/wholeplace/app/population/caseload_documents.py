"""Read ``caseload.yaml``, and see that what it names is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wholeplace.app.population.cohort_documents import cohort_names
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.candidates import Caseload
from wholeplace.store.files import read_text
from wholeplace.store.workspace import Workspace

CASELOAD = "caseload.yaml"


def read_caseload(workspace: Workspace, day: date | None = None) -> Document[Caseload]:
    """Return the document of a workspace.

    Raises ``Refused`` where there is none, it is wrong, it names a cohort that is not there, or
    a value has none on ``day``.
    """
    path = workspace.document(CASELOAD)
    if not path.is_file():
        what = f"this place does not say who is offered a place on a caseload ({CASELOAD})"
        remedy = "write one, beginning with that of a shipped place (see docs/reference)"
        raise Refused([Problem(Where(str(path)), what, remedy)])
    document = read_document(read_text(path), str(path), Caseload)
    refuse_if([*_unknown_cohorts(document, workspace), *_without_value(document, day)])
    return document


def _unknown_cohorts(document: Document[Caseload], workspace: Workspace) -> Iterator[Problem]:
    names = cohort_names(workspace)
    for i, name in enumerate(document.value.also):
        if name not in names:
            what = f"there is no cohort '{name}'"
            yield document.problem(("also", i), what, nearest(name, names))
    for i, one in enumerate(document.value.changeable):
        if one.cohort not in names:
            what = f"there is no cohort '{one.cohort}'"
            yield document.problem(("changeable", i, "cohort"), what, nearest(one.cohort, names))


def _without_value(document: Document[Caseload], day: date | None) -> Iterator[Problem]:
    for path in document.value.without_value(day) if day else ():
        what = f"no value holds on {day} yet"
        yield document.problem(path, what, "add an earlier entry, or ask about a later day")


def unknown_places(
    document: Document[Caseload], neighbourhoods: set[str], practices: set[str]
) -> Iterator[Problem]:
    """Yield a problem for each neighbourhood or practice of a team that the records do not know."""
    for i, team in enumerate(document.value.teams):
        for kind, known in (("neighbourhoods", neighbourhoods), ("practices", practices)):
            for j, code in enumerate(getattr(team, kind)):
                if code not in known:
                    what = f"the records know no {kind[:-1]} '{code}'"
                    remedy = nearest(code, sorted(known)) or "load the organisations"
                    yield document.problem(("teams", i, kind, j), what, remedy)
