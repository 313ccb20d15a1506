"""What flows are made of: the lines of a year's budget, and what was counted in the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from wholeplace.budget.flows.sums import pence_of
from wholeplace.kernel import Figure

ByLine: TypeAlias = Mapping[tuple[str, str], int]
"""Whole pence by provider and line."""
ByBasis: TypeAlias = Mapping[tuple[str, str, str], int]
"""Whole pence by provider, line and basis of cost."""


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """A line of the budget in a year: who pays for it, who is paid, and what of it is shared.

    ``provider`` is empty where no one is named. ``is_block`` says that it is a contract value, paid
    whatever is done: its provider has it under payment by results too. ``shared`` is in pounds.
    """

    id: str
    name: str
    commissioner: str
    shared: Figure
    provider: str = ""
    workstream: str = ""
    ring_fenced: bool = False
    is_block: bool = False

    @property
    def pence(self) -> int:
        """What of it is shared; raises ``ValueError`` where that is missing."""
        return pence_of(self.shared)

    @property
    def ring(self) -> str:
        """The ring-fenced workstream that its money may not leave; empty where there is none."""
        return self.workstream if self.ring_fenced else ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What no document can say, all of one year and of the lines of the budget alone.

    ``results`` is what payment by results comes to (activity x tariff, or x what else is paid for
    it now), of partners and of others, who go by the codes of the records. A line of which anything
    is there was counted whole: who is not named had nothing of it. ``elsewhere`` is what care by
    others than partners cost, by basis. ``costs`` is what care cost those who gave it, by basis;
    costs of others than partners are left out: only partners open their books.
    """

    results: ByLine = field(default_factory=dict)
    elsewhere: ByBasis = field(default_factory=dict)
    costs: ByBasis = field(default_factory=dict)
