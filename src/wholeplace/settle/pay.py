"""Turn the lines that are to be paid into payments, to the penny and with none lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.contract import Contract, Evaluation
from wholeplace.contract.model import PaymentTerm
from wholeplace.kernel import Figure, Money, Unit
from wholeplace.kernel.number import percent
from wholeplace.settle.share import in_pence, share_out, split_of, weights_of
from wholeplace.settle.statement import Payment

_REVERSED = "the amount is below zero, so it is paid the other way"
_TO_THE_PENNY = "the shares add up to the penny (largest remainder)"


def payments_of(contract: Contract, evaluation: Evaluation) -> tuple[Payment, ...]:
    """Return every payment of a year whose lines all have values, in the agreed order.

    The line to be paid is rounded to whole pence once, then shared so that nothing is lost. What
    falls to the party at the other end, it keeps: nobody pays itself.
    """
    return tuple(
        payment for term in contract.payments for payment in _paid(contract, term, evaluation)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What falls to a party of an amount, and how that is written: formula, numbers, figures."""

    party: str
    amount: Money
    formula: str
    inputs: str
    children: tuple[Figure, ...]


def _paid(contract: Contract, term: PaymentTerm, evaluation: Evaluation) -> Iterator[Payment]:
    rounded = _rounded(term.amount, evaluation.figures[term.amount])
    total = in_pence(evaluation.values[term.amount], contract.terms.currency)
    weights = weights_of(contract, term, evaluation.values)
    if not weights:
        (payer, payee) = term.parties_named
        yield _payment(term, (payer, payee), _Part(payee, total, "", "", (rounded,)), [])
        return
    parties = [name for name in term.parties_named if name in contract.terms.parties]
    (other,) = parties
    parts = [
        _part(contract, term, evaluation, rounded, party, amount)
        for party, amount in share_out(total, weights).items()
    ]
    notes = [_TO_THE_PENNY]
    notes += [f"{other} keeps {part.amount} of its own" for part in parts if part.party == other]
    for part in parts:
        if part.party != other:
            ends = (other, part.party) if term.from_ == other else (part.party, other)
            yield _payment(term, ends, part, notes)


def _part(
    contract: Contract,
    term: PaymentTerm,
    evaluation: Evaluation,
    rounded: Figure,
    party: str,
    amount: Money,
) -> _Part:
    weights = weights_of(contract, term, evaluation.values)
    split = split_of(contract, term)
    if split is not None:
        children = (rounded, evaluation.figures[split])
        return _Part(party, amount, f"{split}[{party}]", percent(weights[party]), children)
    figures = {name: evaluation.figures[name] for name in term.weights.values()}
    names = " + ".join(term.weights.values())
    shown = " + ".join(evaluation.figures[name].shown for name in term.weights.values())
    own = term.weights[party]
    return _Part(
        party,
        amount,
        f"{own} / ({names})",
        f"{figures[own].shown} / ({shown})",
        (rounded, *figures.values()),
    )


def _rounded(name: str, figure: Figure) -> Figure:
    if not isinstance(figure.value, Fraction):
        msg = f"{figure.id} is not an amount"
        raise TypeError(msg)
    penny = Money(1, figure.currency)
    return Figure(
        id=f"rounded.{name}",
        value=in_pence(figure.value, figure.currency).exact,
        unit=Unit.MONEY,
        formula=f"round({name}, to = {figure.currency} 0.01)",
        inputs=f"round({figure.shown}, to = {penny})",
        note="halves are rounded away from zero",
        currency=figure.currency,
        children=(figure,),
    )


def _payment(
    term: PaymentTerm, ends: tuple[str, str], part: _Part, notes: Sequence[str]
) -> Payment:
    payer, payee = ends[::-1] if part.amount.pence < 0 else ends
    size = max(part.amount, -part.amount)
    put_in = part.children[0].shown
    figure = Figure(
        id=f"payments.{term.amount}.{payer}_to_{payee}",
        value=size.exact,
        unit=Unit.MONEY,
        label=term.label,
        formula=f"{term.amount} * {part.formula}" if part.formula else term.amount,
        inputs=f"{put_in} * {part.inputs}" if part.inputs else put_in,
        source=term.source,
        note="; ".join([*([_REVERSED] if part.amount.pence < 0 else []), *notes]),
        currency=part.amount.currency,
        children=part.children,
    )
    return Payment(payer, payee, size, figure)


def net_of(
    contract: Contract, payments: Sequence[Payment] | None, note: str = ""
) -> tuple[Figure, ...]:
    """Return each party's net position, received less paid; missing where nothing is settled.

    The positions add up to zero. ``note`` says what to know of them all.
    """
    if payments is None:
        note = "the statement is incomplete, so nothing is paid"
    return tuple(_net(contract, party, payments, note) for party in contract.terms.parties)


def _net(contract: Contract, party: str, payments: Sequence[Payment] | None, note: str) -> Figure:
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
        note=note,
        currency=contract.terms.currency,
        children=tuple(payment.figure for payment in own),
    )
