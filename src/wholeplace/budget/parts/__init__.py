"""A budget in its parts: fixed, on outcomes, exposed to gain and loss; pooled within monitored."""

from wholeplace.budget.parts.document import Parts
from wholeplace.budget.parts.pooled import MonitoredLine, Pooled, pooled_within
from wholeplace.budget.parts.say import sentences
from wholeplace.budget.parts.work_out import BudgetByYear, three_parts
from wholeplace.budget.parts.year import YearOfParts

__all__ = [
    "BudgetByYear",
    "MonitoredLine",
    "Parts",
    "Pooled",
    "YearOfParts",
    "pooled_within",
    "sentences",
    "three_parts",
]
