"""The budget of a place: its lines in a year, the ledgers, and how it follows later years."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from wholeplace.app.budget.bordering import across_borders
from wholeplace.app.budget.counting import Asked, Counting, count, has_records
from wholeplace.app.budget.flowing import flowing
from wholeplace.app.budget.members import members_of, names_of
from wholeplace.app.budget.monitoring import outturn_of
from wholeplace.app.budget.parting import parts_of, pooled_of
from wholeplace.app.budget.pricing import priced_heads
from wholeplace.app.budget.projecting import projected
from wholeplace.app.budget.year_money import YearMoney, budget_notes
from wholeplace.app.budget_documents import BUDGET, read_budget_of
from wholeplace.app.progress import Progress, unseen
from wholeplace.budget.adjust import Adjusted, Measured, adjust, adjusted_figure
from wholeplace.budget.adjust import Base as Opening
from wholeplace.budget.base import Base, InScope, base_lines, reconciled
from wholeplace.budget.document import Budget
from wholeplace.budget.flows.borders import CrossBorder
from wholeplace.budget.gap import Projection
from wholeplace.budget.monitor import Outturn
from wholeplace.document import Document
from wholeplace.kernel import FinancialYear, Problem, Refused, Where, refuse_if
from wholeplace.report.budget import BudgetBook, PricedHeads
from wholeplace.report.budget.data import Members
from wholeplace.store.engine import engine
from wholeplace.store.lock import writing
from wholeplace.store.shipped import find_holding
from wholeplace.store.workspace import Workspace

NOTHING_SAID = Asked()


def budget_book(
    given: str, asked: Asked = NOTHING_SAID, *, progress: Progress = unseen
) -> BudgetBook:
    """Return the budget of a file, a folder that holds ``budget.yaml``, or a shipped place.

    Where it is a workspace with records, everything is counted, of the first year of the agreement
    unless another is asked for. Of a document alone the year is its base year. A later one follows
    from it by the steps of its adjustment, with the scope of that year.

    Raises ``Refused`` for no document or a wrong one, an earlier year, or no adjustment.
    """
    path = Path(given) if Path(given).is_file() else find_holding(given, BUDGET)
    if path.is_dir() and has_records(Workspace(path)):
        return _counted(Workspace(path), asked, progress)
    document = read_budget_of(path)
    year = asked.year or document.value.base_year
    _refuse_year(document, year)
    return _written(document, year)


def _counted(workspace: Workspace, asked: Asked, progress: Progress) -> BudgetBook:
    with writing(workspace.root, "a budget", waiting=progress), engine() as running:
        counting = count(running, workspace, asked, progress)
        return _book(counting, progress)


def _book(counting: Counting, progress: Progress) -> BudgetBook:
    money, document = counting.money(), counting.documents.budget
    progress("pricing people")
    prices = _prices(counting, money)
    progress("cutting cost by who people are")
    members = members_of(counting, prices.prices if prices else None)
    progress("following the money")
    outturn, told = _outturn(counting, money, members)
    return BudgetBook(
        money.base_lines,
        reconciled(money.base_lines),
        money.adjusted,
        counting.year,
        money.budget,
        actual=money.actual_lines,
        prices=prices,
        members=members,
        flowing=flowing(document, money.base_lines, money.adjusted, counting.year, counting),
        borders=_borders(counting),
        parts=parts_of(document, money.based, counting.year, money.measured),
        pooled=pooled_of(money.base_lines),
        outturn=outturn,
        gap=_gap(counting),
        names=names_of(counting),
        small=counting.opened.gate.policy.small_numbers,
        warnings=(*budget_notes(money), *told),
    )


def _prices(counting: Counting, money: YearMoney) -> PricedHeads | None:
    pricing = counting.documents.budget.value.prices
    if pricing is None or money.adjusted is None:
        return None
    return priced_heads(counting, pricing, money.base_figure)


def _outturn(
    counting: Counting, money: YearMoney, members: Members
) -> tuple[Outturn | None, tuple[str, ...]]:
    profile = counting.documents.budget.value.monitoring
    if profile is None or money.adjusted is None:
        return None, ()
    return outturn_of(counting, profile, money.adjusted, money.actual_lines, members.cube)


def _borders(counting: Counting) -> CrossBorder | None:
    terms = counting.documents.budget.value.borders
    return across_borders(counting, terms) if terms else None


def _gap(counting: Counting) -> Projection | None:
    terms = counting.documents.budget.value.do_nothing
    return projected(counting, terms) if terms else None


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

    def where(*path: str | int) -> Where:
        return document.where("adjustment", *path)

    return adjust(opening, terms, year, where=where)


def _missing(document: Document[Budget], base: Base, line: str, note: str) -> Problem:
    place = [one.line.id for one in base.lines].index(line)
    what = f"what of '{line}' is shared is not known: {note}"
    return document.problem(("lines", place), what, "say its value and part, or run its year")
