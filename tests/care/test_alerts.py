"""Alerts: raised once, answered within the clock of the place, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.examples.alerts import alert, encounter
from tests.care.examples.cover import with_lead
from tests.care.examples.work import had, placed
from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import team_alerts
from wholeplace.care.actions import alerts, contacts
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import Alert, AuditEvent, CaseloadEntry, Contact, Task


def test_an_event_is_told_once_and_is_due_in_seven_days(world: World) -> None:
    first = alert(world)
    assert (first.at, first.due_at) == (NOW - timedelta(days=1), NOW + timedelta(days=6))
    rows = AuditEvent.objects.count()
    assert alert(world) == first
    assert AuditEvent.objects.count() == rows
    # Another kind of the same event is another alert.
    system = replace(world.actor("matron"), user=None)
    told = {"by": system, "encounter": encounter(world), "terms": TERMS}
    assert alerts.raise_alert(**told, kind=Alert.Kind.AMBULANCE) != first  # type: ignore[arg-type]


def test_who_comes_home_is_followed_up_from_that_day(world: World) -> None:
    system = replace(world.actor("matron"), user=None)
    stay = encounter(world, "2", kind="admission", ends=NOW)
    home = alerts.raise_alert(by=system, encounter=stay, kind=Alert.Kind.DISCHARGED, terms=TERMS)
    assert home is not None
    assert home.at == NOW


def test_about_who_is_on_no_caseload_nothing_is_raised(world: World) -> None:
    stay = encounter(world)
    CaseloadEntry.objects.update(state="closed")
    system = replace(world.actor("matron"), user=None)
    told = alerts.raise_alert(by=system, encounter=stay, kind=Alert.Kind.EMERGENCY, terms=TERMS)
    assert told is None
    assert not Alert.objects.exists()


def test_nobody_but_the_system_raises_one(world: World) -> None:
    stay = encounter(world)
    with pytest.raises(NotAllowed):
        alerts.raise_alert(
            by=world.actor("matron"), encounter=stay, kind=Alert.Kind.EMERGENCY, terms=TERMS
        )


def _answer(world: World, seen: int = 1, **values: object) -> Contact:
    ref = (alert(world).pk, seen)
    return contacts.keep_contact(
        by=world.actor("matron"), person=world.people["nora"].pk, had=had(**values), terms=TERMS,
        alert=ref,
    )  # fmt: skip


def test_a_contact_answers_it_if_they_were_reached(world: World) -> None:
    _answer(world, is_reached=False)
    assert Alert.objects.get().state == "open"
    kept = _answer(world)
    found = Alert.objects.get()
    assert (found.state, found.answer, found.closed_at) == ("followed_up", kept.reference, NOW)
    with pytest.raises(Changed):
        _answer(world)
    with pytest.raises(NotPossible, match="cannot become"):
        _answer(world, seen=2)
    # What could not be answered a second time was not kept either.
    assert Contact.objects.count() == 2


def test_the_alert_of_another_is_not_answered_by_a_contact(world: World) -> None:
    sam = world.people["sam"]
    ref = (alert(world).pk, 1)
    with pytest.raises(Hidden):
        contacts.keep_contact(
            by=world.actor("stranger"), person=sam.pk, had=had(), terms=TERMS, alert=ref
        )
    assert not Contact.objects.exists()


def test_a_team_sees_the_alerts_of_its_caseload_and_a_practice_of_its_people(world: World) -> None:
    found = alert(world)
    assert list(team_alerts(world.actor("matron"))) == [found]
    assert list(team_alerts(world.actor("gp"))) == [found]
    assert not team_alerts(world.actor("stranger")).exists()


# Pages


def _of(client: Client, world: World, who: str) -> Client:
    client.force_login(world.users[who])
    return client


def test_the_list_and_both_ways_to_answer(world: World, browser: Client) -> None:
    found = alert(world)
    page = browser.get(reverse("alerts")).content.decode()
    assert "Nora Harefield" in page
    assert "at the emergency department: fell" in page
    nothing = reverse("alert-do", args=[found.pk, "nothing"])
    refused = browser.post(nothing, {"seen": "1", "reason": ""})
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    stale = browser.post(nothing, {"seen": "9", "reason": "Spoken with the ward."})
    assert stale.status_code == 409
    assert "Spoken with the ward." in stale.content.decode()
    me = f"staff:{world.users['matron'].pk}"
    order = {"seen": "1", "what": "Ring the ward", "who": me, "priority": "1"}
    answer = browser.post(reverse("alert-do", args=[found.pk, "task"]), order)
    assert answer["Location"] == reverse("alerts")
    assert Task.objects.get().because == found.reference
    again = browser.post(nothing, {"seen": "2", "reason": "Too late."})
    assert again.status_code == 409
    assert "cannot become" in again.content.decode()


def test_the_page_leads_to_the_contact_that_answers_it(world: World, browser: Client) -> None:
    found = alert(world)
    nora = world.people["nora"]
    keep = reverse("keep-contact", args=[nora.pk])
    page = browser.get(f"{keep}?alert={found.pk}").content.decode()
    assert "It answers the alert: at the emergency department" in page
    said = {
        "mode": "telephone", "day": "2019-06-03", "time": "09:00", "reached": "yes",
        "alert": str(found.pk), "seen": "1",
    }  # fmt: skip
    assert browser.post(keep, said).status_code == 302
    found.refresh_from_db()
    assert found.state == "followed_up"
    # Once more, on a form that was open for long: it is kept only when it is saved again.
    late = browser.post(keep, {**said, "note": "I rang too."})
    assert late.status_code == 409
    assert "I rang too." in late.content.decode()
    assert Contact.objects.count() == 1
    assert browser.post(keep, {**said, "note": "I rang too.", "alert": ""}).status_code == 302
    assert Contact.objects.count() == 2


def test_a_stranger_finds_no_alert(world: World, client: Client) -> None:
    found = alert(world)
    stranger = _of(client, world, "stranger")
    for name, words in (("alert", []), ("alert-do", ["nothing"])):
        address = reverse(name, args=[found.pk, *words])
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"seen": "1", "reason": "none of mine"}).status_code == 404


def test_a_lead_sees_what_share_was_answered_in_time(world: World, client: Client) -> None:
    with_lead(world)
    placed(world)
    from wholeplace.store.clock import now

    at = now()
    for n, (days, after) in enumerate(((20, 5), (20, 8), (20, None), (1, None))):
        stay = encounter(world, str(n), starts=at - timedelta(days=days))
        system = replace(world.actor("matron"), user=None)
        raised = alerts.raise_alert(
            by=system, encounter=stay, kind=Alert.Kind.EMERGENCY, terms=TERMS
        )
        assert raised is not None
        if after is not None:
            Alert.objects.filter(pk=raised.pk).update(
                state="followed_up", closed_at=stay.starts + timedelta(days=after),
                answer="contact:1",
            )  # fmt: skip
    page = _of(client, world, "lead").get(reverse("alerts-answered")).content.decode()
    # One in time, one late, one open and late, one with time left: a third of three.
    assert "33%" in page
    assert "Answered by a contact: 2; by a task: 0; needed nothing: 0." in page
    assert "within 168 hours" in page
    assert _of(client, world, "matron").get(reverse("alerts-answered")).status_code == 403
