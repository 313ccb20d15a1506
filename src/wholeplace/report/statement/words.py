"""What a statement says in words: who pays whom, and the facts it is known by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.kernel import Money
from wholeplace.settle import Payment, Statement, content_hash
from wholeplace.settle.statement import Standing

_MOST_NAMED = 6
_STANDINGS = {
    Standing.SHADOW: "shadow: worked out, and nothing is due",
    Standing.PROVISIONAL: "provisional: it may be settled again",
    Standing.FINAL: "final: it may be restated, not settled again",
}


def joined(*texts: str) -> str:
    """Return the texts that there are, one after the other."""
    return "; ".join(text for text in texts if text)


def party_names(statement: Statement) -> dict[str, str]:
    """Return the name of each party by its id; one without a name goes by its id."""
    ids = {figure.id.removeprefix("payments."): figure.label for figure in statement.net}
    return {id_: label or id_ for id_, label in ids.items()}


def facts(statement: Statement) -> list[tuple[str, str]]:
    """Return what a statement is known by: its year, what it is worth, and its hash."""
    year = f"{statement.year}, from {statement.start.day} {statement.start:%B %Y}"
    known = [
        ("Year", year),
        ("Status", statement.status.value),
        ("Standing", _STANDINGS[statement.standing]),
        ("Currency", statement.currency),
    ]
    restates = statement.restates
    if restates:
        known.append(("Restates", joined(f"statement {restates.statement}", restates.reason)))
    return [*known, ("Content hash", content_hash(statement))]


def headline(statement: Statement) -> list[str]:
    """Return who pays whom in sentences, or why nobody does; the first says what it comes to."""
    if not statement.is_complete:
        reasons = dict.fromkeys(problem.what for problem in statement.problems)
        why = "; ".join(reasons) or "a line of the agreement has no value"
        return [f"The statement is incomplete, so nothing is paid: {why}."]
    if statement.standing is Standing.SHADOW:
        return [*_said(statement, statement.payments, "would pay", "would be"), _SHADOW]
    if statement.restates:
        return [*_said(statement, statement.due, "pays", "is"), _RESTATED]
    return _said(statement, statement.payments, "pays", "is")


_SHADOW = "This is a shadow year: it is worked out to be looked at, and nothing is due."
_RESTATED = "These are the differences from what the statements before this one made due."


def _said(statement: Statement, payments: Sequence[Payment], pays: str, is_: str) -> list[str]:
    paid = [payment for payment in payments if payment.amount.pence]
    names = party_names(statement)
    if not paid:
        return [f"No payment {is_} due between the parties."]
    if len(paid) > _MOST_NAMED:
        return list(_in_all(paid, names, pays))
    return [f"{names[p.payer]} {pays} {names[p.payee]} {p.amount}." for p in paid]


def _in_all(paid: Sequence[Payment], names: dict[str, str], pays: str) -> Iterator[str]:
    for payer in dict.fromkeys(payment.payer for payment in paid):
        own = [payment for payment in paid if payment.payer == payer]
        total = sum((p.amount for p in own[1:]), own[0].amount)
        payees = {payment.payee for payment in own}
        to = names[own[0].payee] if len(payees) == 1 else f"{len(payees)} parties"
        yield f"{names[payer]} {pays} {to} {_all(total, len(own))}."


def _all(total: Money, payments: int) -> str:
    return f"{total} in all" if payments > 1 else str(total)
