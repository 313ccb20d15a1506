"""Other systems read records as FHIR R4: valid, in scope, audited, and told plainly when not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.r4 import ACT_CODES, TABLE, codes_of, errors
from tests.care.records import made_records
from tests.care.world import World
from wholeplace.care.access import Verb
from wholeplace.care.access.actor import system_actor
from wholeplace.care.access.tokens import hash_of
from wholeplace.care.actions.tokens import end_token, make_token
from wholeplace.care.demo import made_up_people
from wholeplace.care.fhir import codes
from wholeplace.care.fhir.asking import BadAsk, interval
from wholeplace.care.fhir.kinds import KINDS
from wholeplace.care.models import (
    ApiToken,
    AuditEvent,
    CarePlan,
    Consent,
    Encounter,
    Goal,
    LegitimateRelationship,
    Organisation,
    Post,
    Record,
    Task,
    Visibility,
)

OF_A_PATIENT = sorted(set(KINDS) - {"Patient"})


def got(
    client: Client, path: str, status: int = 200, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    answer = client.get(f"/fhir/{path}", headers=headers or {})
    assert answer.status_code == status, answer.content[:500]
    told: dict[str, Any] = json.loads(answer.content)
    assert errors(told) == []
    return told


def entries(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle.get("entry", [])]


@pytest.fixture
def records(world: World) -> dict[str, Record]:
    return made_records(world)


def key_of(world: World, name: str = "matron", days: int = 30) -> dict[str, str]:
    ends = datetime.now(UTC) + timedelta(days=days)
    _, secret = make_token(
        by=system_actor(), user=world.users[name].pk, name="a system", ends_at=ends
    )
    return {"Authorization": f"Bearer {secret}"}


def test_a_person_is_read_as_a_patient(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    told = got(browser, f"Patient/{nora.pk}")
    assert told["name"][0] == {"use": "official", "family": "Harefield", "given": ["Nora"]}
    assert told["identifier"] == [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": nora.nhs_number}
    ]
    assert told["birthDate"] == "1940-05-01"
    assert told["generalPractitioner"][0]["identifier"]["value"] == "ZP001"
    assert told["meta"]["versionId"] == "1"


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.usefixtures("records")
def test_every_resource_is_valid_r4_with_codes_that_r4_has(
    world: World, browser: Client, name: str
) -> None:
    nora = world.people["nora"]
    query = f"?patient={nora.pk}" if name != "Patient" else ""
    got(browser, f"Patient/{nora.pk}")  # So that there is a row in the audit.
    bundle = got(browser, f"{name}{query}")
    assert bundle["total"] == len(entries(bundle)) > 0
    for resource in entries(bundle):
        assert resource["resourceType"] == name
        assert errors(resource) == []
        again = got(browser, f"{name}/{resource['id']}")
        assert again["id"] == resource["id"]


def test_a_status_that_r4_does_not_have_would_be_seen(browser: Client, world: World) -> None:
    told = got(browser, f"Patient/{world.people['nora'].pk}")
    assert errors(told | {"gender": "bogus"})
    assert errors(told | {"birthDate": "1940-13-45"})
    assert errors(told | {"garden": "roses"})
    plan = {"resourceType": "CarePlan", "status": "bogus", "intent": "plan"}
    assert len(errors(plan)) == 3  # No subject, by the schema and by the table; and the status.


def test_every_word_of_ours_has_a_code_that_r4_has() -> None:
    for table, path in (
        (codes.PLAN, "CarePlan.status"),
        (codes.TEAM, "CareTeam.status"),
        (codes.GOAL, "Goal.lifecycleStatus"),
        (codes.TASK, "Task.status"),
        (codes.TASK_PRIORITY, "Task.priority"),
        (codes.REFERRAL, "ServiceRequest.status"),
        (codes.URGENCY, "ServiceRequest.priority"),
        (codes.CONTACT, "Encounter.status"),
        (codes.FLAG, "Flag.status"),
        (codes.GENDER, "Patient.gender"),
    ):
        assert set(table.values()) <= codes_of(path), path
    assert {*codes.CONTACT_CLASS.values(), *codes.ENCOUNTER_CLASS.values()} <= ACT_CODES
    assert set(codes.ACHIEVEMENT.values()) <= set(TABLE["preferred"]["Goal.achievementStatus"])


def test_only_an_active_profile_of_uk_core_is_claimed(
    browser: Client, records: dict[str, Record], world: World
) -> None:
    referral = got(browser, f"ServiceRequest/{records['Referral'].pk}")
    assert referral["meta"]["profile"] == [codes.REFERRAL_PROFILE]
    assert "profile" not in got(browser, f"Patient/{world.people['nora'].pk}")["meta"]


def test_what_may_be_read_is_told_without_a_key(client: Client, db: None) -> None:
    told = got(client, "metadata")
    assert [one["type"] for one in told["rest"][0]["resource"]] == list(KINDS)
    described = json.loads(client.get("/fhir/openapi.json").content)
    assert set(described["paths"]) >= {f"/{name}" for name in KINDS}


# Who may read


def test_without_a_key_or_with_a_wrong_or_ended_one_nothing_is_read(
    world: World, client: Client
) -> None:
    path = f"Patient/{world.people['nora'].pk}"
    assert got(client, path, 401)["issue"][0]["code"] == "login"
    assert client.get(f"/fhir/{path}")["WWW-Authenticate"] == "Bearer"
    for said in ("Bearer nothing", "Bearer ", "Basic bWU6bWU=", "garbage\x7f"):
        got(client, path, 401, {"Authorization": said})
    key = key_of(world)
    assert got(client, path, headers=key)["id"] == str(world.people["nora"].pk)
    end_token(by=system_actor(), id_=ApiToken.objects.get().pk)
    got(client, path, 401, key)


def test_a_key_of_a_closed_account_reads_nothing(world: World, client: Client) -> None:
    key = key_of(world)
    world.users["matron"].is_active = False
    world.users["matron"].save()
    got(client, "Patient", 401, key)


def test_a_key_sees_what_the_posts_of_its_account_see_today(world: World, client: Client) -> None:
    key = key_of(world)
    assert got(client, "Patient", headers=key)["total"] == 1
    Post.objects.filter(user=world.users["matron"]).update(ends="2019-01-01")
    got(client, "Patient", 403, key)


def test_of_a_key_only_its_hash_is_kept_and_when_it_was_used(world: World, client: Client) -> None:
    key = key_of(world)
    secret = key["Authorization"].removeprefix("Bearer ")
    row = ApiToken.objects.get()
    assert (row.sha256, row.used_at) == (hash_of(secret), None)
    got(client, "Patient", headers=key)
    row.refresh_from_db()
    assert row.used_at is not None
    assert not AuditEvent.objects.filter(detail__contains=secret).exists()


@pytest.mark.parametrize("name", ["wellbeing", "privacy"])
def test_a_role_without_the_interface_is_refused(world: World, client: Client, name: str) -> None:
    client.force_login(world.users[name])
    assert got(client, "Patient", 403)["issue"][0]["code"] == "forbidden"


@pytest.mark.usefixtures("records")
def test_of_another_teams_person_nothing_is_there_and_the_try_is_kept(
    world: World, client: Client, browser: Client
) -> None:
    nora = world.people["nora"]
    ids = [
        f"{name}/{one['id']}"
        for name in OF_A_PATIENT
        for one in entries(got(browser, f"{name}?patient={nora.pk}"))
    ]
    stranger = Client()
    stranger.force_login(world.users["stranger"])
    before = AuditEvent.objects.filter(verb=Verb.DENIED).count()
    for path in [f"Patient/{nora.pk}", *ids]:
        there = got(stranger, path, 404)
        assert there == got(stranger, f"{path.split('/')[0]}/nothing", 404)
    for name in OF_A_PATIENT:
        assert got(stranger, f"{name}?patient=Patient/{nora.pk}")["total"] == 0
    denied = AuditEvent.objects.filter(verb=Verb.DENIED).count()
    assert denied == before + 2 * (len(ids) + 1) + len(OF_A_PATIENT)


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


@pytest.mark.usefixtures("records")
def test_everything_that_is_referred_to_can_be_read(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    found = set()
    for name in sorted(KINDS):
        query = f"?patient={nora.pk}" if name != "Patient" else ""
        found |= set(_references(got(browser, name + query)))
    assert {one.split("/")[0] for one in found} >= {"Patient", "Goal", "CareTeam", "Task"}
    for reference in found:
        got(browser, reference)


def test_what_is_sealed_is_not_read_and_not_referred_to(
    world: World, records: dict[str, Record], browser: Client
) -> None:
    sealed = {"visibility": Visibility.SEALED, "created_by": world.users["gp"]}
    Goal.objects.filter(pk=records["Goal"].pk).update(**sealed)
    Encounter.objects.filter(pk=records["Encounter"].pk).update(**sealed)
    got(browser, f"Goal/{records['Goal'].pk}", 404)
    plan = got(browser, f"CarePlan/{records['CarePlan'].pk}")
    assert "goal" not in plan
    task = got(browser, f"Task/{records['Task'].pk}")
    assert "focus" not in task
    assert "basedOn" not in task
    assert "encounter" not in got(browser, f"Flag/{records['Alert'].pk}")


# What is asked


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("Patient?family=hare", 1),
        ("Patient?family=oak", 0),
        ("Patient?birthdate=1940-05-01", 1),
        ("Patient?birthdate=1940-05&gender=unknown", 1),
        ("Patient?birthdate=lt1940", 0),
        ("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{nhs}", 1),
        ("Patient?_id={id}", 1),
        ("Patient?_id={id},nothing", 1),
        ("Patient?_lastUpdated=ge2019-01-01", 1),
        ("Patient?_lastUpdated=lt2019-01-01", 0),
        ("Task?status=completed", 1),
        ("Task?status=completed,draft", 1),
        ("Task?status=draft", 0),
        ("Task?patient=Patient/{id}&status=completed", 1),
        ("CarePlan?status=active", 1),
        ("CareTeam?subject=Patient/{id}&status=active", 1),
        ("ServiceRequest?priority=urgent&status=active", 1),
        ("Encounter?class=EMER", 1),
        ("Encounter?class=HH", 2),
        ("Encounter?status=planned", 1),
        ("Encounter?status=in-progress", 0),
        ("Encounter?status=finished", 2),
        ("Encounter?date=2019-05-20", 1),
        ("Encounter?date=ge2019-05-20T22:15:00Z&date=le2019-05-20T22:15:00Z", 1),
        ("Observation?code=PAM&date=2019-01-10", 1),
        ("Observation?code=CFS", 0),
        ("Goal?target-date=le2019-09", 1),
        ("Flag?date=ge2019-05-20", 1),
    ],
)
@pytest.mark.usefixtures("records")
def test_what_is_asked_for_is_found(world: World, browser: Client, path: str, number: int) -> None:
    nora = world.people["nora"]
    found = got(browser, path.format(id=nora.pk, nhs=nora.nhs_number))
    assert (found["total"], len(entries(found))) == (number, number)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("Task?garden=1", "'garden' cannot be asked of Task"),
        ("Task?status=bogus", "'bogus' is none of accepted, cancelled"),
        ("Patient?birthdate=1940-13", "a date that no calendar has"),
        ("Patient?birthdate=yesterday", "is no date such as 2019-06-03"),
        ("Patient?birthdate=1940-05-01T10:00", "ask for it without a time"),
        ("Patient?_count=-1", "'_count' is a whole number"),
        ("Patient?_offset=x", "'_offset' is a whole number"),
        ("Patient?family=", "'family' has no value"),
        ("Patient?identifier=elsewhere|1", "identifiers here are of the system"),
        ("AuditEvent", "say of whom: AuditEvent?patient=ID"),
        ("Task?_include=Task:patient", "cannot be asked"),
        ("Task?_id=" + ",".join("1" for _ in range(101)), "at most 100 values"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_passed_over(
    browser: Client, path: str, says: str
) -> None:
    told = got(browser, path, 400)
    assert says in told["issue"][0]["diagnostics"]
    assert told["issue"][0]["code"] == "invalid"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 404),
        ("Garden", 404),
        ("Patient/", 404),
        ("Patient/1/_history/1", 404),
        ("Patient/%00", 404),
        ("Patient/" + "9" * 5000, 404),
        ("AuditEvent/99999999999999999999", 404),
        ("Patient?family=%00", 400),
        ("Patient?_format=xml", 406),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_there_is_told_as_fhir_tells_it(
    browser: Client, path: str, status: int
) -> None:
    assert got(browser, path, status)["resourceType"] == "OperationOutcome"


def test_nothing_is_written_here(world: World, browser: Client) -> None:
    for method in (browser.post, browser.put, browser.delete, browser.patch):
        answer = method(f"/fhir/Patient/{world.people['nora'].pk}")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert browser.get("/fhir/Patient", headers={"Accept": "text/html"}).status_code == 406
    assert (
        browser.get("/fhir/Patient", headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200
    )


def test_a_version_that_is_known_is_not_sent_again(world: World, browser: Client) -> None:
    path = f"/fhir/Patient/{world.people['nora'].pk}"
    answer = browser.get(path)
    assert answer["ETag"] == 'W/"1"'
    again = browser.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # It was looked at all the same.
    assert AuditEvent.objects.filter(verb=Verb.READ_FHIR).count() == 2


def test_an_answer_newer_than_a_consent_takes_its_place(
    world: World, browser: Client, records: dict[str, Record]
) -> None:
    Consent.objects.create(
        person=world.people["nora"], controller="ZCOMM", scope="caseload", is_given=False,
        given_by="Nora", said_on="2019-06-01",
    )  # fmt: skip
    assert got(browser, f"Consent/{records['Consent'].pk}")["status"] == "inactive"
    found = entries(got(browser, "Consent"))
    assert sorted(one["status"] for one in found) == ["inactive", "rejected"]


def test_a_plan_tells_what_to_do_if_it_gets_worse(
    browser: Client, records: dict[str, Record]
) -> None:
    plan = got(browser, f"CarePlan/{records['CarePlan'].pk}")
    details = [one["detail"] for one in plan["activity"] if "detail" in one]
    assert details[0]["scheduledString"] == "if I fell"
    assert "Whom to call: 0161 496 0000" in details[0]["description"]
    assert CarePlan.objects.get().sha256 == ""


# Pages, and what they cost


def _many(world: World, number: int) -> None:
    practice = Organisation.objects.get(pk="ZP001")
    people = list(made_up_people(number, [practice], 1, "ZCOMM"))
    for one in people:
        one.nhs_number = None
        one.save()
    holder = f"team:{world.teams['north'].pk}"
    start = datetime(2019, 1, 1, tzinfo=UTC)
    LegitimateRelationship.objects.bulk_create(
        LegitimateRelationship(person=one, holder=holder, kind="caseload", starts=start)
        for one in people
    )
    Task.objects.bulk_create(Task(person=one, controller="ZCOMM", what="Ring") for one in people)


def test_pages_follow_one_another_and_miss_nobody(world: World, browser: Client) -> None:
    _many(world, 22)
    url, seen = "/fhir/Patient?_count=5", []
    while url:
        told = json.loads(browser.get(url).content)
        assert errors(told) == []
        seen += [one["id"] for one in entries(told)]
        links = {one["relation"]: one["url"] for one in told["link"]}
        parts = urlsplit(links.get("next", ""))
        url = f"{parts.path}?{parts.query}" if parts.query else ""
    assert told["total"] == len(seen) == len(set(seen)) == 23
    assert got(browser, "Patient?_count=0")["total"] == 23
    assert "entry" not in got(browser, "Patient?_offset=9999999999999999999")


@pytest.mark.usefixtures("records")
def test_a_page_runs_over_from_one_kind_of_record_to_the_next(browser: Client) -> None:
    whole = [one["id"] for one in entries(got(browser, "Encounter"))]
    parts = [
        one["id"]
        for offset in range(len(whole))
        for one in entries(got(browser, f"Encounter?_count=1&_offset={offset}"))
    ]
    assert parts == whole


@pytest.mark.parametrize("name", ["Patient", "Task", "Encounter", "CarePlan"])
def test_the_database_is_asked_as_often_however_many_there_are(
    world: World, browser: Client, name: str
) -> None:
    made_records(world)

    def queries() -> int:
        return asked_by(lambda: browser.get(f"/fhir/{name}?_count=200"))

    few = queries()
    _many(world, 40)
    assert queries() == few <= 20


def test_everybody_in_an_answer_has_it_in_their_audit(world: World, browser: Client) -> None:
    _many(world, 3)
    got(browser, "Task?status=accepted")
    rows = list(AuditEvent.objects.filter(verb=Verb.READ_FHIR).order_by("number"))
    assert [row.person is None for row in rows] == [True, False, False, False]
    assert {row.why for row in rows[1:]} == {"caseload"}
    assert '"by": ["status"]' in rows[0].detail


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(sorted(KINDS)),
    parameter=st.sampled_from(
        ["_id", "patient", "_lastUpdated", "_count", "_offset", "status", "date", "birthdate",
         "identifier", "code", "class", "family", "gender"]
    ),
    value=st.text(max_size=40) | st.dates().map(str) | st.integers().map(str),
)  # fmt: skip
@pytest.mark.usefixtures("records")
def test_whatever_is_asked_it_is_answered(
    world: World, browser: Client, name: str, parameter: str, value: str
) -> None:
    asked = {"patient": str(world.people["nora"].pk), parameter: value}
    answer = browser.get(f"/fhir/{name}", asked)
    assert answer.status_code in (200, 400)
    assert errors(json.loads(answer.content)) == []


@given(st.dates(date(1850, 1, 1), date(2199, 12, 30)), st.times())
def test_a_shorter_date_holds_a_longer_one(day: date, at: time) -> None:
    text = datetime.combine(day, at).isoformat(timespec="seconds")
    starts, ends = interval(f"{text}Z")
    assert ends - starts == timedelta(seconds=1)
    for length in (4, 7, 10):
        first, last = interval(text[:length])
        assert first - timedelta(hours=2) <= starts < last + timedelta(hours=2)


@pytest.mark.parametrize("text", ["", "2019-6-3", "2019-06-31", "0001-01-01", "2019-06-03T25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadAsk):
        interval(text)
