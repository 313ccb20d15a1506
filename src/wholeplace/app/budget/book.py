"""The budget of a place: its lines in a year, the ledgers, and how it follows later years."""

from __future__ import annotations

from pathlib import Path

from wholeplace.app.budget.bordering import across_borders
from wholeplace.app.budget.counting import Asked, Counting, count, has_records
from wholeplace.app.budget.flowing import flowing
from wholeplace.app.budget.members import members_of, names_of
from wholeplace.app.budget.monitoring import outturn_of
from wholeplace.app.budget.parting import parts_of, pooled_of
from wholeplace.app.budget.pricing import priced_heads
from wholeplace.app.budget.projecting import projected
from wholeplace.app.budget.written import written_book
from wholeplace.app.budget.year_money import YearMoney, why_missing
from wholeplace.app.budget_documents import BUDGET, read_budget_of
from wholeplace.app.progress import Progress, unseen
from wholeplace.budget.base import reconciled
from wholeplace.budget.flows.borders import CrossBorder
from wholeplace.budget.gap import Projection
from wholeplace.budget.monitor import Outturn
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
    return written_book(read_budget_of(path), asked.year)


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
        warnings=(*why_missing((money.budget, money.actual_figure)), *told),
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
