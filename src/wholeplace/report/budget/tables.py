"""The tables of a budget book: lines, ledgers, the bridge to a later year."""

from __future__ import annotations

from wholeplace.budget.adjust import Bridge
from wholeplace.report.budget.amounts import SAID, in_pence
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.table import Column, Kind, Table, columns


def lines_table(book: BudgetBook) -> Table:
    """Return each line: whose it is, what it comes to, its scope, and what of it is shared."""
    budget = book.base.budget
    rows = tuple(
        (
            one.line.name,
            budget.commissioners[one.line.commissioner].name,
            (one.line.workstream and budget.workstreams[one.line.workstream].name) or "",
            in_pence(one.amount),
            SAID[one.scope],
            in_pence(one.shared),
        )
        for one in book.base.lines
    )
    return Table(
        f"Lines, {book.base.year}, with the scope of {book.year}",
        columns(
            "Line",
            Column("Commissioner", Kind.TEXT),
            Column("Workstream", Kind.TEXT),
            "Amount",
            Column("Scope", Kind.TEXT),
            "Shared",
        ),
        rows,
        ("All lines", "", "", in_pence(book.base.total("all")), "", in_pence(book.base.shared())),
    )


def ledger_table(book: BudgetBook) -> Table:
    """Return for each commissioner its lines, its ledger, and what they do not explain."""
    names = book.base.budget.commissioners
    rows = tuple(
        (
            names[one.commissioner].name,
            in_pence(one.lines),
            in_pence(one.ledger),
            in_pence(one.unexplained),
        )
        for one in book.ledgers
    )
    return Table(
        f"Lines and ledgers, {book.base.year}",
        columns("Commissioner", "Lines", "Ledger", "Not explained"),
        rows,
    )


def bridge_table(book: BudgetBook, found: Bridge) -> Table:
    """Return the bridge: what each step added, and what it would have come to alone."""
    rows = tuple(
        (bar.title, str(bar.added), str(bar.alone), str(bar.interaction)) for bar in found.bars
    )
    return Table(
        f"From {found.first} to {found.last}",
        columns("Step", "Added", "Alone", "Because of steps before"),
        ((f"Shared budget, {found.first}", str(found.opening), "", ""), *rows),
        (f"Shared budget, {book.year}", str(found.closing), "", ""),
    )
