"""Read ``budget.yaml`` and hold it against the place that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wholeplace.budget.base import misplaced
from wholeplace.budget.document import Budget
from wholeplace.budget.in_text import Placed
from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, Where, refuse_if
from wholeplace.place import Place
from wholeplace.store.files import read_text
from wholeplace.store.workspace import PLACE

BUDGET = "budget.yaml"


def read_budget(path: Path) -> Document[Budget]:
    """Read the document of a budget."""
    return read_document(read_text(path), str(path), Budget)


def read_budget_of(path: Path) -> Document[Budget]:
    """Read the budget of a folder, or a file, and hold it against the place that stands beside it.

    A file of another name than a place's own is of no place. Raises ``Refused`` for what is wrong
    in either, or does not fit.
    """
    file = path if path.is_file() else path / BUDGET
    found = read_budget(file)
    place = file.with_name(PLACE) if file.name == BUDGET else Path()
    known = read_document(read_text(place), str(place), Place).value if place.is_file() else None
    refuse_if(misfits(found, known))
    return found


def section(document: Document[Budget], name: str) -> Placed:
    """Return where paths beneath a section of a budget stand in its text."""

    def where(*path: str | int) -> Where:
        return document.where(name, *path)

    return where


def misfits(budget: Document[Budget], place: Place | None) -> Iterator[Problem]:
    """Yield everything in which a budget does not fit its place; ``None`` where it has none."""
    yield from misplaced(budget, place.services if place else ())
    if place is None:
        return
    found = budget.value
    if found.currency != place.currency:
        what = f"the budget is in {found.currency} and the place in {place.currency}"
        yield budget.problem(("currency",), what, f"write amounts in {place.currency}")
    if found.base_year >= place.first_year:
        what = f"the base year {found.base_year} does not come before {place.first_year}"
        yield budget.problem(("base_year",), what, "name an earlier base_year")
    if found.adjustment is None:
        what = f"nothing says how the budget follows from {found.base_year} to {place.first_year}"
        yield Problem(budget.where(), what, "add an adjustment with its steps")
