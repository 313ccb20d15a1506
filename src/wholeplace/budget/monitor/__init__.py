"""The budget in the year: cost to date, what is late, and what the year will come to."""

from wholeplace.budget.monitor.figures import outturn_figure, outturn_sentence
from wholeplace.budget.monitor.lateness import ON_TIME, Lateness, lateness
from wholeplace.budget.monitor.model import Limits, LineOutturn, MonthCost, Outturn
from wholeplace.budget.monitor.outturn import monitored
from wholeplace.budget.monitor.profile import Profile, Shape, like_year

__all__ = [
    "ON_TIME",
    "Lateness",
    "Limits",
    "LineOutturn",
    "MonthCost",
    "Outturn",
    "Profile",
    "Shape",
    "lateness",
    "like_year",
    "monitored",
    "outturn_figure",
    "outturn_sentence",
]
