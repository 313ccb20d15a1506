"""What a plan is as a whole: its parts, what it says, what is missing, what differs."""

from wholeplace.care.plans.content import SECTIONS, content, is_intact, sealed
from wholeplace.care.plans.differences import Difference, differences
from wholeplace.care.plans.missing import missing
from wholeplace.care.plans.order import as_agreed, in_order
from wholeplace.care.plans.spoken import day_in_words, spoken
from wholeplace.care.plans.whole import OfGoal, OfNeed, Professional, Whole, whole

__all__ = [
    "SECTIONS",
    "Difference",
    "OfGoal",
    "OfNeed",
    "Professional",
    "Whole",
    "as_agreed",
    "content",
    "day_in_words",
    "differences",
    "in_order",
    "is_intact",
    "missing",
    "sealed",
    "spoken",
    "whole",
]
