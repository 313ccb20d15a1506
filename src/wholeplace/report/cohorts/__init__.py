"""Cohorts as people read them: tables, the chart of their overlap, and the page."""

from wholeplace.report.cohorts.data import CohortFigures, CohortsFound, Shown, shown

__all__ = ["CohortFigures", "CohortsFound", "Shown", "shown"]
