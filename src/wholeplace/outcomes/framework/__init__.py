"""The outcomes framework: from what people say to what is measured, paid for and watched."""

from wholeplace.outcomes.framework.check import Known, problems_of
from wholeplace.outcomes.framework.document import (
    AgreedMarks,
    Domain,
    Framework,
    Outcome,
    Sanction,
    Statement,
)
from wholeplace.outcomes.framework.durable import holds_until, warnings_of
from wholeplace.outcomes.framework.earn import shares_in
from wholeplace.outcomes.framework.gaming import (
    LEFT_OUT,
    Caution,
    case_mix,
    ceiling,
    coding,
    exclusions,
    small_denominators,
)
from wholeplace.outcomes.framework.gaming_limits import FairnessLimits
from wholeplace.outcomes.framework.tree import DomainTree, Spoken, of_segment, tree_of
from wholeplace.outcomes.framework.year import (
    FrameworkYear,
    OutcomeYear,
    at_stake,
    growth_sentence,
    in_year,
    known_on,
    sanction_figure,
)

__all__ = [
    "LEFT_OUT",
    "AgreedMarks",
    "Caution",
    "Domain",
    "DomainTree",
    "FairnessLimits",
    "Framework",
    "FrameworkYear",
    "Known",
    "Outcome",
    "OutcomeYear",
    "Sanction",
    "Spoken",
    "Statement",
    "at_stake",
    "case_mix",
    "ceiling",
    "coding",
    "exclusions",
    "growth_sentence",
    "holds_until",
    "in_year",
    "known_on",
    "of_segment",
    "problems_of",
    "sanction_figure",
    "shares_in",
    "small_denominators",
    "tree_of",
    "warnings_of",
]
