"""Put an earlier statement right, and say what is still to be paid for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from wholeplace.kernel import Figure, Money, Problem, Refused, Unit, Where
from wholeplace.settle.form import content_hash
from wholeplace.settle.statement import Payment, Restates, Standing, Statement, Transfer

# Pence from the first to the second of two parties, whose ids are in order of the alphabet.
Balance: TypeAlias = dict[tuple[str, str], int]


def restate(earlier: Statement, later: Statement, reason: str = "") -> Statement:
    """Return ``later`` as the restatement of ``earlier``, with the difference to be paid.

    Between each two parties it is what they pay each other now, less what all statements before
    made due. The differences add up over any chain of restatements to the payments of the last;
    no penny is lost. A shadow year or an incomplete statement makes nothing due: what was paid
    before stays paid. Raises ``Refused`` where the two are not of one year and currency, or are
    the same.
    """
    _check(earlier, later)
    digest = content_hash(earlier)
    paid = paid_so_far(earlier)
    due = _differences(later, paid, digest) if _is_payable(later) else ()
    restates = Restates(digest, reason, tuple(_transfers(paid, later.currency)), due)
    return replace(later, restates=restates)


def _check(earlier: Statement, later: Statement) -> None:
    where = Where(later.title)
    if (earlier.start, earlier.currency) != (later.start, later.currency):
        what = (
            f"a statement of {later.year} in {later.currency} cannot restate one of"
            f" {earlier.year} in {earlier.currency}"
        )
        raise Refused([Problem(where, what, "name two statements of one year and currency")])
    # By their hashes: figures are shared, and to compare the trees they make takes for ever.
    if content_hash(replace(earlier, restates=None)) == content_hash(later):
        what = "nothing has changed since the statement was made"
        remedy = "correct the agreement or the figures first; records that came late need --recount"
        raise Refused([Problem(where, what, remedy)])


def _is_payable(statement: Statement) -> bool:
    return statement.is_complete and statement.standing is not Standing.SHADOW


def paid_so_far(statement: Statement) -> Balance:
    """Return what a statement, and all that it restates, made due between each two parties."""
    before = statement.restates.paid if statement.restates else ()
    return _balance([*before, *statement.due])


def _balance(transfers: Iterable[Payment | Transfer]) -> Balance:
    balance: Balance = {}
    for each in transfers:
        first, second = sorted((each.payer, each.payee))
        sign = 1 if each.payer == first else -1
        pair = (first, second)
        balance[pair] = balance.get(pair, 0) + sign * each.amount.pence
    return balance


def _directed(pair: tuple[str, str], pence: int) -> tuple[str, str]:
    return pair if pence > 0 else pair[::-1]


def _transfers(balance: Balance, currency: str) -> Iterator[Transfer]:
    for pair, pence in balance.items():
        if pence:
            yield Transfer(*_directed(pair, pence), Money(abs(pence), currency))


def _differences(later: Statement, paid: Balance, digest: str) -> tuple[Payment, ...]:
    now = _balance(later.payments)
    pairs = dict.fromkeys([*now, *paid])
    return tuple(
        _difference(later, pair, (now.get(pair, 0), paid.get(pair, 0)), digest)
        for pair in pairs
        if now.get(pair, 0) != paid.get(pair, 0)
    )


def _difference(
    later: Statement, pair: tuple[str, str], pence: tuple[int, int], digest: str
) -> Payment:
    now, before = pence
    payer, payee = _directed(pair, now - before)
    sign = 1 if payer == pair[0] else -1
    amounts = [Money(sign * each, later.currency) for each in (now, before)]
    size = amounts[0] - amounts[1]
    own = [p.figure for p in later.payments if {p.payer, p.payee} == set(pair)]
    was_paid = Figure(
        id=f"paid.{payer}_to_{payee}",
        value=amounts[1].exact,
        unit=Unit.MONEY,
        source=f"statement {digest}, and those it restates",
        note="below zero: paid the other way" if amounts[1].pence < 0 else "",
        currency=later.currency,
    )
    figure = Figure(
        id=f"due.{payer}_to_{payee}",
        value=size.exact,
        unit=Unit.MONEY,
        formula="payments as restated - paid before",
        inputs=f"{amounts[0]} - {amounts[1]}".replace("- -", "+ "),
        currency=later.currency,
        children=(*own, was_paid),
    )
    return Payment(payer, payee, size, figure)
