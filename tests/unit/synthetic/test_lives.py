"""Nothing happens to people who are not here, or not alive, or already in a bed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., list[tuple[Any, ...]]]

NONSENSE = {
    "a birth month that is not a first day": "select * from person where day(birth_month) <> 1",
    "sex of no kind": "select * from person where sex not in ('1', '2', '9', 'X')",
    "dead before birth": "select * from person where death_date < birth_month",
    "place of death without a death": (
        "select * from person where (death_place is null) <> (death_date is null)"
    ),
    "registration that ends before it starts": (
        "select * from registration where end_date < start_date"
    ),
    "two registrations at once": (
        "select * from registration a join registration b using (person_id)"
        " where a.practice_code < b.practice_code"
        " and a.start_date < coalesce(b.end_date, '2099-01-01')"
        " and b.start_date < coalesce(a.end_date, '2099-01-01')"
    ),
    "registered when dead": (
        "select * from registration join person using (person_id)"
        " where death_date < coalesce(end_date, '2099-01-01')"
    ),
    "two homes at once": (
        "select * from residence a join residence b using (person_id)"
        " where a.start_date < b.start_date and coalesce(a.end_date, '2099-01-01') > b.start_date"
    ),
    "nowhere to live": "select * from person anti join residence using (person_id)",
    "young in a care home": (
        "select * from residence join person using (person_id) where care_home_id is not null"
        " and date_diff('year', birth_month, coalesce(end_date, date '2020-04-01')) < 70"
    ),
    "activity outside the years": (
        "select * from activity where start_ts < '2017-04-01' or start_ts >= '2020-04-01'"
    ),
    "activity that ends before it starts": "select * from activity where end_ts < start_ts",
    "activity after death": (
        "select * from known join person using (person_id)"
        " where start_ts::date >= death_date or end_ts::date > death_date"
    ),
    "activity while not registered with the practice recorded": (
        "select * from known where not exists (select * from registration r"
        " where r.person_id = known.person_id and practice_code = practice_code_recorded"
        " and start_ts >= start_date and (end_date is null or start_ts::date < end_date))"
    ),
    "stay of another length": (
        "select * from activity where setting = 'APC'"
        " and los_days is distinct from date_diff('day', start_ts, end_ts)"
    ),
    "two beds at once": (
        "select * from (select start_ts, lag(end_ts) over"
        " (partition by person_id order by start_ts) as before from known where setting = 'APC')"
        " where start_ts < before"
    ),
    "a visit during a stay": (
        "select * from known v join known s using (person_id) where s.setting = 'APC'"
        " and v.setting <> 'APC' and v.start_ts > s.start_ts and v.start_ts <= s.end_ts"
    ),
    "a mother who is a man, a child or old": (
        "select * from known join person using (person_id) where pod = 'MAT'"
        " and (sex <> '2' or date_diff('year', birth_month, start_ts::date) not between 15 and 50)"
    ),
    "a day case with a night": "select * from activity where pod = 'DC' and los_days <> 0",
    "a door that leads to another person's spell": (
        "select * from activity e join activity s on e.parent_activity_id = s.activity_id"
        " where e.person_id <> s.person_id or e.end_ts <> s.start_ts or s.admission_method <> '21'"
    ),
    "a death in hospital that the register does not know": (
        "select * from known join person using (person_id) where discharge_method = '4'"
        " and (end_ts::date is distinct from death_date or death_place <> '10')"
    ),
    "a cancer of the other sex": (
        "select * from diagnosis d join source_link l on d.person_id = source_key"
        " join person p on p.person_id = l.person_id"
        " where (code = 'C61' and sex = '2') or (code = 'C509' and sex = '1')"
    ),
    "metastases without a cancer": (
        "select person_id from diagnosis where kind = 'problem' group by person_id"
        " having bool_or(code in ('C787', 'C795', 'C780'))"
        " and not bool_or(code in ('C509', 'C61', 'C189', 'C20', 'C349'))"
    ),
    "a problem recorded before it began": (
        "select * from diagnosis join activity using (activity_id) where kind = 'problem'"
        " and (onset_date > start_ts::date or setting <> 'GP')"
    ),
    "a spell without exactly one primary diagnosis": (
        "select activity_id from activity left join diagnosis d using (activity_id)"
        " where setting = 'APC' group by activity_id having count(*) filter (position = 1) <> 1"
        " or count(*) filter (kind = 'primary') <> 1"
    ),
    "positions with a gap": (
        "select activity_id from diagnosis group by activity_id having max(position) <> count(*)"
    ),
    "a code twice on one spell": (
        "select activity_id, code from diagnosis group by all having count(*) > 1"
    ),
    "a fall without an injury": (
        "select * from diagnosis f join diagnosis p using (activity_id)"
        " where f.code = 'W190' and p.kind = 'primary' and p.code[1] <> 'S'"
    ),
    "an injury of an old person without a fall": (
        "select activity_id from known join person using (person_id)"
        " join diagnosis using (activity_id)"
        " where date_diff('year', birth_month, start_ts::date) > 66 group by 1"
        " having bool_or(code[1] = 'S') and not bool_or(code = 'W190')"
    ),
    "a code that is not of ICD-10 without dots": (
        "select * from diagnosis where not regexp_matches(code, '^[A-Z][0-9]{2,3}$')"
    ),
    "a package outside its financial year": (
        "select * from care_package where start_date >= end_date"
        " or date_diff('day', start_date, end_date) > 366"
        " or year(start_date - interval 3 month)"
        " <> year(end_date - interval 1 day - interval 3 month)"
    ),
}


@pytest.mark.parametrize("sql", NONSENSE.values(), ids=list(NONSENSE))
def test_there_is_no(ask: Ask, sql: str) -> None:
    assert ask(sql) == []
