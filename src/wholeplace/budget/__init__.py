"""What care cost and what it may cost: spend by service and segment, and the capitated budget."""

from wholeplace.budget.capitated import (
    Heads,
    Step,
    bridge,
    capitated_budget,
    in_days,
    price_per_head,
)
from wholeplace.budget.cells import (
    Cell,
    YearOfSpend,
    in_scope_figure,
    service_figure,
    why_nothing,
)
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
    "Heads",
    "Step",
    "YearOfSpend",
    "activity_cells",
    "bridge",
    "capitated_budget",
    "costed",
    "counted",
    "in_days",
    "in_scope_figure",
    "placed",
    "price_per_head",
    "service_figure",
    "spend_cells",
    "why_nothing",
    "with_service",
    "within",
]
