"""Share an amount between parties: by weights, in whole pence, with none lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from wholeplace.contract import Contract
from wholeplace.contract.formula import Operand
from wholeplace.contract.model import PaymentTerm
from wholeplace.contract.work_out import not_supplied
from wholeplace.kernel import Money, Problem, allocate, round_half_away


def share_out(total: Money, weights: Mapping[str, Fraction]) -> dict[str, Money]:
    """Return each party's part of ``total`` in proportion to its weight, by largest remainder.

    Weights of nothing at all share an amount of nothing. Raises ``ValueError``, with a sentence
    for the user, where a weight is below zero, or all are zero and there is something to share.
    """
    for party, weight in weights.items():
        if weight < 0:
            raise ValueError(f"the weight of '{party}' is below zero")
    if not any(weights.values()):
        if total.pence:
            raise ValueError(f"all its weights are zero, so {total} cannot be shared")
        return dict.fromkeys(weights, total)
    return dict(zip(weights, allocate(total, list(weights.values())), strict=True))


def in_pence(amount: Operand, currency: str) -> Money:
    """Return an amount in whole pence, halves away from zero; payments are rounded here, once."""
    if isinstance(amount, bool) or not isinstance(amount, Fraction):
        msg = f"{amount!r} is not an amount"
        raise TypeError(msg)
    return Money(round_half_away(amount * 100), currency)


def weights_of(
    contract: Contract, term: PaymentTerm, values: Mapping[str, Operand]
) -> dict[str, Fraction]:
    """Return each party's weight in a payment: of a split, its shares; else of what is named.

    Between two parties alone there are none. Weights without a value are left out.
    """
    split = split_of(contract, term)
    whole = values[split] if split else {}
    shares = whole if isinstance(whole, dict) else {}
    named = {party: values[name] for party, name in term.weights.items() if name in values}
    return {
        party: weight
        for party, weight in {**shares, **named}.items()
        if isinstance(weight, Fraction)
    }


def split_of(contract: Contract, term: PaymentTerm) -> str | None:
    """Return the name of the split that shares a payment, if one does."""
    return next((name for name in term.parties_named if name in contract.parameters), None)


def unshared(contract: Contract, values: Mapping[str, Operand]) -> Iterator[Problem]:
    """Yield why payments cannot be shared: a weight is missing or below zero, or all are zero.

    ``values`` are those of a year, by name. A line that is missing has been told as such.
    """
    for i, term in enumerate(contract.payments):
        missing = [name for name in term.weights.values() if name not in values]
        for name in missing:
            if name in contract.terms.figures:
                yield not_supplied(contract, name)
        if not term.weights or missing or term.amount not in values:
            continue
        try:
            total = in_pence(values[term.amount], contract.terms.currency)
            share_out(total, weights_of(contract, term, values))
        except ValueError as error:
            field = next((field for field, end in term.ends.items() if isinstance(end, dict)), "to")
            what = f"the payment of '{term.amount}' cannot be shared: {error}"
            remedy = "see the figures put in, or write 'max' or 'if' for the case"
            yield contract.document.problem(("payments", i, field), what, remedy)
