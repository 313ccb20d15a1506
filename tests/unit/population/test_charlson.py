"""The comorbidity score: which codes count, when, and for how many points."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.tables import drawn, same, table
from wholeplace.document import read_document
from wholeplace.population import (
    Score,
    clean_icd10,
    dated_diagnoses,
    groups_of,
    known_groups,
    points,
    resolved,
    score_by_person,
)
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

GOLDEN = Path(__file__).parents[2] / "golden" / "charlson-single-codes.csv"
SCORE = read_document(
    read_text(shipped_file("codelists", "charlson-quan.yaml")), "charlson-quan.yaml", Score
).value
PREFIXES = {
    row["prefix"]: row["group"]
    for row in csv.DictReader(
        read_text(shipped_file("codelists", "charlson-quan-icd10.csv")).splitlines()
    )
}


def test_every_single_code_falls_in_the_group_that_the_peer_implementation_expects() -> None:
    with GOLDEN.open() as stream:
        cases = [(row["code"], row["group"]) for row in csv.DictReader(stream)]
    assert len(cases) > 280
    wrong = [(code, group) for code, group in cases if groups_of(code, PREFIXES) != group]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "clean"),
    [("I25.2", "I252"), ("i252", "I252"), ("A01X", "A01"), ("A01X1", "A01"), (" E11.9 ", "E119")],
)
def test_codes_are_read_however_they_are_written(written: str, clean: str) -> None:
    assert clean_icd10(written) == clean


@pytest.mark.parametrize("code", ["I259", "Z000", "", "I2", "E1"])
def test_codes_of_no_group_have_none(code: str) -> None:
    assert groups_of(code, PREFIXES) is None


ACTIVITY = """
activity_id  start_ts
before       2018-11-05T10:00:00
older        2017-03-31T23:59:00
within       2019-04-01T00:00:00
"""
DIAGNOSES = """
person_id  activity_id  code_system  code   kind       onset_date  end_date
ann        before       ICD10        I21.9  primary    -           -
ann        before       ICD10        I252   secondary  -           -
ann        older        ICD10        J44    primary    -           -
ann        within       ICD10        C50    primary    -           -
bob        -            ICD10        E119   problem    1999-01-01  -
bob        -            ICD10        E112   problem    2018-06-01  -
bob        -            ICD10        F03    problem    2000-01-01  2017-12-31
cat        -            SNOMED       I21    problem    2018-06-01  -
dan        -            ICD10        I21    primary    -           -
"""


def test_only_what_was_known_before_the_day_and_still_lasted_counts() -> None:
    dated = dated_diagnoses(table(DIAGNOSES), table(ACTIVITY))
    codes = resolved(["I21.9", "I252", "J44", "C50", "E119", "E112", "F03", "I21"], PREFIXES)
    # ann: one infarction, whatever the number of codes; J44 was over a year ago; C50 came later.
    # bob: problems count while they last, however long ago they began; dementia was struck off.
    # cat: not ICD-10. dan: nobody knows when.
    assert drawn(known_groups(dated, codes, date(2019, 4, 1), 1)) == same("""
        person_id  group   code
        ann        mi      I21.9
        bob        diab    E119
        bob        diabwc  E112
    """)


def test_the_graver_form_of_a_condition_takes_the_place_of_the_milder_one() -> None:
    known = table("""
        person_id  group     code
        ann        diab      E119
        ann        diabwc    E112
        bob        diab      E119
        cat        mld       K70
        cat        msld      K72
        cat        canc      C50
        cat        metacanc  C78
    """)
    scored = points(known, SCORE)
    assert drawn(scored) == same("""
        person_id  group     code  points
        ann        diabwc    E112  2
        bob        diab      E119  1
        cat        msld      K72   3
        cat        metacanc  C78   6
    """)
    assert drawn(score_by_person(scored)) == same("""
        person_id  charlson_points  charlson_groups
        ann        2                1
        bob        1                1
        cat        9                2
    """)
