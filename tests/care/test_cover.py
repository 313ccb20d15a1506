"""Who stands in for whom: from day to day, marked on the start page, and over by itself."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.care.examples.cover import covered, with_lead
from tests.care.examples.work import a_task, placed
from tests.care.world import NOW, World
from wholeplace.care.access.scopes import covered_by, leads_gone
from wholeplace.care.actions import cover
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import NotAllowed
from wholeplace.care.models import AuditEvent, CaseloadEntry, Cover, Post, Role, Task
from wholeplace.store.clock import now as present

MONDAY, FRIDAY = date(2019, 6, 3), date(2019, 6, 7)


def _begin(world: World, stands_in: str = "social", **days: date) -> Cover:
    with_lead(world)
    when = {"starts": MONDAY, "last": FRIDAY, **days}
    return cover.begin_cover(
        by=world.actor("lead"), away=world.users["matron"].pk,
        stands_in=world.users[stands_in].pk, **when,
    )  # fmt: skip


def test_it_lasts_from_its_first_to_its_last_day(world: World) -> None:
    _begin(world)
    matron = {world.users["matron"].pk: "Matron"}
    for days, found in ((-1, {}), (0, matron), (4, matron), (5, {})):
        assert covered_by(world.actor("social", NOW + timedelta(days=days))) == found, days
    assert covered_by(world.actor("wellbeing")) == {}


@pytest.mark.parametrize(
    ("stands_in", "days", "says"),
    [
        ("matron", {}, "Nobody stands in for themselves"),
        ("stranger", {}, "of a team of yours"),
        ("gp", {}, "of a team of yours"),
        ("social", {"last": date(2019, 6, 2)}, "must not be before the first"),
        ("social", {"starts": date(2019, 5, 1), "last": date(2019, 5, 2)}, "or over"),
    ],
)
def test_what_cannot_be_is_said(
    world: World, stands_in: str, days: dict[str, date], says: str
) -> None:
    with pytest.raises(NotPossible, match=says):
        _begin(world, stands_in, **days)


def test_two_do_not_stand_in_on_one_day(world: World) -> None:
    _begin(world)
    with pytest.raises(NotPossible, match="stands in for them on one of these days"):
        _begin(world, "wellbeing", starts=FRIDAY, last=FRIDAY)
    _begin(world, "wellbeing", starts=date(2019, 6, 8), last=date(2019, 6, 9))


def test_it_is_ended_before_its_day_and_the_audit_knows(world: World) -> None:
    row = _begin(world)
    cover.end_cover(by=world.actor("lead"), id_=row.pk)
    row.refresh_from_db()
    assert row.ends == date(2019, 6, 4)
    later = world.actor("lead", NOW + timedelta(days=1))
    with pytest.raises(NotPossible, match="It has ended"):
        cover.end_cover(by=later, id_=row.pk)
    to_come = _begin(world, starts=date(2019, 7, 1), last=date(2019, 7, 2))
    cover.end_cover(by=world.actor("lead"), id_=to_come.pk)
    assert not Cover.objects.filter(pk=to_come.pk).exists()
    rows = AuditEvent.objects.filter(verb="stand in for a colleague").count()
    assert rows == 4
    with pytest.raises(NotAllowed):
        cover.end_cover(by=world.actor("matron"), id_=row.pk)


def _today(world: World, who: str, client: Client) -> str:
    client.force_login(world.users[who])
    return client.get(reverse("today")).content.decode()


def test_the_start_page_says_for_whom(world: World, client: Client) -> None:
    day = present().date()
    world.user("second", Role.MATRON, "ZCOMM", "north")
    with_lead(world)
    Cover.objects.create(
        away=world.users["matron"], by=world.users["second"], team=world.teams["north"],
        starts=day, ends=day + timedelta(days=1),
    )  # fmt: skip
    placed(world)
    a_task(world)
    page = _today(world, "second", client)
    assert "You stand in for Matron today." in page
    assert page.count("For Matron") == 2  # Nora, who is due; and the task
    Cover.objects.update(starts=day - timedelta(days=2), ends=day)
    page = _today(world, "second", client)
    assert "For Matron" not in page


def test_a_lead_lets_somebody_stand_in_and_ends_it(world: World, client: Client) -> None:
    with_lead(world)
    client.force_login(world.users["lead"])
    day = present().date()
    said = {
        "away": str(world.users["matron"].pk), "stands_in": str(world.users["social"].pk),
        "starts": day.isoformat(), "last": day.isoformat(),
    }  # fmt: skip
    assert client.post(reverse("cover"), said).status_code == 302
    assert client.post(reverse("cover"), said).status_code == 409
    assert client.post(reverse("cover"), {**said, "last": "9999-99-99"}).status_code == 422
    page = client.get(reverse("cover")).content.decode()
    assert "Social for Matron" in page
    client.post(reverse("end-cover", args=[Cover.objects.get().pk]))
    assert client.post(reverse("end-cover", args=[10**9])).status_code == 404


def test_who_left_is_shown_and_handed_over(world: World, client: Client) -> None:
    with_lead(world)
    placed(world)
    a_task(world)
    assert leads_gone(world.actor("lead")) == []
    Post.objects.filter(user=world.users["matron"]).update(ends=MONDAY)
    assert leads_gone(world.actor("lead")) == [(world.users["matron"].pk, "Matron", 1, 1)]
    client.force_login(world.users["lead"])
    page = client.get(reverse("today")).content.decode()
    assert "Left, and not handed over" in page
    assert "Matron: 1 person, 1 task" in client.get(reverse("cover")).content.decode()
    said = {"g0-leaver": str(world.users["matron"].pk), "g0-to": str(world.users["social"].pk)}
    client.post(reverse("hand-over", args=[0]), {**said, "g0-leaver": "nobody"})
    assert Task.objects.get().owner == world.users["matron"]
    client.post(reverse("hand-over", args=[0]), said)
    assert Task.objects.get().owner == world.users["social"]
    assert CaseloadEntry.objects.get().lead == world.users["social"]
    assert leads_gone(world.actor("lead")) == []


def test_a_stranger_ends_no_cover(world: World, client: Client) -> None:
    row = covered(world)
    world.user("other_lead", Role.LEAD, "ZCOMM", "south")
    client.force_login(world.users["other_lead"])
    assert client.post(reverse("end-cover", args=[row.pk])).status_code == 404
    said = {"g0-leaver": str(uuid.uuid4()), "g0-to": str(world.users["social"].pk)}
    client.post(reverse("hand-over", args=[0]), said)
    assert Cover.objects.count() == 1
