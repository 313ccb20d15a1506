"""Settle many rows at once: each party's net position in whole pence, as ``settle`` gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wholeplace.contract import Contract, Line
from wholeplace.contract.arrays import Given, ManyLines, evaluate_many
from wholeplace.contract.arrays.columns import whole_of
from wholeplace.contract.arrays.masks import Truths
from wholeplace.contract.arrays.shares import shares_by, shares_in_pence
from wholeplace.contract.arrays.whole import MOST, Ints
from wholeplace.contract.formula import Basic, Call, Literal, Name
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.model import PaymentTerm
from wholeplace.settle.share import in_pence, share_out, weights_of

_PENCE = 100
# More than a double counts one by one: some 45 trillion pounds.
MOST_PENCE = 2**52
Parts: TypeAlias = Mapping[str, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class ManyStatements:
    """What many rows come to: their lines, and each party's net position in whole pence.

    Where a row is not complete nothing is paid in it: every position is zero. A row in which an
    amount to be paid is beyond ``MOST_PENCE`` counts as not complete.
    """

    lines: ManyLines
    net: Mapping[str, Ints]
    is_complete: Truths


def settle_many(
    contract: Contract,
    starts: Sequence[date],
    year: npt.NDArray[np.intp],
    figures: Mapping[str, Given],
    more: Sequence[Line] = (),
) -> ManyStatements:
    """Return every row settled, to the penny as ``settle`` would, whatever the phase of its year.

    ``starts``, ``year`` and ``figures`` are as for ``evaluate_many``. ``more`` are lines to be
    worked out beneath those of the agreement; they decide nothing. Raises ``Refused`` where a
    parameter has no value in one of the years.
    """
    rounded = [_in_pence(contract, term.amount) for term in contract.payments]
    asked = replace(contract, lines=(*contract.lines, *dict.fromkeys(rounded), *more))
    table = _Table(contract, evaluate_many(asked, starts, year, figures))
    return table.statements()


def _pence_name(amount: str) -> str:
    # No name of an agreement has a space in it, so that none of its own is hidden.
    return f"pence of {amount}"


def _in_pence(contract: Contract, amount: str) -> Line:
    # The language's own rounding, so that half a penny falls here as it does on a statement.
    penny = Literal(Fraction(1, 100), contract.terms.currency)
    tree = Call("round", (Name(amount), penny))
    return Line(_pence_name(amount), "", tree, Basic.MONEY, "", "")


class _Table:
    """The rows on their way: which are complete, and what each party is to have so far."""

    def __init__(self, contract: Contract, lines: ManyLines) -> None:
        self.contract, self.lines = contract, lines
        self.is_complete = np.ones(lines.rows, dtype=np.bool_)
        for name in self.needed():
            self.is_complete &= ~lines.missing(name)

    def needed(self) -> Iterator[str]:
        yield from (line.name for line in self.contract.lines)
        for term in self.contract.payments:
            yield from (term.amount, *term.weights.values())

    def statements(self) -> ManyStatements:
        # Sharing may find rows that cannot be shared, so all of it comes before any is counted.
        paid = [payment for term in self.contract.payments for payment in self.paid(term)]
        net = {party: np.zeros(self.lines.rows, np.int64) for party in self.contract.terms.parties}
        for payer, payee, pence in paid:
            due = np.where(self.is_complete, pence, 0)
            net[payer] -= due
            net[payee] += due
        return ManyStatements(self.lines, net, self.is_complete)

    def pence(self, amount: str) -> Ints:
        name = _pence_name(amount)
        whole = whole_of(self.lines.columns[name])
        if whole is not None and _PENCE % whole.bottom == 0:
            pence = whole.top * (_PENCE // whole.bottom)
        else:
            pence = np.rint(self.lines.value(name).astype(np.float64) * _PENCE)
        # Written so that what is not a number is too large, too.
        self.is_complete &= np.abs(pence) <= MOST_PENCE
        exact = np.where(self.is_complete, pence, 0).astype(np.int64)
        for row, value in zip(self.lines.again.tolist(), self.lines.exact[name], strict=True):
            if self.is_complete[row] and value is not None:
                own = in_pence(value, self.contract.terms.currency).pence
                self.is_complete[row] = abs(own) <= MOST_PENCE
                exact[row] = own if abs(own) <= MOST_PENCE else 0
        return exact

    def paid(self, term: PaymentTerm) -> Iterator[tuple[str, str, Ints]]:
        """Yield payer, payee and pence (below zero: the other way) of all rows."""
        pence = self.pence(term.amount)
        parties = [name for name in term.parties_named if name in self.contract.terms.parties]
        if len(parties) > 1:
            yield parties[0], parties[1], pence
            return
        (other,) = parties
        parts = self.by_weights(term, pence) if term.weights else self.by_split(term, pence)
        for party, part in parts.items():
            if party != other:
                yield (other, party, part) if term.from_ == other else (party, other, part)

    def by_split(self, term: PaymentTerm, pence: Ints) -> Parts:
        parts = {party: np.zeros_like(pence) for party in self.contract.terms.parties}
        for i, start in enumerate(self.lines.starts):
            rows = np.flatnonzero(self.lines.year == i)
            shares = weights_of(self.contract, term, in_force_on(self.contract, start).values)
            found, too_large = shares_in_pence(pence[rows], list(shares.values()))
            for party, part in zip(shares, found, strict=True):
                parts[party][rows] = part
            if too_large is not None:
                self.one_by_one(term, parts, rows[too_large])
        return parts

    def by_weights(self, term: PaymentTerm, pence: Ints) -> Parts:
        weights = self.whole_weights(term)
        parts = {party: np.zeros_like(pence) for party in term.weights}
        if weights is None:
            self.one_by_one(term, parts, np.flatnonzero(self.is_complete))
            return parts
        total = weights.sum(axis=0)
        can_share = (weights >= 0).all(axis=0) & ((total > 0) | (pence == 0))
        can_share[self.lines.again] = True  # their weights are exact only one by one
        self.is_complete &= can_share
        # Where nothing is shared by nothing, any weights do.
        usable = self.is_complete & (total > 0)
        found, too_large = shares_by(np.where(usable, pence, 0), list(np.where(usable, weights, 1)))
        parts = dict(zip(term.weights, found, strict=True))
        unsure = np.zeros_like(usable) if too_large is None else too_large
        unsure[self.lines.again] = True
        self.one_by_one(term, parts, np.flatnonzero(unsure))
        return parts

    def whole_weights(self, term: PaymentTerm) -> Ints | None:
        """Return a row of whole numbers for each party, or ``None`` where they do not fit."""
        columns = [whole_of(self.lines.columns[name]) for name in term.weights.values()]
        known = [column for column in columns if column is not None]
        units = lcm(*(column.bottom for column in known))
        bound = sum(column.bound * (units // column.bottom) for column in known)
        if len(known) < len(columns) or max(units, bound) >= MOST:
            return None
        tops = [column.top * (units // column.bottom) for column in known]
        return np.stack([np.broadcast_to(top, self.lines.rows) for top in tops])

    def one_by_one(self, term: PaymentTerm, parts: Parts, rows: npt.NDArray[np.intp]) -> None:
        """Share exactly, as a statement does, in rows that whole numbers of 64 bits cannot hold."""
        for row in rows[self.is_complete[rows]].tolist():
            values = self.lines.alone(row).values
            weights = weights_of(self.contract, term, values)
            try:
                total = in_pence(values[term.amount], self.contract.terms.currency)
                shared = share_out(total, weights)
            except (KeyError, ValueError):
                self.is_complete[row] = False
                continue
            for party, money in shared.items():
                parts[party][row] = money.pence
