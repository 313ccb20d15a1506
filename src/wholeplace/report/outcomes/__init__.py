"""The scorecard of outcomes: measures, charts over time, framework, targets and rewards."""

from wholeplace.report.outcomes.as_json import scorecard_to_dict
from wholeplace.report.outcomes.data import Card, Level, Scorecard, Value
from wholeplace.report.outcomes.page import scorecard_folder
from wholeplace.report.outcomes.withhold import withhold
from wholeplace.report.outcomes.words import scorecard_lines

__all__ = [
    "Card",
    "Level",
    "Scorecard",
    "Value",
    "scorecard_folder",
    "scorecard_lines",
    "scorecard_to_dict",
    "withhold",
]
