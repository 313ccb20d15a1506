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
from wholeplace.population.scores.index import Index, Term, indexed
from wholeplace.population.scores.kernel import (
    Listed,
    as_score,
    band,
    bits_by_person,
    code_bits,
    has_group,
    reasons,
    units_by_person,
)

__all__ = [
    "ICD10",
    "Band",
    "Group",
    "Index",
    "Listed",
    "Prefixes",
    "Score",
    "Term",
    "as_score",
    "band",
    "bits_by_person",
    "clean_icd10",
    "code_bits",
    "dated_diagnoses",
    "groups_of",
    "has_group",
    "indexed",
    "is_icd10",
    "known_before",
    "prefixes",
    "reasons",
    "resolved",
    "units_by_person",
]
