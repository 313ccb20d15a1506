"""The document of a score with signs, and the systems of codes."""

from __future__ import annotations

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population.scores import SYSTEMS, Score, alike, is_damaged, system_named

DOCUMENT = """
score: x
version: "1"
about: x
source: "assumed: a test"
code_system: SNOMED
lists: {a: {}, b: {code_system: DMD}}
inputs: {n: {about: a number}}
signs:
  a: {list: a}
  b: {list: b, within_days: 365, at_least: 4}
  n: {input: n, at_least: 5}
groups:
  a: {points: 1}
  both: {points: 1, when: [{all: [b], none: [a]}, {all: [n]}]}
"""


def test_a_score_says_what_it_reads_and_whether_a_day_matters() -> None:
    score = read_document(DOCUMENT, "x.yaml", Score).value
    assert score.systems == {"SNOMED", "DMD"}
    assert score.has_days
    assert [way.all_ for way in score.ways("both")] == [("b",), ("n",)]
    assert [way.all_ for way in score.ways("a")] == [("a",)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{list: a}", "{list: c}", "unknown list 'c'"),
        ("{input: n, at", "{input: m, at", "unknown input 'm'"),
        ("{list: a}", "{list: a, input: n}", "a sign asks one thing"),
        ("{list: a}", "{}", "a sign asks one thing"),
        ("{list: a}", "{list: a, below: 3}", "'below' asks for a number of an input"),
        ("{list: a}", "{list: a, at_least: 1.5}", "codings are counted from 1"),
        ("{list: a}", "{list: a, within_days: 1, first_within_days: 2}", "looks back in two ways"),
        ("{list: a}", "{list: a, first_within_days: 2, at_least: 2}", "there is one first code"),
        ("{input: n, at_least: 5}", "{input: n}", "compared in one way"),
        ("{input: n, at", "{input: n, category: x, at", "an input has no codes"),
        ("all: [b]", "all: [c]", "unknown sign 'c'"),
        ("none: [a]", "none: [c]", "unknown sign 'c'"),
        ("both: {points: 1, when", "a2: {points: 1}\n  both: {points: 1, when", "unknown sign"),
        ("code_system: DMD", "code_system: ABC", "unknown code system 'ABC'"),
        ("code_system: SNOMED", "code_system: ABC", "unknown code system 'ABC'"),
        ("about: x", "about: x\nmap: x.csv", "it has its codes in one way"),
        ("about: x", "about: x\nlook_back_years: 2", "each sign says itself what counts"),
    ],
)
def test_a_score_with_signs_that_cannot_be_is_refused(old: str, new: str, told: str) -> None:
    assert old in DOCUMENT
    with pytest.raises(Refused, match=told):
        read_document(DOCUMENT.replace(old, new, 1), "x.yaml", Score)


@pytest.mark.parametrize(
    ("system", "written", "clean"),
    [
        ("SNOMED", " 44054006 ", "44054006"),
        ("READ2", "G30..00", "G30.."),
        ("CTV3", "XE0Uc", "XE0Uc"),
        ("OPCS4", "w37.1", "W371"),
        ("ICD10", "i25.2", "I252"),
        ("BNF", "0601023A0", "0601023A0"),
    ],
)
def test_a_code_is_cleaned_as_its_system_writes_it(system: str, written: str, clean: str) -> None:
    assert SYSTEMS[system].is_code(written)
    assert SYSTEMS[system].clean(written) == clean


@pytest.mark.parametrize(
    ("code", "damaged"),
    [
        ("1.23457E+15", True),
        ("999000011000001e3", True),
        ("44054006.0", True),
        ("999000011000001000", True),
        ("999000011000001104", False),
        ("44054006", False),
        ("100000000000000", False),
    ],
)
def test_an_identifier_that_was_a_number_is_known_by_what_it_lost(
    code: str, *, damaged: bool
) -> None:
    assert is_damaged(code, ["SNOMED"]) is damaged
    assert not is_damaged(code, ["ICD10"])


def test_systems_are_known_however_they_are_written() -> None:
    written = ["ICD-10", "SNOMED CT", "dm+d", "Read v2", "CTV3", "OPCS-4"]
    assert [system_named(name) for name in written] == [
        *("ICD10", "SNOMED", "DMD", "READ2", "CTV3", "OPCS4")
    ]
    assert alike(["ICD10", "SNOMED", "DMD"]) == []
    assert alike(["READ2", "ICD10", "SNOMED"]) == ["ICD10", "READ2"]
