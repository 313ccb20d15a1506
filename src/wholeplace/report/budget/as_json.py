"""A budget for programs: every figure with its reasons, amounts exact."""

from __future__ import annotations

from wholeplace.budget.base import InScope
from wholeplace.kernel import Money
from wholeplace.kernel.figure import to_dict
from wholeplace.report.budget.data import BudgetBook


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
