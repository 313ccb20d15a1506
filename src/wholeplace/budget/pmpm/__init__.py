"""Cost per member per month by segment, service, practice and neighbourhood, and practices."""

from wholeplace.budget.pmpm.cells import PersonTime, Spending, read_spending, read_time
from wholeplace.budget.pmpm.compare import Beside, Change, beside_prices, changes
from wholeplace.budget.pmpm.cube import NOT_SAID, Cube, cube, member_months
from wholeplace.budget.pmpm.cut import DIMENSIONS, By, CutRow, Key, cut
from wholeplace.budget.pmpm.expected import practice_costs
from wholeplace.budget.pmpm.figures import (
    beside_figure,
    change_figure,
    pmpm_figure,
    practice_figure,
    total_figure,
)
from wholeplace.budget.pmpm.funnel import (
    Funnel,
    PracticeCost,
    Standing,
    dispersion,
    funnel,
)
from wholeplace.budget.pmpm.table import members, people_by_practice, spending_cells, time_cells

__all__ = [
    "DIMENSIONS",
    "NOT_SAID",
    "Beside",
    "By",
    "Change",
    "Cube",
    "CutRow",
    "Funnel",
    "Key",
    "PersonTime",
    "PracticeCost",
    "Spending",
    "Standing",
    "beside_figure",
    "beside_prices",
    "change_figure",
    "changes",
    "cube",
    "cut",
    "dispersion",
    "funnel",
    "member_months",
    "members",
    "people_by_practice",
    "pmpm_figure",
    "practice_costs",
    "practice_figure",
    "read_spending",
    "read_time",
    "spending_cells",
    "time_cells",
    "total_figure",
]
