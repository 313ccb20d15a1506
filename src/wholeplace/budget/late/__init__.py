"""Cost that has not come yet: run-off triangles, the chain ladder and how sure it is."""

from wholeplace.budget.late.cells import late_cells, read_cells
from wholeplace.budget.late.figures import late_figure
from wholeplace.budget.late.foresee import Foreseen, LateMonth, foresee
from wholeplace.budget.late.terms import RunOff
from wholeplace.budget.late.triangle import LateCell, Triangle, triangle

__all__ = [
    "Foreseen",
    "LateCell",
    "LateMonth",
    "RunOff",
    "Triangle",
    "foresee",
    "late_cells",
    "late_figure",
    "read_cells",
    "triangle",
]
