"""What a budget book is made from: the lines of a year, and all that was worked out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wholeplace.budget.adjust import Adjusted, Bridge, bridge
from wholeplace.budget.base import Base, Reconciled
from wholeplace.budget.flows import Flowing
from wholeplace.budget.flows.borders import CrossBorder
from wholeplace.budget.gap import Projection
from wholeplace.budget.monitor import Outturn
from wholeplace.budget.parts import Pooled, YearOfParts
from wholeplace.budget.pmpm import Cube, Funnel
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
class Members:
    """What people cost for each member and month: of the services in scope, in the year.

    ``before`` is the same of the base year, ``None`` where the year is the base year. ``practices``
    are set beside one another; ``None`` where there are not two.
    """

    cube: Cube
    before: Cube | None
    practices: Funnel | None


@dataclass(frozen=True, slots=True)
class BudgetBook:
    """The lines of the base year with the scope of ``year``, the ledgers, and the budget of it.

    ``adjusted`` is how it followed from the base year, ``budget`` what it comes to; in the base
    year itself the budget is what is shared of the base. What needs records is ``None`` where there
    are none: ``actual``, the same lines in the year, and what is named after the sections of the
    document. ``names`` has what segments, services, practices and neighbourhoods are called.
    ``small`` is the policy on small numbers, ``None`` where nobody was counted.
    """

    base: Base
    ledgers: tuple[Reconciled, ...]
    adjusted: Adjusted | None
    year: FinancialYear
    budget: Figure
    actual: Base | None = None
    prices: PricedHeads | None = None
    members: Members | None = None
    flowing: Flowing | None = None
    borders: CrossBorder | None = None
    parts: tuple[YearOfParts, ...] = ()
    pooled: tuple[Pooled, ...] = ()
    outturn: Outturn | None = None
    gap: Projection | None = None
    names: Mapping[str, str] = field(default_factory=dict)
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
