"""What a budget book is made from: the lines of a year, and all that was worked out of them."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.budget.adjust import Adjusted, Bridge, bridge
from wholeplace.budget.base import Base, Reconciled
from wholeplace.budget.gap import Projection
from wholeplace.budget.price import CostCell, Explained, Group, PriceList
from wholeplace.kernel import Figure, FinancialYear
from wholeplace.privacy import SmallNumbers


@dataclass(frozen=True, slots=True)
class PricedHeads:
    """Prices per head, the cells they were made from, how well they fit, and what they come to.

    ``now`` is what the people of the year of the book come to at them (pounds, before prices rise);
    it is the same figure as the base budget in the base year.
    """

    prices: PriceList
    cells: tuple[CostCell, ...]
    explained: Explained
    by_segment: tuple[Group, ...]
    by_tenth: tuple[Group, ...]
    now: Figure


@dataclass(frozen=True, slots=True)
class BudgetBook:
    """The lines of the base year with the scope of ``year``, the ledgers, and the budget of it.

    ``adjusted`` is how it followed from the base year, ``budget`` what it comes to; in the base
    year itself the budget is what is shared of the base. What needs records is ``None`` where there
    are none: ``actual``, the same lines in the year, and what is named after the sections of the
    document. ``small`` is the policy on small numbers, ``None`` where nobody was counted.
    """

    base: Base
    ledgers: tuple[Reconciled, ...]
    adjusted: Adjusted | None
    year: FinancialYear
    budget: Figure
    actual: Base | None = None
    prices: PricedHeads | None = None
    gap: Projection | None = None
    small: SmallNumbers | None = None
    warnings: tuple[str, ...] = ()

    @property
    def bridge(self) -> Bridge | None:
        """From the base year to the year that was asked for."""
        return bridge(self.adjusted) if self.adjusted else None

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.base.currency
