"""Money on its way: each flow with its reasons, the three levels, and what everybody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wholeplace.budget.flows.sums import pence_of
from wholeplace.kernel import Figure, FinancialYear

RESOURCE = "resource"
"""The combined resource: who gives at the second level, and receives at the first."""


class Kind(StrEnum):
    """Why money flows."""

    PAID_IN = "paid in"
    TOP_SLICE = "top-slice"
    ALLOCATION = "allocation"
    CHOICE = "choice"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount that goes from one to another, never below nought.

    ``line`` is empty where it is of no one line; ``ring`` is the ring-fenced workstream whose money
    it is, empty for none. ``term`` is the place in the document that says so.
    """

    kind: Kind
    giver: str
    receiver: str
    line: str
    ring: str
    figure: Figure
    term: tuple[str | int, ...] = ()

    @property
    def pence(self) -> int:
        """The amount, in whole pence."""
        return pence_of(self.figure)


@dataclass(frozen=True, slots=True)
class Level:
    """One of three levels: what came in, what went on and to whom, what stayed. It all adds up.

    ``into`` - ``out`` = ``left``, in pounds.
    """

    number: int
    name: str
    into: Figure
    out: Figure
    left: Figure
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """What somebody has of the money, by the budget and by payment by results, in pounds.

    Of a partner, ``received`` = allocated + held - elsewhere + taken - given. One that is no
    partner received what partners paid for choice. ``paid`` is by results in shadow, and else what
    was received. What cannot be known is missing, and says why.
    """

    id: str
    name: str
    is_partner: bool
    allocated: Figure
    held: Figure
    elsewhere: Figure
    given: Figure
    taken: Figure
    received: Figure
    by_results: Figure
    difference: Figure
    paid: Figure


@dataclass(frozen=True, slots=True)
class BookLine:
    """Of a provider and a line: what it was paid, what it cost, and what is left, in pounds."""

    provider: str
    line: str
    name: str
    income: Figure
    cost: Figure
    margin: Figure


@dataclass(frozen=True, slots=True)
class Result:
    """A surplus (or, below nought, a deficit) against the plan for it, in pounds.

    ``plan`` and ``against`` are none where nothing is planned.
    """

    id: str
    name: str
    actual: Figure
    plan: Figure | None
    against: Figure | None


@dataclass(frozen=True, slots=True)
class Flowing:
    """All that flows in a year."""

    year: FinancialYear
    currency: str
    is_shadow: bool
    status_source: str
    combined: Level
    allocated: Level
    between: Level
    stakes: tuple[Stake, ...]
    resource: Figure
    by_results: Figure
    difference: Figure
    paid: Figure
    books: tuple[BookLine, ...]
    by_line: tuple[BookLine, ...]
    results: tuple[Result, ...]
    system: Result
    notes: tuple[str, ...]

    @property
    def levels(self) -> tuple[Level, Level, Level]:
        """The three levels, from the combined resource down."""
        return self.combined, self.allocated, self.between

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Every flow, level by level."""
        return tuple(flow for level in self.levels for flow in level.flows)

    def stake(self, who: str) -> Stake:
        """Return what one has; raises ``KeyError``."""
        return {stake.id: stake for stake in self.stakes}[who]


def of_kind(flows: Iterable[Flow], *kinds: Kind) -> tuple[Flow, ...]:
    """Return the flows of some kinds."""
    return tuple(flow for flow in flows if flow.kind in kinds)
