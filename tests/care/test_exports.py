"""What leaves as files: valid, counted, in the audit; under pseudonyms nothing names anybody."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.care.r4 import errors
from tests.care.records import made_records
from tests.care.world import NOW, World
from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.care.access import Verb
from wholeplace.care.access.actor import system_actor
from wholeplace.care.actions.audit import verify
from wholeplace.care.demo import made_up_people, synthetic_number
from wholeplace.care.demo.caseload import DEMO_KEYS
from wholeplace.care.exports import bulk, leaving
from wholeplace.care.exports.bulk import NAMED, write_named, write_pseudonymous
from wholeplace.care.exports.csds import TABLES, write_csds
from wholeplace.care.exports.feed import FILES
from wholeplace.care.exports.feed import write_feed as write_care_feed
from wholeplace.care.exports.gate import left_out
from wholeplace.care.exports.pseudonyms import KEPT
from wholeplace.care.models import (
    AuditEvent,
    CarePlan,
    Contact,
    Goal,
    Huddle,
    Observation,
    Organisation,
    Person,
    Task,
    Visibility,
)
from wholeplace.cli import main
from wholeplace.kernel import Refused
from wholeplace.kernel.period import Month
from wholeplace.privacy import of_nhs_number, pseudonym
from wholeplace.store.workspace import Workspace

SYSTEM = system_actor(NOW)
JUNE, MAY = Month(2019, 6), Month(2019, 5)
TYPED = ("Harefield", "Nora", "garden", "fell", "Stairs", "0161", "Ann", "Physiotherapy")
"""What somebody typed, or is called, in the records of the small world."""


@pytest.fixture
def records(world: World) -> World:
    made_records(world)
    return world


def _of(text: str) -> str:
    return pseudonym(DEMO_KEYS, text)


def _of_number(number: str) -> str:
    return of_nhs_number(DEMO_KEYS, number)


def _pseudonymous(folder: Path, out: set[str] | None = None) -> dict[str, int]:
    return write_pseudonymous(SYSTEM, folder, _of, _of_number, lambda number: number in (out or ()))


def _told_of() -> list[Any]:
    """Return of whom the audit says that they left with a file."""
    rows = AuditEvent.objects.filter(verb=Verb.EXPORT, person__isnull=False)
    return list(rows.values_list("person", flat=True))


def _resources(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.ndjson"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as out:
        return list(csv.DictReader(out))


# Bulk


def test_everything_leaves_as_valid_resources_with_a_manifest(
    records: World, tmp_path: Path
) -> None:
    rows = write_named(SYSTEM, tmp_path / "out", "care")
    found = _resources(tmp_path / "out")
    assert len(found) == sum(rows.values())
    assert set(rows) == set(NAMED)
    assert rows["Patient"] == 2
    assert rows["Encounter"] == 4
    assert [error for one in found for error in errors(one)] == []
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["reason"] == "care"
    for name, told in manifest["files"].items():
        content = (tmp_path / "out" / name).read_bytes()
        assert told == {
            "rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest(),
        }  # fmt: skip
    row = AuditEvent.objects.get(verb=Verb.EXPORT, person=None)
    assert row.what == "export:fhir"
    assert '"reason": "care"' in row.detail
    # Everybody who is named can be told that they were.
    assert _told_of() == sorted(one.pk for one in records.people.values())
    assert verify()[1] is None


def test_what_is_sealed_does_not_leave(records: World, tmp_path: Path) -> None:
    Goal.objects.update(visibility=Visibility.SEALED, created_by=records.users["gp"])
    rows = write_named(SYSTEM, tmp_path / "out", "care")
    assert rows["Goal"] == 0
    assert "Goal/" not in (tmp_path / "out" / "CarePlan.ndjson").read_text()


def test_under_pseudonyms_nothing_names_anybody(records: World, tmp_path: Path) -> None:
    rows = _pseudonymous(tmp_path / "out")
    found = _resources(tmp_path / "out")
    assert {one["resourceType"] for one in found} == set(rows) == set(KEPT)
    assert [error for one in found for error in errors(one)] == []
    text = "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert _told_of() == []
    numbers = [str(one.nhs_number) for one in records.people.values()]
    ids = [str(one.pk) for one in (*records.people.values(), *Task.objects.all())]
    for word in (*TYPED, *numbers, *ids, "1940-05", "matron", "Matron"):
        assert word not in text, word
    patients = {one["id"]: one for one in found if one["resourceType"] == "Patient"}
    # The pseudonym is that of the workspace, so that these rows can be joined to its records.
    assert set(patients) == {_of_number(number) for number in numbers}
    assert {one["birthDate"] for one in patients.values()} == {"1940"}
    assert all(one["meta"]["security"][0]["code"] == "PSEUDED" for one in found)
    about = [one for one in found if one["resourceType"] == "Observation"]
    assert about[0]["subject"]["reference"].removeprefix("Patient/") in patients
    assert about[0]["valueQuantity"]["value"] == 47.4


def test_references_lead_to_what_is_there_under_pseudonyms(records: World, tmp_path: Path) -> None:
    _pseudonymous(tmp_path / "out")
    found = _resources(tmp_path / "out")
    there = {f"{one['resourceType']}/{one['id']}" for one in found}

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["reference"]} if isinstance(value.get("reference"), str) else set()
            return own.union(*(references(inner) for inner in value.values()))
        return set().union(*map(references, value)) if isinstance(value, list) else set()

    asked = set().union(*map(references, found))
    assert asked
    assert asked <= there


def test_who_opted_out_is_in_nothing_for_analysis(records: World, tmp_path: Path) -> None:
    number = str(records.people["nora"].nhs_number)
    rows = _pseudonymous(tmp_path / "out", {number})
    assert rows["Patient"] == 1
    assert sum(rows.values()) == 1
    assert _of_number(number) not in (tmp_path / "out" / "Patient.ndjson").read_text()


def test_without_a_valid_answer_about_opt_outs_nobody_real_leaves_for_analysis(
    world: World, tmp_path: Path
) -> None:
    assert not left_out(tmp_path, NOW.date())("9990000018")
    # Valid, and of no test range: nobody's that is known.
    Person.objects.filter(pk=world.people["nora"].pk).update(nhs_number="4010232137")
    with pytest.raises(Refused, match="nobody has checked who opted out"):
        left_out(tmp_path, NOW.date())


@pytest.mark.parametrize("made", ["file", "other"])
def test_what_stands_in_a_folder_already_is_not_replaced(
    world: World, tmp_path: Path, made: str
) -> None:
    place = tmp_path / "out"
    if made == "file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "letters.txt").write_text("mine")
    with pytest.raises(Refused):
        write_named(SYSTEM, place, "care")
    assert (place if made == "file" else place / "letters.txt").read_text() == "mine"
    assert not AuditEvent.objects.filter(verb=Verb.EXPORT).exists()


def test_what_cannot_be_told_does_not_leave(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(leaving, "look_at_all", fails)
    with pytest.raises(RuntimeError):
        write_named(SYSTEM, tmp_path / "out", "care")
    assert list(tmp_path.iterdir()) == []


def test_parts_miss_nobody(records: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_named(SYSTEM, tmp_path / "whole", "care")
    monkeypatch.setattr(leaving, "AT_ONCE", 1)
    assert write_named(SYSTEM, tmp_path / "parts", "care") == whole
    for path in (tmp_path / "whole").glob("*.ndjson"):
        assert (tmp_path / "parts" / path.name).read_bytes() == path.read_bytes()


def test_people_of_the_test_range_need_not_be_asked_about(world: World) -> None:
    assert not bulk.is_there_anybody_to_ask()


# The feed


def test_the_feed_tells_what_was_done_and_nothing_that_was_typed(
    records: World, tmp_path: Path
) -> None:
    rows = write_care_feed(SYSTEM, tmp_path / "out")
    assert rows == {
        "contacts": 2, "caseload": 1, "assessments": 1, "plan_events": 3, "huddle_events": 2,
        "referrals": 1,
    }  # fmt: skip
    nora = records.people["nora"]
    assert _told_of() == [nora.pk]
    for name, columns in FILES.items():
        text = (tmp_path / "out" / f"{name}.csv").read_text()
        assert text.splitlines()[0] == ",".join(columns)
        assert str(nora.nhs_number) in text
        for word in TYPED:
            assert word not in text, (name, word)
    contact = next(
        row for row in _rows(tmp_path / "out" / "contacts.csv") if row["attended"] == "5"
    )
    assert (contact["started_at"], contact["ended_at"]) == (
        "2019-05-27T10:30:00", "2019-05-27T11:15:00",
    )  # fmt: skip
    assert (contact["medium"], contact["team_type"]) == ("01", "45")
    events = {row["event"] for row in _rows(tmp_path / "out" / "plan_events.csv")}
    assert events == {"agreed_by_person", "agreed_by_gp", "action_done"}


def test_what_is_done_after_a_huddle_is_told_of_that_huddle(records: World, tmp_path: Path) -> None:
    item = Huddle.objects.get().items.get()
    Task.objects.create(
        person=item.person, controller="ZCOMM", what="Ring", state="done", done_at=NOW,
        because=item.reference,
    )  # fmt: skip
    write_care_feed(SYSTEM, tmp_path / "out")
    found = _rows(tmp_path / "out" / "huddle_events.csv")
    assert {row["event"] for row in found} == {"decided", "preference_stated", "action_done"}
    assert {row["huddle_id"] for row in found} == {str(item.huddle_id)}


def _worked(world: World) -> list[Person]:
    """Twelve people, seen every month of 2019/20, more active each time; one agrees a month."""
    people = list(made_up_people(12, [Organisation.objects.get(pk="ZP001")], 1, "ZCOMM"))
    for at, one in enumerate(people):
        one.nhs_number = next(n for i in range(9) if (n := synthetic_number(1000 + 9 * at + i)))
        one.save()
        mine: dict[str, Any] = {"person": one, "controller": "ZCOMM"}
        days = [date(2019 + (3 + m) // 12, (3 + m) % 12 + 1, 14) for m in range(12)]
        for month, day in enumerate(days):
            moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
            Contact.objects.create(
                **mine, team=world.teams["north"], mode="visit", state="happened", at=moment
            )
            Observation.objects.create(**mine, code="pam", value=40 + 4 * month, seen_on=day)
        CarePlan.objects.create(**mine, number=1, state="agreed", agreed_on=days[at])
    return people


def test_work_in_care_becomes_measures_of_the_place(world: World, tmp_path: Path) -> None:
    people = _worked(world)
    write_care_feed(system_actor(datetime(2020, 5, 1, tzinfo=UTC)), tmp_path / "care")
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    workspace.document("outcomes.yaml").write_text(_WATCHED, encoding="utf-8")
    load_feed(workspace, write_feed(tmp_path / "feed", _register(people)), "canonical")
    load_feed(workspace, tmp_path / "care", "care-module")
    asked = CliRunner().invoke(main, ["outcomes", str(workspace.root), "--json"])
    assert asked.exit_code == 0, asked.output
    measures = json.loads(asked.stdout)["measures"]

    def last(name: str) -> dict[str, str]:
        years = measures[name]["tables"]["years"]
        return next(row for row in years if row["year"] == "2019/20")

    assert last("community_contacts")["numerator"] == str(12 * 12)
    assert last("plans_made_with_person")["numerator"] == "12"
    assert last("pam_gain")["value"] == "100"
    # Nothing that names anybody was stored.
    stored = b"".join(path.read_bytes() for path in workspace.data.rglob("*.parquet"))
    assert stored
    assert all(str(one.nhs_number).encode() not in stored for one in people)


_WATCHED = """
outcomes: A small place
measures:
  - {measure: community_contacts, class: local quality, source: "assumed: a test"}
  - {measure: plans_made_with_person, class: local quality, source: "assumed: a test"}
  - {measure: pam_gain, class: local quality, source: "assumed: a test"}
reading: {trend: flat, harmonics: 0, baseline: exact, source: "assumed: a test"}
"""


def _register(known: list[Person]) -> dict[str, str]:
    people = [f"nhs:{one.nhs_number}" for one in known]
    return {
        "person": "\n".join(
            ["person_id sex birth_month death_date", *(f"{p} 2 1940-05-01 -" for p in people)]
        ),
        "registration": "\n".join(
            ["person_id practice_code start_date end_date"]
            + [f"{p} ZP001 2010-01-01 -" for p in people]
        ),
        "organisation": "code name type parent_code\nN North neighbourhood -\nZP001 Elm practice N",
        "activity": "activity_id person_id source setting start_ts quantity\n"
        f"z1 {people[1]} acute OP 2020-03-31T10:00:00 1",
    }


# The return of a month

ELEMENTS = {
    "CARE CONTACT IDENTIFIER": 20, "SERVICE REQUEST IDENTIFIER": 20,
    "LOCAL PATIENT IDENTIFIER (EXTENDED)": 20, "CARE PROFESSIONAL TEAM LOCAL IDENTIFIER": 20,
    "NHS NUMBER": 10, "NHS NUMBER STATUS INDICATOR CODE": 2, "PERSON BIRTH DATE": 10,
    "PERSON STATED GENDER CODE": 1, "PERSON DEATH DATE": 10, "POSTCODE OF USUAL ADDRESS": 8,
    "ORGANISATION IDENTIFIER (LOCAL PATIENT IDENTIFIER)": 5,
    "ORGANISATION IDENTIFIER (CODE OF PROVIDER)": 6, "REFERRAL REQUEST RECEIVED DATE": 10,
    "REFERRAL REQUEST RECEIVED TIME": 8, "SOURCE OF REFERRAL FOR COMMUNITY": 2,
    "ORGANISATION IDENTIFIER (REFERRING)": 6, "SERVICE DISCHARGE DATE": 10,
    "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)": 2, "REFERRAL CLOSURE DATE": 10,
    "CARE CONTACT DATE": 10, "CARE CONTACT TIME": 8,
    "CLINICAL CONTACT DURATION OF CARE CONTACT": 4, "CARE CONTACT SUBJECT": 2,
    "CONSULTATION MEDIUM USED": 2, "GROUP THERAPY INDICATOR": 1,
    "ATTENDED OR DID NOT ATTEND CODE": 1,
}  # fmt: skip
"""Elements and their longest values: NHS Data Model and Dictionary, Community Services Data Set."""

CODES = {
    "CONSULTATION MEDIUM USED": {"01", "02", "03", "04", "05", "06", "07", "08", "98"},
    "ATTENDED OR DID NOT ATTEND CODE": {"5", "6", "7", "2", "3", "4", "0"},
    "NHS NUMBER STATUS INDICATOR CODE": {f"0{i}" for i in range(1, 9)},
    "SOURCE OF REFERRAL FOR COMMUNITY": {"", *(f"{i:02d}" for i in range(1, 24))},
    "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)": {f"{i:02d}" for i in range(1, 55)},
    "PERSON STATED GENDER CODE": {"1", "2", "9", "X"},
}
"""The codes of the dictionary."""


def test_a_month_of_contacts_hangs_on_referrals_and_these_on_people(
    records: World, tmp_path: Path
) -> None:
    rows = write_csds(SYSTEM, tmp_path / "out", MAY)
    assert list(rows.values()) == [1, 1, 1, 1]
    assert _told_of() == [records.people["nora"].pk]
    tables = {name: _rows(tmp_path / "out" / f"{name}.csv") for name in TABLES}
    patient, referral, team, contact = (table[0] for table in tables.values())
    assert (
        referral["LOCAL PATIENT IDENTIFIER (EXTENDED)"]
        == (patient["LOCAL PATIENT IDENTIFIER (EXTENDED)"])
    )
    request = "SERVICE REQUEST IDENTIFIER"
    assert contact[request] == referral[request] == team[request]
    assert (contact["CARE CONTACT DATE"], contact["CARE CONTACT TIME"]) == (
        "2019-05-27", "10:30:00",
    )  # fmt: skip
    assert contact["CLINICAL CONTACT DURATION OF CARE CONTACT"] == "45"
    assert referral["SOURCE OF REFERRAL FOR COMMUNITY"] == "01"
    assert "2019-05" in (tmp_path / "out" / "README.md").read_text()
    for table in tables.values():
        for row in table:
            for name, value in row.items():
                assert len(value) <= ELEMENTS[name], name
                assert value in CODES.get(name, {value}), name


def test_what_is_planned_or_of_another_month_is_not_told(records: World, tmp_path: Path) -> None:
    write_csds(SYSTEM, tmp_path / "out", JUNE)
    found = _rows(tmp_path / "out" / "CYP201_care_contact.csv")
    assert [row["ATTENDED OR DID NOT ATTEND CODE"] for row in found] == ["3"]
    assert write_csds(SYSTEM, tmp_path / "none", Month(2018, 1))["CYP201_care_contact"] == 0


def test_a_contact_without_a_referral_is_left_out_and_counted(
    records: World, tmp_path: Path
) -> None:
    Contact.objects.update(team=records.teams["south"])
    rows = write_csds(SYSTEM, tmp_path / "out", MAY)
    assert rows["CYP201_care_contact"] == 0
    assert "the team: 1 in this month" in (tmp_path / "out" / "README.md").read_text()
