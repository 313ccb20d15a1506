"""Turn the lines that are to be paid into payments, to the penny and with none lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from wholeplace.contract import Contract, Evaluation
from wholeplace.contract.model import PaymentTerm
from wholeplace.kernel import Figure, Money, Unit, allocate, round_half_away
from wholeplace.kernel.number import percent
from wholeplace.settle.statement import Payment

_REVERSED = "the amount is below zero, so it is paid the other way"
_TO_THE_PENNY = "the shares add up to the penny (largest remainder)"


def payments_of(contract: Contract, evaluation: Evaluation) -> tuple[Payment, ...]:
    """Return every payment of a year whose lines all have values, in the agreed order.

    The line to be paid is rounded to whole pence once, then shared so that nothing is lost.
    """
    return tuple(
        payment for term in contract.payments for payment in _paid(contract, term, evaluation)
    )


def _paid(contract: Contract, term: PaymentTerm, evaluation: Evaluation) -> Iterator[Payment]:
    rounded = _rounded(term.amount, evaluation.figures[term.amount])
    total = Money(int(_number(rounded) * 100), contract.terms.currency)
    split = next((name for name in (term.to, term.from_) if name in contract.parameters), None)
    if split is None:
        yield _payment(term, (term.from_, term.to), total, (rounded,))
        return
    shares = _shares(evaluation.values[split])
    children = (rounded, evaluation.figures[split])
    for party, amount in zip(shares, allocate(total, list(shares.values())), strict=True):
        ends = (term.from_, party) if split == term.to else (party, term.to)
        payment = _payment(term, ends, amount, children, (f"{split}[{party}]", shares[party]))
        yield payment


def _number(figure: Figure) -> Fraction:
    if not isinstance(figure.value, Fraction):
        msg = f"{figure.id} is not an amount"
        raise TypeError(msg)
    return figure.value


def _shares(split: object) -> Mapping[str, Fraction]:
    whole = split if isinstance(split, Mapping) else {}
    return {str(party): Fraction(share) for party, share in whole.items()}


def _rounded(name: str, figure: Figure) -> Figure:
    pence = round_half_away(_number(figure) * 100)
    penny = Money(1, figure.currency)
    return Figure(
        id=f"rounded.{name}",
        value=Fraction(pence, 100),
        unit=Unit.MONEY,
        formula=f"round({name}, to = {figure.currency} 0.01)",
        inputs=f"round({figure.shown}, to = {penny})",
        note="halves are rounded away from zero",
        currency=figure.currency,
        children=(figure,),
    )


def _payment(
    term: PaymentTerm,
    ends: tuple[str, str],
    amount: Money,
    children: tuple[Figure, ...],
    share: tuple[str, Fraction] | None = None,
) -> Payment:
    payer, payee = ends[::-1] if amount.pence < 0 else ends
    size = max(amount, -amount)
    notes = ([_REVERSED] if amount.pence < 0 else []) + ([_TO_THE_PENNY] if share else [])
    put_in = children[0].shown
    figure = Figure(
        id=f"payments.{term.amount}.{payer}_to_{payee}",
        value=size.exact,
        unit=Unit.MONEY,
        label=term.label,
        formula=f"{term.amount} * {share[0]}" if share else term.amount,
        inputs=f"{put_in} * {percent(share[1])}" if share else put_in,
        source=term.source,
        note="; ".join(notes),
        currency=amount.currency,
        children=children,
    )
    return Payment(payer, payee, size, figure)


def net_of(contract: Contract, payments: Sequence[Payment] | None) -> tuple[Figure, ...]:
    """Return each party's net position, received less paid; missing where nothing is settled.

    The positions add up to zero.
    """
    return tuple(_net(contract, party, payments) for party in contract.terms.parties)


def _net(contract: Contract, party: str, payments: Sequence[Payment] | None) -> Figure:
    own = [payment for payment in payments or () if party in {payment.payer, payment.payee}]
    signed = [p.amount if p.payee == party else -p.amount for p in own]
    total = Fraction(sum(amount.pence for amount in signed), 100)
    return Figure(
        id=f"payments.{party}",
        value=None if payments is None else total,
        unit=Unit.MONEY,
        label=contract.terms.parties[party].name,
        formula="received - paid",
        inputs=" + ".join(map(str, signed)).replace("+ -", "- "),
        note="the statement is incomplete, so nothing is paid" if payments is None else "",
        currency=contract.terms.currency,
        children=tuple(payment.figure for payment in own),
    )
