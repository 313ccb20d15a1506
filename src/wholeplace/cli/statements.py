"""Statements and their differences as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wholeplace.cli.output import table

if TYPE_CHECKING:
    from wholeplace.settle import Change, Difference, Payment, Statement


def statement_text(statement: Statement) -> str:
    """Return a statement: its lines, who pays whom, what is due now, and what to know of it."""
    lines = [[line.label or line.id, line.shown] for line in statement.lines]
    head = f"{statement.title}, {statement.year}: {statement.status}, {statement.standing}"
    parts = [head, "", table(["line", "value"], lines), *_payments(statement)]
    parts += [f"not settled: {problem.what}" for problem in statement.problems]
    parts += [f"warning: {warning.what}" for warning in statement.warnings]
    return "\n".join(parts)


def _payments(statement: Statement) -> Iterator[str]:
    if statement.payments:
        is_shadow = statement.standing == "shadow"
        heading = "payment, if the year were live" if is_shadow else "payment"
        yield "\n" + table([heading, "amount"], list(_rows(statement.payments)))
        if is_shadow:
            yield "a shadow year: nothing is due"
    if statement.restates is None:
        return
    yield f"\nrestates {statement.restates.statement[:12]}" + _because(statement)
    if statement.due:
        yield table(["still to be paid", "amount"], list(_rows(statement.due)))
    else:
        yield "nothing is still to be paid"


def _because(statement: Statement) -> str:
    reason = statement.restates.reason if statement.restates else ""
    return f": {reason}" if reason else ""


def _rows(payments: Sequence[Payment]) -> Iterator[list[str]]:
    for payment in payments:
        yield [f"{payment.payer} pays {payment.payee}", str(payment.amount)]


def difference_text(difference: Difference) -> str:
    """Return a difference: what it comes from, then what came of it, largest amounts first."""
    if difference.is_nothing:
        return "the two statements say the same"
    parts = [f"{what}: {old} -> {new}" for what, old, new in difference.said]
    parts += _table("cause", difference.causes)
    for line in difference.formulas:
        old, new = line.old or "(no such line)", line.new or "(no such line)"
        parts.append(f"\nformula of {line.name}\n  old: {old}\n  new: {new}")
    parts += _table("line", difference.lines)
    parts += _table("payment", difference.payments)
    parts += _table("net position", difference.net)
    return "\n".join(parts).lstrip("\n")


def _table(heading: str, changes: Sequence[Change]) -> list[str]:
    rows = [[_name(change), *change.shown()] for change in changes]
    return ["\n" + table([heading, "old", "new", "change"], rows)] if rows else []


def _name(change: Change) -> str:
    section, _, name = change.id.partition(".")
    if section == "payments" and " pays " in change.label:
        return f"{change.label} ({name.rpartition('.')[0]})"
    return f"{name}: {change.label}" if change.label else name
