"""FHIR resources written as XML come in the shape that they have as JSON."""

from __future__ import annotations

import pytest

from wholeplace.record.language.path import read_path, value_at
from wholeplace.store.sources.fhir_xml import NotFhirError, resource_of_xml

PATIENT = """<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <id value="p1"/>
  <text>
    <status value="generated"/>
    <div xmlns="http://www.w3.org/1999/xhtml"><p>Ann <b>Other</b></p></div>
  </text>
  <extension url="https://example.org/ethnic">
    <valueCodeableConcept><coding><code value="A"/></coding></valueCodeableConcept>
  </extension>
  <identifier><system value="local"/><value value="77"/></identifier>
  <identifier>
    <system value="https://fhir.nhs.uk/Id/nhs-number"/>
    <value value="9990000018"/>
  </identifier>
  <name><given value="Ann"/><given value="B"/><family value="Other"/></name>
  <birthDate>
    <extension url="https://example.org/time"><valueDateTime value="1970-01-01"/></extension>
  </birthDate>
  <deceasedBoolean value="false"/>
</Patient>"""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "p1"),
        ("resourceType", "Patient"),
        ("identifier[system=https://fhir.nhs.uk/Id/nhs-number].value", "9990000018"),
        ("name[0].given[1]", "B"),
        ("extension[url=https://example.org/ethnic].valueCodeableConcept.coding[0].code", "A"),
        ("deceasedBoolean", "false"),
        ("birthDate", None),  # what only extends a value gives none
        ("text.status", "generated"),
        ("text.div", None),  # the text for people holds no data
    ],
)
def test_paths_of_a_mapping_read_xml_as_they_read_json(path: str, value: str | None) -> None:
    assert value_at(read_path(path), resource_of_xml(PATIENT)) == value


def test_a_bundle_holds_the_resources_of_its_entries() -> None:
    found = resource_of_xml(
        '<Bundle xmlns="http://hl7.org/fhir"><entry><fullUrl value="urn:uuid:7"/><resource>'
        '<Encounter><id value="e1"/><status value="finished"/></Encounter></resource>'
        "</entry></Bundle>"
    )
    assert found["resourceType"] == "Bundle"
    assert value_at(read_path("entry[0].resource.id"), found) == "e1"
    assert value_at(read_path("entry[0].resource.resourceType"), found) == "Encounter"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<Patient", "it is not XML: unclosed token: line 1, column 0"),
        ("", "it is not XML: no element found: line 1, column 0"),
        ("<html><body/></html>", "it is XML, but no FHIR resource"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa">]><Patient xmlns="http://hl7.org/fhir"/>',
            "it defines a document type, which FHIR does not allow",
        ),
    ],
)
def test_what_is_no_resource_is_refused(text: str, why: str) -> None:
    with pytest.raises(NotFhirError, match=why.replace("(", r"\(")):
        resource_of_xml(text)


def test_deep_nesting_ends_in_an_answer() -> None:
    deep = 5_000
    text = '<Patient xmlns="http://hl7.org/fhir">' + "<a>" * deep + "</a>" * deep + "</Patient>"
    assert resource_of_xml(text)["resourceType"] == "Patient"
