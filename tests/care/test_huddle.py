"""The weekly huddle: who is spoken of and why, what is decided, and who sees whom meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care.examples.huddle import TERMS, a_huddle, an_item
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.access.scopes import people
from wholeplace.care.actions import huddle as actions
from wholeplace.care.actions import minutes
from wholeplace.care.actions.minutes import Agreed, Decided
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.demo import made_up_people
from wholeplace.care.models import (
    Alert,
    CarePlan,
    CaseloadEntry,
    Encounter,
    Huddle,
    HuddleItem,
    HuddleMember,
    LegitimateRelationship,
    Organisation,
    Person,
    Role,
    StatusChange,
    Task,
    Visibility,
)
from wholeplace.care.states import Doing, Huddling, Place, Planning, Spoken

DAY = timedelta(days=1)
LONG_AGO = NOW - timedelta(days=200)
AT = NOW + 7 * DAY


@pytest.fixture
def followed(world: World) -> World:
    """Nora, on the caseload of team North for months; nothing has happened."""
    _place(world, world.people["nora"])
    return world


def _place(world: World, person: Person, **changes: object) -> CaseloadEntry:
    values = {
        "team": world.teams["north"], "reason": "gp", "tier": "weekly", "state": Place.ACTIVE,
        "entered_at": LONG_AGO, "controller": "ZCOMM", "next_contact": date(2019, 6, 5),
    } | changes  # fmt: skip
    return CaseloadEntry.objects.create(person=person, **values)


def _told_then(record: object, at: datetime) -> None:
    """Let a record be as old as what it tells of."""
    type(record).objects.filter(pk=record.pk).update(created_at=at)  # type: ignore[attr-defined]


def _encounter(world: World, kind: str, starts: datetime, **more: object) -> Encounter:
    made = Encounter.objects.create(
        person=world.people["nora"], kind=kind, starts=starts, organisation="ZACUTE",
        controller="ZCOMM", source="test", source_id=f"{kind}-{starts}", **more,
    )  # fmt: skip
    _told_then(made, starts)
    return made


def _plan(world: World, by: str = "matron") -> Huddle:
    return actions.plan_huddle(
        by=world.actor(by), team=world.teams["north"].pk, at=AT, chair=None, terms=TERMS
    )


def _why(world: World) -> list[str]:
    """Return why Nora is on the agenda of the huddle that is planned."""
    rows = HuddleItem.objects.filter(
        huddle__state=Huddling.PLANNED, person=world.people["nora"]
    ).values_list("why", flat=True)
    assert len(rows) <= 1
    return [f"{one['why']} {one['on']}" for why in rows for one in why]


def _held(world: World, at: datetime = NOW - 3 * DAY) -> Huddle:
    """Return a huddle that was closed some days ago."""
    return Huddle.objects.create(
        team=world.teams["north"], at=at, built_at=at, closed_at=at, state=Huddling.CLOSED
    )


def _nothing(world: World) -> None:
    """Nothing happens."""


def _new(world: World) -> None:
    CaseloadEntry.objects.update(entered_at=NOW - DAY)


def _begun(world: World) -> None:
    entry = CaseloadEntry.objects.get()
    StatusChange.objects.create(
        what=entry.reference, field="state", before="consented", after="active", at=NOW - DAY
    )


def _emergency(world: World) -> None:
    _encounter(world, "ed", NOW - DAY)


def _emergency_told_twice(world: World) -> None:
    about = _encounter(world, "ed", NOW - DAY)
    Alert.objects.create(
        person=world.people["nora"], kind="ed", encounter=about, at=NOW, due_at=AT,
        because=about.reference, controller="ZCOMM",
    )  # fmt: skip


def _stay(world: World) -> None:
    _encounter(world, "admission", NOW - 20 * DAY, ends=NOW - DAY)


def _long_ago(world: World) -> None:
    _encounter(world, "ed", NOW - 20 * DAY)


def _told_late(world: World) -> None:
    _told_then(_encounter(world, "ed", NOW - 20 * DAY), NOW - DAY)


def _history_taken_in(world: World) -> None:
    _told_then(_encounter(world, "ed", NOW - 100 * DAY), NOW - DAY)


def _missed(world: World) -> None:
    Alert.objects.create(
        person=world.people["nora"], kind="missed", at=NOW - DAY, due_at=AT, because="contact:1",
        controller="ZCOMM",
    )  # fmt: skip


def _contact(world: World) -> None:
    CaseloadEntry.objects.update(next_contact=date(2019, 6, 2))


def _task(world: World, **changes: object) -> None:
    values = {"due_at": NOW - DAY, "owner": world.users["matron"], "controller": "ZCOMM"} | changes
    Task.objects.create(person=world.people["nora"], what="Ring", **values)


def _task_done(world: World) -> None:
    _task(world, state=Doing.DONE)


def _task_sealed(world: World) -> None:
    _task(world, visibility=Visibility.SEALED)


def _review(world: World) -> None:
    CarePlan.objects.create(
        person=world.people["nora"], number=1, state=Planning.ACTIVE, controller="ZCOMM",
        review_due=date(2019, 6, 16),
    )  # fmt: skip


def _waits_for_gp(world: World) -> None:
    CarePlan.objects.create(
        person=world.people["nora"], number=1, state=Planning.PERSON_AGREED, controller="ZCOMM",
        agreed_on=date(2019, 5, 30),
    )  # fmt: skip


def _overdue_and_died(world: World) -> None:
    _contact(world)
    Person.objects.update(died_on=date(2019, 6, 1))


def _let_go(world: World) -> None:
    _emergency(world)
    CaseloadEntry.objects.update(state=Place.CLOSED)


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (_nothing, []),
        (_new, ["new 2019-06-02"]),
        (_begun, ["new 2019-06-02"]),
        (_emergency, ["emergency 2019-06-02"]),
        (_emergency_told_twice, ["emergency 2019-06-02"]),
        (_stay, ["discharged 2019-06-02"]),
        (_long_ago, []),
        (_told_late, ["emergency 2019-05-14"]),
        (_history_taken_in, []),
        (_missed, ["missed 2019-06-02"]),
        (_contact, ["contact_overdue 2019-06-02"]),
        (_task, ["task_overdue 2019-06-02"]),
        (_task_done, []),
        (_task_sealed, []),
        (_review, ["plan_review 2019-06-16"]),
        (_waits_for_gp, ["plan_waiting 2019-05-30"]),
        (_overdue_and_died, []),
        (_let_go, []),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_what_happened_since_the_last_huddle_is_why_somebody_is_spoken_of(
    followed: World, happened: Callable[[World], None], why: list[str]
) -> None:
    _held(followed)
    happened(followed)
    _plan(followed)
    assert _why(followed) == why


def test_what_the_last_huddle_spoke_of_is_not_spoken_of_again(followed: World) -> None:
    _encounter(followed, "ed", NOW - 4 * DAY)
    _held(followed)
    _plan(followed)
    assert _why(followed) == []


def test_building_twice_changes_nothing_and_what_a_colleague_asked_stays(followed: World) -> None:
    _emergency(followed)
    _contact(followed)
    made = _plan(followed)
    _ask(followed, "gp", "May she drive?")
    _ask(followed, "social", "Who has her key?")
    actions.build_agenda(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
    before = list(HuddleItem.objects.order_by("pk").values())
    actions.build_agenda(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
    after = list(HuddleItem.objects.order_by("pk").values())
    assert after == before
    assert len(after) == 1
    assert after[0]["question"] == "May she drive?\nSocial: Who has her key?"
    # Once nothing is the matter any more, she stays for what was asked.
    CaseloadEntry.objects.update(next_contact=date(2019, 6, 20))
    Encounter.objects.all().delete()
    actions.build_agenda(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
    assert _why(followed) == ["asked 2019-06-03", "asked 2019-06-03"]


def test_who_has_no_reason_any_more_is_taken_off(followed: World) -> None:
    _contact(followed)
    made = _plan(followed)
    assert _why(followed) != []
    CaseloadEntry.objects.update(next_contact=date(2019, 6, 20))
    actions.build_agenda(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
    assert not HuddleItem.objects.exists()


def _more(world: World, number: int) -> list[Person]:
    practice = Organisation.objects.get(pk="ZP001")
    found = []
    for one in made_up_people(number, [practice], 1, "ZCOMM"):
        one.nhs_number = None
        one.save()
        LegitimateRelationship.objects.create(
            person=one, holder=f"team:{world.teams['north'].pk}", kind="caseload", starts=LONG_AGO
        )
        found.append(one)
    return found


def test_everybody_to_whom_something_happened_is_on_it_once_the_heaviest_first(
    followed: World,
) -> None:
    others = _more(followed, 6)
    for at, one in enumerate(others):
        _place(followed, one, next_contact=date(2019, 6, 2) if at % 2 else date(2019, 6, 20))
    Encounter.objects.bulk_create(
        Encounter(
            person=one, kind=kind, starts=NOW - DAY, organisation="ZACUTE", controller="ZCOMM",
            source="test", source_id=f"{one.pk}{kind}",
        )
        for one in others[:3]
        for kind in ("ed", "admission")
    )  # fmt: skip
    _plan(followed)
    rows = list(HuddleItem.objects.order_by("order"))
    expected = {one.pk for one in [*others[:3], others[3], others[5]]}
    assert sorted(row.person_id for row in rows) == sorted(expected)
    assert [row.order for row in rows] == [1, 2, 3, 4, 5]
    # In hospital and overdue, in hospital, overdue.
    assert rows[0].person == others[1]
    assert {row.person_id for row in rows[3:]} == {others[3].pk, others[5].pk}


def test_the_agenda_takes_as_many_queries_for_many_people_as_for_few(followed: World) -> None:
    others = _more(followed, 25)
    made = _plan(followed)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            actions.build_agenda(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
        return len(caught)

    _place(followed, others[0], next_contact=date(2019, 6, 1))
    queries()
    few = queries()
    for one in others[1:]:
        _place(followed, one, next_contact=date(2019, 6, 1))
    queries()
    assert HuddleItem.objects.count() == 25
    assert queries() == few


def _ask(world: World, by: str, question: str) -> HuddleItem:
    return actions.ask_huddle(
        by=world.actor(by), person=world.people["nora"].pk, team=world.teams["north"].pk,
        question=question, terms=TERMS,
    )  # fmt: skip


def test_who_asks_where_no_huddle_is_planned_has_one_planned(followed: World) -> None:
    item = _ask(followed, "gp", "May she drive?")
    assert item.huddle.at.date() == date(2019, 6, 10)
    # The team and the GP of its practice are asked; not the privacy officer, not another team.
    names = set(HuddleMember.objects.values_list("user__name", flat=True))
    assert names == {"Matron", "Social", "Wellbeing"}
    followed.teams["north"].practices.add(Organisation.objects.get(pk="ZP001"))
    HuddleItem.objects.all().delete()
    HuddleMember.objects.all().delete()
    Huddle.objects.all().delete()
    _ask(followed, "gp", "May she drive?")
    assert "Gp" in set(HuddleMember.objects.values_list("user__name", flat=True))


def test_another_teams_huddle_cannot_be_asked_seen_or_run(followed: World) -> None:
    made = _plan(followed)
    south = followed.teams["south"].pk
    nora = followed.people["nora"].pk
    for team in (south, nora):
        with pytest.raises(Hidden):
            actions.ask_huddle(
                by=followed.actor("matron"), person=nora, team=team, question="?", terms=TERMS
            )
    with pytest.raises(Hidden):
        actions.start_huddle(by=followed.actor("stranger"), id_=made.pk, terms=TERMS)
    with pytest.raises(NotAllowed):
        actions.start_huddle(by=followed.actor("social"), id_=made.pk, terms=TERMS)


def test_a_team_has_one_huddle_at_a_time(followed: World) -> None:
    _plan(followed)
    with pytest.raises(NotPossible, match="planned already"):
        _plan(followed)


# A guest


def _with_guest(world: World) -> tuple[Huddle, HuddleMember]:
    world.user("guest", Role.GERIATRICIAN, "ZCOUNCIL")
    _emergency(world)
    made = _plan(world)
    member = actions.ask_member(
        by=world.actor("matron"), id_=made.pk, user=world.users["guest"].pk, terms=TERMS
    )
    return made, member


def _sees(world: World, at: datetime = NOW) -> set[str]:
    return {one.given_name for one in people(world.actor("guest", at))}


def test_a_guest_sees_those_spoken_of_from_the_beginning_until_some_days_after(
    followed: World,
) -> None:
    others = _more(followed, 3)
    made, _ = _with_guest(followed)
    assert _sees(followed) == set()
    actions.start_huddle(by=followed.actor("matron"), id_=made.pk, terms=TERMS)
    assert _sees(followed) == {"Nora"}
    assert not people(followed.actor("guest")).filter(pk__in=[one.pk for one in others]).exists()
    # Whom a colleague asks about meanwhile is seen as well.
    actions.ask_huddle(
        by=followed.actor("matron"), person=others[0].pk, team=followed.teams["north"].pk,
        question="How is he?", terms=TERMS,
    )  # fmt: skip
    assert people(followed.actor("guest")).filter(pk=others[0].pk).exists()
    after = AT + 7 * DAY
    assert _sees(followed, after - timedelta(minutes=1)) != set()
    assert _sees(followed, after + timedelta(minutes=1)) == set()


@pytest.mark.parametrize("came", ["here", "away", "not said"])
def test_a_guest_who_did_not_come_sees_nobody_once_it_is_closed(followed: World, came: str) -> None:
    made, guest = _with_guest(followed)
    by = followed.actor("matron")
    actions.start_huddle(by=by, id_=made.pk, terms=TERMS)
    matron = HuddleMember.objects.get(user=followed.users["matron"])
    actions.mark_attendance(by=by, id_=made.pk, member=matron.pk, came=True)
    if came != "not said":
        actions.mark_attendance(by=by, id_=made.pk, member=guest.pk, came=came == "here")
    item = HuddleItem.objects.get(huddle=made)
    minutes.keep_decision(by=by, id_=item.pk, seen=item.version, said=Decided("Visit."))
    actions.close_huddle(by=by, id_=made.pk, terms=TERMS)
    later = NOW + timedelta(seconds=1)
    assert _sees(followed, later) == ({"Nora"} if came == "here" else set())


def test_a_guest_who_took_an_action_sees_whom_it_is_for_until_after_it_is_due(
    followed: World,
) -> None:
    made, guest = _with_guest(followed)
    by = followed.actor("matron")
    actions.start_huddle(by=by, id_=made.pk, terms=TERMS)
    item = HuddleItem.objects.get(huddle=made)
    agreed = Agreed("Look at her medicines", date(2019, 7, 30), Task.Owner.STAFF, guest.user_id)
    task = minutes.agree_action(by=by, id_=item.pk, action=agreed, terms=TERMS)
    assert _sees(followed, datetime(2019, 8, 5, tzinfo=UTC)) == {"Nora"}
    assert _sees(followed, datetime(2019, 8, 7, tzinfo=UTC)) == set()
    # Taken back, it opens nothing any more, and counts no longer.
    minutes.take_back_action(by=by, id_=task.pk, seen=task.version)
    assert _sees(followed, datetime(2019, 8, 5, tzinfo=UTC)) == set()
    task.refresh_from_db()
    assert (task.state, task.because) == (Doing.DROPPED, "")


# While it lasts, and after


def test_a_huddle_closes_when_everybody_was_spoken_of_and_the_next_one_is_planned(
    followed: World,
) -> None:
    by = followed.actor("matron")
    item = an_item(followed)
    with pytest.raises(NotPossible, match="One person was not spoken of yet"):
        actions.close_huddle(by=by, id_=item.huddle_id, terms=TERMS)
    minutes.carry_over(by=by, id_=item.pk, seen=1, why="Her daughter comes next week.")
    HuddleMember.objects.update(came=None)
    with pytest.raises(NotPossible, match="say who came"):
        actions.close_huddle(by=by, id_=item.huddle_id, terms=TERMS)
    actions.mark_attendance(by=by, id_=item.huddle_id, member=None, came=True)
    closed = actions.close_huddle(by=by, id_=item.huddle_id, terms=TERMS)
    following = Huddle.objects.get(state=Huddling.PLANNED)
    # The next is a week later, at the same time of day, and who was carried over is on it.
    assert following.at - closed.at == 7 * DAY
    assert _why(followed) == ["carried 2019-06-04"]
    for write in (
        lambda: minutes.keep_decision(by=by, id_=item.pk, seen=2, said=Decided("Visit.")),
        lambda: minutes.carry_over(by=by, id_=item.pk, seen=2, why="Because."),
        lambda: actions.mark_attendance(by=by, id_=closed.pk, member=None, came=True),
        lambda: actions.close_huddle(by=by, id_=closed.pk, terms=TERMS),
        lambda: actions.start_huddle(by=by, id_=closed.pk, terms=TERMS),
        lambda: actions.build_agenda(by=by, id_=closed.pk, terms=TERMS),
    ):
        with pytest.raises(NotPossible, match="its minutes stay as they are"):
            write()


def test_a_question_that_was_carried_over_goes_on(followed: World) -> None:
    by, item = followed.actor("matron"), an_item(followed)
    HuddleItem.objects.update(question="May she drive?", asked_by=followed.users["gp"])
    minutes.carry_over(by=by, id_=item.pk, seen=1, why="The GP is away.")
    actions.close_huddle(by=by, id_=item.huddle_id, terms=TERMS)
    again = HuddleItem.objects.get(huddle__state=Huddling.PLANNED)
    assert (again.question, again.asked_by) == ("May she drive?", followed.users["gp"])


def test_two_who_take_notes_at_once_lose_nothing(followed: World) -> None:
    by, item = followed.actor("matron"), an_item(followed)
    said = Decided("Visit.", "She is alone.", preference_stated=True, preference="To stay at home")
    # One writes the actions while the other writes the decision.
    action = Agreed("Ring her", date(2019, 6, 10), Task.Owner.TEAM)
    task = minutes.agree_action(by=by, id_=item.pk, action=action, terms=TERMS)
    minutes.keep_decision(by=by, id_=item.pk, seen=1, said=said)
    with pytest.raises(Changed):
        minutes.keep_decision(by=by, id_=item.pk, seen=1, said=Decided("Wait."))
    item.refresh_from_db()
    assert (item.decision, item.preference, item.state) == ("Visit.", "To stay at home", "decided")
    assert (task.team, task.because) == (followed.teams["north"], item.reference)
    # Put better, knowing of the other, it is kept; the moment of the decision stays.
    first = item.decided_at
    later = followed.actor("matron", NOW + timedelta(minutes=5))
    minutes.keep_decision(by=later, id_=item.pk, seen=2, said=Decided("Visit today."))
    item.refresh_from_db()
    assert (item.decision, item.decided_at) == ("Visit today.", first)


@pytest.mark.parametrize("state", [Huddling.PLANNED, Huddling.CLOSED])
def test_nothing_is_decided_before_it_begins_or_after_it_is_closed(
    followed: World, state: Huddling
) -> None:
    item = an_item(followed)
    Huddle.objects.update(state=state)
    with pytest.raises(NotPossible):
        minutes.keep_decision(
            by=followed.actor("matron"), id_=item.pk, seen=1, said=Decided("Visit.")
        )


def test_an_action_is_given_to_nobody_from_outside(followed: World) -> None:
    item = an_item(followed)
    stranger = followed.users["stranger"].pk
    action = Agreed("Ring her", date(2019, 6, 10), Task.Owner.STAFF, stranger)
    with pytest.raises(NotPossible, match="must be of the team"):
        minutes.agree_action(by=followed.actor("matron"), id_=item.pk, action=action, terms=TERMS)


def test_who_left_the_teams_sight_meanwhile_does_not_keep_a_huddle_open(followed: World) -> None:
    item = an_item(followed)
    LegitimateRelationship.objects.filter(holder__startswith="team:").update(ends=NOW)
    actions.close_huddle(by=followed.actor("matron"), id_=item.huddle_id, terms=TERMS)
    item.refresh_from_db()
    assert item.state == Spoken.CARRIED


def test_a_huddle_is_moved_but_not_onto_another_or_by_a_stale_form(followed: World) -> None:
    made, by = a_huddle(followed), followed.actor("matron")
    old = _held(followed)
    with pytest.raises(NotPossible, match="at that very time"):
        actions.change_huddle(by=by, id_=made.pk, seen=1, at=old.at, chair=None)
    stranger = followed.users["stranger"].pk
    moved = actions.change_huddle(by=by, id_=made.pk, seen=1, at=AT, chair=stranger)
    # Somebody who does not belong in it cannot lead it.
    assert (moved.at, moved.chair) == (AT, None)
    with pytest.raises(Changed):
        actions.change_huddle(by=by, id_=made.pk, seen=1, at=AT + DAY, chair=None)


def test_a_member_is_asked_once_and_is_left_out_before_it_begins(followed: World) -> None:
    made, by = a_huddle(followed), followed.actor("matron")
    with pytest.raises(NotPossible, match="asked already"):
        actions.ask_member(by=by, id_=made.pk, user=followed.users["matron"].pk, terms=TERMS)
    with pytest.raises(NotPossible, match="no post"):
        actions.ask_member(by=by, id_=made.pk, user=made.pk, terms=TERMS)
    with pytest.raises(Hidden):
        actions.leave_out_member(by=by, id_=made.pk, member=10**9)
    row = HuddleMember.objects.get()
    actions.leave_out_member(by=by, id_=made.pk, member=row.pk)
    assert not HuddleMember.objects.exists()
