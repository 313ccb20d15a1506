"""What care cost and what it may cost: spend by service and segment, and the capitated budget."""

from wholeplace.budget.cells import Cell, YearOfSpend, service_figure, why_nothing
from wholeplace.budget.per_head import in_days, price_figure, prices_per_head
from wholeplace.budget.spend import (
    activity_cells,
    costed,
    counted,
    placed,
    spend_cells,
    with_service,
    within,
)

__all__ = [
    "Cell",
    "YearOfSpend",
    "activity_cells",
    "costed",
    "counted",
    "in_days",
    "placed",
    "price_figure",
    "prices_per_head",
    "service_figure",
    "spend_cells",
    "why_nothing",
    "with_service",
    "within",
]
