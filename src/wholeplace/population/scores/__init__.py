"""Scores of people from what is coded about them, with the codes and points behind each."""

from wholeplace.population.scores.code_score import Band, Group, Score
from wholeplace.population.scores.codes import (
    ICD10,
    Prefixes,
    clean_icd10,
    groups_of,
    is_icd10,
    prefixes,
    resolved,
)
from wholeplace.population.scores.dated import dated_diagnoses, known_before
from wholeplace.population.scores.index import Index, Term, indexed, is_listed
from wholeplace.population.scores.kernel import (
    as_score,
    band,
    bits_by_person,
    code_bits,
    has_group,
    reasons,
    reasons_of_signs,
    units_by_person,
)
from wholeplace.population.scores.listed import Codes, Listed
from wholeplace.population.scores.sign import Input, ListReference, Sign, Way
from wholeplace.population.scores.signs import (
    DAY,
    input_column,
    lacking_column,
    needed_inputs,
    sign_pairs,
)
from wholeplace.population.scores.systems import (
    SYSTEMS,
    CodeSystem,
    alike,
    is_damaged,
    system_named,
)

__all__ = [
    "DAY",
    "ICD10",
    "SYSTEMS",
    "Band",
    "CodeSystem",
    "Codes",
    "Group",
    "Index",
    "Input",
    "ListReference",
    "Listed",
    "Prefixes",
    "Score",
    "Sign",
    "Term",
    "Way",
    "alike",
    "as_score",
    "band",
    "bits_by_person",
    "clean_icd10",
    "code_bits",
    "dated_diagnoses",
    "groups_of",
    "has_group",
    "indexed",
    "input_column",
    "is_damaged",
    "is_icd10",
    "is_listed",
    "known_before",
    "lacking_column",
    "needed_inputs",
    "prefixes",
    "reasons",
    "reasons_of_signs",
    "resolved",
    "sign_pairs",
    "system_named",
    "units_by_person",
]
