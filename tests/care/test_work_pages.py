"""The pages of contacts, calls and tasks: short forms, wrong input, and two at once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.examples.work import a_task, call_back, of_the_team, placed, planned
from tests.care.world import World
from wholeplace.care.models import (
    CaseloadEntry,
    Contact,
    LegitimateRelationship,
    Person,
    Task,
)
from wholeplace.store.clock import now as present

VISIT = {"mode": "visit", "day": "2019-06-03", "time": "09:00", "reached": "yes"}


def _nora(world: World, name: str) -> str:
    return reverse(name, args=[world.people["nora"].pk])


def test_a_contact_is_kept_by_a_short_form(world: World, browser: Client) -> None:
    placed(world)
    form = browser.get(_nora(world, "keep-contact")).content.decode()
    # It needs no more than one click where all went as usual.
    assert 'value="09:' in form or 'type="time"' in form
    answer = browser.post(_nora(world, "keep-contact"), {**VISIT, "note": "Well <b>again</b>."})
    assert answer["Location"] == _nora(world, "contacts")
    page = browser.get(_nora(world, "contacts")).content.decode()
    assert "The contact is kept. Next contact: 10 June 2019." in page
    assert "Well &lt;b&gt;again&lt;/b&gt;." in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "2019-13-45"}, "Enter a valid date"),
        ({"day": "0001-01-01"}, "Look at the year again"),
        ({"time": "25:00"}, "Enter a valid time"),
        ({"mode": "pigeon"}, "is not one of the available choices"),
        ({"minutes": "-1"}, "greater than or equal to 0"),
        ({"minutes": "99999"}, "less than or equal to 1440"),
        ({"next_contact": "2019-06-02"}, "cannot be before this one"),
        ({"purpose": "x" * 201}, "at most 200 characters"),
        ({"note": "x" * 10_001}, "at most 10000 characters"),
        ({"planned": "no id", "note": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_with_a_contact_is_said(
    world: World, browser: Client, wrong: dict[str, str], says: str
) -> None:
    answer = browser.post(_nora(world, "keep-contact"), {**VISIT, **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_contact_to_come_is_refused_and_nothing_typed_is_lost(
    world: World, browser: Client
) -> None:
    said = {**VISIT, "day": "2090-06-03", "note": "My own words."}
    answer = browser.post(_nora(world, "keep-contact"), said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "still to come" in page
    assert "My own words." in page


def test_a_visit_is_planned_kept_or_cancelled(world: World, browser: Client) -> None:
    tomorrow = (present() + timedelta(days=1)).date().isoformat()
    plan = {"mode": "visit", "day": tomorrow, "time": "10:00", "purpose": "Leg"}
    assert browser.post(_nora(world, "plan-contact"), plan).status_code == 302
    past = browser.post(_nora(world, "plan-contact"), {**plan, "day": "2019-06-03"})
    assert past.status_code == 409
    visit = Contact.objects.get()
    page = browser.get(_nora(world, "contacts")).content.decode()
    assert "Planned" in page
    cancel = reverse("cancel-contact", args=[visit.pk])
    assert browser.post(cancel, {"seen": "1", "reason": ""}).status_code == 422
    assert browser.post(cancel, {"seen": "7", "reason": "She is away."}).status_code == 409
    assert browser.post(cancel, {"seen": "1", "reason": "She is away."}).status_code == 302
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_two_keep_one_visit_and_both_are_there(world: World, browser: Client) -> None:
    placed(world)
    visit = planned(world)
    other = Client()
    other.force_login(world.users["social"])
    said = {**VISIT, "planned": str(visit.pk), "seen": "1"}
    assert other.post(_nora(world, "keep-contact"), {**said, "note": "Hers."}).status_code == 302
    refused = browser.post(_nora(world, "keep-contact"), {**said, "note": "Mine."})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Social changed this while you were writing" in page
    assert "Hers." in page
    assert "Mine." in page
    again = {**said, "planned": "", "seen": "", "note": "Mine."}
    assert browser.post(_nora(world, "keep-contact"), again).status_code == 302
    assert sorted(Contact.objects.values_list("note", flat=True)) == ["Hers.", "Mine."]


def test_they_ring_and_are_rung_back(world: World, browser: Client) -> None:
    form = browser.get(_nora(world, "take-call")).content.decode()
    assert "Rung back today by" in form
    me = f"staff:{world.users['matron'].pk}"
    call = {
        "day": "2019-06-03", "time": "09:00", "purpose": "The bag leaks", "who": me,
        "ring_back": "on", "ring_back_by": "08:00",
    }  # fmt: skip
    wrong = browser.post(_nora(world, "take-call"), call)
    assert "This is before they rang." in wrong.content.decode()
    no_time = browser.post(_nora(world, "take-call"), {**call, "ring_back_by": ""})
    assert "Write until when they are rung back." in no_time.content.decode()
    browser.post(_nora(world, "take-call"), {**call, "ring_back_by": "13:00"})
    task = Task.objects.get()
    assert "The bag leaks" in browser.get(reverse("calls")).content.decode()
    back = reverse("ring-back", args=[task.pk])
    other = Client()
    other.force_login(world.users["social"])
    mine = {**VISIT, "mode": "telephone", "seen": "1"}
    assert other.post(back, {**mine, "note": "Hers."}).status_code == 302
    # The second finds that it is done, and can keep what was said beside it.
    late = browser.post(back, {**mine, "note": "Mine."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Hers." in page
    assert "Mine." in page
    assert f'action="{_nora(world, "keep-contact")}"' in page
    assert browser.get(back).status_code == 302


def test_tasks_are_listed_taken_done_and_given(world: World, browser: Client) -> None:
    task = of_the_team(world)
    mine = browser.get(reverse("tasks")).content.decode()
    assert "0 to do" in mine
    assert "1 to do" in browser.get(reverse("tasks") + "?of=team").content.decode()

    def do(what: str, **said: str) -> int:
        return browser.post(reverse("task-do", args=[task.pk, what]), said).status_code

    assert do("take", seen="1") == 302
    assert "1 to do" in browser.get(reverse("tasks")).content.decode()
    assert do("begin", seen="1") == 409
    assert do("begin", seen="2") == 302
    assert do("not-done", seen="3", reason="") == 422
    social = f"staff:{world.users['social'].pk}"
    assert do("give", seen="3", who="staff:" + str(uuid.uuid4()), priority="1") == 422
    assert do("give", seen="3", who="other", priority="1") == 422
    assert do("give", seen="3", who=social, priority="1", due="2019-06-05") == 302
    assert do("done", seen="4") == 302
    assert do("done", seen="5") == 409
    assert do("nothing", seen="5") == 302
    page = browser.get(_nora(world, "person-tasks")).content.decode()
    assert "Ask about her garden" in page
    assert "Nothing is to be done." in page


def test_a_promise_keeps_its_time_when_only_its_owner_changes(
    world: World, browser: Client
) -> None:
    task = call_back(world)
    day = task.due_at.date().isoformat() if task.due_at else ""
    said = {"seen": "1", "who": f"team:{world.teams['north'].pk}", "priority": "2", "due": day}
    browser.post(reverse("task-do", args=[task.pk, "give"]), said)
    before = task.due_at
    task.refresh_from_db()
    assert (task.due_at, task.team) == (before, world.teams["north"])


def test_a_task_is_added_for_somebody(world: World, browser: Client) -> None:
    order = {"what": "Ring the <chemist>", "who": "person", "priority": "3", "due": "2019-06-05"}
    assert browser.post(_nora(world, "add-task"), order).status_code == 302
    page = browser.get(_nora(world, "person-tasks")).content.decode()
    assert "Ring the &lt;chemist&gt;" in page
    assert browser.post(_nora(world, "add-task"), {**order, "what": ""}).status_code == 422


def test_a_stranger_reaches_none_of_it(world: World, client: Client) -> None:
    client.force_login(world.users["stranger"])
    task, visit = a_task(world), planned(world)
    addresses = [
        *(_nora(world, name) for name in ("contacts", "keep-contact", "plan-contact")),
        *(_nora(world, name) for name in ("take-call", "person-tasks", "add-task")),
        reverse("cancel-contact", args=[visit.pk]), reverse("task", args=[task.pk]),
        reverse("task-do", args=[task.pk, "done"]), reverse("ring-back", args=[task.pk]),
    ]  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"seen": "1"}).status_code == 404, address


def test_the_list_by_need_and_mine(world: World, browser: Client) -> None:
    placed(world)
    address = reverse("caseload")
    assert "Harefield, Nora" in browser.get(f"{address}?order=need&of=mine").content.decode()
    CaseloadEntry.objects.update(lead=world.users["social"])
    assert "Harefield" not in browser.get(f"{address}?of=mine").content.decode()
    page = browser.get(f"{address}?order=need&tier=weekly&page=99").content.decode()
    assert "Harefield, Nora" in page
    assert "?tier=weekly&amp;order=need" in page.replace("&amp;of=mine", "")


FORMS = ("keep-contact", "plan-contact", "take-call", "add-task")
FIELDS = (
    *("mode", "day", "time", "reached", "minutes", "purpose", "note", "next_contact", "planned"),
    *("alert", "seen", "ring_back", "ring_back_by", "who", "who_name", "what", "due", "priority"),
)
GARBAGE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "yes", "visit", "2019-06-03", "9999-12-31", "0001-01-01", "09:00", "1"]),
    st.sampled_from(["person", "staff:", "team:x", "-1", "9" * 30, "1e9", str(uuid.uuid4())]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(FORMS), st.dictionaries(st.sampled_from(FIELDS), GARBAGE))
def test_garbage_in_any_field_is_no_error_of_ours(
    world: World, browser: Client, name: str, said: dict[str, str]
) -> None:
    answer = browser.post(_nora(world, name), said)
    assert answer.status_code in {200, 302, 409, 422}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["take", "begin", "done", "not-done", "drop", "again", "give"]),
    st.dictionaries(st.sampled_from([*FIELDS, "reason"]), GARBAGE),
)
def test_garbage_about_a_task_is_no_error_of_ours(
    world: World, browser: Client, what: str, said: dict[str, str]
) -> None:
    task = a_task(world)
    answer = browser.post(reverse("task-do", args=[task.pk, what]), said)
    assert answer.status_code in {302, 409, 422}


def _more(world: World, number: int) -> None:
    """Put more people on the caseload, each with a task, a call-back and a contact."""
    north, matron, at = world.teams["north"], world.users["matron"], present()
    for n in range(number):
        person = Person.objects.create(
            controller="ZCOMM", given_name="More", family_name=f"People{n}",
            birth_date=at.date(), practice_id="ZP001",
        )  # fmt: skip
        LegitimateRelationship.objects.create(
            person=person, holder=f"team:{north.pk}", kind="caseload", starts=at - timedelta(days=1)
        )
        mine = {"controller": "ZCOMM", "person": person}
        CaseloadEntry.objects.create(
            **mine, team=north, reason="gp", tier="weekly", state="active", lead=matron,
            next_contact=at.date(), entered_at=at,
        )  # fmt: skip
        Task.objects.create(**mine, what="to do", owner=matron, due_at=at)
        Task.objects.create(**mine, what="ring", owner=matron, kind="call_back", due_at=at)
        for days in (0, 1):
            Contact.objects.create(
                **mine, team=north, staff=matron, mode="visit", at=at, is_theirs=True,
                state="planned" if days else "happened",
            )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["today", "tasks", "calls", "alerts", "caseload", "caseload?order=need&of=mine"]
)
def test_no_list_asks_the_database_more_when_there_is_more(
    world: World, browser: Client, name: str
) -> None:
    view, _, asked = name.partition("?")

    def ask() -> int:
        return asked_by(lambda: browser.get(f"{reverse(view)}?{asked}"))

    _more(world, 2)
    few = ask()
    _more(world, 12)
    assert ask() == few
    assert few <= 40
