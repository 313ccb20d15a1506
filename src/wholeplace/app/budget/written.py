"""The budget that a document says by itself, where no records are there to count."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.app.budget.flowing import flowing
from wholeplace.app.budget.parting import parts_of, pooled_of
from wholeplace.app.budget_documents import section
from wholeplace.budget.adjust import Adjusted, Measured, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, InScope, base_lines, reconciled
from wholeplace.budget.document import Budget
from wholeplace.document import Document
from wholeplace.kernel import FinancialYear, Problem, Refused, refuse_if
from wholeplace.report.budget import BudgetBook


def _refuse_year(document: Document[Budget], year: FinancialYear) -> None:
    base = document.value.base_year
    if year < base:
        what = f"{year} comes before the base year {base}"
        raise Refused([document.problem(("base_year",), what, "ask for a later year")])
    if year > base and document.value.adjustment is None:
        what = f"nothing says how the budget follows from {base} to {year}"
        raise Refused([Problem(document.where(), what, "add an adjustment with its steps")])


def written_book(document: Document[Budget], year: FinancialYear | None) -> BudgetBook:
    """Return what a document says by itself, of its base year unless another is asked for.

    Raises ``Refused`` for an earlier year, for a later one where nothing says how it follows, and
    where what is shared of a line is not known.
    """
    budget = document.value
    year = year or budget.base_year
    _refuse_year(document, year)

    def based(scope_of: FinancialYear) -> Base:
        return base_lines(budget, budget.base_year, scope_of=scope_of)

    base = based(year)
    adjusted = _adjusted(document, base, year) if year > budget.base_year else None
    return BudgetBook(
        base,
        reconciled(base),
        adjusted,
        year,
        adjusted_figure(adjusted, year) if adjusted else base.shared(),
        flowing=flowing(document, base, adjusted, year),
        parts=parts_of(document, based, budget.last_year or year, Measured()),
        pooled=pooled_of(base),
        names={line.id: line.name for line in budget.lines},
    )


def _adjusted(document: Document[Budget], base: Base, year: FinancialYear) -> Adjusted:
    terms = document.value.adjustment
    if terms is None:
        raise RuntimeError("a budget was to be adjusted by nothing")
    lines = [one for one in base.lines if one.scope is not InScope.OUT]
    missing = [one for one in lines if not isinstance(one.shared.value, Fraction)]
    refuse_if([_missing(document, base, one.line.id, one.shared.note) for one in missing])
    pence = {one.line.id: round(Fraction(str(one.shared.value)) * 100) for one in lines}
    opening = Opening(base.year, pence, base.budget.currency, base.budget.source, base.shared())

    return adjust(opening, terms, year, where=section(document, "adjustment"))


def _missing(document: Document[Budget], base: Base, line: str, note: str) -> Problem:
    place = [one.line.id for one in base.lines].index(line)
    what = f"what of '{line}' is shared is not known: {note}"
    return document.problem(("lines", place), what, "say its value and part, or run its year")
