# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""FHIR as other servers write it becomes the same canonical rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.feeds import assert_becomes, canonical

UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"


def coded(system: str, code: str) -> dict[str, object]:
    return {"coding": [{"system": system, "code": code}]}


PATIENT: dict[str, object] = {
    "resourceType": "Patient",
    "id": "a",
    "extension": [
        {"url": f"{UK}EthnicCategory", "valueCodeableConcept": coded("England", "G")},
    ],
    "identifier": [
        {"system": "https://example.org", "value": "x"},
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
    ],
    "name": [{"family": "Example", "given": ["Ann"]}],
    "gender": "female",
    "birthDate": "1945-06-17",
    "generalPractitioner": [{"reference": "Organization/gp"}],
}
PRACTICE: dict[str, object] = {
    "resourceType": "Organization",
    "id": "gp",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "E86001"}],
    "name": "Example Surgery",
}
ENCOUNTER: dict[str, object] = {
    "resourceType": "Encounter",
    "id": "e",
    "extension": [{"url": f"{UK}DischargeMethod", "valueCodeableConcept": coded("d", "1")}],
    "status": "finished",
    "class": {"code": "IMP"},
    "subject": {"reference": "Patient/a"},
    "period": {"start": "2019-12-10T23:30:00+00:00", "end": "2019-12-12T13:00:00+00:00"},
    "hospitalization": {
        "extension": [{"url": f"{UK}AdmissionMethod", "valueCodeableConcept": coded("m", "21")}],
        "dischargeDisposition": coded(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-DischargeDestinationEngland", "19"
        ),
    },
    "serviceProvider": {"reference": "Organization/gp"},
}
PLANNED: dict[str, object] = {**ENCOUNTER, "id": "later", "status": "planned"}
CONDITION: dict[str, object] = {
    "resourceType": "Condition",
    "id": "c",
    "code": coded("http://snomed.info/sct", "233604007"),
    "subject": {"reference": "urn:uuid:a"},
    "encounter": {"reference": "Encounter/e"},
    "onsetDateTime": "2019-12",
}
BENEFIT: dict[str, object] = {
    "resourceType": "ExplanationOfBenefit",
    "id": "b",
    "patient": {"reference": "urn:uuid:a"},
    "item": [{"encounter": [{"reference": "urn:uuid:e"}]}],
    "total": [{"amount": {"value": 129.164, "currency": "USD"}}],
    "payment": {"amount": {"value": 0, "currency": "USD"}},
}
ALL = (PATIENT, PRACTICE, ENCOUNTER, PLANNED, CONDITION, BENEFIT)
ANSWERS = {
    "person": "person_id | sex | birth_month | ethnicity\nfhir:a | 2 | 1945-06-01 | G",
    "source_link": "source_key | person_id | match_rule\nfhir:a | nhs:9990000018 | NHS number",
    "registration": "practice_code | start_date | end_date\nE86001 | 1945-06-01 |",
    "identity": "person_id | nhs_number | family_name | given_name\nfhir:a | 9990000018 | Example | Ann",
    "activity": """
    activity_id | person_id | setting | start_ts         | provider_code | admission_method | discharge_method | discharge_destination | los_days
    fhir:e      | fhir:a    | APC     | 2019-12-10T23:30 | E86001        | 21               | 1                | 19                    | 2
    """,
    "diagnosis": """
    person_id | activity_id | code_system | code      | onset_date
    fhir:a    | fhir:e      | SNOMED      | 233604007 | 2019-12-01
    """,
    "cost": """
    cost_id       | activity_id | basis  | amount | currency
    fhir:b:charge | fhir:e      | charge | 129.16 | USD
    fhir:b:paid   | fhir:e      | paid   | 0.00   | USD
    """,
    "organisation": "code | name\nE86001 | Example Surgery",
}


def as_bundle(resources: Sequence[dict[str, object]]) -> str:
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def test_fhir_in_a_bundle(tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    folder.mkdir()
    (folder / "bundle.json").write_text(as_bundle(ALL), encoding="utf-8")
    assert_becomes(canonical(folder, "fhir-r4"), ANSWERS)


def test_fhir_by_the_line_as_bulk_export_writes_it(tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    folder.mkdir()
    for kind in {str(one["resourceType"]) for one in ALL}:
        lines = [json.dumps(one) for one in ALL if one["resourceType"] == kind]
        (folder / f"{kind}.000.ndjson").write_text("\n".join(lines), encoding="utf-8")
    assert_becomes(canonical(folder, "fhir-r4"), ANSWERS)


def test_fhir_in_single_files(tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    folder.mkdir()
    for one in ALL:
        name = f"{one['resourceType']}-{one['id']}.json"
        (folder / name).write_text(json.dumps(one), encoding="utf-8")
    assert_becomes(canonical(folder, "fhir-r4"), ANSWERS)


def write_lines(path: Path, *resources: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, resources)) + "\n", encoding="utf-8")


def becomes(tmp_path: Path, drawings: dict[str, str], *resources: Mapping[str, object]) -> None:
    """Assert what FHIR resources become, one on each line of a file."""
    write_lines(tmp_path / "fhir" / "all.ndjson", *resources)
    assert_becomes(canonical(tmp_path / "fhir", "fhir-r4"), drawings)


def without(resource: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in resource.items() if name not in names}


def test_a_bulk_export_in_folders_with_what_only_tells_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    for one in ALL:
        write_lines(folder / f"{one['resourceType']}" / f"part-{one['id']}.json", one, one)
    (folder / "manifest.json").write_text('{"transactionTime": "2024", "output": []}')
    (folder / "export.json").write_text('[{"type": "Patient", "url": "x"}]')
    (folder / "log.ndjson").write_text('{"eventId": "kickoff"}\n')
    (folder / "build.xml").write_text("<project/>")
    (folder / "empty.json").write_text("")
    (folder / "_SUCCESS").write_text("")
    assert_becomes(canonical(folder, "fhir-r4"), ANSWERS)


def test_fhir_with_a_bundle_on_each_line_or_a_list_of_resources(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    bundles = "\n".join([as_bundle(ALL[:2]), as_bundle(ALL[2:])])
    (tmp_path / "lines" / "all.ndjson").write_text(bundles, encoding="utf-8")
    assert_becomes(canonical(tmp_path / "lines", "fhir-r4"), ANSWERS)
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / "all.json").write_text(json.dumps(ALL), encoding="utf-8")
    assert_becomes(canonical(tmp_path / "list", "fhir-r4"), ANSWERS)


def test_people_of_whom_little_is_known(tmp_path: Path) -> None:
    known = {**PATIENT, "id": "year", "birthDate": "1945", "deceasedDateTime": "2019"}
    month = {**PATIENT, "id": "month", "birthDate": "1945-06", "deceasedBoolean": True}
    bare = {"resourceType": "Patient", "id": "bare"}
    address = [{"postalCode": "02155-1234"}]
    abroad = {"resourceType": "Patient", "id": "us", "birthDate": "1950-02-03", "address": address}
    drawings = {
        "person": """
        person_id  | sex | birth_month | death_date
        fhir:month | 2   | 1945-06-01  |
        fhir:us    | X   | 1950-02-01  |
        fhir:year  | 2   | 1945-07-01  | 2019-07-01
        """,
        # Nobody knows until when to count one who has died, on a day that is not given.
        "registration": """
        person_id | start_date | end_date
        fhir:us   | 1950-02-01 |
        fhir:year | 1945-07-01 | 2019-07-01
        """,
        # Part of a day or of a postcode would link people wrongly.
        "identity": """
        person_id  | birth_date | postcode
        fhir:bare  |            |
        fhir:month |            |
        fhir:us    | 1950-02-03 |
        fhir:year  |            |
        """,
    }
    becomes(tmp_path, drawings, known, month, bare, abroad)


def test_encounters_as_other_servers_write_them(tmp_path: Path) -> None:
    def encounter(name: str, **other: object) -> dict[str, object]:
        return {**without(ENCOUNTER, "hospitalization", "extension"), "id": name, **other}

    as_r5 = [{"coding": [{"code": "IMP"}]}]
    versioned = {"reference": "https://example.org/fhir/Patient/a/_history/2"}
    searched = {"reference": "Organization?identifier=https://example.org/id|abc"}
    drawings = {
        "activity": """
        activity_id | person_id | setting | start_ts         | end_ts           | provider_code
        fhir:1      | fhir:a    | APC     | 2019-12-10T23:30 | 2019-12-12T13:00 | E86001
        fhir:2      | fhir:a    | OTHER   | 2019-12-10T23:30 | 2019-12-12T13:00 | abc
        fhir:3      | fhir:a    | APC     | 2019-04-01       |                  | E86001
        fhir:4      | fhir:a    | APC     | 2019-01-01       |                  | E86001
        """,
    }
    encounters = (
        encounter("1", **{"class": as_r5}, subject=versioned),
        encounter("2", **{"class": {"code": "13"}}, serviceProvider=searched),
        encounter("3", period={"start": "2019-04", "end": "2019-04"}),
        encounter("4", period={"start": "2019"}),
    )
    becomes(tmp_path, drawings, PATIENT, PRACTICE, *encounters)


def test_the_known_one_of_several_codes_is_taken_and_partial_days_hold_the_whole(
    tmp_path: Path,
) -> None:
    local = {"system": "urn:oid:1.2", "code": "99"}
    snomed = {"system": "http://snomed.info/sct", "code": "233604007"}
    american = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "J18.9"}

    def condition(name: str, codes: list[dict[str, str]], **other: str) -> dict[str, object]:
        return {
            **without(CONDITION, "onsetDateTime"),
            "id": name,
            "code": {"coding": codes},
            **other,
        }

    drawings = {
        "diagnosis": """
        position | code_system | code      | onset_date | end_date
        1        | SNOMED      | 233604007 | 2019-04-20 | 2019-04-28
        2        | ICD10       | J18.9     | 2019-01-01 | 2020-12-31
        3        | OTHER       | 99        |            |
        """,
    }
    becomes(
        tmp_path,
        drawings,
        PATIENT,
        condition("1", [local, snomed], onsetDateTime="2019-04-20", abatementDateTime="2019-04"),
        condition("2", [american], onsetDateTime="2019", abatementDateTime="2020"),
        condition("3", [local]),
    )


def test_values_of_observations_of_every_kind(tmp_path: Path) -> None:
    def observation(name: str, **other: object) -> dict[str, object]:
        held = {"resourceType": "Observation", "id": name, "subject": {"reference": "Patient/a"}}
        return {**held, "code": coded("http://loinc.org", name), **other}

    at = {"effectiveDateTime": "2019-05-01T10:00:00Z"}
    pressures = [
        {
            "code": coded("http://loinc.org", "8480-6"),
            "valueQuantity": {"value": 120, "unit": "mm"},
        },
        {"code": coded("http://loinc.org", "8462-4"), "valueQuantity": {"value": 80, "unit": "mm"}},
    ]
    drawings = {
        "measurement": """
        measured_at      | position | code   | value_num | value_text | unit
        2019-05-01T10:00 | 1        | 1      | 5.5       |            | %
        2019-05-01T10:00 | 2        | 2      |           | <5         |
        2019-05-01T10:00 | 3        | 3      |           | true       |
        2019-01-01       | 4        | 4      | 3.0       |            |
        2019-05-01T10:00 | 5        | 5      |           |            |
        2019-05-01T10:00 | 1000001  | 8480-6 | 120.0     |            | mm
        2019-05-01T10:00 | 1000002  | 8462-4 | 80.0      |            | mm
        """,
    }
    becomes(
        tmp_path,
        drawings,
        PATIENT,
        observation("1", **at, valueQuantity={"value": 5.5, "unit": "%"}),
        # The same moment, written otherwise, is no repetition.
        observation(
            "2",
            effectiveInstant="2019-05-01T11:00:00+01:00",
            valueQuantity={"value": 5, "comparator": "<"},
        ),
        observation("3", **at, valueBoolean=True),
        observation("4", effectiveDateTime="2019", valueInteger=3),
        observation("5", **at, component=pressures),
    )


def test_the_code_of_a_medicine_is_looked_for_where_it_stands(tmp_path: Path) -> None:
    rxnorm, snomed = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://snomed.info/sct"

    def request(name: str, reference: str, **other: object) -> dict[str, object]:
        held = {"resourceType": "MedicationRequest", "id": name, "authoredOn": "2019-05-03"}
        named = {
            "subject": {"reference": "Patient/a"},
            "medicationReference": {"reference": reference},
        }
        return {**held, **named, **other}

    within = {"resourceType": "Medication", "id": "m", "code": coded(rxnorm, "111")}
    becomes(
        tmp_path,
        {"rx_item": "item_id | code_system | code\nfhir:1 | RxNorm | 111\nfhir:2 | SNOMED | 222"},
        PATIENT,
        request("1", "#m", contained=[within]),
        request("2", "Medication/x"),
        without(request("3", "Medication/x"), "subject"),
        {"resourceType": "Medication", "id": "x", "code": coded(snomed, "222")},
    )


def test_a_claim_counts_only_where_no_explanation_of_benefit_says_the_same(tmp_path: Path) -> None:
    item = [{"encounter": [{"reference": "Encounter/e"}]}]
    patient = {"reference": "Patient/a"}

    def total(kind: str, value: float) -> dict[str, object]:
        amount = {"value": value, "currency": "USD"}
        return {"category": {"coding": [{"code": kind}]}, "amount": amount}

    claim = {"resourceType": "Claim", "id": "c", "patient": patient, "item": item}
    claim |= {"total": {"value": 129.164}}
    pharmacy = {**claim, "id": "d", "prescription": {"reference": "MedicationRequest/r"}}
    told = {"resourceType": "ExplanationOfBenefit", "id": "b", "patient": patient, "item": item}
    told |= {"total": [total("benefit", 1), total("submitted", 129.16)]}
    becomes(
        tmp_path / "claims",
        {
            "cost": """
            cost_id             | activity_id | item_id | basis  | amount | currency
            fhir-claim:c:charge | fhir:e      |         | charge | 129.16 | XXX
            fhir-claim:d:charge |             | fhir:r  | charge | 129.16 | XXX
            """
        },
        *(PATIENT, claim, pharmacy),
    )
    becomes(
        tmp_path / "both",
        {
            "cost": "cost_id | activity_id | amount | currency\nfhir:b:charge | fhir:e | 129.16 | USD"
        },
        *(PATIENT, claim, told),
    )


def test_a_bundle_that_refers_by_addresses_which_are_not_the_ids(tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    folder.mkdir()
    referring = {**ENCOUNTER, "subject": {"reference": "urn:uuid:0001"}}
    entries = [
        {"fullUrl": "urn:uuid:0001", "resource": PATIENT},
        {"fullUrl": "urn:uuid:0002", "resource": referring},
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    (folder / "b.json").write_text(json.dumps(bundle), encoding="utf-8")
    drawn = {"activity": "activity_id | person_id\nfhir:e | fhir:a"}
    assert_becomes(canonical(folder, "fhir-r4"), drawn)


def test_an_organisation_and_a_location_may_have_one_id(tmp_path: Path) -> None:
    place = {"resourceType": "Location", "id": "gp", "name": "Ward"}
    drawn = {"organisation": "code | name\nE86001 | Example Surgery\nlocation:gp | Ward"}
    becomes(tmp_path, drawn, PATIENT, PRACTICE, place)
