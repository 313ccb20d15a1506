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


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays whom how much, never below zero, and why."""

    payer: str
    payee: str
    amount: Money
    figure: Figure


@dataclass(frozen=True, slots=True)
class Statement:
    """A settled year. ``net`` has one figure a party, received less paid; they add up to zero.

    ``problems`` say why an incomplete statement is so, each reason once.
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

    @property
    def is_complete(self) -> bool:
        """Whether every line has a value."""
        return self.status is Status.COMPLETE


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
    paid = (payment.figure for payment in statement.payments)
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
