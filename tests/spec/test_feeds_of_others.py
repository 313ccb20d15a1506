# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""Shipped mappings of shapes that are not the NHS's own, on tiny feeds drawn by hand."""

from __future__ import annotations

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
        huddle_events=f"""
        event_id | nhs_number | local_id | organisation_code | huddle_id | event | happened_at
        6 | {who} | 4 | decided | 2023-05-11T13:00:00
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
                        | 2023-05-11T13:00 | huddle:decided        |           | 4
            """,
        },
    )


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
