"""Contacts, calls, call-backs and tasks: what a matron and a coordinator do all day."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.examples.work import (
    SOON,
    a_task,
    call_back,
    had,
    mine,
    of_the_team,
    placed,
    planned,
)
from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import open_tasks
from wholeplace.care.actions import caseload as caseloads
from wholeplace.care.actions import contacts, work
from wholeplace.care.actions.contacts import Had
from wholeplace.care.actions.parts import Order, Owner
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.work import Given
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import (
    Alert,
    CarePlan,
    CaseloadEntry,
    Contact,
    Goal,
    Need,
    Post,
    Role,
    Task,
)
from wholeplace.care.states import TO_DO, Doing

MONDAY = date(2019, 6, 3)


def _keep(world: World, by: str = "matron", **values: object) -> Contact:
    return contacts.keep_contact(
        by=world.actor(by), person=world.people["nora"].pk, had=had(**values), terms=TERMS
    )


def _next(world: World) -> date | None:
    return CaseloadEntry.objects.get(person=world.people["nora"]).next_contact


# Contacts


def test_who_was_visited_is_due_again_as_their_tier_says(world: World) -> None:
    placed(world)
    kept = _keep(world)
    assert (kept.state, kept.next_contact) == ("happened", MONDAY + timedelta(days=7))
    assert _next(world) == MONDAY + timedelta(days=7)


def test_the_next_contact_may_be_another_day(world: World) -> None:
    placed(world)
    _keep(world, next_contact=date(2019, 6, 5))
    assert _next(world) == date(2019, 6, 5)
    with pytest.raises(NotPossible, match="cannot be before this one"):
        _keep(world, next_contact=date(2019, 6, 2))


def test_a_contact_to_come_cannot_be_kept_nor_one_that_is_over_be_planned(world: World) -> None:
    with pytest.raises(NotPossible, match="still to come"):
        _keep(world, at=NOW + timedelta(minutes=1))
    with pytest.raises(NotPossible, match="is over"):
        contacts.plan_contact(
            by=world.actor("matron"), person=world.people["nora"].pk, mode=Contact.Mode.VISIT,
            at=NOW - timedelta(minutes=1), purpose="",
        )  # fmt: skip


def test_an_old_contact_kept_late_takes_nothing_back(world: World) -> None:
    placed(world)
    _keep(world)
    _keep(world, at=NOW - timedelta(days=20))
    assert _next(world) == MONDAY + timedelta(days=7)


def test_who_does_not_follow_them_moves_nothing(world: World) -> None:
    placed(world)
    kept = _keep(world, by="wellbeing", next_contact=date(2019, 6, 5))
    assert kept.next_contact == date(2019, 6, 5)
    assert _next(world) == MONDAY


def test_a_planned_visit_is_kept_once(world: World) -> None:
    placed(world)
    visit = planned(world)
    ref = (visit.pk, 1)
    at = NOW - timedelta(minutes=5)
    by, nora = world.actor("matron"), world.people["nora"].pk
    kept = contacts.keep_contact(by=by, person=nora, had=had(at=at), terms=TERMS, planned=ref)
    assert (kept.pk, kept.state, kept.note) == (visit.pk, "happened", "She fell on Monday.")
    with pytest.raises(Changed):
        contacts.keep_contact(by=by, person=nora, had=had(), terms=TERMS, planned=ref)
    with pytest.raises(NotPossible, match="'happened' already"):
        contacts.keep_contact(by=by, person=nora, had=had(), terms=TERMS, planned=(visit.pk, 2))
    with pytest.raises(NotPossible, match="cannot become"):
        contacts.cancel_contact(by=by, id_=visit.pk, seen=2, reason="ill")


def test_after_two_tries_in_a_row_an_alert_is_raised_once(world: World) -> None:
    placed(world)
    _keep(world, at=NOW - timedelta(days=3))
    for hours, alerts in ((48, 0), (24, 1), (1, 1)):
        _keep(world, is_reached=False, at=NOW - timedelta(hours=hours))
        assert Alert.objects.count() == alerts, hours
    assert _next(world) == date(2019, 6, 4)
    found = Alert.objects.get()
    assert (found.kind, found.person) == ("missed", world.people["nora"])


def test_a_contact_between_two_tries_begins_the_count_again(world: World) -> None:
    placed(world)
    _keep(world, is_reached=False, at=NOW - timedelta(days=3))
    _keep(world, at=NOW - timedelta(days=2))
    _keep(world, is_reached=False, at=NOW - timedelta(days=1))
    assert not Alert.objects.exists()


def test_about_somebody_on_no_caseload_there_is_no_alert(world: World) -> None:
    for _ in range(3):
        _keep(world, is_reached=False)
    assert not Alert.objects.exists()


def test_nothing_is_planned_with_who_has_died(world: World) -> None:
    nora = world.people["nora"]
    nora.died_on = MONDAY
    nora.save()
    by = world.actor("matron")
    with pytest.raises(NotPossible, match="have died"):
        contacts.plan_contact(by=by, person=nora.pk, mode=Contact.Mode.VISIT, at=SOON, purpose="")
    with pytest.raises(NotPossible, match="have died"):
        work.add_task(by=by, person=nora.pk, order=Order("visit", mine(world)))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    minutes=st.integers(0, 60 * 24 * 400),
    tier=st.sampled_from(["weekly", "monthly", "telephone", "watch"]),
    is_reached=st.booleans(),
    days=st.none() | st.integers(-30, 400),
)
def test_a_next_contact_is_never_before_the_contact(
    world: World, *, minutes: int, tier: str, is_reached: bool, days: int | None
) -> None:
    entry = placed(world)
    CaseloadEntry.objects.filter(pk=entry.pk).update(tier=tier)
    at = NOW - timedelta(minutes=minutes)
    then = None if days is None else at.date() + timedelta(days=days)
    try:
        kept = _keep(world, at=at, is_reached=is_reached, next_contact=then)
    except NotPossible:
        assert days is not None
        return
    assert kept.next_contact is None or kept.next_contact >= at.date()


# Calls, and ringing back


def test_they_ring_and_are_rung_back_the_same_day(world: World) -> None:
    """Mr N rings between his visits, is listened to, and rung back later in the day."""
    placed(world)
    by, nora = world.actor("matron"), world.people["nora"].pk
    call = Had(Contact.Mode.TELEPHONE, NOW - timedelta(minutes=9), purpose="The bag leaks")
    rang, task = contacts.take_call(
        by=by, person=nora, call=call, ring_back=SOON, owner=mine(world)
    )
    assert task is not None
    assert (rang.is_theirs, task.what, task.because) == (True, "The bag leaks", rang.reference)
    later = world.actor("matron", NOW + timedelta(hours=2))
    back = Had(Contact.Mode.TELEPHONE, later.now, note="Reassured him.")
    kept, done = contacts.ring_back(by=later, id_=task.pk, seen=1, had=back, terms=TERMS)
    assert (kept.state, done.state, done.done_at) == ("happened", "done", later.now)
    # He is visited on his day all the same.
    assert _next(world) == MONDAY
    with pytest.raises(Hidden):
        contacts.ring_back(by=later, id_=task.pk, seen=2, had=back, terms=TERMS)


def test_two_cannot_both_ring_back(world: World) -> None:
    task = call_back(world)
    contacts.ring_back(
        by=world.actor("matron"), id_=task.pk, seen=1, had=had(is_reached=False), terms=TERMS
    )
    with pytest.raises(Changed):
        contacts.ring_back(by=world.actor("social"), id_=task.pk, seen=1, had=had(), terms=TERMS)
    task.refresh_from_db()
    # Nobody answered: it is still to be done, tomorrow.
    assert (task.state, task.due_at) == ("agreed", NOW + timedelta(hours=23))


def test_only_a_promise_to_ring_back_is_rung_back(world: World) -> None:
    with pytest.raises(NotPossible, match="Nobody was promised"):
        contacts.ring_back(
            by=world.actor("matron"), id_=a_task(world).pk, seen=1, had=had(), terms=TERMS
        )


def test_a_call_back_is_done_by_ringing_back_alone(world: World) -> None:
    task = call_back(world)
    with pytest.raises(NotPossible, match="Ring them back"):
        work.end_task(by=world.actor("matron"), id_=task.pk, seen=1, to=Doing.DONE)


# Tasks


def test_a_task_of_the_team_is_taken_by_one(world: World) -> None:
    task = of_the_team(world)
    work.take_task(by=world.actor("social"), id_=task.pk, seen=1)
    task.refresh_from_db()
    assert (task.owner, task.team, task.owner_kind) == (world.users["social"], None, "staff")
    with pytest.raises(Changed):
        work.take_task(by=world.actor("matron"), id_=task.pk, seen=1)
    with pytest.raises(NotPossible, match="your own team"):
        work.take_task(by=world.actor("matron"), id_=task.pk, seen=2)


def test_what_is_not_done_has_a_reason_and_may_be_taken_up_again(world: World) -> None:
    task, by = a_task(world), world.actor("matron")
    for to in (Doing.NOT_DONE, Doing.DROPPED):
        with pytest.raises(NotPossible, match="Write why"):
            work.end_task(by=by, id_=task.pk, seen=1, to=to, reason=" ")
    work.end_task(by=by, id_=task.pk, seen=1, to=Doing.NOT_DONE, reason="was away")
    work.take_up_again(by=by, id_=task.pk, seen=2)
    work.begin_task(by=by, id_=task.pk, seen=3)
    work.end_task(by=by, id_=task.pk, seen=4, to=Doing.DONE)
    task.refresh_from_db()
    assert (task.state, task.done_at) == ("done", NOW)
    with pytest.raises(NotPossible, match="nobody has to do it"):
        work.end_task(by=by, id_=task.pk, seen=5, to=Doing.DONE)


def test_a_task_is_given_only_to_who_cares_for_the_person(world: World) -> None:
    task, by = a_task(world), world.actor("matron")
    strangers = (
        Owner(Task.Owner.STAFF, world.users["stranger"].pk),
        Owner(Task.Owner.TEAM, world.teams["south"].pk),
        Owner(Task.Owner.STAFF, uuid.uuid4()),
    )
    for owner in strangers:
        with pytest.raises(NotPossible, match="does not care for this person"):
            work.give_task(by=by, id_=task.pk, seen=1, given=Given(owner, None, Task.Priority.SOON))
    # The practice with which she is registered cares for her too.
    gp = Given(Owner(Task.Owner.STAFF, world.users["gp"].pk), SOON, Task.Priority.URGENT, "pills")
    work.give_task(by=by, id_=task.pk, seen=1, given=gp)
    assert [one.what for one in open_tasks(world.actor("gp")).filter(owner=gp.owner.id)]


def test_a_role_that_gives_no_tasks_keeps_its_own(world: World) -> None:
    by, nora = world.actor("wellbeing"), world.people["nora"].pk
    work.add_task(by=by, person=nora, order=Order("ring", Owner(Task.Owner.STAFF, by.user)))
    with pytest.raises(NotAllowed):
        work.add_task(by=by, person=nora, order=Order("ring", mine(world)))


@pytest.mark.parametrize(("kind", "id_"), [("staff", None), ("team", None), ("person", "x")])
def test_an_owner_is_one_and_not_another(kind: str, id_: str | None) -> None:
    with pytest.raises(ValueError, match="an owner"):
        Owner(Task.Owner(kind), uuid.uuid4() if id_ else None)


def _planned(world: World, state: str) -> Task:
    nora = world.people["nora"]
    plan = CarePlan.objects.create(controller="ZCOMM", person=nora, number=1, state=state)
    need = Need.objects.create(controller="ZCOMM", person=nora, plan=plan, what="walking")
    goal = Goal.objects.create(controller="ZCOMM", person=nora, need=need, what="to the shop")
    return a_task(world, goal=goal)


@pytest.mark.parametrize(
    ("state", "is_there"), [("active", True), ("draft", False), ("replaced", False)]
)
def test_a_task_of_a_plan_is_there_only_while_the_plan_holds(
    world: World, state: str, *, is_there: bool
) -> None:
    task = _planned(world, state)
    by = world.actor("matron")
    assert open_tasks(by).exists() is is_there
    if is_there:
        work.begin_task(by=by, id_=task.pk, seen=1)
        return
    with pytest.raises(NotPossible, match="plan that does not hold"):
        work.begin_task(by=by, id_=task.pk, seen=1)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["take", "me", "social", "team", "person", "other"]), max_size=6))
def test_an_open_task_has_one_owner_whatever_is_done_with_it(
    world: World, deeds: list[str]
) -> None:
    Task.objects.all().delete()
    task = of_the_team(world)
    by = world.actor("matron")
    owners = {
        "me": mine(world), "social": Owner(Task.Owner.STAFF, world.users["social"].pk),
        "team": Owner(Task.Owner.TEAM, world.teams["north"].pk),
        "person": Owner(Task.Owner.PERSON), "other": Owner(Task.Owner.OTHER, name="Ann"),
    }  # fmt: skip
    for deed in deeds:
        seen = Task.objects.get(pk=task.pk).version
        try:
            if deed == "take":
                work.take_task(by=by, id_=task.pk, seen=seen)
            else:
                given_ = Given(owners[deed], None, Task.Priority.SOON)
                work.give_task(by=by, id_=task.pk, seen=seen, given=given_)
        except NotPossible:
            continue
        now = Task.objects.get(pk=task.pk)
        assert now.state in TO_DO
        is_ours = now.owner_kind in ("staff", "team")
        assert (now.owner is not None) + (now.team is not None) == is_ours
        assert (now.owner is not None) == (now.owner_kind == "staff")


def test_a_stranger_finds_no_task_and_no_contact(world: World) -> None:
    by = world.actor("stranger")
    assert not open_tasks(by).exists()
    with pytest.raises(Hidden):
        work.begin_task(by=by, id_=a_task(world).pk, seen=1)


def test_who_leaves_leaves_nobody_and_nothing_behind(world: World) -> None:
    world.user("lead", Role.LEAD, "ZCOMM", "north")
    placed(world)
    task, visit = a_task(world), planned(world)
    Post.objects.filter(user=world.users["matron"]).update(ends=MONDAY)
    n = caseloads.hand_over(
        by=world.actor("lead"), leaver=world.users["matron"].pk, to=world.users["social"].pk,
        reason="left",
    )  # fmt: skip
    task.refresh_from_db()
    visit.refresh_from_db()
    social = world.users["social"]
    entry = CaseloadEntry.objects.get(person=world.people["nora"])
    assert (n, task.owner, visit.staff, entry.lead) == (1, social, social, social)


def test_a_moment_before_the_clocks_change_is_kept_as_it_was(world: World) -> None:
    placed(world)
    at = datetime.fromisoformat("2019-03-30T23:30+00:00")
    kept = _keep(world, at=at)
    assert kept.next_contact == date(2019, 4, 6)
