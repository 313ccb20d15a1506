"""Data quality: rules as data, counted in one pass over a table, and what the counts come to."""

from wholeplace.record.quality.ask import answerable, asked, passes, with_others
from wholeplace.record.quality.assessed import Assessment, assessment_to_dict, shares_of
from wholeplace.record.quality.cells import Cell, cells, read_cells
from wholeplace.record.quality.code_sets import CodeSet, CodeSets
from wholeplace.record.quality.regular import judged_months, months_between
from wholeplace.record.quality.rules import Dimension, QualityRule, QualityRules
from wholeplace.record.quality.scores import Month, Offender, Score, Sent, Verdict, overall, scores

__all__ = [
    "Assessment",
    "Cell",
    "CodeSet",
    "CodeSets",
    "Dimension",
    "Month",
    "Offender",
    "QualityRule",
    "QualityRules",
    "Score",
    "Sent",
    "Verdict",
    "answerable",
    "asked",
    "assessment_to_dict",
    "cells",
    "judged_months",
    "months_between",
    "overall",
    "passes",
    "read_cells",
    "scores",
    "shares_of",
    "with_others",
]
