"""Who the people are: linked, registered, scored and in segments."""

from wholeplace.population.likely_pair import Judged, LikelyPair, Verdict, judged, source_of
from wholeplace.population.likeness import comparable
from wholeplace.population.link import keys_in_doubt, linked_keys, people, with_person
from wholeplace.population.linking_rules import LEVELS, Agreement, LinkingRules
from wholeplace.population.neighbourhoods import NOT_KNOWN, in_neighbourhoods, neighbourhoods
from wholeplace.population.one_person import (
    DECIDED,
    Decision,
    Link,
    contradictions,
    in_force,
    with_decisions,
)
from wholeplace.population.person_features import (
    emergency_admissions,
    joined,
    of_scores,
    offered,
    without_any,
    years_before,
)
from wholeplace.population.register import (
    age_on,
    birthday,
    person_days,
    register_on,
    spells,
    spells_within,
)
from wholeplace.population.segment_rules import FEATURES, Segment, SegmentRules, never_reached
from wholeplace.population.segments import features, in_care_home, segmented
from wholeplace.population.sure_links import same_local_number, same_number, with_number

__all__ = [
    "DECIDED",
    "FEATURES",
    "LEVELS",
    "NOT_KNOWN",
    "Agreement",
    "Decision",
    "Judged",
    "LikelyPair",
    "Link",
    "LinkingRules",
    "Segment",
    "SegmentRules",
    "Verdict",
    "age_on",
    "birthday",
    "comparable",
    "contradictions",
    "emergency_admissions",
    "features",
    "in_care_home",
    "in_force",
    "in_neighbourhoods",
    "joined",
    "judged",
    "keys_in_doubt",
    "linked_keys",
    "neighbourhoods",
    "never_reached",
    "of_scores",
    "offered",
    "people",
    "person_days",
    "register_on",
    "same_local_number",
    "same_number",
    "segmented",
    "source_of",
    "spells",
    "spells_within",
    "with_decisions",
    "with_number",
    "with_person",
    "without_any",
    "years_before",
]
