"""Who the people are: linked, registered, scored and in segments."""

from wholeplace.population.charlson import dated_diagnoses, known_groups, points, score_by_person
from wholeplace.population.link import linked_keys, people, with_person
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

__all__ = [
    "FEATURES",
    "Group",
    "Score",
    "Segment",
    "SegmentRules",
    "age_on",
    "birthday",
    "clean_icd10",
    "dated_diagnoses",
    "features",
    "groups_of",
    "in_care_home",
    "known_groups",
    "linked_keys",
    "people",
    "person_days",
    "points",
    "register_on",
    "resolved",
    "score_by_person",
    "segmented",
    "spells",
    "spells_within",
    "with_person",
]
