"""Measures of outcomes and their intervals."""

from wholeplace.outcomes.definition import Measure, Needs
from wholeplace.outcomes.document import Outcomes, UsedMeasure
from wholeplace.outcomes.measures import Filled, events, filled, rate_figure, unfit
from wholeplace.outcomes.statistics import Interval, count_interval, rate_interval

__all__ = [
    "Filled",
    "Interval",
    "Measure",
    "Needs",
    "Outcomes",
    "UsedMeasure",
    "count_interval",
    "events",
    "filled",
    "rate_figure",
    "rate_interval",
    "unfit",
]
