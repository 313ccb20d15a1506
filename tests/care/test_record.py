"""What somebody lives with, what happened to them everywhere, and what ends when they die."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.asking import asked_by
from tests.care.world import NOW, World
from wholeplace.care.access.scopes import people
from wholeplace.care.actions.death import record_death
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.models import (
    Alert,
    CaseloadEntry,
    Contact,
    Encounter,
    Problem,
    Referral,
    Service,
    StatusChange,
    Task,
)
from wholeplace.care.timeline import before_and_since, timeline


def _encounter(world: World, days: int, kind: str = "ed", at: datetime = NOW) -> Encounter:
    when = at + timedelta(days=days)
    return Encounter.objects.create(
        person=world.people["nora"], kind=kind, organisation="ZACUTE", starts=when,
        reason="Stoma leaks", source="ecds", source_id=f"{kind}{when:%Y%m%d}", controller="ZACUTE",
    )  # fmt: skip


def _entry(world: World, entered: datetime) -> CaseloadEntry:
    return CaseloadEntry.objects.create(
        person=world.people["nora"], team=world.teams["north"], reason="gp", tier="weekly",
        state="active", entered_at=entered, controller="ZCOMM", lead=world.users["matron"],
    )  # fmt: skip


def test_a_problem_is_written_changed_and_over(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    add = reverse("add-problem", args=[nora.pk])
    assert (
        "over before it began"
        in browser.post(
            add, {"what": "Stoma", "since": "2019-02-01", "ended": "2019-01-01"}
        ).content.decode()
    )
    assert browser.post(add, {"what": "Stoma", "since": "2016-02-01"}).status_code == 302
    assert "Stoma" in browser.get(reverse("person", args=[nora.pk])).content.decode()
    found = Problem.objects.get()
    address = reverse("problem", args=[nora.pk, found.pk])
    changed = {"what": "Stoma", "ended": "2019-06-01", "seen": "1"}
    assert browser.post(address, changed).status_code == 302
    # A second writer who saw the first version keeps their words.
    again = browser.post(address, {"what": "Stoma and worry", "seen": "1"})
    assert again.status_code == 409
    assert "Stoma and worry" in again.content.decode()
    assert browser.post(address, {"what": "Stoma and worry", "seen": "2"}).status_code == 302


def test_the_timeline_tells_of_all_organisations_the_latest_first(
    world: World, browser: Client
) -> None:
    _encounter(world, -30)
    Contact.objects.create(
        person=world.people["nora"], staff=world.users["matron"], mode="visit", state="happened",
        at=NOW - timedelta(days=2), note="Less anxious.", controller="ZCOMM",
    )  # fmt: skip
    Contact.objects.create(
        person=world.people["nora"], mode="visit", at=NOW + timedelta(days=2), controller="ZCOMM"
    )
    events = timeline(world.actor("matron"), world.people["nora"], NOW, 10)
    assert [event.what for event in events] == ["visit at home", "emergency department"]
    assert timeline(world.actor("stranger"), world.people["nora"], NOW, 10) == []
    page = browser.get(reverse("timeline", args=[world.people["nora"].pk])).content.decode()
    assert "Less anxious." in page
    assert "Stoma leaks" in page
    only = browser.get(
        reverse("timeline", args=[world.people["nora"].pk]), {"kind": "contact"}
    ).content.decode()
    assert "Stoma leaks" not in only


@pytest.mark.parametrize("asked", ["nonsense", "2019-13-45T00:00", "2019-06-01T10:00"])
def test_any_moment_may_be_asked_for(world: World, browser: Client, asked: str) -> None:
    address = reverse("timeline", args=[world.people["nora"].pk])
    assert browser.get(address, {"before": asked, "kind": asked}).status_code == 200


def test_a_long_timeline_is_read_in_pages_and_takes_no_more_queries(
    world: World, browser: Client
) -> None:
    address = reverse("timeline", args=[world.people["nora"].pk])
    _encounter(world, -1)
    few = asked_by(lambda: browser.get(address))
    for day in range(2, 121):
        _encounter(world, -day)
    assert asked_by(lambda: browser.get(address)) == few
    page = browser.get(address).content.decode()
    assert page.count("wp-timeline__when") == 50
    assert "Earlier" in page


def test_before_and_since_count_the_same_number_of_days(world: World) -> None:
    began = NOW - timedelta(days=100)
    _entry(world, began)
    for day in (-250, -150, -120, -101, -50):
        _encounter(world, day)
    _encounter(world, -110, "gp_home")
    counts = before_and_since(world.actor("matron"), world.people["nora"], began, NOW)
    found = {one.name: (one.before, one.since) for one in counts}
    assert found["emergency department"] == (3, 1)
    assert found["GP home visit"] == (1, 0)


def test_the_numbers_stand_with_their_caveat(world: World, browser: Client) -> None:
    _entry(world, datetime(2019, 3, 1, tzinfo=UTC))
    page = browser.get(reverse("timeline", args=[world.people["nora"].pk])).content.decode()
    assert "regression to the mean" in page


def test_when_somebody_dies_nobody_rings_or_visits_any_more(world: World) -> None:
    nora, north = world.people["nora"], world.teams["north"]
    _entry(world, NOW - timedelta(days=9))
    of_nora = {"person": nora, "controller": "ZCOMM"}
    Task.objects.create(**of_nora, what="Ring the dietitian", owner=world.users["matron"])
    Task.objects.create(**of_nora, what="Was done", state="done")
    Contact.objects.create(**of_nora, mode="visit", at=NOW + timedelta(days=2), team=north)
    Alert.objects.create(**of_nora, kind="ed", at=NOW, due_at=NOW, because="encounter:1")
    service = Service.objects.create(
        slug="dietitian", name="Dietitian", kind="community_health", organisation_id="ZCOMM"
    )
    Referral.objects.create(**of_nora, service=service, need="x", consent="Nora", state="sent")
    record_death(
        by=world.actor("matron"), person=nora.pk, seen=1, died_on=date(2019, 6, 2),
        seen_until=NOW + timedelta(days=28),
    )  # fmt: skip
    states = {
        kind.__name__: sorted(kind.objects.values_list("state", flat=True))
        for kind in (CaseloadEntry, Task, Contact, Alert, Referral)
    }
    assert states == {
        "CaseloadEntry": ["closed"], "Task": ["done", "dropped"], "Contact": ["cancelled"],
        "Alert": ["not_needed"], "Referral": ["revoked"],
    }  # fmt: skip
    assert StatusChange.objects.filter(reason="died").count() == 5
    # Who cared for her reads on for four weeks, and then no longer.
    assert people(world.actor("matron", NOW + timedelta(days=27))).filter(pk=nora.pk).exists()
    assert not people(world.actor("matron", NOW + timedelta(days=29))).filter(pk=nora.pk).exists()


@pytest.mark.parametrize("day", [date(2019, 6, 4), date(1930, 1, 1)])
def test_a_death_on_a_day_that_cannot_be_is_refused(world: World, day: date) -> None:
    with pytest.raises(NotPossible):
        record_death(
            by=world.actor("matron"), person=world.people["nora"].pk, seen=1, died_on=day,
            seen_until=NOW,
        )  # fmt: skip


def test_a_death_is_recorded_on_its_page(world: World, browser: Client) -> None:
    nora = world.people["nora"]
    address = reverse("death", args=[nora.pk])
    assert "This field is required" in browser.post(address, {"seen": "1"}).content.decode()
    wrong = {"seen": "1", "died_on": "1930-01-01", "is_sure": "on"}
    assert browser.post(address, wrong).status_code == 409
    assert browser.post(address, {**wrong, "died_on": "2019-06-02"}).status_code == 302
    assert "Died 2 June 2019" in browser.get(reverse("person", args=[nora.pk])).content.decode()
