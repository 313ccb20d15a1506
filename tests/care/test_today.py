"""The start page: what each role sees, in which order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.care.examples.alerts import alert
from tests.care.examples.work import a_task, placed
from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.access.scopes import covered_by
from wholeplace.care.models import AuditEvent, Contact, Role
from wholeplace.care.need import ordered
from wholeplace.care.today import Day, Section, sections_of

TODAY = date(2019, 6, 3)


def _sections(world: World, who: str) -> dict[str, Section]:
    actor = world.actor(who)
    return {one.title: one for one in sections_of(Day(actor, TERMS, covered_by(actor)))}


@pytest.fixture
def full(world: World) -> World:
    """Nora is due, was at the hospital, is to be visited and rung back; the team has a task."""
    placed(world)
    alert(world)
    nora, matron = world.people["nora"], world.users["matron"]
    a_task(world)
    a_task(world).__class__.objects.create(
        controller="ZCOMM", person=nora, kind="call_back", what="The bag leaks",
        owner_kind="team", team=world.teams["north"], due_at=NOW - timedelta(minutes=1),
    )  # fmt: skip
    Contact.objects.create(
        controller="ZCOMM", person=nora, team=world.teams["north"], staff=matron, mode="visit",
        at=NOW + timedelta(hours=2), purpose="Leg",
    )  # fmt: skip
    for name, role in (("coordinator", Role.COORDINATOR), ("lead", Role.LEAD)):
        world.user(name, role, "ZCOMM", "north")
    return world


def test_a_matron_sees_visits_call_backs_alerts_and_tasks(full: World) -> None:
    found = _sections(full, "matron")
    order = ["Visits and calls planned", "To be rung back", "Alerts", "To be contacted", "Tasks"]
    assert [name for name in found if name in order] == order
    assert [len(found[name].rows) for name in order] == [1, 1, 1, 0, 1]
    # Who is visited today is not asked for a second time under who is due.
    assert found["To be contacted"].nothing == "Nobody is due."
    assert found["To be rung back"].rows[0].is_late


def test_a_coordinator_begins_with_call_backs_then_alerts(full: World) -> None:
    assert list(_sections(full, "coordinator"))[:2] == ["To be rung back", "Alerts"]


def test_a_gp_sees_candidates_and_own_tasks(full: World) -> None:
    found = _sections(full, "gp")
    assert "Candidates" in found
    assert found["Tasks"].rows == ()
    assert not {"Alerts", "To be rung back", "To be contacted"} & set(found)


def test_a_lead_sees_people_by_lead_and_cover(full: World) -> None:
    found = _sections(full, "lead")
    assert next(iter(found)) == "People by lead"
    assert found["People by lead"].rows[0].cells[:2] == ("1", "0")
    assert "Cover" in found


@pytest.mark.parametrize("who", ["wellbeing", "social", "privacy", "stranger"])
def test_others_see_their_tasks_and_nobody_elses_people(full: World, who: str) -> None:
    found = _sections(full, who)
    shown = [row for one in found.values() for row in one.rows]
    names = {"Nora Harefield"} & {row.name for row in shown}
    assert not names


def test_the_page_begins_with_how_much_there_is(full: World, client: Client) -> None:
    client.force_login(full.users["matron"])
    page = client.get(reverse("today")).content.decode()
    begins = page[page.index("On this page") : page.index("<section")]
    assert 'To be rung back: 1</a> <strong class="nhsuk-tag nhsuk-tag--red">1 overdue' in begins
    assert "Tasks: 1</a>" in begins
    # What there is nothing of is not counted.
    assert "Plans I am writing" not in begins


def test_what_was_shown_is_in_the_audit(full: World, client: Client) -> None:
    client.force_login(full.users["matron"])
    page = client.get(reverse("today")).content.decode()
    assert "The bag leaks" in page
    row = AuditEvent.objects.get(what="page:today")
    assert "Nora" not in row.detail


# Risk times days overdue


def _at(n: int) -> date:
    return TODAY - timedelta(days=n)


def test_who_waits_longest_at_the_highest_risk_stands_first() -> None:
    from uuid import UUID

    a, b, c, d, e = (UUID(int=n) for n in range(1, 6))
    places = [
        (a, 0.2, _at(10)),  # 2.0
        (b, 0.9, _at(3)),  # 2.7
        (c, None, _at(9)),  # 9 days at the middle risk of 0.5: 4.5
        (d, 0.5, _at(-2)),  # not overdue
        (e, None, None),  # no day at all
    ]
    assert ordered(places, TODAY) == [c, b, a, d, e]


@given(
    st.lists(
        st.tuples(
            st.uuids(),
            st.none() | st.floats(0, 1),
            st.none() | st.dates(date(2018, 1, 1), _at(-99)),
        ),
        unique_by=lambda one: one[0],
    )
)
def test_nobody_is_lost_or_doubled_by_the_order(places: list[tuple]) -> None:  # type: ignore[type-arg]
    assert sorted(ordered(places, TODAY)) == sorted(one[0] for one in places)
    assert ordered(places[::-1], TODAY) == ordered(places, TODAY)
