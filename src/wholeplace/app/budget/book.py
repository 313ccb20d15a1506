"""The budget of a place: its lines in a year, the ledgers, and how it follows later years."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.app.budget.counting import Counting, count, has_records
from wholeplace.app.budget.pricing import priced_heads
from wholeplace.app.budget.projecting import projected
from wholeplace.app.budget.year_money import budget_notes
from wholeplace.app.budget_documents import BUDGET, read_budget_of
from wholeplace.app.progress import Progress, unseen
from wholeplace.budget.adjust import Adjusted, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, InScope, base_lines, reconciled
from wholeplace.budget.document import Budget
from wholeplace.document import Document
from wholeplace.kernel import FinancialYear, Problem, Refused, Where, refuse_if
from wholeplace.report.budget import BudgetBook
from wholeplace.store.engine import engine
from wholeplace.store.lock import writing
from wholeplace.store.shipped import find_holding
from wholeplace.store.workspace import Workspace


def budget_book(
    given: str, year: FinancialYear | None = None, *, progress: Progress = unseen
) -> BudgetBook:
    """Return the budget of a folder that holds ``budget.yaml``, or of a shipped place or contract.

    Where it is a workspace with records, everything is counted, of the first year of the agreement
    unless another is asked for. Of a document alone the year is its base year. A later one follows
    from it by the steps of its adjustment, with the scope of that year.

    Raises ``Refused`` for no document or a wrong one, an earlier year, or no adjustment.
    """
    folder = find_holding(given, BUDGET)
    if has_records(Workspace(folder)):
        return _counted(Workspace(folder), year, progress)
    document = read_budget_of(folder)
    year = year or document.value.base_year
    _refuse_year(document, year)
    return _written(document, year)


def _counted(workspace: Workspace, year: FinancialYear | None, progress: Progress) -> BudgetBook:
    with writing(workspace.root, "a budget", waiting=progress), engine() as running:
        counting = count(running, workspace, year, progress)
        return _book(counting, progress)


def _book(counting: Counting, progress: Progress) -> BudgetBook:
    money, budget = counting.money(), counting.documents.budget.value
    base = money.base_lines
    prices = None
    if budget.prices is not None and money.adjusted is not None:
        progress("pricing people")
        prices = priced_heads(counting, budget.prices, money.base_figure)
    gap = None
    if budget.do_nothing is not None:
        progress("projecting what comes if nothing is done")
        gap = projected(counting, budget.do_nothing)
    return BudgetBook(
        base,
        reconciled(base),
        money.adjusted,
        counting.year,
        money.budget,
        gap=gap,
        actual=money.actual_lines,
        prices=prices,
        small=counting.opened.gate.policy.small_numbers,
        warnings=tuple(budget_notes(money)),
    )


def _refuse_year(document: Document[Budget], year: FinancialYear) -> None:
    base = document.value.base_year
    if year < base:
        what = f"{year} comes before the base year {base}"
        raise Refused([document.problem(("base_year",), what, "ask for a later year")])
    if year > base and document.value.adjustment is None:
        what = f"nothing says how the budget follows from {base} to {year}"
        raise Refused([Problem(document.where(), what, "add an adjustment with its steps")])


def _written(document: Document[Budget], year: FinancialYear) -> BudgetBook:
    """Return what the document says by itself: no records are there to count."""
    budget = document.value
    base = base_lines(budget, budget.base_year, scope_of=year)
    adjusted = _adjusted(document, base, year) if year > budget.base_year else None
    comes_to = adjusted_figure(adjusted, year) if adjusted else base.shared()
    return BudgetBook(base, reconciled(base), adjusted, year, comes_to)


def _adjusted(document: Document[Budget], base: Base, year: FinancialYear) -> Adjusted:
    terms = document.value.adjustment
    if terms is None:
        raise RuntimeError("a budget was to be adjusted by nothing")
    lines = [one for one in base.lines if one.scope is not InScope.OUT]
    missing = [one for one in lines if not isinstance(one.shared.value, Fraction)]
    refuse_if([_missing(document, base, one.line.id, one.shared.note) for one in missing])
    pence = {one.line.id: round(Fraction(str(one.shared.value)) * 100) for one in lines}
    opening = Opening(base.year, pence, base.budget.currency, base.budget.source, base.shared())

    def where(*path: str | int) -> Where:
        return document.where("adjustment", *path)

    return adjust(opening, terms, year, where=where)


def _missing(document: Document[Budget], base: Base, line: str, note: str) -> Problem:
    place = [one.line.id for one in base.lines].index(line)
    what = f"what of '{line}' is shared is not known: {note}"
    return document.problem(("lines", place), what, "say its value and part, or run its year")
