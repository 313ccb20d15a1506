"""A budget for programs: every figure with its reasons, amounts exact, small numbers withheld."""

from __future__ import annotations

from wholeplace.budget.base import InScope
from wholeplace.kernel import Money
from wholeplace.kernel.figure import to_dict
from wholeplace.report.budget.data import BudgetBook
from wholeplace.report.budget.sections import sections
from wholeplace.report.budget.shown import Shown
from wholeplace.report.budget.withhold import withhold
from wholeplace.report.section import Section


def budget_to_dict(book: BudgetBook) -> dict[str, object]:
    """Return the budget for programs: every figure with its reasons, amounts exact."""
    shown = withhold(book)
    base = shown.book.base
    return {
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
        "ledgers": [to_dict(one.unexplained) for one in shown.book.ledgers],
        "bridge": _bridge(shown),
        "sections": {section.id: _section(section) for section in sections(shown)},
        "warnings": list(book.warnings),
    }


def _bridge(shown: Shown) -> dict[str, object] | None:
    found = shown.book.bridge
    if found is None:
        return None
    return {
        "opening": _exact(found.opening),
        "steps": [
            {"id": bar.id, "added": _exact(bar.added), "alone": _exact(bar.alone)}
            for bar in found.bars
        ],
        "closing": _exact(found.closing),
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "says": list(section.says),
        "tables": {grid.id: grid.records() for grid in section.grids},
        "figures": [to_dict(figure) for figure in section.trees],
        "notes": list(section.notes),
    }


def _exact(money: Money) -> str:
    pounds, rest = divmod(abs(money.pence), 100)
    return f"{'-' if money.pence < 0 else ''}{pounds}.{rest:02d}"
