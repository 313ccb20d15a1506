"""One year of flows to be worked out: its lines, its terms, what was measured, where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from wholeplace.budget.flows.document import Allocation, Choice, Flows, TopSlice
from wholeplace.budget.flows.fields import Path
from wholeplace.budget.flows.resource import Measured, ResourceLine
from wholeplace.budget.in_text import Placed
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import FinancialYear, Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """What the flows of a year are worked out from."""

    lines: tuple[ResourceLine, ...]
    terms: Flows
    year: FinancialYear
    measured: Measured
    where: Placed

    @property
    def currency(self) -> str:
        """The currency of all of it: that of its first line."""
        return self.lines[0].shared.currency if self.lines else "GBP"

    @property
    def by_id(self) -> Mapping[str, ResourceLine]:
        """The lines by id."""
        return {line.id: line for line in self.lines}

    @property
    def payers(self) -> tuple[str, ...]:
        """The commissioners of the lines, each once."""
        return tuple(dict.fromkeys(line.commissioner for line in self.lines))

    @property
    def partners(self) -> Mapping[str, str]:
        """Names of all who may hold money: the providers, and commissioners who hold a slice."""
        names = {id_: provider.name for id_, provider in self.terms.providers.items()}
        holders = [one.holder for one in self.terms.top_slice if one.holder in self.payers]
        return names | {holder: holder for holder in holders if holder not in names}

    def in_force(self, timeline: Timeline[T]) -> Dated[T] | None:
        """Return what is in force on the first day of the year."""
        return timeline.on(self.year.start)

    def id(self, *parts: str) -> str:
        """Return the id of a figure of this year."""
        return ".".join(("budget.flows", self.year.slug, *parts))

    def problem(self, path: Path, what: str, remedy: str) -> Problem:
        """Return a problem at a place of the terms."""
        return Problem(self.where(*path), what, remedy)

    def sliced(self, one: TopSlice) -> tuple[ResourceLine, ...]:
        """Return the lines from which a top-slice is taken."""
        if one.lines:
            return tuple(line for line in self.lines if line.id in one.lines)
        return tuple(line for line in self.lines if not line.ring)

    def allocation_of(self, line: ResourceLine) -> tuple[int, Allocation] | None:
        """Return the shares by which a line is allocated, and their place."""
        return _naming(line.id, self.terms.allocation)

    def choice_of(self, line: str) -> tuple[int, Choice] | None:
        """Return who answers for care elsewhere of a line, and its place."""
        return _naming(line, self.terms.choice)


Naming = TypeVar("Naming", Allocation, Choice)


def _naming(line: str, terms: tuple[Naming, ...]) -> tuple[int, Naming] | None:
    rest = None
    for i, one in enumerate(terms):
        if line in one.lines:
            return i, one
        if not one.lines:
            rest = i, one
    return rest
