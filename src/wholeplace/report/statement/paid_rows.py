"""Who pays whom as live formulas: each amount signed, as the agreement names its two ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.contract.formula import Call, Literal, Name
from wholeplace.contract.model import PaymentTerm
from wholeplace.kernel import Money
from wholeplace.report.statement.pieces import Sharing
from wholeplace.report.statement.writer import Writer
from wholeplace.settle import Payment, Statement
from wholeplace.settle.share import in_pence, split_of, weights_of

_PENNY = Literal(Fraction(1, 100))


@dataclass(frozen=True, slots=True)
class PaidRow:
    """What ``payer`` pays ``payee`` under the agreement; below zero it is paid the other way.

    ``now`` is what the formula comes to; ``stated`` is nothing where the statement pays nothing.
    """

    payer: str
    payee: str
    formula: str
    now: Money | None
    label: str
    source: str
    stated: Payment | None

    @property
    def signed(self) -> Money | None:
        """The stated amount, below zero where it is paid the other way."""
        if self.stated is None:
            return None
        is_reversed = self.stated.payer != self.payer
        return -self.stated.amount if is_reversed else self.stated.amount


def paid_rows(writer: Writer, statement: Statement) -> list[PaidRow]:
    """Return a row for every payment of the agreement, in its order."""
    paid = iter(statement.payments)
    return [
        PaidRow(*ends, term.label, term.source, next(paid, None))
        for term in writer.contract.payments
        for ends in _ends(writer, term)
    ]


def _ends(writer: Writer, term: PaymentTerm) -> Iterator[tuple[str, str, str, Money | None]]:
    sharing = _sharing(writer, term)
    if sharing is None:
        payer, payee = term.parties_named
        exact = writer.number(Name(term.amount))
        total = None if exact is None else in_pence(exact, writer.contract.terms.currency)
        yield payer, payee, writer.of(Call("round", (Name(term.amount), _PENNY))), total
        return
    other = next(name for name in term.parties_named if name in writer.contract.terms.parties)
    parts = sharing.parts
    for i, party in enumerate(sharing.parties, 1):
        if party != other:  # nobody pays itself
            ends = (other, party) if term.from_ == other else (party, other)
            yield *ends, f"INDEX({sharing.name},{i})", parts.get(party)


def _sharing(writer: Writer, term: PaymentTerm) -> Sharing | None:
    amount = Name(term.amount)
    writer.line = f"payment of {term.amount}"
    split = split_of(writer.contract, term)
    if split is not None:
        return writer.sharing(amount, split)
    if not term.weights:
        return None
    weights = {party: writer.name(name) for party, name in term.weights.items()}
    numbers = weights_of(writer.contract, term, writer.worked_out.values)
    by = ", ".join(dict.fromkeys(term.weights.values()))
    return writer.shared(amount, str(weights), f"{writer.line}: by {by}", weights, numbers)
