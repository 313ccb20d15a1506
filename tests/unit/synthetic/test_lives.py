"""Nothing happens to people who are not here, or not alive, or already in a bed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., list[tuple[Any, ...]]]

NONSENSE = {
    "dead before birth": "select * from pds_person where DATE_OF_DEATH < YEAR_MONTH_OF_BIRTH",
    "a death that is not in the register of deaths, or of another day": (
        "select * from pds_person p full join deaths d using (NHS_NUMBER)"
        " where p.DATE_OF_DEATH is distinct from d.REG_DATE_OF_DEATH"
    ),
    "a death registered before it happened": (
        "select * from deaths where REG_DATE <= REG_DATE_OF_DEATH"
    ),
    "registration that ends before it starts": (
        "select * from pds_care_practice where EFFECTIVE_TO_DATE < EFFECTIVE_FROM_DATE"
    ),
    "two registrations at once": (
        "select * from (select NHS_NUMBER, EFFECTIVE_FROM_DATE as begins, lag(coalesce("
        "EFFECTIVE_TO_DATE, '2099')) over (partition by NHS_NUMBER order by EFFECTIVE_FROM_DATE)"
        " as before from pds_care_practice) where begins <= before"
    ),
    "registered when dead": (
        "select * from pds_care_practice join pds_person using (NHS_NUMBER)"
        " where coalesce(EFFECTIVE_TO_DATE, '2099') >= DATE_OF_DEATH"
    ),
    "two homes at once": (
        "select * from (select NHS_NUMBER, EFFECTIVE_FROM_DATE as begins, lag(coalesce("
        "EFFECTIVE_TO_DATE, '2099')) over (partition by NHS_NUMBER order by EFFECTIVE_FROM_DATE)"
        " as before from pds_address) where begins <= before"
    ),
    "nowhere to live": "select * from pds_person anti join pds_address using (NHS_NUMBER)",
    "young in a care home": (
        "select * from pds_address join pds_person using (NHS_NUMBER) where CQC_CARE_HOME_CODE"
        " is not null and date_diff('year', (YEAR_MONTH_OF_BIRTH || '-01')::date,"
        " coalesce(EFFECTIVE_TO_DATE::date, date '2020-04-01')) < 70"
    ),
    "an admission outside the years": (
        "select * from spells where first < '2017-04-01' or first >= '2020-04-01'"
    ),
    "a visit outside the years": (
        "select * from visits where day < '2017-04-01' or day >= '2020-04-01'"
    ),
    "an admission while not registered": (
        "select * from spells where nhs is not null and not exists (select * from"
        " pds_care_practice r where r.NHS_NUMBER = nhs and first >= EFFECTIVE_FROM_DATE::date"
        " and (EFFECTIVE_TO_DATE is null or first <= EFFECTIVE_TO_DATE::date))"
    ),
    "a visit while not registered": (
        "select * from visits where nhs is not null and not exists (select * from"
        " pds_care_practice r where r.NHS_NUMBER = nhs and"
        " day >= EFFECTIVE_FROM_DATE::date - interval 1 day"  # A&E, the night before admission
        " and (EFFECTIVE_TO_DATE is null or day <= EFFECTIVE_TO_DATE::date))"
    ),
    "a stay after death": (
        "select * from spells join pds_person on NHS_NUMBER = nhs"
        " where last > DATE_OF_DEATH::date or first > DATE_OF_DEATH::date"
    ),
    "somebody sent home alive from a stay on the day of death": (
        "select * from spells join pds_person on NHS_NUMBER = nhs"
        " where last = DATE_OF_DEATH::date and first < last and ending <> '4'"
    ),
    "a death in hospital that the register does not know": (
        "select * from spells join pds_person on NHS_NUMBER = nhs"
        " left join deaths using (NHS_NUMBER) where ending = '4'"
        " and (last is distinct from REG_DATE_OF_DEATH::date or POD_ESTABLISHMENT_TYPE <> '10')"
    ),
    "a stay of another length": (
        "select * from spells where last is not null and nights <> date_diff('day', first, last)"
    ),
    "two beds at once": (
        "select * from (select first, lag(coalesce(last, date '2099-01-01')) over"
        " (partition by nhs order by first, last) as before from spells where nhs is not null)"
        " where first < before"
    ),
    "a visit during a stay": (
        "select * from visits v join spells s on v.nhs = s.nhs where day > first and day < last"
    ),
    "a mother who is a man, a child or old": (
        "select * from spells where method = '31'"
        " and (sex <> '2' or date_diff('year', born, first) not between 15 and 51)"
    ),
    "a day case with a night": "select * from spells where class = '2' and nights <> 0",
    "a cancer of the other sex": (
        "select * from gp_problem join pds_person using (NHS_NUMBER)"
        " where (CODE = 'C61' and GENDER = '2') or (CODE = 'C509' and GENDER = '1')"
    ),
    "metastases without a cancer": (
        "select NHS_NUMBER from gp_problem group by 1 having bool_or(CODE in ('C787', 'C795',"
        " 'C780')) and not bool_or(CODE in ('C509', 'C61', 'C189', 'C20', 'C349'))"
    ),
    "a problem that began before birth": (
        "select * from gp_problem join pds_person using (NHS_NUMBER)"
        " where ONSET_DATE < YEAR_MONTH_OF_BIRTH"
    ),
    "a row of hospital care without a main diagnosis": (
        "select * from apc where DIAG_4_01 is null"
    ),
    "diagnoses with a gap": (
        "select * from apc where (DIAG_4_02 is null and DIAG_4_03 is not null)"
        " or (DIAG_4_05 is null and DIAG_4_06 is not null)"
    ),
    "episodes of a spell that are not numbered from one": (
        "select PROVSPNOPS from apc group by 1"
        " having max(EPIORDER::int) <> count(distinct EPIORDER) or min(EPIORDER) <> '1'"
    ),
    "episodes that do not follow on one another": (
        "select * from (select EPISTART, lag(EPIEND) over (partition by PROVSPNOPS"
        " order by EPIORDER::int) as before from"
        " (select distinct PROVSPNOPS, EPIORDER, EPISTART, EPIEND from apc))"
        " where EPISTART <> before"
    ),
    "an operation outside its spell": (
        "select * from apc where OPDATE_01 < ADMIDATE or OPDATE_01 > coalesce(DISDATE, '2099')"
    ),
    "a contact of no referral": (
        "select * from csds_contact anti join csds_referral using (SERVICE_REQUEST_ID)"
    ),
    "a contact before its referral, or after it was closed": (
        "select * from mhs_contact join mhs_referral using (SERVICE_REQUEST_ID)"
        " where CONTACT_DATE < RECEIVED_DATE or CONTACT_DATE > CLOSED_DATE"
    ),
    "a stay on a mental health ward that ends before it starts": (
        "select * from mhs_spell where DISCHARGE_DATE < START_DATE"
    ),
    "a package outside its financial year": (
        "select * from cld where EVENT_TYPE = 'Service' and (EVENT_START_DATE > EVENT_END_DATE"
        " or EVENT_START_DATE < REPORTING_PERIOD_START_DATE"
        " or EVENT_END_DATE > REPORTING_PERIOD_END_DATE)"
    ),
    "a package of nobody's cost": (
        "select * from cld where (EVENT_TYPE = 'Service') <> (UNIT_COST is not null)"
    ),
    "an item for somebody who is not here": (
        "select * from epd where not exists (select * from pds_care_practice r where"
        " r.NHS_NUMBER = epd.NHS_NUMBER"
        " and replace(left(EFFECTIVE_FROM_DATE, 7), '-', '') <= PROCESSED_PERIOD)"
    ),
    "a cost of hospital care that did not happen": (
        "select * from plics where (FEED = 'APC' and HOSPITAL_PROVIDER_SPELL_NUMBER not in"
        " (select PROVSPNOPS from apc)) or (FEED = 'EC' and ATTENDANCE_ID not in"
        " (select ATTENDANCE_ID from ecds)) or (FEED = 'OP' and ATTENDANCE_ID not in"
        " (select ATTENDKEY from op where ATTENDED in ('5', '6')))"
    ),
}  # fmt: skip


@pytest.mark.parametrize("sql", NONSENSE.values(), ids=list(NONSENSE))
def test_there_is_no(ask: Ask, sql: str) -> None:
    assert ask(sql) == []
