"""How a budget follows the years of an agreement: declared steps, and a bridge that adds up."""

from wholeplace.budget.adjust.adjusted import (
    Adjusted,
    Bar,
    Bridge,
    Step,
    StepTaken,
    YearTaken,
    bridge,
    steps_of,
)
from wholeplace.budget.adjust.check import problems_of
from wholeplace.budget.adjust.figures import adjusted_figure
from wholeplace.budget.adjust.follow import adjust
from wholeplace.budget.adjust.measured import Base, Measured
from wholeplace.budget.adjust.terms import Adjustment, AdjustmentStep

__all__ = [
    "Adjusted",
    "Adjustment",
    "AdjustmentStep",
    "Bar",
    "Base",
    "Bridge",
    "Measured",
    "Step",
    "StepTaken",
    "YearTaken",
    "adjust",
    "adjusted_figure",
    "bridge",
    "problems_of",
    "steps_of",
]
