"""The statement of a contract year: what every line came to, and who pays whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.kernel import Figure, Money, Problem, Refused, Where, nearest

_SECTIONS = ("lines", "payments", "figures", "parameters")


class Status(StrEnum):
    """Whether every line has a value; a statement that is incomplete pays nothing."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Standing(StrEnum):
    """What a statement is worth: only worked out, to be paid for now, or closed."""

    SHADOW = "shadow"
    PROVISIONAL = "provisional"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays whom how much, never below zero, and why."""

    payer: str
    payee: str
    amount: Money
    figure: Figure


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one party has paid another in all, above zero."""

    payer: str
    payee: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Restates:
    """What a statement puts right: which one, why, what was paid by then, and the difference.

    ``statement`` is the content hash of the one before; ``paid`` counts all before it. ``due`` is
    what is to be paid now, so that ``paid`` and ``due`` together make the payments as restated.
    """

    statement: str
    reason: str
    paid: tuple[Transfer, ...]
    due: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A settled year. ``net`` has one figure a party, received less paid; they add up to zero.

    ``problems`` say why an incomplete statement is so, each reason once; ``warnings`` what to know
    of one that is complete. In a shadow year payments and positions are what would be paid.
    """

    title: str
    currency: str
    year: str
    start: date
    status: Status
    lines: tuple[Figure, ...]
    payments: tuple[Payment, ...]
    net: tuple[Figure, ...]
    problems: tuple[Problem, ...]
    standing: Standing = Standing.PROVISIONAL
    warnings: tuple[Problem, ...] = ()
    restates: Restates | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every line has a value."""
        return self.status is Status.COMPLETE

    @property
    def is_final(self) -> bool:
        """Whether the statement is closed: it may be restated, but not made again."""
        return self.standing is Standing.FINAL

    @property
    def due(self) -> tuple[Payment, ...]:
        """The payments to be made now; none of a shadow year or an incomplete statement.

        Of a restatement they are the differences from what has been paid.
        """
        if self.standing is Standing.SHADOW or not self.is_complete:
            return ()
        paid = self.restates.due if self.restates else self.payments
        return tuple(payment for payment in paid if payment.amount.pence)


def each_once(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures and all beneath them, each object once, children before parents."""
    seen: set[int] = set()

    def visit(figure: Figure) -> Iterator[Figure]:
        if id(figure) not in seen:
            seen.add(id(figure))
            for child in figure.children:
                yield from visit(child)
            yield figure

    for figure in figures:
        yield from visit(figure)


def roots(statement: Statement) -> tuple[Figure, ...]:
    """Return the figures from which every other of a statement can be reached."""
    due = statement.restates.due if statement.restates else ()
    paid = (payment.figure for payment in (*statement.payments, *due))
    return (*statement.lines, *paid, *statement.net)


def named(known: Mapping[str, Figure], name: str, sections: Sequence[str]) -> Figure | None:
    """Return a figure by its id, or by its bare name in the first section that has it."""
    ids = (name, *(f"{section}.{name}" for section in sections))
    return next((known[id_] for id_ in ids if id_ in known), None)


def find_figure(statement: Statement, name: str) -> Figure:
    """Return a figure by its id (``payments.thh``) or by the bare name of a line (``saving``).

    Raises ``Refused`` naming the nearest id where there is none.
    """
    known = {figure.id: figure for figure in each_once(roots(statement))}
    found = named(known, name, _SECTIONS)
    if found is not None:
        return found
    bare = [id_.partition(".")[2] for id_ in known if id_.startswith(_SECTIONS)]
    remedy = nearest(name, [*known, *bare])
    raise Refused([Problem(Where(statement.title), f"there is no figure '{name}'", remedy)])
