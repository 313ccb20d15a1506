# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""Shipped mappings of shapes that are not the NHS's own, on tiny feeds drawn by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.feeds import assert_becomes, canonical, write_feed

CONCEPTS = """
concept_id | vocabulary_id | concept_code
0          | None          | No matching concept
44831230   | ICD10CM       | J18.1
255848     | SNOMED        | 233604007
3004501    | LOINC         | 2345-7
"""


def test_omop_takes_the_code_of_the_source_else_the_standard_one_else_what_was_written(
    tmp_path: Path,
) -> None:
    folder = write_feed(
        tmp_path / "omop",
        PERSON="""
        PERSON_ID | GENDER_CONCEPT_ID | YEAR_OF_BIRTH | MONTH_OF_BIRTH | BIRTH_DATETIME
        1         | 8507              | 1945          | 6              |
        2         | 8532              | 1960          |                | 1960-02-03
        3         | 0                 | 1980          |                |
        """,
        DEATH="PERSON_ID | DEATH_DATE\n1 | 2020-01-05",
        VISIT_OCCURRENCE="""
        VISIT_OCCURRENCE_ID | PERSON_ID | VISIT_CONCEPT_ID | VISIT_START_DATE | VISIT_START_DATETIME | VISIT_END_DATE
        10                  | 1         | 9201             | 2019-05-01       | 2019-05-01T10:00:00  | 2019-05-04
        11                  | 2         | 8940             | 2019-06-01       |                      | 2019-06-01
        12                  | 3         | 0                | 2019-07-01       |                      |
        """,
        CONDITION_OCCURRENCE="""
        PERSON_ID | VISIT_OCCURRENCE_ID | CONDITION_CONCEPT_ID | CONDITION_SOURCE_CONCEPT_ID | CONDITION_SOURCE_VALUE | CONDITION_START_DATE
        1         | 10                  | 255848               | 44831230                    | J18.1                  | 2019-05-01
        1         | 10                  | 255848               | 0                           | pneumonia              | 2019-05-01
        2         | 11                  | 0                    | 0                           | local-7                | 2019-06-01
        """,
        CONCEPT=CONCEPTS,
    )
    assert_becomes(
        canonical(folder, "omop"),
        {
            # Where no month of birth is given July is assumed.
            "person": """
            person_id | sex | birth_month | death_date
            1         | 1   | 1945-06-01  | 2020-01-05
            2         | 2   | 1960-02-01  |
            3         | 9   | 1980-07-01  |
            """,
            "activity": """
            activity_id | setting | start_ts         | end_ts     | los_days
            10          | APC     | 2019-05-01T10:00 | 2019-05-04 | 3
            11          | GP      | 2019-06-01       | 2019-06-01 | 0
            12          | OTHER   | 2019-07-01       |            |
            """,
            "diagnosis": """
            activity_id | position | code_system | code
            10          | 1        | ICD10       | J18.1
            10          | 2        | SNOMED      | 233604007
            11          | 1        | OTHER       | local-7
            """,
        },
    )


def test_synthea_of_2018_has_other_names_and_no_payments(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "synthea",
        patients="Id | BIRTHDATE | DEATHDATE | GENDER\np | 1950-02-03 | | F",
        encounters="""
        Id | START                | STOP                 | PATIENT | PROVIDER | ENCOUNTERCLASS | CODE | COST
        e  | 2018-05-01T10:00:00Z | 2018-05-01T10:30:00Z | p       | clinic   | ambulatory     | 1    | 129.16
        """,
        medications="START | STOP | PATIENT | ENCOUNTER | CODE | COST | DISPENSES | TOTALCOST\n2018-05-01 | | p | e | 313782 | 5 | 2 | 10.5",
    )
    assert_becomes(
        canonical(folder, "synthea-csv"),
        {
            "activity": "activity_id | setting | provider_code | commissioner_code\ne | GP | clinic |",
            "cost": """
            cost_id                    | basis  | amount
            e:charge                   | charge | 129.16
            synthea-medication-1:charge | charge | 10.50
            """,
            "rx_item": "processed_month | items\n2018-05-01 | 2",
        },
    )


def test_synthea_of_2024_names_the_system_of_its_codes(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "synthea",
        patients="Id | BIRTHDATE | DEATHDATE | GENDER | FIPS | INCOME\np | 1950-02-03 | | M | 1 | 2",
        encounters="""
        Id | START                | STOP                 | PATIENT | ORGANIZATION | PROVIDER | PAYER | ENCOUNTERCLASS | CODE | BASE_ENCOUNTER_COST | TOTAL_CLAIM_COST | PAYER_COVERAGE
        e  | 2024-05-01T10:00:00Z | 2024-05-03T10:30:00Z | p       | org          | doc      | ins   | inpatient      | 1    | 80                  | 129.164          | 100.126
        """,
        conditions="START | STOP | PATIENT | ENCOUNTER | SYSTEM | CODE | DESCRIPTION\n2024-05-01 | | p | e | SNOMED-CT | 44054006 | d",
    )
    assert_becomes(
        canonical(folder, "synthea-csv"),
        {
            "activity": "setting | provider_code | commissioner_code | los_days\nAPC | org | ins | 2",
            "diagnosis": "code_system | code | onset_date\nSNOMED | 44054006 | 2024-05-01",
            "cost": "cost_id | basis | amount\ne:charge | charge | 129.16\ne:paid | paid | 100.13",
        },
    )


def test_tuva_makes_one_activity_of_a_claim_and_a_cost_of_each_line(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "tuva",
        eligibility="""
        person_id | gender | birth_date | death_date | enrollment_start_date | enrollment_end_date
        p         | female | 1950-02-03 |            | 2022-01-01            | 2022-12-31
        p         | female | 1950-02-03 | 2023-03-01 | 2023-01-01            | 2023-12-31
        """,
        medical_claim="""
        claim_id | claim_line_number | person_id | claim_start_date | claim_end_date | claim_line_start_date | admission_date | discharge_date | bill_type_code | place_of_service_code | hcpcs_code | facility_npi | billing_npi | payer | paid_amount | allowed_amount | charge_amount | diagnosis_code_type | diagnosis_code_1 | diagnosis_code_2 | procedure_code_type | procedure_code_1 | procedure_date_1
        c1       | 1                 | p         | 2022-05-01       | 2022-05-04     | 2022-05-01            | 2022-05-01     | 2022-05-04     | 0111           |                       |            | n1           | n9          | ins   | 1000.005    | 1200           | 5000          | icd-10-cm           | J18.9            | E11.9            | icd-10-pcs          | 0BH17EZ          | 2022-05-02
        c1       | 2                 | p         | 2022-05-01       | 2022-05-04     | 2022-05-02            | 2022-05-01     | 2022-05-04     | 0111           |                       | G0378      | n1           | n9          | ins   | 50          |                | 90            | icd-10-cm           | J18.9            | E11.9            | icd-10-pcs          | 0BH17EZ          | 2022-05-02
        c2       | 1                 | p         | 2022-06-01       | 2022-06-01     | 2022-06-01            |                |                |                | 11                    | 99213      |              | n8          | ins   |             |                | 75            | icd-10-cm           | I10              |                  |                     |                  |
        """,
        pharmacy_claim="""
        claim_id | claim_line_number | person_id | dispensing_date | ndc_code    | quantity | paid_amount
        r1       | 1                 | p         | 2022-07-05      | 00093101001 | 30       | 4.20
        """,
        lab_result="""
        lab_result_id | person_id | encounter_id | source_component_type | source_component_code | normalized_component_type | normalized_component_code | result | result_datetime     | collection_datetime | source_units | normalized_units
        l1            | p         | e1           | LOINC                 | 4548-4                |                           |                           | 6.8    | 2022-05-02 10:00:00 |                     | %            |
        l2            | p         | e1           | LOINC                 | 5778-6                |                           |                           | Yellow |                     | 2022-05-02 10:00:00 |              |
        """,
    )
    assert_becomes(
        canonical(folder, "tuva"),
        {
            "person": "person_id | sex | birth_month | death_date\np | 2 | 1950-02-01 | 2023-03-01",
            "registration": """
            person_id | practice_code | start_date | end_date
            p         | V81999        | 2022-01-01 | 2023-01-01
            p         | V81999        | 2023-01-01 | 2024-01-01
            """,
            "activity": """
            activity_id | setting | start_ts   | end_ts     | provider_code | los_days
            claim:c1    | APC     | 2022-05-01 | 2022-05-04 | n1            | 3
            claim:c2    | GP      | 2022-06-01 | 2022-06-01 | n8            |
            """,
            "cost": """
            cost_id            | activity_id | item_id | basis   | amount
            claim:c1:1:allowed | claim:c1    |         | allowed | 1200.00
            claim:c1:1:charge  | claim:c1    |         | charge  | 5000.00
            claim:c1:1:paid    | claim:c1    |         | paid    | 1000.01
            claim:c1:2:charge  | claim:c1    |         | charge  | 90.00
            claim:c1:2:paid    | claim:c1    |         | paid    | 50.00
            claim:c2:1:charge  | claim:c2    |         | charge  | 75.00
            rx:r1:1:paid       |             | rx:r1:1 | paid    | 4.20
            """,
            "diagnosis": """
            activity_id | position | code_system | code | kind
            claim:c1    | 1        | ICD10       | J189 | primary
            claim:c1    | 2        | ICD10       | E119 | secondary
            claim:c2    | 1        | ICD10       | I10  | primary
            """,
            "procedure": """
            activity_id | position | code_system | code    | performed_date
            claim:c1    | 1        | ICD-10-PCS  | 0BH17EZ | 2022-05-02
            claim:c1    | 1001     | HCPCS       | G0378   | 2022-05-02
            claim:c2    | 1001     | HCPCS       | 99213   | 2022-06-01
            """,
            "measurement": """
            activity_id  | code   | value_num | value_text | unit
            encounter:e1 | 4548-4 | 6.8       | 6.8        | %
            encounter:e1 | 5778-6 |           | Yellow     |
            """,
        },
    )


def test_the_care_module_writes_what_is_read_here(tmp_path: Path) -> None:
    who = "9990000018 | L1 | RXX"
    folder = write_feed(
        tmp_path / "care",
        contacts=f"""
        contact_id | nhs_number | local_id | organisation_code | team_type | started_at | ended_at | duration_minutes | medium | attended
        1 | {who} | 19 | 2023-05-04T09:00:00 | 2023-05-04T10:30:00 | 90 | 01 | 5
        """,
        caseload=f"""
        entry_id | nhs_number | local_id | organisation_code | team_type | reason | tier | entered_at | agreed_at | closed_at | exit_reason
        7 | {who} | 19 | risk list | weekly | 2023-04-20 | 2023-04-28 | |
        """,
        assessments=f"""
        assessment_id | nhs_number | local_id | organisation_code | contact_id | instrument | instrument_version | assessed_at | score | level
        3 | {who} | 1 | PAM | 13 | 2023-05-04T09:30:00 | 55.6 | 3
        """,
        plan_events=f"""
        event_id | nhs_number | local_id | organisation_code | plan_id | event | happened_at
        5 | {who} | 9 | agreed_by_person | 2023-05-10T10:00:00
        """,
        referrals=f"""
        referral_id | nhs_number | local_id | organisation_code | source | team_type | received_at | accepted_at | closed_at | closure_reason
        2 | {who} | GP | 19 | 2023-04-15 | 2023-04-17 | 2023-06-01 | complete
        """,
    )
    assert_becomes(
        canonical(folder, "care-module"),
        {
            "activity": """
            activity_id | person_id      | setting | duration_minutes | specialty | attendance_status | provider_code
            care:1      | nhs:9990000018 | COMM    | 90               | 19        | 5                 | RXX
            """,
            "referral": """
            referral_id     | source_code | team_type | received_at | accepted_at | closed_at  | closure_reason
            care-caseload:7 | risk list   | 19        | 2023-04-20  | 2023-04-28  |            |
            care:2          | GP          | 19        | 2023-04-15  | 2023-04-17  | 2023-06-01 | complete
            """,
            "measurement": """
            activity_id | measured_at      | code                  | value_num | value_text
            care:1      | 2023-05-04T09:30 | PAM                   | 55.6      | 3
                        | 2023-05-10T10:00 | plan:agreed_by_person |           | 9
            """,
        },
    )


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


def write_lines(path: Path, *resources: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, resources)) + "\n", encoding="utf-8")


def becomes(tmp_path: Path, drawings: dict[str, str], *resources: dict[str, object]) -> None:
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


def test_synthea_of_2017_names_neither_class_nor_cost_nor_kind_of_value(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "synthea" / "output" / "csv",
        patients="ID | BIRTHDATE | DEATHDATE | GENDER\np | 1950-02-03 | | F",
        encounters="ID | DATE | PATIENT | CODE\ne | 2017-05-01 | p | 1",
        observations="DATE | PATIENT | ENCOUNTER | CODE | VALUE | UNITS\n2017-05-01 | p | e | 1 | 5.5 | cm\n2017-05-01 | p | | 2 | Yes |",
        procedures="DATE | PATIENT | ENCOUNTER | CODE\n2017-05-01 | p | e | 3",
        medications="START | STOP | PATIENT | ENCOUNTER | CODE\n2017-05-01 | | p | e | 4",
    )
    assert_becomes(
        canonical(folder.parent.parent, "synthea-csv"),
        {
            "activity": "activity_id | setting | start_ts | end_ts\ne | OTHER | 2017-05-01 |",
            "measurement": "code | value_num | value_text\n1 | 5.5 | 5.5\n2 | | Yes",
            "procedure": "code | performed_date\n3 | 2017-05-01",
            "rx_item": "code | processed_month\n4 | 2017-05-01",
        },
    )


def test_synthea_with_odd_times_unseen_classes_and_systems(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "synthea",
        patients="Id | BIRTHDATE | DEATHDATE | GENDER\np | 1950-02-03 | | F",
        encounters="""
        Id | START                     | STOP                      | PATIENT | ENCOUNTERCLASS | TOTAL_CLAIM_COST
        1  | 2024-05-01 10:00:00 UTC   | 2024-05-01 10:30:00 UTC   | p       | newclass       | 12.3456
        2  | 2024-05-01T10:00:00-05:00 | 2024-05-01T10:30:00-05:00 | p       | inpatient      | -5
        3  | 2024-05-01T10:00          |                           | p       | virtual        |
        """,
        conditions="""
        START      | STOP | PATIENT | ENCOUNTER | SYSTEM    | CODE
        2024-05-01 |      | p       | 1         | ICD10-CM  | J18.9
        2024-05-01 |      | p       | 1         |           | 44054006
        2024-05-01 |      | p       | 1         | LOCAL     | x
        """,
    )
    assert_becomes(
        canonical(folder, "synthea-csv"),
        {
            "activity": """
            activity_id | setting | start_ts         | end_ts
            1           | OTHER   | 2024-05-01T10:00 | 2024-05-01T10:30
            2           | APC     | 2024-05-01T15:00 | 2024-05-01T15:30
            3           | GP      | 2024-05-01T10:00 |
            """,
            "cost": "cost_id | amount\n1:charge | 12.35",
            "diagnosis": "position | code_system\n1 | ICD10\n2 | SNOMED\n3 | OTHER",
        },
    )


def test_two_exports_put_together_count_once_what_both_say(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "synthea",
        patients="""
        Id | BIRTHDATE  | DEATHDATE  | GENDER
        p  | 1950-02-03 | 2024-01-05 | F
        p  | 1950-02-03 |            | F
        """,
        encounters="""
        Id | START            | STOP | PATIENT | ENCOUNTERCLASS | TOTAL_CLAIM_COST
        1  | 2023-05-01T10:00 |      | p       | inpatient      | 5
        1  | 2023-05-01T10:00 |      | p       | inpatient      | 5
        """,
    )
    assert_becomes(
        canonical(folder, "synthea-csv"),
        {
            "person": "person_id | death_date\np | 2024-01-05",
            "activity": "activity_id | setting\n1 | APC",
            "cost": "cost_id | amount\n1:charge | 5.00",
        },
    )


def test_omop_of_5_3_in_text_with_fractions_and_without_vocabulary(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "omop",
        person="person_id | gender_concept_id | year_of_birth\n9007199254740993 | 8507 | 1945.0",
        observation_period="person_id | observation_period_start_date | observation_period_end_date\n9007199254740993 | 2019-01-01 | 2019-12-31",
        visit_occurrence="""
        visit_occurrence_id | person_id        | visit_concept_id | visit_start_date | visit_end_date
        10                  | 9007199254740993 | 9201.0           | 2019-05-01       | 2019-05-04
        """,
        condition_occurrence="""
        person_id        | visit_occurrence_id | condition_concept_id | condition_source_value | condition_start_date
        9007199254740993 | 10.0                | 255848.0             | J18.1                  | 2019-05-01
        9007199254740993 |                     | 255848.0             | NULL                   | 2019-05-01
        9007199254740993 |                     | 0                    |                        | 2019-05-01
        """,
        cost="cost_id | cost_event_id | cost_domain_id | total_paid\n1 | 10.0 | Visit | 12.345",
        concept="concept_id | vocabulary_id | concept_code",
    )
    assert_becomes(
        canonical(folder, "omop"),
        {
            "person": "person_id | sex | birth_month\n9007199254740993 | 1 | 1945-07-01",
            "registration": "start_date | end_date\n2019-01-01 | 2020-01-01",
            "activity": "activity_id | setting\n10 | APC",
            "diagnosis": "activity_id | position | code_system | code\n10 | 1 | OTHER | J18.1\n | 1 | OTHER | omop:255848",
            "cost": "cost_id | activity_id | amount | currency\nomop-cost-1 | 10 | 12.35 | XXX",
        },
    )


def test_omop_with_the_parts_of_visits_alone(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "omop",
        person="person_id | gender_concept_id | year_of_birth | month_of_birth\n1 | 8507 | 1945 | 6",
        visit_detail="""
        visit_detail_id | person_id | visit_detail_concept_id | visit_detail_start_date | visit_detail_end_date
        7               | 1         | 9203                    | 2019-05-01              | 2019-05-01
        """,
    )
    drawn = {"activity": "activity_id | setting | start_ts\n7 | ED | 2019-05-01"}
    assert_becomes(canonical(folder, "omop"), drawn)
    write_feed(
        folder,
        visit_occurrence="visit_occurrence_id | person_id | visit_concept_id | visit_start_date | visit_end_date\n9 | 1 | 9203 | 2019-05-01 | 2019-05-01",
    )
    whole = {"activity": "activity_id | setting | start_ts\n9 | ED | 2019-05-01"}
    assert_becomes(canonical(folder, "omop"), whole)
