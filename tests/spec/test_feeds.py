# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""Each shipped mapping on a tiny feed of its shape: what a data manager sees.

Synthetic people: 999 000 0018, 0026 and 0034 are valid test numbers; 999 000 0019 does not check.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feeds import assert_becomes, canonical, shipped, write_feed
from wholeplace.store.shipped import shipped_names


def test_pds_gives_people_practices_and_homes(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "pds",
        pds_person="""
        NHS_NUMBER | YEAR_MONTH_OF_BIRTH | GENDER | ETHNIC_CATEGORY | DATE_OF_DEATH
        9990000018 | 1945-06             | 2      | A               | 2024-05-02
        999 000 0026 | 200112            | 1      |                 |
        9990000034 | 1980-02             | 0      | Z               |
        """,
        pds_care_practice="""
        NHS_NUMBER | PRIMARY_CARE_PROVIDER | EFFECTIVE_FROM_DATE | EFFECTIVE_TO_DATE | REASON_FOR_REMOVAL
        9990000018 | E86001                | 2010-01-04          | 2024-05-02        | DEA
        9990000026 | E86001                | 2020-07-01          | 2022-03-31        |
        9990000026 | E86002                | 2022-04-01          |                   |
        9990000034 |                       | 2022-04-01          |                   | EMB
        """,
        pds_address="""
        NHS_NUMBER | EFFECTIVE_FROM_DATE | EFFECTIVE_TO_DATE | LSOA      | LOCAL_AUTHORITY | CQC_CARE_HOME_CODE
        9990000018 | 2010-01-04          | 2023-12-31        | E01002433 | E09000017       |
        9990000018 | 2024-01-01          |                   | E01002434 | E09000017       | 1-101
        """,
        pds_identity="""
        NHS_NUMBER | GIVEN_NAME | FAMILY_NAME | BIRTH_DATE | GENDER | POSTCODE | UPRN
        9990000018 | Ann        | Example     | 1945-06-17 | 2      | UB8 1AA  | 100001
        """,
    )
    assert_becomes(
        canonical(folder, "pds"),
        {
            # 0 is not a code of the dictionary; what is not known is X.
            "person": """
            person_id      | sex | birth_month | ethnicity | death_date
            nhs:9990000018 | 2   | 1945-06-01  | A         | 2024-05-02
            nhs:9990000026 | 1   | 2001-12-01  |           |
            nhs:9990000034 | X   | 1980-02-01  | Z         |
            """,
            # The last day that counts becomes the first that does not; no practice, no registration.
            "registration": """
            person_id      | practice_code | start_date | end_date   | end_reason
            nhs:9990000018 | E86001        | 2010-01-04 | 2024-05-03 | DEA
            nhs:9990000026 | E86001        | 2020-07-01 | 2022-04-01 |
            nhs:9990000026 | E86002        | 2022-04-01 |            |
            """,
            "residence": """
            person_id      | start_date | end_date   | lsoa_code | la_code   | care_home_id
            nhs:9990000018 | 2010-01-04 | 2024-01-01 | E01002433 | E09000017 |
            nhs:9990000018 | 2024-01-01 |            | E01002434 | E09000017 | 1-101
            """,
            "identity": """
            source | person_id      | nhs_number | given_name | family_name | birth_date | sex | postcode | uprn
            pds    | nhs:9990000018 | 9990000018 | Ann        | Example     | 1945-06-17 | 2   | UB8 1AA  | 100001
            """,
        },
    )


def test_pds_reads_the_names_of_a_warehouse_too(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "pds",
        pds_person="""
        NHS Number | YearMonth_Of_Birth | Gender | Date of Death
        9990000018 | 194506             | 2      |
        """,
        pds_care_practice="""
        NHS Number | Primary Care Provider | Primary Care Provider Business Effective From Date | Primary Care Provider Business Effective To Date
        9990000018 | E86001 | 2010-01-04 |
        """,
    )
    assert_becomes(
        canonical(folder, "pds"),
        {
            "person": "person_id | birth_month | ethnicity\nnhs:9990000018 | 1945-06-01 |",
            "registration": "person_id | practice_code | end_date\nnhs:9990000018 | E86001 |",
        },
    )


def test_a_death_is_kept_beside_the_register_and_tied_to_it(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "deaths",
        deaths="""
        NHS_NUMBER | MONTH_OF_BIRTH | SEX | REG_DATE_OF_DEATH | REG_DATE   | S_UNDERLYING_COD_ICD10 | POD_ESTABLISHMENT_TYPE | LSOA_OF_RESIDENCE_CODE
        9990000018 | 1945-06        | 2   | 2024-05-02        | 2024-05-09 | i21.9                  | 1                      | E01002433
        9990000018 | 1945-06        | 2   | 2024-05-01        | 2024-06-03 | I21.9                  | 1                      | E01002433
                   | 1930-01        | 1   | 2024-05-05        | 2024-05-11 | C34                    | H                      |
        """,
    )
    assert_becomes(
        canonical(folder, "deaths"),
        {
            # A corrected registration takes the place of the first; without a number it is nobody's.
            "person": """
            person_id             | sex | birth_month | death_date | death_place | death_cause | _period
            deaths:nhs:9990000018 | 2   | 1945-06-01  | 2024-05-01 | 1           | I219        | 2024-06-01
            """,
            "source_link": """
            source | source_key            | person_id      | match_rule | match_score
            deaths | deaths:nhs:9990000018 | nhs:9990000018 | NHS number | 1.0
            """,
        },
    )


APC = """
EPIKEY | PROVSPNOPS | NHSNUMBER  | NHSNUMBER_STATUS | LOPATID | PROCODE | SITETRET | PURCODE | GPPRAC | LSOA11    | ADMIDATE   | ADMIMETH | ADMISORC | CLASSPAT | INTMANIG | EPIORDER | EPISTART   | EPIEND     | DISDATE    | DISMETH | DISDEST | SPELDUR | TRETSPEF | MAINSPEF | SUSHRG | DIAG_4_01 | DIAG_4_02 | OPERTN_4_01 | OPDATE_01  | FINAL_PRICE | MFF    | EXCLUDED_FROM_PBR | SUBMISSION_DATE
1      | S1         | 9990000018 | 01               | L1      | RXX     | RXX01    | 08G     | E86001 | E01002433 | 2023-05-01 | 21       | 19       | 1        | 1        | 1        | 2023-05-01 | 2023-05-03 | 2023-05-09 | 8       | 98      | 8       | 300      | 300      |        | J18.1     | E119      |             |            |             |        |                   | 2023-06-10
2      | S1         | 9990000018 | 01               | L1      | RXX     | RXX01    | 08G     | E86001 | E01002433 | 2023-05-01 | 21       | 19       | 1        | 1        | 2        | 2023-05-03 | 2023-05-09 | 2023-05-09 | 1       | 54      | 8       | 430      | 430      | DZ11K  | J181      |           | E85.2       | 2023-05-04 | 4100.10     | 1.0821 | N                 | 2023-06-10
2      | S1         | 9990000018 | 01               | L1      | RXX     | RXX01    | 08G     | E86001 | E01002433 | 2023-05-01 | 21       | 19       | 1        | 1        | 2        | 2023-05-03 | 2023-05-09 | 2023-05-09 | 1       | 54      | 8       | 430      | 430      | DZ11K  | J181      |           | E85.2       | 2023-05-04 | 4200.10     | 1.0821 | N                 | 2023-07-12
3      | S2         | 9990000026 | 03               | L2      | RXX     |          |         | V81999 |           | 2023-06-30 | 2a       |          | 1        |          | 1        | 2023-06-30 |            |            |         |         |         |          | 100      |        |           |           |             |            |             |        |                   | 2023-07-12
4      | S3         |            |                  |         | RXX     |          |         |        |           | 2023-06-01 | 11       |          | 2        |          | 1        | 2023-06-01 | 2023-06-01 | 2023-06-01 | 1       | 19      | 0       | 100      | 100      | FZ60Z  |           | K802      |             |            | 900         |        |                   | 2023-07-12
"""


def test_sus_apc_gives_episodes_codes_and_the_price_of_the_spell(tmp_path: Path) -> None:
    found = canonical(write_feed(tmp_path / "sus_apc", apc=APC), "sus-apc")
    assert_becomes(
        found,
        {
            # A number that was not traced is not trusted: the hospital's own is taken, else none.
            # Episode 2 was sent twice: the later counts. The open spell belongs to its month of start.
            "activity": """
            activity_id | parent_activity_id | person_id      | start_ts   | end_ts     | spell_start | spell_end  | admission_method | specialty | hrg_code | los_days | _period
            apc:RXX:1   | spell:RXX:S1       | nhs:9990000018 | 2023-05-01 | 2023-05-03 | 2023-05-01  | 2023-05-09 | 21               | 300       |          | 8        | 2023-05-01
            apc:RXX:2   | spell:RXX:S1       | nhs:9990000018 | 2023-05-03 | 2023-05-09 | 2023-05-01  | 2023-05-09 | 21               | 430       | DZ11K    | 8        | 2023-05-01
            apc:RXX:3   | spell:RXX:S2       | local:RXX:L2   | 2023-06-30 |            | 2023-06-30  |            | 2A               | 100       |          |          | 2023-06-01
            apc:RXX:4   | spell:RXX:S3       | unknown:apc.csv:5 | 2023-06-01 | 2023-06-01 | 2023-06-01  | 2023-06-01 | 11               | 100       | FZ60Z    | 0        | 2023-06-01
            """,
            # Without dots; the place is that of the column, so a first one left empty is not filled up.
            "diagnosis": """
            activity_id | position | code_system | code | kind      | onset_date
            apc:RXX:1   | 1        | ICD10       | J181 | primary   | 2023-05-01
            apc:RXX:1   | 2        | ICD10       | E119 | secondary | 2023-05-01
            apc:RXX:2   | 1        | ICD10       | J181 | primary   | 2023-05-03
            apc:RXX:4   | 2        | ICD10       | K802 | secondary | 2023-06-01
            """,
            "procedure": """
            activity_id | position | code_system | code | performed_date
            apc:RXX:2   | 1        | OPCS4       | E852 | 2023-05-04
            """,
            "cost": """
            cost_id          | activity_id | basis  | amount  | currency | mff    | pbr_excluded
            apc:RXX:2:tariff | apc:RXX:2   | tariff | 4200.10 | GBP      | 1.0821 | False
            apc:RXX:4:tariff | apc:RXX:4   | tariff | 900.00  | GBP      |        |
            """,
        },
    )


def test_sus_apc_reads_hes_with_twenty_diagnoses_and_without_what_sus_adds(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "hes",
        apc="""
        EPIKEY | PROVSPNOPS | NHSNUMBER  | NHSNUMBER_STATUS | LOPATID | PROCODE3 | ADMIDATE   | ADMIMETH | CLASSPAT | EPISTART   | EPIEND     | DISDATE    | TRETSPEF | DIAG_4_01 | DIAG_4_20 | DIAG_4_CONCAT | FINAL_PRICE | SUBMISSION_DATE
        77     | 9          | 9990000018 | 01               | L1      | RXX      | 2023-05-01 | 21       | 1        | 2023-05-01 | 2023-05-03 | 2023-05-03 | 300      | J181      | Z515      | J181,Z515     |             | 2023-06-10
        """,
    )
    assert_becomes(
        canonical(folder, "sus-apc"),
        {
            "activity": "activity_id | provider_code | hrg_code\napc:RXX:77 | RXX |",
            "diagnosis": "position | code\n1 | J181\n20 | Z515",
        },
    )


def test_sus_op_keeps_missed_appointments_and_costs_only_what_has_a_price(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "sus_op",
        op="""
        ATTENDKEY | NHSNUMBER  | NHSNUMBER_STATUS | LOPATID | PROCODE | APPTDATE   | ATTENDED | FIRSTATT | TRETSPEF | MAINSPEF | CONSMEDIUM | SUSHRG | DIAG_4_01 | OPERTN_4_01 | FINAL_PRICE | MFF | SUBMISSION_DATE
        11        | 9990000018 | 01               | L1      | RXX     | 2023-05-02 | 5        | 1        | 300      | 300      | 01         | WF01B  | I10X      | U20.1       | 180.255     | 1   | 2023-06-10
        12        | 9990000018 | 01               | L1      | RXX     | 2023-06-02 | 3        | 2        | 300      | 300      | 02         |        |           |             |             |     | 2023-07-10
        """,
    )
    assert_becomes(
        canonical(folder, "sus-op"),
        {
            "activity": """
            activity_id | setting | start_ts   | attendance_status | first_attendance | contact_medium | quantity_unit | _period
            op:11       | OP      | 2023-05-02 | 5                 | 1                | 01             | appointment   | 2023-05-01
            op:12       | OP      | 2023-06-02 | 3                 | 2                | 02             | appointment   | 2023-06-01
            """,
            "diagnosis": "activity_id | code | kind\nop:11 | I10X | primary",
            "procedure": "activity_id | code | performed_date\nop:11 | U201 | 2023-05-02",
            "cost": "cost_id | amount\nop:11:tariff | 180.26",
        },
    )


def test_ecds_tells_departments_apart_and_joins_day_and_time(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "ecds",
        ecds="""
        ATTENDANCE_ID | NHSNUMBER  | NHSNUMBER_STATUS | LOPATID | PROCODE | DEPARTMENT_TYPE | ATTENDANCE_CATEGORY | ARRIVAL_DATE | ARRIVAL_TIME | DEPARTURE_DATE | DEPARTURE_TIME | DIAGNOSIS_01 | DIAGNOSIS_02 | HRG   | FINAL_PRICE | MFF | SUBMISSION_DATE
        A1            | 9990000018 | 01               | L1      | RXX     | 01              | 1                   | 2023-05-01   | 23:50        | 2023-05-02     | 03:10          | 233604007    | 44054006     | VB05Z | 210.00      | 1.1 | 2023-06-10
        A2            | 9990000019 | 01               |         | RXX     | 3               | 2                   | 2023-05-03   | 10:00:00     |                |                |              |              | VB09Z |             |     | 2023-06-10
        """,
    )
    assert_becomes(
        canonical(folder, "ecds"),
        {
            "activity": """
            activity_id | person_id      | setting | department_type | start_ts         | end_ts           | first_attendance
            ed:A1       | nhs:9990000018 | ED      | 01              | 2023-05-01T23:50 | 2023-05-02T03:10 | 1
            ed:A2       | unknown:ecds.csv:2 | UTC     | 03              | 2023-05-03T10:00 |                  | 2
            """,
            "diagnosis": """
            activity_id | position | code_system | code      | kind
            ed:A1       | 1        | SNOMED      | 233604007 | primary
            ed:A1       | 2        | SNOMED      | 44054006  | secondary
            """,
            "cost": "cost_id | amount | mff\ned:A1:tariff | 210.00 | 1.1",
        },
    )


CONTACTS = """
UNIQUE_CARE_CONTACT_ID | PERSON_NHS_NUMBER | LOCAL_PATIENT_ID | ORG_ID_PROVIDER | ORG_ID_COMMISSIONER | SERVICE_REQUEST_ID | TEAM_TYPE | CONTACT_DATE | CONTACT_TIME | DURATION_MINUTES | CONSULTATION_MEDIUM | ATTENDED_OR_DNA | LOCATION_TYPE | RP_START_DATE
C1                     | 9990000018        | P1               | RY1             | 08G                 | R1                 | 12        | 2023-05-04   | 09:30        | 25               | 01                  | 5               | A01           | 2023-05-01
C2                     |                   | P2               | RY1             | 08G                 | R2                 | 12        | 2023-05-31   |              |                  | 02                  | 3               | A01           | 2023-05-01
C2                     |                   | P2               | RY1             | 08G                 | R2                 | 12        | 2023-05-31   |              | 5                | 02                  | 5               | A01           | 2023-06-01
"""
REFERRALS = """
SERVICE_REQUEST_ID | PERSON_NHS_NUMBER | LOCAL_PATIENT_ID | ORG_ID_PROVIDER | SOURCE_OF_REFERRAL | TEAM_TYPE | RECEIVED_DATE | CLOSED_DATE | CLOSURE_REASON | RP_START_DATE
R1                 | 9990000018        | P1               | RY1             | 01                 | 12        | 2023-04-28    |             |                | 2023-05-01
R1                 | 9990000018        | P1               | RY1             | 01                 | 12        | 2023-04-28    | 2023-06-20  | 02             | 2023-06-01
"""


@pytest.mark.parametrize(
    ("mapping", "stem", "prefix", "setting"),
    [("csds", "csds", "csds", "COMM"), ("mhsds", "mhs", "mh", "MHCC")],
)
def test_contacts_and_referrals_as_last_sent(
    mapping: str, stem: str, prefix: str, setting: str, tmp_path: Path
) -> None:
    files = {f"{stem}_contact": CONTACTS, f"{stem}_referral": REFERRALS}
    found = canonical(write_feed(tmp_path / mapping, **files), mapping)
    assert_becomes(
        found,
        {
            "activity": f"""
            activity_id | person_id      | setting   | start_ts         | duration_minutes | specialty | attendance_status | contact_medium | _period
            {prefix}:C1 | nhs:9990000018 | {setting} | 2023-05-04T09:30 | 25               | 12        | 5                 | 01             | 2023-05-01
            {prefix}:C2 | local:RY1:P2   | {setting} | 2023-05-31       | 5                | 12        | 5                 | 02             | 2023-06-01
            """,
            "referral": f"""
            referral_id | team_type | received_at | closed_at  | closure_reason
            {prefix}:R1 | 12        | 2023-04-28  | 2023-06-20 | 02
            """,
        },
    )
    assert "cost" not in found.rows


def test_mhsds_spells_have_their_days(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "mhsds",
        mhs_contact=CONTACTS,
        mhs_spell="""
        HOSP_PROV_SPELL_ID | PERSON_NHS_NUMBER | LOCAL_PATIENT_ID | ORG_ID_PROVIDER | ORG_ID_COMMISSIONER | START_DATE | ADMISSION_METHOD | ADMISSION_SOURCE | DISCHARGE_DATE | DISCHARGE_METHOD | DISCHARGE_DESTINATION | RP_START_DATE
        M1                 | 9990000018        | P1               | RY1             | 08G                 | 2023-05-04 | 2a               | 19               | 2023-05-20     | 1                | 19                    | 2023-05-01
        M2                 | 9990000026        | P2               | RY1             | 08G                 | 2023-05-30 | 11               | 19               |                |                  |                       | 2023-05-01
        """,
    )
    found = canonical(folder, "mhsds")
    found.rows["activity"] = [row for row in found.rows["activity"] if row["setting"] == "MHIP"]
    assert_becomes(
        found,
        {
            "activity": """
            activity_id | quantity_unit | start_ts   | end_ts     | admission_method | los_days
            mh:spell:M1 | spell         | 2023-05-04 | 2023-05-20 | 2A               | 16
            mh:spell:M2 | spell         | 2023-05-30 |            | 11               |
            """
        },
    )


def test_cld_gives_packages_events_and_whom_to_link(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "cld",
        cld="""
        LA_CODE | REPORTING_PERIOD_START_DATE | REPORTING_PERIOD_END_DATE | NHS_NUMBER | LA_PERSON_ID | GIVEN_NAME | FAMILY_NAME | BIRTH_DATE | POSTCODE | GENDER | GP_PRACTICE_CODE | EVENT_TYPE | EVENT_REFERENCE | EVENT_START_DATE | EVENT_END_DATE | SERVICE_TYPE                 | SERVICE_COMPONENT               | DELIVERY_MECHANISM        | PROVIDER_CQC_LOCATION_ID | UNIT_COST | COST_FREQUENCY | PLANNED_UNITS_PER_WEEK
        716     | 2023-04-01                  | 2023-06-30                | 9990000018 | P1           | Ann        | Example     | 1945-06-17 | UB8 1AA  | 2      | E86001           | Service    | E1              | 2023-04-03       |                | Long term support: Community | Home support or domiciliary care | CASSR commissioned support | 1-202                    | £21.50    | Hourly         | 10.5
        716     | 2023-07-01                  | 2023-09-30                | 9990000018 | P1           | Ann        | Example     | 1945-06-17 | UB8 1AA  | 2      | E86001           | Service    | E1              | 2023-04-03       | 2023-08-31     | Long term support: Community | Home support or domiciliary care | CASSR commissioned support | 1-202                    | 21.50     | Hourly         | 10.5
        716     | 2023-07-01                  | 2023-09-30                |            | P2           | Bob        | Sample      | 1950-01-02 | UB8 2BB  | Male   | E86002           | Assessment | E2              | 2023-07-03       | 2023-07-05     |                              |                                 |                           |                          |           |                |
        716     | 2023-07-01                  | 2023-09-30                |            | P2           | Bob        | Sample      | 1950-01-02 | UB8 3CC  | Male   | E86002           | Review     | E3              | 2023-09-03       |                |                              |                                 |                           |                          |           |                |
        """,
    )
    assert_becomes(
        canonical(folder, "cld"),
        {
            "care_package": """
            package_id | person_id      | funder_code | provider_code | service_component                | start_date | end_date   | unit_cost | cost_frequency | units_per_week
            cld:E1     | nhs:9990000018 | 716         | 1-202         | Home support or domiciliary care | 2023-04-03 | 2023-09-01 | 21.50     | Hourly         | 10.500
            """,
            "activity": """
            activity_id | person_id    | setting | start_ts   | quantity_unit
            cld:E2      | local:716:P2 | ASC     | 2023-07-03 | assessment
            cld:E3      | local:716:P2 | ASC     | 2023-09-03 | review
            """,
            # Who has an NHS number needs no name; of the other the last event's postcode is kept.
            "identity": """
            source | person_id      | nhs_number | given_name | family_name | birth_date | sex | postcode | local_id | local_id_issuer
            cld    | local:716:P2   |            | Bob        | Sample      | 1950-01-02 | 1   | UB8 3CC  | P2       | 716
            cld    | nhs:9990000018 | 9990000018 |            |             |            |     |          | P1       | 716
            """,
        },
    )


def test_cld_without_names_still_loads(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "cld",
        cld="""
        LA Code | Reporting Period Start Date | Reporting Period End Date | NHS Number | LA Person Unique Identifier | Event Type | Event Reference | Event Start Date | Event End Date | Service Type | Unit Cost | Cost Frequency (Unit Type) | Planned units per week
        716     | 2023-04-01                  | 2023-06-30                |            | P1                          | Service    | E1              | 2023-04-03       |                | Long term support: Community | 500 | Weekly |
        """,
    )
    assert_becomes(
        canonical(folder, "cld"),
        {
            "care_package": "package_id | unit_cost | end_date\ncld:E1 | 500.00 |",
            "identity": "person_id | given_name | birth_date\nlocal:716:P1 | |",
        },
    )


def test_epd_reads_months_and_pence(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "epd",
        epd="""
        ITEM_ID | NHS_NUMBER | PATIENT_GP_ODS | PROCESSED_PERIOD | PAID_BNF_CODE   | PAID_DMD_CODE | ITEM_COUNT | PAID_QUANTITY | ITEM_NIC | ITEM_ACTUAL_COST
        I1      | 9990000018 | E86001         | 202305           | 0212000B0AAABAB | 123           | 1          | 28            | 112      | 105.7
        I2      |            | E86001         | 202306           | 0601022B0AAABAB |               | 2          | 56.5          | 300      |
        """,
    )
    assert_becomes(
        canonical(folder, "epd"),
        {
            "rx_item": """
            item_id | person_id      | processed_month | code_system | code            | items | quantity | _period
            epd:I1  | nhs:9990000018 | 2023-05-01      | BNF         | 0212000B0AAABAB | 1     | 28.000   | 2023-05-01
            epd:I2  | unknown:epd.csv:2 | 2023-06-01      | BNF         | 0601022B0AAABAB | 2     | 56.500   | 2023-06-01
            """,
            "cost": "cost_id | item_id | basis | amount\nepd:I1:paid | epd:I1 | paid | 1.06",
        },
    )


def test_gp_appointments_and_problems(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "gp",
        gp="""
        APPOINTMENT_ID | NHS_NUMBER | PRACTICE_CODE | START_DATE | START_TIME | DURATION_MINUTES | STATUS    | HCP_TYPE | MODE
        1              | 9990000018 | E86001        | 2023-05-04 | 09:10      | 12               | Attended  | GP       | Face-to-Face
        2              | 9990000018 | E86001        | 2023-05-05 | 09:10      |                  | DNA       | Nurse    | Telephone
        3              | 9990000018 | E86001        | 2023-05-06 |            |                  | Unknown   | Nurse    | Telephone
        """,
        gp_problem="""
        NHS_NUMBER | PRACTICE_CODE | CODE_SYSTEM | CODE     | ONSET_DATE | END_DATE
        9990000018 | E86001        | ICD10       | i10      | 2001-02-03 |
        9990000018 | E86001        | ICD10       | I10      | 2010-02-03 | 2011-01-01
        9990000026 | E86001        | SNOMED      | 44054006 | 2012-01-01 |
        """,
    )
    assert_becomes(
        canonical(folder, "gp-appointments"),
        {
            "activity": """
            activity_id | setting | start_ts         | duration_minutes | specialty | attendance_status | provider_code
            gp:1        | GP      | 2023-05-04T09:10 | 12               | GP        | 5                 | E86001
            gp:2        | GP      | 2023-05-05T09:10 |                  | Nurse     | 3                 | E86001
            gp:3        | GP      | 2023-05-06       |                  | Nurse     |                   | E86001
            """
        },
    )
    assert_becomes(
        canonical(folder, "gp-problems"),
        {
            "diagnosis": """
            person_id      | code_system | code     | kind    | onset_date | end_date
            nhs:9990000018 | ICD10       | I10      | problem | 2001-02-03 |
            nhs:9990000018 | ICD10       | I10      | problem | 2010-02-03 | 2011-01-01
            nhs:9990000026 | SNOMED      | 44054006 | problem | 2012-01-01 |
            """
        },
    )


def test_plics_costs_point_at_the_spell_the_appointment_and_the_attendance(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "plics",
        plics="""
        PLICS_ID | FEED | HOSPITAL_PROVIDER_SPELL_NUMBER | ATTENDANCE_ID | NHS_NUMBER | PROCODE | PERIOD | TOTAL_COST
        1        | APC  | S1                             |               | 9990000018 | RXX     | 202305 | 3900.555
        2        | OP   |                                | 11            | 9990000018 | RXX     | 202305 | 150
        3        | EC   |                                | A1            | 9990000018 | RXX     | 202305 | 230.10
        """,
    )
    assert_becomes(
        canonical(folder, "plics"),
        {
            "cost": """
            cost_id | activity_id  | basis | amount
            plics:1 | spell:RXX:S1 | plics | 3900.56
            plics:2 | op:11        | plics | 150.00
            plics:3 | ed:A1        | plics | 230.10
            """
        },
    )


def test_plcm_brings_what_is_paid_by_local_agreement(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "plcm",
        plcm="""
        PLCM_ID | NHS_NUMBER | PROCODE | COMMISSIONER | POD_CODE | TARIFF_INDICATOR | ACTIVITY_DATE | ACTIVITY_IDENTIFIER | ACTIVITY_COUNT | ACTIVITY_UNIT_PRICE | TOTAL_COST | SERVICE_CODE | PERIOD
        1       | 9990000018 | RXX     | 08G          | OPFA     | Y                | 2023-05-02    | 11                  | 1              | 180                 | 180        | A            | 202305
        2       | 9990000018 | RXX     | 08G          | DRUG     | N                | 2023-05-03    |                     | 2.5            | 40                  | 100        | B            | 202305
        """,
    )
    assert_becomes(
        canonical(folder, "plcm"),
        {
            "activity": """
            activity_id | setting | pod  | start_ts   | quantity | provider_code
            plcm:2      | OTHER   | DRUG | 2023-05-03 | 2.500    | RXX
            """,
            "cost": """
            cost_id            | activity_id | basis       | amount | contract_line_id
            plcm:2:local_price | plcm:2      | local_price | 100.00 | B
            """,
        },
    )


def test_reference_gives_organisations_and_areas(tmp_path: Path) -> None:
    folder = write_feed(
        tmp_path / "reference",
        organisation="""
        CODE   | NAME           | TYPE     | PARENT_CODE | VALID_FROM | VALID_TO
        e86001 | Example Surgery | practice | N1          | 1990-01-01 |
        """,
        geography="""
        LSOA_CODE | LSOA_YEAR | LA_CODE   | WARD_CODE | ICB_CODE | IMD_YEAR | IMD_RANK | IMD_DECILE
        E01002433 | 2011      | E09000017 |           |          | 2019     | 5000     | 2
        """,
    )
    assert_becomes(
        canonical(folder, "reference"),
        {
            "organisation": "code | name | parent_code\nE86001 | Example Surgery | N1",
            "geography": "lsoa_code | lsoa_year | imd_year | imd_decile\nE01002433 | 2011 | 2019 | 2",
        },
    )


def test_every_shipped_mapping_is_tried_here_or_on_real_records() -> None:
    tried = (
        "pds deaths sus-apc sus-op ecds csds mhsds cld epd gp-appointments gp-problems plics plcm"
    )
    beside = "reference omop synthea-csv synthea-fhir-tables tuva fhir-r4 care-module other-scores"
    warehouses = "sus-apc-warehouse sus-op-warehouse ecds-warehouse"
    assert set(shipped_names("mappings")) == {*f"{tried} {beside} {warehouses}".split()}


@pytest.mark.parametrize("name", shipped_names("mappings"))
def test_every_mapping_says_what_describes_its_source(name: str) -> None:
    mapping = shipped(name)
    assert mapping.mapping == name
    assert mapping.source
    assert mapping.about
    assert mapping.version
