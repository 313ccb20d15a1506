"""A year of a budget in three parts, each a figure that explains itself."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.kernel import Figure, FinancialYear


@dataclass(frozen=True, slots=True)
class YearOfParts:
    """One year, all amounts in pounds.

    ``budget`` is the whole-population budget: its own ``lines``, and those that have joined.
    ``proposed`` is what may join and does not count yet. ``fixed`` is paid whatever comes,
    ``outcomes`` where all outcomes are met. A loss may take ``loss_at_most``, a gain bring
    ``gain_at_most``. So the year is worth ``at_least`` to ``at_most``. ``outcomes_share`` is the
    part of the budget, paid within it or on top (``outcomes_paid``), and ``growth`` how much more
    that is than a year before (missing in the first). In shadow all this is worked out, not paid.
    """

    year: FinancialYear
    phase: str
    phase_source: str
    budget: Figure
    joined: Figure
    proposed: Figure
    outcomes_paid: str
    fixed: Figure
    outcomes_share: Figure
    growth: Figure
    outcomes: Figure
    exposed: Figure
    gain_at_most: Figure
    loss_at_most: Figure
    at_most: Figure
    at_least: Figure

    @property
    def is_shadow(self) -> bool:
        """Whether the year is only worked out."""
        return self.phase == "shadow"
