"""Cohorts: groups of people found by dated, cited documents from what is known on a day."""

from wholeplace.population.cohorts.criteria import (
    CareHome,
    Codes,
    Counted,
    Diagnosed,
    Leaf,
    Measured,
    Medicines,
    Scored,
)
from wholeplace.population.cohorts.document import Cohort, all_leaves
from wholeplace.population.cohorts.marks import ListedCode, Position, clean, code_marks
from wholeplace.population.cohorts.members import (
    cohort_facts,
    cohort_members,
    criteria_met,
    members_of,
)
from wholeplace.population.cohorts.sources import Sources

__all__ = [
    "CareHome",
    "Codes",
    "Cohort",
    "Counted",
    "Diagnosed",
    "Leaf",
    "ListedCode",
    "Measured",
    "Medicines",
    "Position",
    "Scored",
    "Sources",
    "all_leaves",
    "clean",
    "code_marks",
    "cohort_facts",
    "cohort_members",
    "criteria_met",
    "members_of",
]
