"""Measures of outcomes and their intervals."""

from wholeplace.outcomes.definition import Measure, Needs, Outcomes, UsedMeasure
from wholeplace.outcomes.intervals import Interval, count_interval, rate_interval
from wholeplace.outcomes.measures import Filled, events, filled, rate_figure

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
]
