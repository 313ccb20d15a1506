"""Each shipped rule passes records that are in order, and finds those that are not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

import ibis
import pyarrow as pa
import pytest
from ibis import ir

from tests.tables import running
from wholeplace.app.check_quality import assess, in_force
from wholeplace.document import read_document
from wholeplace.record import TABLES, TYPES
from wholeplace.record.quality import CodeSets, QualityRules, Score
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

_RULES, _CODES = (
    shipped_file("quality", "standard.yaml"),
    shipped_file("codelists", "nhs-codes.yaml"),
)
RULES = read_document(read_text(_RULES), str(_RULES), QualityRules).value
SETS = read_document(read_text(_CODES), str(_CODES), CodeSets).value.sets
IDS = [rule.id for rule in RULES.rules]

Row = dict[str, object]


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


OF_ALL: Row = {
    "source": "s", "quantity": Decimal(1), "provider_code": "ZAA", "commissioner_code": "ZCC",
    "start_ts": at("2019-05-01T12:00"), "end_ts": at("2019-05-01T18:00"), "person_id": "ann",
}  # fmt: skip
STAY = OF_ALL | {
    "activity_id": "stay", "setting": "APC", "admission_method": "21", "admission_source": "19",
    "start_ts": at("2019-05-01T14:00"), "end_ts": at("2019-05-03T10:00"), "hrg_code": "DZ11V",
    "discharge_destination": "19", "discharge_method": "1", "patient_classification": "1",
    "quantity_unit": "episode", "parent_activity_id": "spell", "episode_number": 1, "los_days": 2,
    "specialty": "300",
}  # fmt: skip
CLINIC = OF_ALL | {
    "activity_id": "clinic", "setting": "OP", "attendance_status": "5", "first_attendance": "1",
    "contact_medium": "01", "specialty": "300", "hrg_code": "WF01A",
}  # fmt: skip
DOOR = OF_ALL | {"activity_id": "door", "setting": "ED", "department_type": "01"}
GOOD: dict[str, list[Row]] = {
    "person": [
        {
            "person_id": "ann", "sex": "2", "birth_month": day("1940-01-01"), "ethnicity": "A",
            "death_date": day("2019-06-01"),
        }
    ],
    "source_link": [{"source": "deaths", "source_key": "late", "person_id": "ann"}],
    "registration": [
        {
            "person_id": "ann", "practice_code": "Z81001", "start_date": day("2000-01-01"),
            "end_date": day("2019-06-10"),
        }
    ],
    "residence": [
        {"person_id": "ann", "start_date": day("2000-01-01"), "lsoa_code": "E01002345"}
    ],
    "activity": [STAY, CLINIC, DOOR],
    "diagnosis": [
        {
            "person_id": "ann", "activity_id": "stay", "position": 1, "code_system": "ICD10",
            "code": "I500",
        }
    ],
    "procedure": [
        {
            "person_id": "ann", "activity_id": "stay", "position": 1, "code_system": "OPCS4",
            "code": "X401",
        }
    ],
    "measurement": [],
    "rx_item": [
        {
            "item_id": "rx", "person_id": "ann", "practice_code": "Z81001", "items": 1,
            "processed_month": day("2019-05-01"), "code_system": "BNF", "code": "0101010C0AAAAAA",
        }
    ],
    "care_package": [
        {
            "package_id": "p", "person_id": "ann", "start_date": day("2019-05-01"),
            "unit_cost": Decimal(700), "cost_frequency": "Weekly",
            "service_type": "Long term support: Community", "provider_code": "ZDD",
        }
    ],
    "referral": [
        {
            "referral_id": "r", "person_id": "ann", "source_code": "01",
            "received_at": at("2019-05-01T09:00"), "closed_at": at("2019-06-01T09:00"),
        }
    ],
    "cost": [
        {
            "cost_id": "c", "activity_id": "stay", "person_id": "ann", "basis": "tariff",
            "amount": Decimal(2500), "currency": "GBP",
        }
    ],
    "organisation": [],
    "geography": [{"lsoa_code": "E01002345", "lsoa_year": 2011, "imd_year": 2019}],
    "identity": [
        {
            "source": "pds", "person_id": "ann", "nhs_number": "9990000018",
            "birth_date": day("1940-01-14"),
        }
    ],
}  # fmt: skip

ACTIVITY = "activity"
BAD: dict[str, tuple[str, Row]] = {
    "person_sex": ("person", {"sex": None}),
    "person_sex_known": ("person", {"sex": "0"}),
    "person_ethnicity": ("person", {"ethnicity": None}),
    "person_ethnicity_code": ("person", {"ethnicity": "White"}),
    "person_ethnicity_stated": ("person", {"ethnicity": "Z"}),
    "person_age_at_death": ("person", {"person_id": "ada", "death_date": day("1939-12-31")}),
    # The registrar knows Ann by another key, and says that she died later.
    "death_agrees": ("person", {"person_id": "late", "death_date": day("2019-06-09")}),
    "registration_ends_at_death": ("registration", {"end_date": None}),
    "person_registered": ("person", {"person_id": "nobody"}),
    "registration_practice": ("registration", {"practice_code": "V81999"}),
    "residence_lsoa": ("residence", {"lsoa_code": None}),
    "residence_lsoa_form": ("residence", {"lsoa_code": "95AA01S1"}),
    "residence_lsoa_listed": ("residence", {"lsoa_code": "E01099999"}),
    "activity_person": (ACTIVITY, STAY | {"person_id": "stranger"}),
    "activity_provider": (ACTIVITY, STAY | {"provider_code": None}),
    "activity_commissioner": (ACTIVITY, CLINIC | {"commissioner_code": None}),
    "activity_before_death": (ACTIVITY, CLINIC | {"start_ts": at("2019-06-03T00:00")}),
    "admission_method": (ACTIVITY, STAY | {"admission_method": None}),
    "admission_method_code": (ACTIVITY, STAY | {"admission_method": "2E"}),
    "admission_method_known": (ACTIVITY, STAY | {"admission_method": "99"}),
    "admission_source_code": (ACTIVITY, STAY | {"admission_source": "10"}),
    "discharge_destination_code": (ACTIVITY, STAY | {"discharge_destination": "10"}),
    "discharge_method_code": (ACTIVITY, STAY | {"discharge_method": "2"}),
    "patient_classification_code": (ACTIVITY, STAY | {"patient_classification": "6"}),
    "episode_in_a_spell": (ACTIVITY, STAY | {"parent_activity_id": None}),
    "episode_ended": (ACTIVITY, STAY | {"end_ts": None}),
    "stay_length": (ACTIVITY, STAY | {"end_ts": at("2020-05-03T10:00")}),
    "stay_length_agrees": (ACTIVITY, STAY | {"los_days": 367}),
    "stay_diagnosis": (ACTIVITY, STAY | {"activity_id": "uncoded"}),
    "stay_hrg": (ACTIVITY, STAY | {"hrg_code": None}),
    "hrg_form": (ACTIVITY, STAY | {"hrg_code": "DZ11"}),
    "hrg_grouped": (ACTIVITY, STAY | {"hrg_code": "UZ01Z"}),
    "stay_cost": (ACTIVITY, STAY | {"activity_id": "free", "parent_activity_id": "unpaid"}),
    "op_attended": (ACTIVITY, CLINIC | {"attendance_status": None}),
    "attended_code": (ACTIVITY, CLINIC | {"attendance_status": "1"}),
    "op_first": (ACTIVITY, CLINIC | {"first_attendance": None}),
    "op_first_code": (ACTIVITY, CLINIC | {"first_attendance": "9"}),
    "contact_medium_code": (ACTIVITY, CLINIC | {"contact_medium": "99"}),
    "specialty_code": (ACTIVITY, STAY | {"specialty": "999"}),
    "ed_department": (ACTIVITY, DOOR | {"department_type": None}),
    "ed_department_code": (ACTIVITY, DOOR | {"department_type": "09"}),
    "ed_left": (ACTIVITY, DOOR | {"end_ts": None}),
    "ed_length": (ACTIVITY, DOOR | {"end_ts": at("2019-05-05T00:00")}),
    "ed_admitted_has_stay": (
        ACTIVITY,
        STAY | {"activity_id": "no_door", "start_ts": at("2019-05-10T10:00")},
    ),
    "diagnosis_icd10_form": ("diagnosis", {"code": "I50.0"}),
    "diagnosis_stay": ("diagnosis", {"activity_id": "elsewhere"}),
    "procedure_form": ("procedure", {"code": "X40.1"}),
    "cost_of_something": ("cost", {"activity_id": "elsewhere"}),
    "cost_above_nought": ("cost", {"amount": Decimal("-0.01")}),
    "cost_at_most": ("cost", {"amount": Decimal("250000.01")}),
    "rx_person": ("rx_item", {"person_id": "stranger"}),
    "rx_bnf_form": ("rx_item", {"code": "39113611000001102X"}),
    "package_person": ("care_package", {"person_id": "stranger"}),
    "package_cost": ("care_package", {"unit_cost": None}),
    "package_frequency": ("care_package", {"cost_frequency": "now and then"}),
    "package_service": ("care_package", {"service_type": "Home care"}),
    "package_price": ("care_package", {"unit_cost": Decimal("10000.01")}),
    "referral_source_code": ("referral", {"source_code": "ZZ"}),
    "referral_open": ("referral", {"closed_at": at("2022-05-03T09:00")}),
    "nhs_number_valid": ("identity", {"nhs_number": "9990000019"}),
    "identity_number": ("identity", {"nhs_number": None}),
    "identity_birth": ("identity", {"birth_date": None}),
}
"""For each rule a row that breaks it, as what differs from a good one."""

EVERY_MONTH: dict[str, tuple[str, Row]] = {
    "stays_every_month": (ACTIVITY, STAY),
    "appointments_every_month": (ACTIVITY, CLINIC),
    "attendances_every_month": (ACTIVITY, DOOR),
    "community_every_month": (ACTIVITY, OF_ALL | {"setting": "COMM"}),
    "mental_health_every_month": (ACTIVITY, OF_ALL | {"setting": "MHCC"}),
    "gp_every_month": (ACTIVITY, OF_ALL | {"setting": "GP"}),
    "rx_month": ("rx_item", GOOD["rx_item"][0]),
}
"""For each rule of continuity what comes every month: 50 rows, but in the last."""


def rows_of_all() -> dict[str, list[Row]]:
    """Return good rows, and those that break each rule in a batch named for the rule."""
    rows = {name: [row | {"batch_id": "good"} for row in good] for name, good in GOOD.items()}
    for rule, (table, differs) in BAD.items():
        like = next(iter(GOOD[table])) if table != ACTIVITY else {}
        rows[table].append(like | differs | {"batch_id": rule})
    later = {"start_ts": at("2019-05-20T10:00"), "episode_number": 2, "discharge_destination": "98"}
    rows[ACTIVITY].append(STAY | later | {"batch_id": "later_episode"})
    for rule, (table, like) in EVERY_MONTH.items():
        for month in range(1, 8):
            months = {"start_ts": datetime(2018, month, 1), "processed_month": date(2018, month, 1)}  # noqa: DTZ001
            rows[table] += [
                like | {name: value for name, value in months.items() if name in like}
                | {"batch_id": rule, "activity_id": f"{rule}{month}{i}"}
                for i in range(5 if month == 7 else 50)
            ]  # fmt: skip
    return rows


def made(name: str, rows: list[Row]) -> ir.Table:
    columns = next(table for table in TABLES if table.name == name).columns
    kinds = {column.name: TYPES[column.kind] for column in columns} | {"batch_id": "string"}
    schema = ibis.schema(kinds)
    arrays = {
        column: pa.array([row.get(column) for row in rows], kind)
        for column, kind in zip(schema.names, schema.to_pyarrow().types, strict=True)
    }
    return ibis.memtable(pa.table(arrays), schema=schema)


@cache
def found() -> dict[tuple[str, str], Score]:
    rows = rows_of_all()
    with running() as engine:
        tables = {name: engine.keep(name, made(name, of_table)) for name, of_table in rows.items()}
        feeds = {name: name for name in ("good", "later_episode", *IDS)}
        return {(s.feed, s.rule.id): s for s in assess(engine, tables, [RULES], SETS, feeds)}


def test_a_later_episode_of_a_stay_need_not_follow_an_attendance() -> None:
    assert ("later_episode", "ed_admitted_has_stay") not in found()
    assert ("later_episode", "discharge_destination_code") not in found()
    assert found()["later_episode", "admission_method_code"].asked == 1


def test_every_shipped_rule_has_an_example_here() -> None:
    assert sorted({*BAD, *EVERY_MONTH}) == sorted(IDS)
    assert len(in_force([RULES])) == len(IDS)


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_finds_the_row_that_breaks_it(rule: str) -> None:
    score = found()[rule, rule]
    assert (score.failed, score.asked) == (1, 1)
    assert score.verdict.value == ("refuse" if score.rule.refuse_below else "warn")


@pytest.mark.parametrize("rule", BAD)
def test_a_rule_asks_of_records_in_order_and_passes_them(rule: str) -> None:
    score = found()["good", rule]
    assert score.asked > 0
    assert score.failed == 0
