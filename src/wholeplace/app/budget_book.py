"""The budget of a place: its lines in a year, the ledgers, and how it follows later years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from wholeplace.budget.adjust import Adjusted, Measured, adjust
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, Budget, InScope, base_lines, reconciled
from wholeplace.document import Document, read_document
from wholeplace.kernel import Figure, FinancialYear, Headline, Problem, Refused, Where
from wholeplace.report.budget import BudgetBook
from wholeplace.store.files import read_text
from wholeplace.store.results import FIGURES, read_figures
from wholeplace.store.shipped import find_holding
from wholeplace.store.workspace import Workspace

BUDGET = "budget.yaml"


def budget_book(given: str, year: FinancialYear | None = None) -> BudgetBook:
    """Return the budget of a folder that holds ``budget.yaml``, or of a shipped place or contract.

    Without ``year``, that of its base year; a later one follows from it by the steps of its
    adjustment, with the scope of that year. What services cost, and how many people there were,
    is taken from the results of the folder, where it is a workspace that has any.

    Raises ``Refused`` for no document or a wrong one, an earlier year, or no adjustment.
    """
    folder = find_holding(given, BUDGET)
    document = read_budget(folder / BUDGET)
    budget = document.value
    year = year or budget.base_year
    _refuse_year(document, year)
    runs = dict(_runs(Workspace(folder)))
    base = base_lines(budget, budget.base_year, _services(runs, budget.base_year), year)
    adjusted = _adjusted(document, base, year, runs) if year > budget.base_year else None
    return BudgetBook(base, reconciled(base), adjusted, year)


def read_budget(path: Path) -> Document[Budget]:
    """Read the document of a budget."""
    return read_document(read_text(path), str(path), Budget)


def _refuse_year(document: Document[Budget], year: FinancialYear) -> None:
    base = document.value.base_year
    if year < base:
        what = f"{year} comes before the base year {base}"
        raise Refused([document.problem(("base_year",), what, "ask for a later year")])
    if year > base and document.value.adjustment is None:
        what = f"nothing says how the budget follows from {base} to {year}"
        raise Refused([Problem(document.where(), what, "add an adjustment with its steps")])


def _runs(workspace: Workspace) -> Iterator[tuple[FinancialYear, list[Headline]]]:
    for name in workspace.years_with_results():
        folder = workspace.root / "results" / name
        if (folder / FIGURES).is_file():
            year = FinancialYear(int(name[:4]))
            yield year, read_figures(workspace.results(year))


def _services(
    runs: Mapping[FinancialYear, list[Headline]], year: FinancialYear
) -> dict[str, Figure]:
    """Return what each service cost in a year: from its own run, or as the base of a later one."""
    own = [(rows, "actual.") for run, rows in runs.items() if run == year]
    later = [(rows, "base.") for run, rows in runs.items() if run > year]
    for rows, prefix in (*own, *later):
        found = {
            row.level: row.figure
            for row in rows
            if row.breakdown == "service"
            and row.figure.id.startswith(prefix)
            and row.figure.label.endswith(str(year))
        }
        if found:
            return found
    return {}


def _adjusted(
    document: Document[Budget],
    base: Base,
    year: FinancialYear,
    runs: Mapping[FinancialYear, list[Headline]],
) -> Adjusted:
    terms = document.value.adjustment
    if terms is None:
        raise RuntimeError("a budget was to be adjusted by nothing")
    lines = [one for one in base.lines if one.scope is not InScope.OUT]
    missing = [one for one in lines if not isinstance(one.shared.value, Fraction)]
    if missing:
        raise Refused([_missing(document, base, one.line.id, one.shared.note) for one in missing])
    pence = {one.line.id: round(Fraction(str(one.shared.value)) * 100) for one in lines}
    opening = Opening(base.year, pence, base.budget.currency, base.budget.source)
    segments = {run: _person_years(rows) for run, rows in runs.items()}

    def where(*path: str | int) -> Where:
        return document.where("adjustment", *path)

    return adjust(opening, terms, year, Measured(segments=segments), where)


def _missing(document: Document[Budget], base: Base, line: str, note: str) -> Problem:
    place = [one.line.id for one in base.lines].index(line)
    what = f"what of '{line}' is shared is not known: {note}"
    return document.problem(("lines", place), what, "say its value and part, or run its year")


def _person_years(rows: list[Headline]) -> dict[str, Fraction]:
    return {
        row.level: row.figure.value
        for row in rows
        if row.figure.id == "population.person_years"
        and row.breakdown == "segment"
        and isinstance(row.figure.value, Fraction)
    }
