"""A budget in sentences and lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.budget.base import InScope
from wholeplace.report.budget.amounts import SAID, in_brief, in_pence
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.tables import bridge_table, ledger_table, lines_table
from wholeplace.report.table import as_lines


def budget_lines(book: BudgetBook) -> list[str]:
    """Return the budget as lines for a terminal."""
    told = [*_sentences(book), "", *as_lines(lines_table(book)), "", *as_lines(ledger_table(book))]
    if book.bridge is not None:
        told += ["", *as_lines(bridge_table(book, book.bridge))]
    return [*told, *(f"warning: {warning}" for warning in book.warnings)]


def _sentences(book: BudgetBook) -> Iterator[str]:
    base, budget = book.base, book.base.budget
    yield f"{budget.title}: {base.year}"
    totals = {scope: base.total(scope.value, of=scope) for scope in InScope}
    counts = {scope: sum(one.scope is scope for one in base.lines) for scope in InScope}
    parts = [
        f"{in_brief(totals[scope])} {SAID[scope]} ({number} line{'s'[: number != 1]})"
        for scope, number in counts.items()
        if number
    ]
    yield f"{'; '.join(parts)}; {in_brief(base.total('all'))} in all."
    shared = base.shared()
    if shared.is_missing:
        yield f"The shared budget is missing: {shared.note}."
    else:
        yield f"The shared budget is {in_pence(shared)}."
    if book.bridge is not None:
        yield f"In {book.year} it comes to {book.bridge.closing}."
