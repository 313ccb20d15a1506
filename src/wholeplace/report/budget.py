"""A budget as people read it: lines by scope, ledgers, and the bridge to a later year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.budget.adjust import Adjusted, Bridge, bridge
from wholeplace.budget.base import Base, InScope, Reconciled
from wholeplace.kernel import Figure, FinancialYear, Money
from wholeplace.kernel.figure import to_dict
from wholeplace.report.table import Column, Kind, Table, as_lines, columns
from wholeplace.report.words import MISSING, brief, pence, scale_for

_SAID = {InScope.IN: "in scope", InScope.PARTLY: "partly in scope", InScope.OUT: "out of scope"}


@dataclass(frozen=True, slots=True)
class BudgetBook:
    """The lines of the base year with the scope of ``year``, the ledgers, and later years."""

    base: Base
    ledgers: tuple[Reconciled, ...]
    adjusted: Adjusted | None
    year: FinancialYear

    @property
    def bridge(self) -> Bridge | None:
        """From the base year to the year that was asked for."""
        return bridge(self.adjusted) if self.adjusted else None


def budget_lines(book: BudgetBook) -> list[str]:
    """Return the budget as lines for a terminal."""
    told = [*_sentences(book), "", *as_lines(lines_table(book)), "", *as_lines(ledger_table(book))]
    if book.bridge is not None:
        told += ["", *as_lines(bridge_table(book, book.bridge))]
    return told


def _sentences(book: BudgetBook) -> Iterator[str]:
    base, budget = book.base, book.base.budget
    yield f"{budget.title}: {base.year}"
    totals = {scope: base.total(scope.value, of=scope) for scope in InScope}
    counts = {scope: sum(one.scope is scope for one in base.lines) for scope in InScope}
    parts = [
        f"{_brief(totals[scope])} {_SAID[scope]} ({number} line{'s'[: number != 1]})"
        for scope, number in counts.items()
        if number
    ]
    yield f"{'; '.join(parts)}; {_brief(base.total('all'))} in all."
    shared = base.shared()
    if shared.is_missing:
        yield f"The shared budget is missing: {shared.note}."
    else:
        yield f"The shared budget is {_pence(shared)}."
    if book.bridge is not None:
        yield f"In {book.year} it comes to {book.bridge.closing}."


def lines_table(book: BudgetBook) -> Table:
    """Return each line: whose it is, what it comes to, its scope, and what of it is shared."""
    budget = book.base.budget
    rows = tuple(
        (
            one.line.name,
            budget.commissioners[one.line.commissioner].name,
            (one.line.workstream and budget.workstreams[one.line.workstream].name) or "",
            _pence(one.amount),
            _SAID[one.scope],
            _pence(one.shared),
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
        ("All lines", "", "", _pence(book.base.total("all")), "", _pence(book.base.shared())),
    )


def ledger_table(book: BudgetBook) -> Table:
    """Return for each commissioner its lines, its ledger, and what they do not explain."""
    names = book.base.budget.commissioners
    rows = tuple(
        (
            names[one.commissioner].name,
            _pence(one.lines),
            _pence(one.ledger),
            _pence(one.unexplained),
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


def budget_to_dict(book: BudgetBook) -> dict[str, object]:
    """Return the budget for programs: every figure with its reasons, amounts exact."""
    base = book.base
    found: dict[str, object] = {
        "budget": base.budget.budget,
        "version": base.budget.version,
        "base_year": str(base.year),
        "year": str(book.year),
        "lines": [
            {
                "id": one.line.id,
                "scope": one.scope.value,
                "amount": to_dict(one.amount),
                "shared": to_dict(one.shared),
            }
            for one in base.lines
        ],
        "totals": {scope.value: to_dict(base.total(scope.value, of=scope)) for scope in InScope},
        "shared": to_dict(base.shared()),
        "ledgers": [to_dict(one.unexplained) for one in book.ledgers],
        "bridge": None,
    }
    if book.bridge is not None:
        found["bridge"] = {
            "opening": _exact(book.bridge.opening),
            "steps": [
                {"id": bar.id, "added": _exact(bar.added), "alone": _exact(bar.alone)}
                for bar in book.bridge.bars
            ],
            "closing": _exact(book.bridge.closing),
        }
    return found


def _exact(money: Money) -> str:
    pounds, rest = divmod(abs(money.pence), 100)
    return f"{'-' if money.pence < 0 else ''}{pounds}.{rest:02d}"


def _pence(figure: Figure) -> str:
    value = figure.value if isinstance(figure.value, Fraction) else None
    return MISSING if value is None else pence(value, figure.currency)


def _brief(figure: Figure) -> str:
    value = figure.value if isinstance(figure.value, Fraction) else None
    return MISSING if value is None else brief(value, figure.currency, scale_for([value]))
