"""The pages of a huddle: planned, run by two note takers, closed, printed; and bad input."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.asking import asked_by
from tests.care.examples.huddle import a_huddle, an_action, an_item
from tests.care.world import World
from wholeplace.care.access import Verb
from wholeplace.care.demo import made_up_people
from wholeplace.care.models import (
    AuditEvent,
    Huddle,
    HuddleItem,
    HuddleMember,
    LegitimateRelationship,
    Organisation,
    Role,
    Task,
)
from wholeplace.care.states import Huddling, Spoken
from wholeplace.store.clock import now

SAID = {"decision": "Visit.", "preference_stated": "yes", "preference": "To stay at home."}


@pytest.fixture
def running(world: World) -> HuddleItem:
    """Nora on the agenda of a huddle that is under way."""
    return an_item(world)


def _go(client: Client, name: str, *words: object, **form: object) -> tuple[int, str]:
    """Return how a page answers to what is sent, and its text, after being sent on."""
    answer = client.post(reverse(name, args=words), form, follow=True)
    return answer.redirect_chain[-1][1] if answer.redirect_chain else answer.status_code, _text(
        answer.content
    )


def _text(content: bytes) -> str:
    return re.sub(r"\s+", " ", content.decode())


def _get(client: Client, name: str, *words: object) -> str:
    answer = client.get(reverse(name, args=words))
    assert answer.status_code == 200, answer
    return _text(answer.content)


def _soon() -> dict[str, str]:
    return {"day": f"{timezone.localdate(now()) + timedelta(days=2)}", "time": "12:30"}


def test_from_the_plan_to_the_minutes(world: World, browser: Client) -> None:
    north, nora = world.teams["north"], world.people["nora"]
    assert "None is planned yet" in _get(browser, "huddles")
    _, page = _go(browser, "huddle-plan", team=str(north.pk), **_soon())
    assert "The huddle is planned" in page
    assert "nobody asked about anybody" in page
    huddle = Huddle.objects.get()
    _, page = _go(
        browser, "person-huddle", nora.pk, team=str(north.pk), question="Is <she> eating?"
    )
    assert "They stand on the agenda" in page
    page = _get(browser, "huddle", huddle.pk)
    assert "A colleague asks: " in page
    assert "Is &lt;she&gt; eating?" in page
    assert "The huddle has begun." in _go(browser, "huddle-do", huddle.pk, "start")[1]
    _go(browser, "huddle-do", huddle.pk, "all-here")
    item = HuddleItem.objects.get()
    page = _get(browser, "huddle-item", item.pk)
    assert "1 of 1" in page
    seen = item.version
    due = timezone.localdate(now()) + timedelta(days=3)
    _go(
        browser, "huddle-write", item.pk, "action", what="Ring her daughter", due=f"{due}",
        owner=str(world.users["social"].pk),
    )  # fmt: skip
    _, page = _go(browser, "huddle-write", item.pk, "decide", seen=seen, then="next", **SAID)
    assert "The decision is kept." in page
    _, page = _go(browser, "huddle-do", huddle.pk, "close")
    assert "Minutes of Team north" in page
    for says in ("Visit.", "To stay at home.", "Ring her daughter", "Social (Social worker)"):
        assert says in page
    # The next is planned, and her page says what was decided.
    assert Huddle.objects.filter(state=Huddling.PLANNED).count() == 1
    assert "To stay at home." in _get(browser, "person-huddle", nora.pk)
    assert "spoken of in the huddle" in _get(browser, "timeline", nora.pk).lower()
    assert "Printed by Matron" in _get(browser, "huddle-print", huddle.pk)
    row = AuditEvent.objects.get(verb=Verb.PRINT)
    assert (row.person, row.why) == (nora.pk, "caseload")


def test_two_note_takers_lose_nothing(world: World, browser: Client, running: HuddleItem) -> None:
    world.user("coordinator", Role.COORDINATOR, "ZCOMM", "north")
    other = Client()
    other.force_login(world.users["coordinator"])
    first = {**SAID, "decision": "Ring daily.", "seen": "1"}
    assert "is kept" in _go(other, "huddle-write", running.pk, "decide", **first)[1]
    status, page = _go(browser, "huddle-write", running.pk, "decide", seen=1, **SAID)
    assert status == 409
    assert "Coordinator wrote here while you were writing" in page
    assert "Ring daily." in page
    assert ">Visit.</textarea>" in page
    # Carrying over by a stale page is refused likewise, and what was typed stays.
    status, page = _go(browser, "huddle-write", running.pk, "carry", seen=1, why="She is away.")
    assert (status, "She is away." in page) == (409, True)
    # Saved again, knowing of the other, it is kept.
    assert "is kept" in _go(browser, "huddle-write", running.pk, "decide", seen=2, **SAID)[1]
    assert HuddleItem.objects.get().decision == "Visit."


def test_a_member_who_may_not_write_reads(
    world: World, client: Client, running: HuddleItem
) -> None:
    client.force_login(world.users["social"])
    page = _get(client, "huddle-item", running.pk)
    assert "Keep the decision" not in page
    address = reverse("huddle-write", args=[running.pk, "decide"])
    assert client.post(address, {**SAID, "seen": "1"}).status_code == 403
    address = reverse("huddle-do", args=[running.huddle_id, "close"])
    assert client.post(address).status_code == 403


def test_a_guest_is_told_so_and_sees_who_is_spoken_of_once_it_begins(
    world: World, browser: Client, client: Client
) -> None:
    world.user("guest", Role.GERIATRICIAN, "ZCOUNCIL")
    huddle = a_huddle(world)
    HuddleItem.objects.create(
        huddle=huddle, person=world.people["nora"], controller="ZCOMM",
        why=[{"why": "asked", "of": "user:1", "on": "2019-06-03"}],
    )  # fmt: skip
    found = browser.get(reverse("huddle-members", args=[huddle.pk]), {"name": "GUE"})
    assert "1 found" in found.content.decode()
    _go(browser, "huddle-members", huddle.pk, user=str(world.users["guest"].pk))
    guest = Client()
    guest.force_login(world.users["guest"])
    page = _get(guest, "huddle", huddle.pk)
    assert "You see everybody who is spoken of once the huddle begins" in page
    assert "Nora" not in page
    _go(browser, "huddle-do", huddle.pk, "start")
    assert "Nora Harefield" in _get(guest, "huddle", huddle.pk)
    assert guest.get(reverse("person", args=[world.people["nora"].pk])).status_code == 200
    row = AuditEvent.objects.filter(user=world.users["guest"].pk, person=world.people["nora"].pk)
    assert {one.why for one in row} == {"huddle"}


def test_a_stranger_finds_none_of_it(world: World, client: Client, running: HuddleItem) -> None:
    client.force_login(world.users["stranger"])
    huddle, task = running.huddle_id, an_action(world)
    asked = [
        *(("huddle", huddle), ("huddle-when", huddle), ("huddle-members", huddle)),
        *(("huddle-minutes", huddle), ("huddle-print", huddle), ("huddle-item", running.pk)),
        *(("huddle-do", huddle, "close"), ("huddle-write", running.pk, "decide")),
        ("huddle-write", running.pk, "take-back"),
    ]
    before = AuditEvent.objects.filter(verb=Verb.DENIED).count()
    for name, words in ((str(one[0]), one[1:]) for one in asked):
        address = reverse(name, args=words)
        for answer in (client.get(address), client.post(address, {"seen": "1", "task": task.pk})):
            assert answer.status_code == 404, address
            assert "Nora" not in answer.content.decode()
    assert AuditEvent.objects.filter(verb=Verb.DENIED).count() - before == 2 * len(asked)
    assert "Team north" not in client.get(reverse("huddles")).content.decode()


@pytest.mark.parametrize(
    ("what", "form", "says"),
    [
        ("decide", {"seen": "1"}, "What was decided: This field is required."),
        (
            "decide",
            {"seen": "1", "decision": "Visit.", "preference_stated": "yes"},
            "Write what they said",
        ),
        ("decide", {**SAID, "seen": "1", "decision": "x" * 4001}, "at most 4000 characters"),
        ("decide", {**SAID, "seen": "one"}, ""),
        ("decide", {**SAID, "seen": "1", "preference_stated": "maybe"}, "valid choice"),
        ("carry", {"seen": "1", "why": ""}, "Why they wait for the next huddle"),
        ("action", {"what": "Ring", "owner": "team", "due": "2001-01-01"}, "This day is over"),
        ("action", {"what": "Ring", "owner": "team", "due": "9999-12-31"}, "year again"),
        ("action", {"what": "Ring", "owner": "nobody", "due": "2099-01-01"}, "valid choice"),
        ("action", {"what": "R\x00ing", "owner": "team", "due": "2099-01-01"}, "Null characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    browser: Client, running: HuddleItem, what: str, form: dict[str, str], says: str
) -> None:
    status, page = _go(browser, "huddle-write", running.pk, what, **form)
    assert status == 422
    assert says in page
    for typed in form.values():
        if len(typed) in range(8, 20):
            assert typed in page
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    "when", [{"day": "2001-01-01", "time": "12:30"}, {"day": "x", "time": "y"}], ids=["over", "x"]
)
def test_a_huddle_is_not_planned_for_a_time_that_is_over(
    world: World, browser: Client, when: dict[str, str]
) -> None:
    status, page = _go(browser, "huddle-plan", team=str(world.teams["north"].pk), **when)
    assert (status, "There is a problem" in page) == (422, True)
    assert not Huddle.objects.exists()


def test_what_cannot_be_done_now_is_said(
    world: World, browser: Client, running: HuddleItem
) -> None:
    huddle = running.huddle_id
    status, page = _go(browser, "huddle-do", huddle, "close")
    assert (status, "One person was not spoken of yet" in page) == (409, True)
    status, page = _go(browser, "huddle-do", huddle, "start")
    assert (status, "under way already" in page) == (409, True)
    status, page = _go(browser, "huddle-plan", team=str(world.teams["north"].pk), **_soon())
    assert (status, "planned already, or under way" in page) == (409, True)
    HuddleItem.objects.update(state=Spoken.DECIDED)
    _go(browser, "huddle-do", huddle, "close")
    _, page = _go(browser, "huddle-do", huddle, "start")
    assert "its minutes stay as they are" in page
    _, page = _go(browser, "huddle-write", running.pk, "decide", seen=1, **SAID)
    assert HuddleItem.objects.get(pk=running.pk).decision == ""


def test_a_huddle_is_moved_and_a_stale_form_is_told(world: World, browser: Client) -> None:
    huddle = a_huddle(world)
    _, page = _go(browser, "huddle-when", huddle.pk, seen=1, chair="", **_soon())
    assert "Saved." in page
    status, page = _go(browser, "huddle-when", huddle.pk, seen=1, chair="", **_soon())
    assert (status, "It is planned for" in page) == (409, True)


def test_marking_two_at_once_takes_nothing_back(world: World, browser: Client) -> None:
    huddle = a_huddle(world, Huddling.RUNNING)
    social = HuddleMember.objects.create(huddle=huddle, user=world.users["social"], role="gp")
    _go(browser, "huddle-do", huddle.pk, "here", member=social.pk)
    _go(browser, "huddle-do", huddle.pk, "all-here")
    assert set(HuddleMember.objects.values_list("came", flat=True)) == {True}
    for member in ("", "-1", "x", "9" * 30, str(social.pk + 99)):
        address = reverse("huddle-do", args=[huddle.pk, "away"])
        assert browser.post(address, {"member": member}).status_code == 404


def test_an_action_taken_back_counts_no_longer(
    world: World, browser: Client, running: HuddleItem
) -> None:
    task = an_action(world)
    assert "See the garden" in _get(browser, "huddle-item", running.pk)
    _, page = _go(browser, "huddle-write", running.pk, "take-back", task=str(task.pk), seen=1)
    assert "The action is taken back" in page
    assert "See the garden" not in page
    for form in ({"task": "x"}, {"task": str(uuid.uuid4())}, {"task": str(task.pk), "seen": "x"}):
        address = reverse("huddle-write", args=[running.pk, "take-back"])
        assert browser.post(address, form).status_code == 404


def test_no_page_asks_more_of_the_database_when_more_are_on_it(
    world: World, browser: Client, running: HuddleItem
) -> None:
    nora = running.person
    HuddleItem.objects.update(why=[{"why": "asked", "of": "user:1", "on": "2019-06-03"}])

    def queries() -> list[int]:
        counts = []
        for name, id_ in (
            ("huddles", None), ("huddle", running.huddle_id), ("huddle-item", running.pk),
            ("person-huddle", nora.pk), ("today", None),
        ):  # fmt: skip
            address = reverse(name, args=[id_] if id_ else [])
            counts.append(asked_by(partial(browser.get, address)))
        Huddle.objects.filter(pk=running.huddle_id).update(state="closed", closed_at=now())
        minutes = reverse("huddle-minutes", args=[running.huddle_id])
        counts.append(asked_by(partial(browser.get, minutes)))
        Huddle.objects.filter(pk=running.huddle_id).update(state="running")
        return counts

    an_action(world)
    queries()
    few = queries()
    practice = Organisation.objects.get(pk="ZP001")
    holder = f"team:{world.teams['north'].pk}"
    for order, one in enumerate(made_up_people(30, [practice], 1, "ZCOMM"), 2):
        one.nhs_number = None
        one.save()
        LegitimateRelationship.objects.create(
            person=one, holder=holder, kind="caseload", starts=nora.relationships.all()[0].starts
        )
        item = HuddleItem.objects.create(
            huddle_id=running.huddle_id, person=one, order=order, controller="ZCOMM",
            why=[{"why": "asked", "of": "user:1", "on": "2019-06-03"}],
            asked_by=world.users["gp"], question="How is he?", state=Spoken.DECIDED,
        )  # fmt: skip
        Task.objects.create(
            person=one, what="Ring", because=item.reference, controller="ZCOMM",
            owner=world.users["social"],
        )  # fmt: skip
    assert queries() == few
    assert max(few) <= 30


_WORDS = st.text(max_size=40) | st.sampled_from(["", "1", "-1", "9" * 40, "\x00", "'", "{{", "é"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["decide", "carry", "action", "take-back", "nothing"]),
    st.dictionaries(
        st.sampled_from(
            ["seen", "decision", "preference_stated", "why", "what", "owner", "due", "task", "then"]
        ),
        _WORDS,
    ),
)
def test_garbage_is_answered_and_breaks_nothing(
    world: World, browser: Client, running: HuddleItem, what: str, form: dict[str, str]
) -> None:
    assert browser.post(reverse("huddle-write", args=[running.pk, what]), form).status_code < 500


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["huddle-plan", "huddle-when", "huddle-members", "person-huddle"]),
    st.dictionaries(
        st.sampled_from(["team", "day", "time", "chair", "seen", "user", "question", "name"]),
        _WORDS,
    ),
    st.sampled_from(["get", "post"]),
)
def test_garbage_in_a_plan_is_answered(
    world: World, browser: Client, name: str, form: dict[str, str], how: str
) -> None:
    ids = {"huddle-plan": [], "person-huddle": [world.people["nora"].pk]}
    address = reverse(name, args=ids.get(name, [a_huddle(world).pk]))
    answer = browser.get(address, form) if how == "get" else browser.post(address, form)
    assert answer.status_code < 500
