# ruff: noqa: E501 - a row of a drawn file is as wide as the file
"""SUS+ as warehouses hold it: dotted names, a table for each level, people under pseudonyms."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.feeds import assert_becomes, canonical, shipped
from tests.tables import running
from wholeplace.app.init_workspace import init_workspace
from wholeplace.cli import main
from wholeplace.record import table_named
from wholeplace.record.language.source_file import called
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import read_ledger

PSEUDO = "patient.identity.nhs_number.value Pseudo"
ISSUER = "patient.identity.local_patient_identifier.issuer"
LOCAL = "patient.identity.local_patient_identifier.value"
SPELL = {
    "PRIMARYKEY_ID": ["9001", "9002", "9003"],
    f"spell.{PSEUDO}": ["9990000018", "", ""],
    f"spell.{ISSUER}": ["RXX", "RXX", ""],
    f"spell.{LOCAL}": ["L1", "L2", "L3"],
    "spell.admission.date": ["2023-05-01", "2023-06-30", "2023-06-01"],
    "spell.discharge.date": ["2023-05-09", "", "2023-06-01"],
    "spell.discharge.method": ["1", "", "1"],
    "spell.admission.method": ["2a", "21", "11"],
    "spell.admission.patient_classification": ["1", "1", "2"],
    "spell.commissioning.service_agreement.provider": ["RXX", "", "RXX"],
    "spell.commissioning.service_agreement.provider_derived": ["RXX", "RYY", "RXX"],
    "spell.commissioning.grouping.core_hrg": ["DZ11K", "", "FZ60Z"],
    "spell.commissioning.tariff_calculation.final_price": ["4200.10", "", "900"],
    "spell.commissioning.tariff_calculation.market_forces_factor": ["1.0821", "", ""],
}
EPISODE = {
    "PRIMARYKEY_ID": ["9001", "9001", "9002"],
    "EPISODES_ID": ["1", "2", "1"],
    PSEUDO: ["9990000018", "9990000018", ""],
    ISSUER: ["RXX", "RXX", "RXX"],
    LOCAL: ["L1", "L1", "L2"],
    "number": ["1", "2", "1"],
    "start_date": ["2023-05-01", "2023-05-03", "2023-06-30"],
    "end_date": ["2023-05-03", "2023-05-09", ""],
    "admission.date": ["2023-05-01", "2023-05-01", "2023-06-30"],
    "discharge.date": ["2023-05-09", "2023-05-09", ""],
    "admission.method": ["2a", "2a", "21"],
    "admission.patient_classification": ["1", "1", "1"],
    "care_professional.treatment_function": ["300", "430", "100"],
    "commissioning.service_agreement.provider": ["RXX", "RXX", "RYY"],
}
DIAGNOSIS = {
    "PRIMARYKEY_ID": ["9001", "9001", "9001", "9002"],
    "EPISODES_ID": ["1", "1", "2", "1"],
    "ICD_ID": ["1", "2", "1", "1"],
    "code": ["J18.1", "E119", "J181", ""],
}
PROCEDURE = {
    "PRIMARYKEY_ID": ["9001"],
    "EPISODES_ID": ["2"],
    "OPCS_ID": ["1"],
    "code": ["E85.2"],
    "date": ["2023-05-04"],
}


def _write(folder: Path, **tables: dict[str, list[str]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, columns in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([list(columns), *zip(*columns.values(), strict=True)])
    return folder


def _flat(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return columns by the names that warehouses give them where dots are not allowed."""
    return {name.lower().replace(".", "_").replace(" ", "_"): v for name, v in columns.items()}


APC = {
    "spell": SPELL,
    "spell.episodes": EPISODE,
    "spell.episodes.clinical_coding.diagnosis.icd": DIAGNOSIS,
    "spell.episodes.clinical_coding.procedure.opcs": PROCEDURE,
}
APC_BECOMES = {
    "activity": """
    activity_id | parent_activity_id | person_id                      | start_ts         | end_ts     | spell_end  | admission_method | provider_code | specialty | _period
    spell:9001  |                    | pseudonym:warehouse:9990000018 | 2023-05-01       | 2023-05-09 | 2023-05-09 | 2A               | RXX           |           | 2023-05-01
    spell:9002  |                    | local:RXX:L2                   | 2023-06-30       |            |            | 21               | RYY           |           | 2023-06-01
    spell:9003  |                    | unknown:spell.csv:3            | 2023-06-01       | 2023-06-01 | 2023-06-01 | 11               | RXX           |           | 2023-06-01
    apc:9001:1  | spell:9001         | pseudonym:warehouse:9990000018 | 2023-05-01       | 2023-05-03 | 2023-05-09 | 2A               | RXX           | 300       | 2023-05-01
    apc:9001:2  | spell:9001         | pseudonym:warehouse:9990000018 | 2023-05-03       | 2023-05-09 | 2023-05-09 | 2A               | RXX           | 430       | 2023-05-01
    apc:9002:1  | spell:9002         | local:RXX:L2                   | 2023-06-30       |            |            | 21               | RYY           | 100       | 2023-06-01
    """,
    "diagnosis": """
    activity_id | person_id                      | position | code_system | code | kind      | onset_date | _period
    apc:9001:1  | pseudonym:warehouse:9990000018 | 1        | ICD10       | J181 | primary   | 2023-05-01 | 2023-05-01
    apc:9001:1  | pseudonym:warehouse:9990000018 | 2        | ICD10       | E119 | secondary | 2023-05-01 | 2023-05-01
    apc:9001:2  | pseudonym:warehouse:9990000018 | 1        | ICD10       | J181 | primary   | 2023-05-01 | 2023-05-01
    """,
    "procedure": """
    activity_id | position | code_system | code | performed_date | _period
    apc:9001:2  | 1        | OPCS4       | E852 | 2023-05-04     | 2023-05-01
    """,
    "cost": """
    cost_id           | activity_id | basis  | amount  | currency | mff
    spell:9001:tariff | spell:9001  | tariff | 4200.10 | GBP      | 1.0821
    spell:9003:tariff | spell:9003  | tariff | 900.00  | GBP      |
    """,
}


def test_inpatients_come_as_spells_episodes_and_codes(tmp_path: Path) -> None:
    assert_becomes(canonical(_write(tmp_path / "apc", **APC), "sus-apc-warehouse"), APC_BECOMES)


def test_names_without_dots_are_read_alike(tmp_path: Path) -> None:
    flat = {name: _flat(columns) for name, columns in APC.items()}
    assert "spell_patient_identity_nhs_number_value_pseudo" in flat["spell"]
    assert_becomes(canonical(_write(tmp_path / "apc", **flat), "sus-apc-warehouse"), APC_BECOMES)


def test_outpatients_come_as_appointments_and_codes(tmp_path: Path) -> None:
    appointment = {
        "PRIMARYKEY_ID": ["71", "72"],
        f"appointment.{PSEUDO}": ["A0F3", ""],
        f"appointment.{ISSUER}": ["RXX", ""],
        f"appointment.{LOCAL}": ["L1", ""],
        "appointment.date": ["2023-05-02", "2023-06-02"],
        "appointment.attended_or_dna": ["5", "3"],
        "appointment.first_attendance": ["1", "2"],
        "appointment.care_professional.treatment_function": ["", "430"],
        "appointment.care_professional.main_specialty": ["300", "300"],
        "appointment.commissioning.service_agreement.provider": ["RXX", "RXX"],
        "appointment.commissioning.grouping.core_hrg": ["WF01B", ""],
        "appointment.commissioning.grouping.sus_hrg": ["", "WF01A"],
        "appointment.commissioning.tariff_calculation.final_price": ["120.456", ""],
    }
    diagnosis = {"PRIMARYKEY_ID": ["71"], "ICD_ID": ["1"], "code": ["I10"]}
    procedure = {"PRIMARYKEY_ID": ["71"], "OPCS_ID": ["2"], "code": ["U20.1"], "date": [""]}
    tables = {
        "appointment": appointment,
        "appointment.clinical_coding.diagnosis.icd": diagnosis,
        "appointment.clinical_coding.procedure.opcs": procedure,
    }
    assert_becomes(
        canonical(_write(tmp_path / "op", **tables), "sus-op-warehouse"),
        {
            "activity": """
            activity_id | person_id                 | start_ts   | attendance_status | first_attendance | specialty | hrg_code | _period
            op:71       | pseudonym:warehouse:A0F3  | 2023-05-02 | 5                 | 1                | 300       | WF01B    | 2023-05-01
            op:72       | unknown:appointment.csv:2  | 2023-06-02 | 3                 | 2                | 430       | WF01A    | 2023-06-01
            """,
            "diagnosis": "activity_id | person_id | code | kind | onset_date\nop:71 | pseudonym:warehouse:A0F3 | I10 | primary | 2023-05-02",
            "procedure": "activity_id | position | code | performed_date\nop:71 | 2 | U201 |",
            "cost": "cost_id | amount\nop:71:tariff | 120.46",
        },
    )


def test_emergency_attendances_come_with_times_in_either_way(tmp_path: Path) -> None:
    attendance = {
        "PRIMARYKEY_ID": ["51", "52"],
        "patient.nhs_number.value Pseudo": ["A0F3", "A0F4"],
        "patient.local_patient_identifier.issuer": ["RXX", "RXX"],
        "patient.local_patient_identifier.value": ["L1", "L1"],
        "attendance.location.department_type": ["01", "3"],
        "attendance.arrival.date": ["2023-05-02", ""],
        "attendance.arrival.time": ["09:30", ""],
        "attendance.arrival.timestamp": ["", "2023-06-02 23:10:00"],
        "attendance.departure.date": ["2023-05-02", ""],
        "attendance.departure.time": ["13:29:59", ""],
        "attendance.departure.timestamp": ["", "2023-06-03 00:10:00"],
        "commissioning.service_agreement.provider": ["RXX", "RXX"],
        "commissioning.grouping.health_resource_group": ["VB09Z", ""],
        "commissioning.national_pricing.final_price": ["150", ""],
    }
    diagnosis = {
        "PRIMARYKEY_ID": ["52", "52"],
        "SNOMED_ID": ["1", "2"],
        "sequence_number": ["", "2"],
        "code": ["233604007", "44054006"],
    }
    tables = {"emergency_care": attendance, "clinical.diagnoses.snomed": diagnosis}
    assert_becomes(
        canonical(_write(tmp_path / "ecds", **tables), "ecds-warehouse"),
        {
            "activity": """
            activity_id | person_id                | setting | department_type | start_ts         | end_ts           | hrg_code | _period
            ed:51       | pseudonym:warehouse:A0F3 | ED      | 01              | 2023-05-02T09:30 | 2023-05-02T13:29 | VB09Z    | 2023-05-01
            ed:52       | pseudonym:warehouse:A0F4 | UTC     | 03              | 2023-06-02T23:10 | 2023-06-03T00:10 |          | 2023-06-01
            """,
            "diagnosis": """
            activity_id | person_id                | position | code_system | code      | kind      | _period
            ed:52       | pseudonym:warehouse:A0F4 | 1        | SNOMED      | 233604007 | primary   | 2023-06-01
            ed:52       | pseudonym:warehouse:A0F4 | 2        | SNOMED      | 44054006  | secondary | 2023-06-01
            """,
            "cost": "cost_id | activity_id | amount\ned:51:tariff | ed:51 | 150.00",
        },
    )


@pytest.mark.parametrize(
    ("mapping", "file", "source"),
    [
        ("sus-apc-warehouse", "spell", "sus_apc"),
        ("sus-op-warehouse", "appointment", "sus_op"),
        ("ecds-warehouse", "attendance", "ecds"),
    ],
)
def test_every_column_is_one_that_a_warehouse_has(mapping: str, file: str, source: str) -> None:
    golden = Path(__file__).parents[1] / "golden" / "source-columns.csv"
    with golden.open(encoding="utf-8") as stream:
        there = {row["column"] for row in csv.DictReader(stream) if row["source"] == source}
    by = shipped(mapping)
    assert set(by.columns_used(file)) - there == set()
    # Nor is another name given to a column that nothing reads, or one name to two columns.
    assert set(by.files[file].names) <= set(by.columns_used(file))
    flat = [name for names in by.files[file].names.values() for name in names]
    assert len(set(flat)) == len(flat)
    found = called(flat, by.files[file], by.columns_used(file))
    assert set(found.values()) >= set(by.files[file].names)


OTHER = """
mapping: other
about: visits of another sender, under pseudonyms
version: "1"
source: "assumed: invented for this test"
files: {visits: visits}
tables:
  - table: activity
    from: visits
    columns:
      activity_id: ID
      person_id: {person_key: {pseudonym: SK_PatientID, issuer: ISSUER}}
      source: {value: other}
      setting: {value: COMM}
      start_ts: DAY
      quantity: {value: "1"}
"""
VISITS = {"ID": ["a", "b"], "SK_PatientID": ["9990000018", "77"], "DAY": ["2023-05-01"] * 2}


def _load(root: Path, folder: Path, mapping: str, *words: str) -> None:
    told = CliRunner().invoke(main, ["load", str(root), str(folder), "--from", mapping, *words])
    assert told.exit_code == 0, told.output


def _people(root: Path) -> dict[str, str]:
    with running() as engine:
        rows = stored_table(
            engine, root / "data", read_ledger(root / "data"), table_named("activity")
        )
        found: Sequence[dict[str, object]] = engine.rows(rows.select("activity_id", "person_id"))
    return {str(row["activity_id"]): str(row["person_id"]) for row in found}


def test_two_feeds_of_one_issuer_agree_who_a_person_is_and_two_issuers_do_not(
    tmp_path: Path,
) -> None:
    root = init_workspace(tmp_path / "W", "hillingdon-2019", key=b"invented").root
    numbers = {"ID": ["c"], "SK_PatientID": ["9990000018"], "DAY": ["2023-05-01"]}
    feeds = [
        ("one", "warehouse", VISITS),
        ("two", "warehouse", {**VISITS, "ID": ["a2", "b2"], "DAY": ["2023-06-01"] * 2}),
        ("three", "another", {**VISITS, "ID": ["a3", "b3"]}),
        ("four", "nhs", numbers),
    ]
    for name, issuer, columns in feeds:
        text = OTHER.replace("ISSUER", issuer)
        if issuer == "nhs":
            text = text.replace("pseudonym: SK_PatientID, issuer: nhs", "nhs_number: SK_PatientID")
        (tmp_path / f"{name}.yaml").write_text(text)
        folder = _write(tmp_path / name, visits=columns)
        _load(root, folder, str(tmp_path / f"{name}.yaml"), "--name", name)
    who = _people(root)
    assert who["a"] == who["a2"]
    assert who["b"] == who["b2"]
    # Ten digits that check are an NHS number in the fourth feed, and nothing but a pseudonym before.
    assert len({who["a"], who["a3"], who["b"], who["b3"], who["c"]}) == 5
    kept = list((root / "identity").rglob("number.*.parquet"))
    assert len(kept) == 1
