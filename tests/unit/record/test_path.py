"""Paths into nested records, by examples from FHIR."""

from __future__ import annotations

import pytest

from wholeplace.document import Wrong
from wholeplace.record.language.path import Json, NotAValue, read_path, value_at

PATIENT: dict[str, Json] = {
    "resourceType": "Patient",
    "active": True,
    "multipleBirthInteger": "2",
    "identifier": [
        {"system": "https://example.nhs.uk/local", "value": "123"},
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
    ],
    "name": [{"use": "old", "family": "Ash"}, {"use": "usual", "given": ["Ann", "Bea"]}],
    "generalPractitioner": [{"reference": "Organization/E86001"}],
    "link": {"other": {"reference": "urn:uuid:4e8e-1"}},
    "extension": [
        {
            "url": "https://example.org/ethnicity",
            "extension": [{"url": "code", "valueCodeableConcept": {"coding": [{"code": "A"}]}}],
        }
    ],
    "telecom": [],
    "deceasedDateTime": None,
}

PATHS = {
    "resourceType": "Patient",
    "active": "true",
    "multipleBirthInteger": "2",
    "identifier[system=https://fhir.nhs.uk/Id/nhs-number].value": "9990000018",
    "identifier[system=nobody].value": None,
    "identifier.value": "123",
    "identifier[1].value": "9990000018",
    "identifier[9].value": None,
    "name.family": "Ash",
    "name[use=usual].given": "Ann",
    "name[use=usual].given[1]": "Bea",
    "name.given": "Ann",
    "generalPractitioner.reference": "Organization/E86001",
    "generalPractitioner.reference|id": "E86001",
    "link.other.reference|id": "4e8e-1",
    "extension[url=https://example.org/ethnicity].extension[url=code].valueCodeableConcept"
    ".coding[0].code": "A",
    "extension[extension.url=code].url": "https://example.org/ethnicity",
    "telecom.value": None,
    "telecom[0].value": None,
    "deceasedDateTime": None,
    "birthDate": None,
    "active.value": None,
}


@pytest.mark.parametrize("written", PATHS)
def test_a_path_finds_the_first_value(written: str) -> None:
    assert value_at(read_path(written), PATIENT) == PATHS[written]


def test_a_path_that_ends_on_more_than_a_value_says_what_is_there() -> None:
    with pytest.raises(NotAValue, match=r"^system, value$"):
        value_at(read_path("identifier"), PATIENT)


@pytest.mark.parametrize(
    "written", ["", ".", "a.", ".a", "a..b", "a[", "a[]", "a]b", "a[x]", "a b", "|id", "9a"]
)
def test_what_is_no_path_is_told(written: str) -> None:
    with pytest.raises(Wrong):
        read_path(written)
