"""The pages of plans: written on a visit, agreed, read, printed; and what goes wrong."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.care import plans
from tests.care.asking import asked_by
from tests.care.world import NOW, World
from wholeplace.care.access import actor as acting
from wholeplace.care.actions import plan as actions
from wholeplace.care.actions import plan_parts as parts
from wholeplace.care.models import AuditEvent, CarePlan, Contingency, Goal, Need, Task


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody acts on the Monday of the small world."""
    monkeypatch.setattr(acting, "present", lambda: NOW)


def _get(client: Client, name: str, *words: object) -> str:
    answer = client.get(reverse(name, args=words))
    assert answer.status_code == 200
    return answer.content.decode()


def _post(client: Client, page: str, /, *words: object, **said: object) -> Any:
    return client.post(reverse(page, args=words), {key: str(value) for key, value in said.items()})


def _gp(world: World) -> Client:
    client = Client()
    client.force_login(world.users["gp"])
    return client


def test_a_plan_is_written_on_a_visit_and_agreed(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    assert "No plan holds" in _get(browser, "plan", nora.pk)
    _post(browser, "plan-begin", nora.pk)
    plan = CarePlan.objects.get()
    page = _get(browser, "plan-write", plan.pk)
    assert "Write at least one goal" in page
    assert "Write at least one &#39;what if&#39;" in page
    _post(browser, "plan-add", plan.pk, "need", plan.pk, what="The bag leaks")
    need = Need.objects.get()
    _post(
        browser,
        "plan-add",
        plan.pk,
        "goal",
        need.pk,
        what="My garden",
        importance=8,
        status="wanted",
    )
    goal = Goal.objects.get()
    staff = f"staff:{world.users['matron'].pk}"
    _post(
        browser,
        "plan-add",
        plan.pk,
        "action",
        goal.pk,
        what="Show her",
        who=staff,
        due="2019-07-01",
    )
    task = Task.objects.get()
    assert (task.state, task.owner, str(task.due_at)) == (
        "proposed", world.users["matron"], "2019-07-01 22:59:00+00:00",
    )  # fmt: skip
    _post(
        browser, "plan-add", plan.pk, "contingency", plan.pk, trigger="It leaks\nIt bleeds",
        do="Sit down", call="0161 496 0001",
    )  # fmt: skip
    page = _get(browser, "plan-write", plan.pk)
    for words in ("The bag leaks", "My garden", "Show her: Matron, by 1 July 2019", "It bleeds"):
        assert words in page
    agree = {"seen": plan.version, "shown": plans.shown(plan), "name": "Nora", "on": "2019-06-03"}
    answer = _post(
        browser, "plan-do", plan.pk, "agree", as_="themselves", has_capacity="on", **agree
    )
    assert answer["Location"] == reverse("plan", args=[nora.pk])

    gp = _gp(world)
    page = _get(gp, "plans-gp")
    assert "1 waits" in page
    assert "It leaks; It bleeds" in page
    _post(gp, "plan-do", plan.pk, "gp-agree", seen=plans.now(plan).version)
    page = _get(browser, "plan", nora.pk)
    assert "The plan that holds (version 1)" in page
    assert "Show her" in page
    assert "agreed" in page
    _post(browser, "plan-goal", goal.pk, seen=1, status="better")
    assert "coming closer" in _get(browser, "plan", nora.pk)


def test_a_gp_asks_for_a_change_and_the_writer_sees_it(world: World, browser: Client) -> None:
    plan = plans.agreed(world, plans.filled(world))
    gp = _gp(world)
    asked = _post(gp, "plan-do", plan.pk, "gp-ask", seen=plan.version, comment="")
    assert asked.status_code == 422
    assert "This field is required" in asked.content.decode()
    _post(gp, "plan-do", plan.pk, "gp-ask", seen=plan.version, comment="Say which <nurse>.")
    page = _get(browser, "plan-write", plan.pk)
    assert "Say which &lt;nurse&gt;." in page
    assert plans.now(plan).state == "draft"
    assert (
        "The GP asked for a change"
        in _get(browser, "plans") + browser.get(reverse("plans") + "?show=person").content.decode()
    )


def test_two_who_write_one_part_lose_nothing(world: World, browser: Client) -> None:
    plan = plans.filled(world)
    goal = Goal.objects.get()
    other = Client()
    other.force_login(world.users["gp"])
    first = {"seen": 1, "what": "Walk to the shop", "status": "better"}
    assert _post(other, "plan-change", plan.pk, "goal", goal.pk, **first).status_code == 302
    mine = {"seen": 1, "what": "Walk to the pond", "status": "wanted"}
    answer = _post(browser, "plan-change", plan.pk, "goal", goal.pk, **mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gp changed this while you were writing" in page
    assert "Walk to the shop" in page
    assert "coming closer" in page
    assert "Walk to the pond" in page
    assert Goal.objects.get().what == "Walk to the shop"
    again = _post(browser, "plan-change", plan.pk, "goal", goal.pk, **{**mine, "seen": 2})
    assert again.status_code == 302
    assert Goal.objects.get().what == "Walk to the pond"


def test_what_was_read_to_them_is_what_they_agree_to(world: World, browser: Client) -> None:
    plan = plans.filled(world)
    before = plans.shown(plan)
    parts.add_need(by=world.actor("gp"), plan=plan.pk, values={"what": "Sleeps badly"})
    said = {"seen": plan.version, "shown": before, "name": "Nora", "on": "2019-06-03"}
    answer = _post(
        browser, "plan-do", plan.pk, "agree", as_="themselves", has_capacity="on", **said
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gp changed this while you were writing" in page
    assert "Sleeps badly" in page
    assert 'value="Nora"' in page
    # The page shows what is there now, and may be sent again.
    assert plans.shown(plan) in page


def test_a_part_of_a_version_that_was_agreed_is_refused_with_what_was_typed(
    world: World, browser: Client
) -> None:
    plan = plans.agreed(world, plans.filled(world))
    answer = _post(browser, "plan-add", plan.pk, "need", plan.pk, what="Too late")
    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert "not being written any more" in answer.content.decode()


def test_a_version_is_taken_back_and_thrown_away(world: World, browser: Client) -> None:
    plan = plans.agreed(world, plans.filled(world))
    _post(browser, "plan-do", plan.pk, "take-back", seen=plan.version)
    now = plans.now(plan)
    assert (now.state, now.as_agreed, now.agreed_by) == ("draft", None, "")
    late = _post(browser, "plan-do", plan.pk, "end", seen=plan.version, reason="Moved away")
    assert late.status_code == 409
    _post(browser, "plan-do", plan.pk, "end", seen=now.version, reason="Moved away")
    assert plans.now(plan).state == "ended"
    assert Task.objects.get().state == "dropped"
    assert "Moved away" in _get(browser, "plan-version", plan.pk)


def test_versions_differ_by_section(world: World, browser: Client) -> None:
    plans.held(world)
    second = plans.begun(world)
    goal = Goal.objects.get(need__plan=second)
    parts.change_goal(by=world.actor("matron"), id_=goal.pk, seen=1, values={"what": "Dance"})
    plans.held(world, second)
    page = _get(browser, "plan-versions", world.people["nora"].pk)
    assert "<del>Goal: Go to the garden club again</del>" in page
    assert "<ins>Goal: Dance</ins>" in page
    assert "Contingency" not in page


def test_data_has_the_headings_of_the_standard(world: World, browser: Client) -> None:
    plan = plans.held(world)
    told = json.loads(_get(browser, "plan-json", plan.pk))
    assert list(told["plan"])[2:5] == ["Person demographics", "GP practice", "About me"]
    need = told["plan"]["Care and support plan"]["Needs, concerns or problems"][0]
    assert need["Goals and hopes"][0]["Goal importance score"] == 8
    assert told["plan"]["Contingency/safety plans"][0]["Trigger factors"] == [
        "The bag leaks at night", "The skin bleeds",
    ]  # fmt: skip
    assert told["sha256"] == plan.sha256
    assert AuditEvent.objects.order_by("-number")[0].verb == "export"


PERSON_PAGES = ("plan", "plan-versions")
PLAN_PAGES = (*("plan-version", "plan-write", "plan-lay", "plan-summary", "plan-json"),)


def test_a_stranger_finds_none_of_it(world: World, client: Client) -> None:
    plan, nora = plans.held(world), world.people["nora"]
    goal, need = Goal.objects.get(), Need.objects.get()
    client.force_login(world.users["stranger"])
    addresses = [
        *(reverse(name, args=[nora.pk]) for name in PERSON_PAGES),
        *(reverse(name, args=[plan.pk]) for name in PLAN_PAGES),
        *(reverse("plan-add", args=[plan.pk, part, of]) for part, of in (
            ("need", plan.pk), ("goal", need.pk), ("action", goal.pk),
        )),
        *(reverse("plan-change", args=[plan.pk, "goal", goal.pk]),),
        *(reverse("plan-remove", args=[plan.pk, "goal", goal.pk]),),
        *(reverse("plan-do", args=[plan.pk, what]) for what in ("agree", "end", "take-back")),
        reverse("plan-goal", args=[goal.pk]),
        reverse("plan-write", args=[uuid.uuid4()]),
    ]  # fmt: skip
    said = {"seen": "1", "what": "x", "reason": "none at all", "status": "better"}
    for address in addresses:
        before = AuditEvent.objects.filter(verb="denied").count()
        assert client.get(address).status_code == 404, address
        assert client.post(address, said).status_code == 404, address
        assert AuditEvent.objects.filter(verb="denied").count() == before + 2, address
    assert _post(client, "plan-begin", nora.pk).status_code == 404
    assert plans.now(plan).state == "active"


def test_a_part_of_another_plan_is_not_there(world: World, browser: Client) -> None:
    first = plans.held(world)
    goal = Goal.objects.get()
    second = plans.begun(world)
    assert browser.get(reverse("plan-change", args=[second.pk, "goal", goal.pk])).status_code == 404
    assert (
        browser.get(reverse("plan-change", args=[first.pk, "rocket", goal.pk])).status_code == 404
    )


def test_another_role_is_refused(world: World, client: Client) -> None:
    plan = plans.agreed(world, plans.filled(world))
    client.force_login(world.users["wellbeing"])
    assert client.get(reverse("plan", args=[world.people["nora"].pk])).status_code == 403
    assert client.get(reverse("plans")).status_code == 403
    client.force_login(world.users["social"])
    refused = _post(client, "plan-do", plan.pk, "gp-agree", seen=plan.version)
    assert refused.status_code == 403
    assert plans.now(plan).state == "agreed"


NASTY = ("", "\x00", "x" * 6000, "-1", "1e9", "9" * 5000, "2019-02-30", "9999-12-31", "<b>&", "🙂")


@pytest.mark.parametrize("part", ["need", "goal", "action", "contingency", "texts"])
def test_whatever_is_typed_nothing_fails(world: World, browser: Client, part: str) -> None:
    plan = plans.filled(world)
    of = {
        "need": Need.objects.get(), "goal": Goal.objects.get(), "action": Task.objects.get(),
        "contingency": Contingency.objects.get(), "texts": plan,
    }[part]  # fmt: skip
    names = (
        *("what", "importance", "baseline", "target", "target_on", "status", "detail", "who"),
        *("owner_name", "due", "confidence", "trigger", "do", "call", "review_due", "seen"),
        *("place_of_care", "funding"),
    )
    for nasty in NASTY:
        said = dict.fromkeys(names, nasty)
        answer = _post(browser, "plan-change", plan.pk, part, of.pk, **said)
        assert answer.status_code in {302, 409, 422}, nasty[:10]
        assert _post(browser, "plan-remove", plan.pk, part, of.pk, seen=nasty).status_code in {
            302,
            404,
        }
        for what in ("agree", "gp-agree", "end", "take-back"):
            answer = _post(
                browser, "plan-do", plan.pk, what, seen=nasty, shown=nasty, name=nasty, as_=nasty,
                on=nasty, reason=nasty,
            )  # fmt: skip
            assert answer.status_code in {302, 403, 409, 422}, (what, nasty[:10])
    _get(browser, "plan-write", plan.pk)


def _queries(client: Client, address: str) -> int:
    return asked_by(lambda: client.get(address))


def test_no_page_asks_more_of_the_database_for_a_bigger_plan(world: World, browser: Client) -> None:
    plan = plans.held(world)
    nora = world.people["nora"]
    second = plans.begun(world)
    addresses = [
        reverse("plan", args=[nora.pk]), reverse("plan-write", args=[second.pk]),
        reverse("plan-version", args=[plan.pk]), reverse("plan-versions", args=[nora.pk]),
    ]  # fmt: skip
    few = [_queries(browser, address) for address in addresses]
    for _ in range(5):
        plans.fill(world.actor("matron"), second)
    assert [_queries(browser, address) for address in addresses] == few
    assert max(few) <= 30


def test_the_team_sees_which_plans_wait_for_whom(world: World, browser: Client) -> None:
    def listed(which: str) -> str:
        return browser.get(f"{reverse('plans')}?show={which}").content.decode()

    plan = plans.begun(world)
    assert "Harefield" in listed("drafts")
    plans.fill(world.actor("matron"), plan)
    assert "Harefield" not in listed("drafts")
    assert "Harefield" in listed("person")
    plans.agreed(world, plan)
    assert "Harefield" in listed("gp")
    assert "Overdue" not in listed("gp")
    CarePlan.objects.update(sent_at=NOW - timedelta(days=6))
    assert "Overdue" in listed("gp")
    actions.agree_as_gp(by=world.actor("gp"), id_=plan.pk, seen=plans.now(plan).version)
    assert "Harefield" not in listed("review")
    CarePlan.objects.update(review_due=plans.TODAY + timedelta(days=20))
    assert "Harefield" in listed("review")
    assert "Overdue" not in listed("review")
    CarePlan.objects.update(review_due=plans.TODAY - timedelta(days=1))
    assert "Overdue" in listed("review")
    assert "None." in listed("none")
    assert "None." in listed("rockets")
    few = [_queries(browser, f"{reverse('plans')}?show={which}") for which in ("gp", "review")]
    assert max(few) <= 20
