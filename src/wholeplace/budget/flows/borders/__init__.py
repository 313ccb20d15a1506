"""Borders that do not run together: whose list people are on, where they live, who pays."""

from wholeplace.budget.flows.borders.document import Borders
from wholeplace.budget.flows.borders.matrix import (
    Across,
    CostCell,
    CrossBorder,
    DaysCell,
    PaidAcross,
    cross_border,
)
from wholeplace.budget.flows.borders.people import (
    costs_across,
    days_across,
    homes,
    stays,
    with_list,
)

__all__ = [
    "Across",
    "Borders",
    "CostCell",
    "CrossBorder",
    "DaysCell",
    "PaidAcross",
    "costs_across",
    "cross_border",
    "days_across",
    "homes",
    "stays",
    "with_list",
]
