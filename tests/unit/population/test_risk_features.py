"""What is known of people on 1 April 2019, and nothing that came later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.risk_sources import known, sources
from tests.tables import running
from wholeplace.population.risk import FEATURES
from wholeplace.store.engine import Engine

DAY = date(2019, 4, 1)
SPELLS = """
    person_id  practice_code  sex  birth_month  starts      ends
    ann        P1             2    1950-05-01   2017-04-01  2999-01-01
    bob        P1             9    1915-01-01   2019-04-01  2999-01-01
    gone       P1             1    1980-01-01   2000-01-01  2019-04-01
"""
ACTIVITY = """
    person_id  setting  start_ts             end_ts               is_emergency  attended
    ann        APC      2019-03-20T10:00:00  2019-04-03T10:00:00  1             1
    ann        APC      2018-04-01T10:00:00  2018-04-05T10:00:00  0             1
    ann        APC      2018-03-31T10:00:00  2018-04-02T10:00:00  1             1
    ann        APC      2015-03-31T10:00:00  2015-04-02T10:00:00  1             1
    ann        ED       2019-01-05T10:00:00  -                    -             1
    ann        OP       2019-03-01T10:00:00  -                    -             0
    ann        OP       2019-04-01T00:00:00  -                    -             1
    ann        GP       2019-03-31T23:59:59  -                    -             -
    ann        GP       2019-04-01T00:00:00  -                    -             -
    -          GP       2019-03-01T10:00:00  -                    -             1
"""
DIAGNOSES = """
    person_id  code_system  code   position  known_on    lasts_until
    ann        ICD10        I500   1         2018-04-01  2018-04-01
    ann        ICD10        E112   1         2019-03-20  2019-03-20
    ann        ICD10        J440   1         2010-01-01  2999-01-01
    ann        ICD10        J441   1         2011-01-01  2999-01-01
    ann        SNOMED       38341  1         2011-01-01  2999-01-01
    ann        ICD10        N390   1         2011-01-01  2018-01-01
    ann        ICD10        F03    1         2019-04-01  2999-01-01
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running() as opened:
        yield opened


def person(engine: Engine, drawings: dict[str, str], look_back: int = 1096) -> dict[str, object]:
    return known(engine, sources({"spells": SPELLS, **drawings}), DAY, look_back)[0]


def test_those_on_the_register_of_the_day_have_every_feature(engine: Engine) -> None:
    rows = known(engine, sources({"spells": SPELLS}), DAY)
    assert [row["person_id"] for row in rows] == ["ann", "bob"]
    assert list(rows[0]) == ["person_id", *(feature.name for feature in FEATURES)]
    ann, bob = rows
    assert (ann["age"], ann["is_female"], ann["deprivation"]) == (68, 1, None)
    assert ann["months_registered"] == pytest.approx(24, abs=0.1)
    assert (bob["is_female"], bob["months_registered"], bob["days_since_emergency"]) == (
        None,
        0,
        1097,
    )


def test_events_are_counted_in_each_window(engine: Engine) -> None:
    ann = person(engine, {"activity": ACTIVITY})
    counted = {
        name: [ann[f"{name}_{window}"] for window in ("30d", "90d", "12m", "36m")]
        for name in ("emergency_admissions", "planned_admissions", "ae_attendances", "gp_contacts")
    }
    assert counted == {
        "emergency_admissions": [1, 1, 1, 2],
        "planned_admissions": [0, 0, 1, 1],
        "ae_attendances": [0, 1, 1, 1],
        "gp_contacts": [1, 1, 1, 1],
    }
    assert (ann["outpatient_attended_36m"], ann["not_attended_90d"]) == (0, 1)
    assert ann["days_since_emergency"] == 12


def test_nights_are_counted_up_to_the_day_and_within_the_window(engine: Engine) -> None:
    ann = person(engine, {"activity": ACTIVITY})
    # 12 until the day, 4 planned, and of the stay before 1 in the year and 2 in all.
    assert ann["days_in_hospital_12m"] == 12 + 4 + 1
    assert ann["days_in_hospital_36m"] == 12 + 4 + 2


def test_no_window_looks_further_back_than_the_records(engine: Engine) -> None:
    ann = person(engine, {"activity": ACTIVITY}, look_back=60)
    assert ann["emergency_admissions_36m"] == 1
    assert ann["ae_attendances_90d"] == 0
    assert ann["days_in_hospital_36m"] == 12


def test_a_stay_is_coded_after_its_end(engine: Engine) -> None:
    drawings = {"activity": ACTIVITY, "diagnoses": DIAGNOSES}
    ann = person(engine, drawings)
    # I50 in the window; J44 of years ago is a lasting problem; the stay that goes on is not coded.
    assert ann["icd10_groups_36m"] == 1
    assert ann["charlson"] == 2 + 1
    ended = ACTIVITY.replace("2019-04-03T10:00:00", "2019-03-31T10:00:00")
    assert person(engine, drawings | {"activity": ended})["icd10_groups_36m"] == 2
    # What ended on the day itself was not known to have ended before it.
    on_the_day = ACTIVITY.replace("2019-04-03T10:00:00", "2019-04-01T00:00:00")
    assert person(engine, drawings | {"activity": on_the_day})["icd10_groups_36m"] == 1


def test_a_problem_counts_once_while_it_lasts(engine: Engine) -> None:
    # J44 twice, one SNOMED code; N39 has ended, F03 was found on the day itself.
    assert person(engine, {"diagnoses": DIAGNOSES})["long_term_problems"] == 2


def test_home_care_and_medicines(engine: Engine) -> None:
    drawings = {
        "residence": """
                person_id  start_date  end_date    lsoa_code  care_home_id
                ann        2010-01-01  -           E1         -
                ann        2019-01-01  2019-04-01  E2         H1
                ann        2019-04-01  -           E3         -
            """,
        "geography": """
                lsoa_code  lsoa_year  imd_year  imd_decile
                E1         2011       2019      9
                E2         2011       2015      5
                E2         2011       2019      3
                E3         2011       2019      1
            """,
        "care_package": """
                person_id  start_date  end_date
                ann        2019-03-31  -
                bob        2019-04-01  -
            """,
        "rx_item": """
                person_id  processed_month  code  items
                ann        2019-03-01       A     3
                ann        2019-02-01       A     -
                ann        2018-05-01       B     1
                ann        2018-03-01       C     1
                ann        2019-04-01       D     1
            """,
    }
    ann, bob = known(engine, sources({"spells": SPELLS, **drawings}), DAY)
    assert bob["has_care_package"] == 0
    assert (ann["deprivation"], ann["in_care_home"], ann["has_care_package"]) == (3, 1, 1)
    assert (ann["items_12m"], ann["drugs_12m"]) == (5, 2)
