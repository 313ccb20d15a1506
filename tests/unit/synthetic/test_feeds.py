"""The files are those that the shipped mappings read, odd at the declared rates only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

Ask = Callable[..., list[tuple[Any, ...]]]

PATIENT = (
    "NHSNUMBER NHSNUMBER_STATUS LOPATID PROCODE SITETRET PURCODE GPPRAC SEX MYDOB ETHNOS LSOA11"
)
CONTACT = (
    "UNIQUE_CARE_CONTACT_ID PERSON_NHS_NUMBER LOCAL_PATIENT_ID ORG_ID_PROVIDER"
    " ORG_ID_COMMISSIONER SERVICE_REQUEST_ID TEAM_TYPE CONTACT_DATE CONTACT_TIME DURATION_MINUTES"
    " CONSULTATION_MEDIUM ATTENDED_OR_DNA LOCATION_TYPE RP_START_DATE"
)
REFERRAL = (
    "SERVICE_REQUEST_ID PERSON_NHS_NUMBER LOCAL_PATIENT_ID ORG_ID_PROVIDER SOURCE_OF_REFERRAL"
    " TEAM_TYPE RECEIVED_DATE CLOSED_DATE CLOSURE_REASON RP_START_DATE"
)
COLUMNS = {
    "pds_person": "NHS_NUMBER YEAR_MONTH_OF_BIRTH GENDER ETHNIC_CATEGORY DATE_OF_DEATH",
    "pds_care_practice": "NHS_NUMBER PRIMARY_CARE_PROVIDER EFFECTIVE_FROM_DATE EFFECTIVE_TO_DATE"
    " REASON_FOR_REMOVAL",
    "pds_address": "NHS_NUMBER EFFECTIVE_FROM_DATE EFFECTIVE_TO_DATE LSOA LOCAL_AUTHORITY"
    " CQC_CARE_HOME_CODE",
    "pds_identity": "NHS_NUMBER GIVEN_NAME FAMILY_NAME BIRTH_DATE GENDER POSTCODE UPRN",
    "deaths": "NHS_NUMBER MONTH_OF_BIRTH SEX REG_DATE_OF_DEATH REG_DATE S_UNDERLYING_COD_ICD10"
    " POD_ESTABLISHMENT_TYPE LSOA_OF_RESIDENCE_CODE",
    "apc": f"EPIKEY PROVSPNOPS {PATIENT} ADMIDATE ADMIMETH ADMISORC CLASSPAT INTMANIG EPIORDER"
    " EPISTART EPIEND EPISTAT DISDATE DISMETH DISDEST SPELDUR TRETSPEF MAINSPEF SUSHRG "
    + " ".join(f"DIAG_4_{n:02d}" for n in range(1, 13))
    + " OPERTN_4_01 OPERTN_4_02 OPERTN_4_03 OPERTN_4_04 OPDATE_01 OPDATE_02 OPDATE_03 OPDATE_04"
    " FINAL_PRICE MFF EXCLUDED_FROM_PBR SUBMISSION_DATE",
    "op": f"ATTENDKEY {PATIENT} APPTDATE ATTENDED FIRSTATT OUTCOME REFSOURC TRETSPEF MAINSPEF"
    " CONSMEDIUM SUSHRG DIAG_4_01 OPERTN_4_01 FINAL_PRICE MFF SUBMISSION_DATE",
    "ecds": f"ATTENDANCE_ID {PATIENT} DEPARTMENT_TYPE ARRIVAL_MODE ATTENDANCE_CATEGORY"
    " ARRIVAL_DATE ARRIVAL_TIME DEPARTURE_DATE DEPARTURE_TIME CHIEF_COMPLAINT DIAGNOSIS_01"
    " DIAGNOSIS_02 DIAGNOSIS_03 DISCHARGE_DESTINATION DISCHARGE_STATUS HRG FINAL_PRICE MFF"
    " SUBMISSION_DATE",
    "csds_contact": CONTACT,
    "mhs_contact": CONTACT,
    "csds_referral": REFERRAL,
    "mhs_referral": REFERRAL,
    "mhs_spell": "HOSP_PROV_SPELL_ID PERSON_NHS_NUMBER LOCAL_PATIENT_ID ORG_ID_PROVIDER"
    " ORG_ID_COMMISSIONER START_DATE ADMISSION_METHOD ADMISSION_SOURCE DISCHARGE_DATE"
    " DISCHARGE_METHOD DISCHARGE_DESTINATION RP_START_DATE",
    "cld": "LA_CODE REPORTING_PERIOD_START_DATE REPORTING_PERIOD_END_DATE NHS_NUMBER LA_PERSON_ID"
    " GIVEN_NAME FAMILY_NAME BIRTH_DATE POSTCODE GENDER ETHNICITY YEAR_MONTH_OF_BIRTH LSOA"
    " GP_PRACTICE_CODE ACCOMMODATION_STATUS CLIENT_FUNDING_STATUS EVENT_TYPE EVENT_REFERENCE"
    " EVENT_START_DATE EVENT_END_DATE SERVICE_TYPE SERVICE_COMPONENT DELIVERY_MECHANISM"
    " PROVIDER_CQC_LOCATION_ID UNIT_COST COST_FREQUENCY PLANNED_UNITS_PER_WEEK",
    "epd": "ITEM_ID NHS_NUMBER PATIENT_GP_ODS PROCESSED_PERIOD PAID_BNF_CODE PAID_DMD_CODE"
    " ITEM_COUNT PAID_QUANTITY ITEM_NIC ITEM_ACTUAL_COST",
    "gp": "APPOINTMENT_ID NHS_NUMBER PRACTICE_CODE START_DATE START_TIME DURATION_MINUTES STATUS"
    " HCP_TYPE MODE",
    "gp_problem": "NHS_NUMBER PRACTICE_CODE CODE_SYSTEM CODE ONSET_DATE END_DATE",
    "plics": "PLICS_ID FEED HOSPITAL_PROVIDER_SPELL_NUMBER ATTENDANCE_ID NHS_NUMBER PROCODE PERIOD"
    " TOTAL_COST",
    "plcm": "PLCM_ID NHS_NUMBER PROCODE COMMISSIONER POD_CODE TARIFF_INDICATOR ACTIVITY_DATE"
    " ACTIVITY_IDENTIFIER ACTIVITY_COUNT ACTIVITY_UNIT_PRICE TOTAL_COST SERVICE_CODE PERIOD",
    "organisation": "CODE NAME TYPE PARENT_CODE VALID_FROM VALID_TO",
    "geography": "LSOA_CODE LSOA_YEAR LA_CODE WARD_CODE ICB_CODE IMD_YEAR IMD_RANK IMD_DECILE",
}
TRUTH = {"caseload", "prevented"}
KEYS = {
    "pds_person": "NHS_NUMBER",
    "pds_care_practice": "NHS_NUMBER, EFFECTIVE_FROM_DATE",
    "pds_address": "NHS_NUMBER, EFFECTIVE_FROM_DATE",
    "pds_identity": "UPRN",
    "deaths": "NHS_NUMBER",
    "apc": "EPIKEY, SUBMISSION_DATE",
    "op": "ATTENDKEY, SUBMISSION_DATE",
    "ecds": "ATTENDANCE_ID, SUBMISSION_DATE",
    "csds_contact": "UNIQUE_CARE_CONTACT_ID",
    "mhs_contact": "UNIQUE_CARE_CONTACT_ID",
    "mhs_spell": "HOSP_PROV_SPELL_ID",
    "cld": "EVENT_REFERENCE",
    "epd": "ITEM_ID",
    "gp": "APPOINTMENT_ID",
    "gp_problem": "NHS_NUMBER, CODE",
    "plics": "PLICS_ID",
    "plcm": "PLCM_ID",
    "organisation": "CODE",
    "geography": "LSOA_CODE",
}


def test_there_is_a_file_for_each_and_no_other(place: Mapping[str, pa.Table]) -> None:
    assert set(place) == set(COLUMNS) | TRUTH


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(place: Mapping[str, pa.Table], name: str) -> None:
    assert sorted(place[name].column_names) == sorted(COLUMNS[name].split())


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_cell_is_text_or_empty(place: Mapping[str, pa.Table], name: str) -> None:
    kinds = {field.name: field.type for field in place[name].schema}
    texts = {pa.string(), pa.dictionary(pa.int32(), pa.string())}
    assert {name: kind for name, kind in kinds.items() if kind not in texts} == {}


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_unique(ask: Ask, name: str) -> None:
    wrong = ask(
        "select {key} from {name} group by all having count(*) > 1", name=name, key=KEYS[name]
    )
    assert wrong == []


def test_nhs_numbers_are_of_the_test_range_and_pass_their_check(
    place: Mapping[str, pa.Table],
) -> None:
    numbers = pc.unique(place["pds_person"]["NHS_NUMBER"].combine_chunks()).to_pylist()
    assert len(numbers) == place["pds_person"].num_rows
    assert {number[:3] for number in numbers} == {"999"}
    for number in numbers:
        weighted = sum(int(digit) * (10 - place_) for place_, digit in enumerate(number[:9]))
        assert (11 - weighted % 11) % 11 == int(number[9])


ODDITIES = {
    "hospital rows without an NHS number": (
        "select count(*) filter (NHSNUMBER is null) / count(*) from op", 0.01
    ),
    "their status says so": (
        "select count(*) filter (NHSNUMBER_STATUS = '07') / count(*) from op", 0.01
    ),
    "numbers that were not traced": (
        "select count(*) filter (NHSNUMBER_STATUS = '03') / count(*) from op", 0.01
    ),
    "rows without a practice": (
        "select count(*) filter (GPPRAC is null) / count(*) from op", 0.01
    ),
    "rows sent again": (
        "select 1 - count(distinct ATTENDKEY) / count(*) from op", 0.005
    ),
    "late rows": (
        ("select count(*) filter (date_diff('day', date_trunc('month', APPTDATE::date),"
        " SUBMISSION_DATE::date) > 60) / count(*) from op"), 0.0225  # or sent again
    ),
    "visitors": (
        "select count(*) filter (PURCODE = 'ZXICB') / count(*) from ecds", 0.0196
    ),
    "the place's people elsewhere": (
        "select count(*) filter (PROCODE = 'ZOUT') / count(*) from op", 0.06
    ),
    "appointments not attended": (
        "select count(*) filter (ATTENDED = '3') / count(*) from op", 0.07
    ),
    "appointments cancelled": (
        "select count(*) filter (ATTENDED in ('2', '4')) / count(*) from op", 0.14
    ),
    "clients whose number the council lacks": (
        ("select count(distinct LA_PERSON_ID) filter (NHS_NUMBER is null)"
        " / count(distinct LA_PERSON_ID) from cld"), 0.15
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sql", "rate"), ODDITIES.values(), ids=list(ODDITIES))
def test_what_is_odd_is_as_odd_as_it_is_said_to_be(ask: Ask, sql: str, rate: float) -> None:
    [(found,)] = ask(sql)
    assert found == pytest.approx(rate, rel=0.35)


def test_visitors_are_nobody_of_the_place(ask: Ask) -> None:
    assert ask(
        "select * from ecds join pds_person on NHSNUMBER = NHS_NUMBER where PURCODE = 'ZXICB'"
    ) == []  # fmt: skip


def test_some_spells_are_still_open_at_the_end(ask: Ask) -> None:
    [(open_spells, without_end)] = ask(
        "select count(distinct PROVSPNOPS) filter (DISDATE is null),"
        " count(*) filter (DISDATE is null and EPISTAT = '1' and EPIEND is null) from apc"
    )
    assert 0 < open_spells < 60
    assert without_end >= open_spells


def test_the_price_stands_on_the_last_episode_of_an_ended_spell_alone(ask: Ask) -> None:
    rows = ask(
        "with latest as (select * from apc qualify row_number() over (partition by EPIKEY"
        " order by SUBMISSION_DATE desc) = 1), numbered as (select *, max(EPIORDER::int)"
        " over (partition by PROVSPNOPS) as most from latest)"
        " select EPIORDER::int = most and DISDATE is not null as ends,"
        " bool_and(FINAL_PRICE is not null), bool_or(FINAL_PRICE is not null)"
        " from numbered group by 1 order by 1"
    )
    assert rows == [(False, False, False), (True, True, True)]


def test_nothing_is_paid_for_those_who_did_not_come(ask: Ask) -> None:
    rows = ask(
        "select ATTENDED in ('5', '6') as came, min(FINAL_PRICE::double) > 0,"
        " max(FINAL_PRICE::double) > 0 from op where FINAL_PRICE is not null group by 1 order by 1"
    )
    assert rows == [(False, False, False), (True, True, True)]


def test_the_cost_to_the_hospital_lies_around_the_price(ask: Ask) -> None:
    [(ratio, spread)] = ask(
        "select avg(TOTAL_COST::double) / avg(price), stddev(TOTAL_COST::double / price)"
        " from plics join spells on HOSPITAL_PROVIDER_SPELL_NUMBER = PROVSPNOPS where price > 0"
    )
    assert ratio == pytest.approx(1.04, abs=0.03)
    assert 0.25 < spread < 0.5


def test_names_are_the_same_in_both_feeds_that_carry_them(ask: Ask) -> None:
    rows = ask(
        "select count(*), count(*) filter (c.FAMILY_NAME = p.FAMILY_NAME and"
        " c.GIVEN_NAME = p.GIVEN_NAME and c.BIRTH_DATE = p.BIRTH_DATE)"
        " from cld c join pds_identity p using (NHS_NUMBER)"
    )
    assert rows[0][0] > 0
    assert rows[0][0] == rows[0][1]
