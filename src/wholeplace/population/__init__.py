"""Who the people are: linked, registered, scored and in segments."""

from wholeplace.population.charlson import dated_diagnoses, known_groups, points, score_by_person
from wholeplace.population.likely_pair import Judged, LikelyPair, Verdict, judged, source_of
from wholeplace.population.likeness import comparable
from wholeplace.population.link import keys_in_doubt, linked_keys, people, with_person
from wholeplace.population.linking_rules import LEVELS, Agreement, LinkingRules
from wholeplace.population.one_person import (
    DECIDED,
    Decision,
    Link,
    contradictions,
    in_force,
    with_decisions,
)
from wholeplace.population.register import (
    age_on,
    birthday,
    person_days,
    register_on,
    spells,
    spells_within,
)
from wholeplace.population.score_list import Group, Score, clean_icd10, groups_of, resolved
from wholeplace.population.segment_rules import FEATURES, Segment, SegmentRules
from wholeplace.population.segments import features, in_care_home, segmented
from wholeplace.population.sure_links import same_local_number, same_number, with_number

__all__ = [
    "DECIDED",
    "FEATURES",
    "LEVELS",
    "Agreement",
    "Decision",
    "Group",
    "Judged",
    "LikelyPair",
    "Link",
    "LinkingRules",
    "Score",
    "Segment",
    "SegmentRules",
    "Verdict",
    "age_on",
    "birthday",
    "clean_icd10",
    "comparable",
    "contradictions",
    "dated_diagnoses",
    "features",
    "groups_of",
    "in_care_home",
    "in_force",
    "judged",
    "keys_in_doubt",
    "known_groups",
    "linked_keys",
    "people",
    "person_days",
    "points",
    "register_on",
    "resolved",
    "same_local_number",
    "same_number",
    "score_by_person",
    "segmented",
    "source_of",
    "spells",
    "spells_within",
    "with_decisions",
    "with_number",
    "with_person",
]
