"""The life of a plan: what is agreed is frozen, tasks follow their goals, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care import plans
from tests.care.world import NOW, World
from wholeplace.care.access import Hidden
from wholeplace.care.actions import plan as actions
from wholeplace.care.actions import plan_parts as parts
from wholeplace.care.actions.death import record_death
from wholeplace.care.actions.people import write_about_me
from wholeplace.care.actions.plan import Agreed, NotComplete
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, NotAllowed
from wholeplace.care.models import (
    AboutMe,
    CarePlan,
    Goal,
    Need,
    RelatedPerson,
    Role,
    StatusChange,
    Task,
    Visibility,
)
from wholeplace.care.plans import SECTIONS, content, differences, in_order, is_intact, sealed, whole

AS = CarePlan.As


def _task(goal: Goal, state: str, what: str = "Ring") -> Task:
    return Task.objects.create(
        person=goal.person, goal=goal, what=what, state=state, controller="ZCOMM"
    )


def test_a_plan_is_agreed_with_them_and_then_by_the_gp(world: World) -> None:
    plan = plans.filled(world)
    assert (plan.number, plan.state) == (1, "draft")
    assert plan.review_due == date(2020, 6, 2)
    plan = plans.agreed(world, plan, refused="The befriender.")
    assert (plan.state, plan.agreed_by, plan.agreed_as) == ("agreed", "Nora", "themselves")
    assert Task.objects.get().state == "proposed"
    plan = actions.agree_as_gp(by=world.actor("gp"), id_=plan.pk, seen=plan.version)
    assert (plan.state, plan.gp) == ("active", world.users["gp"])
    assert Task.objects.get().state == "agreed"
    assert is_intact(plans.now(plan))
    steps = [one.after for one in StatusChange.objects.filter(what=plan.reference)]
    assert steps == ["draft", "agreed", "active"]


def test_the_next_version_begins_as_a_copy_and_takes_over(world: World) -> None:
    first = plans.held(world)
    goal = Goal.objects.get()
    done = _task(goal, "done")
    second = plans.begun(world)
    copy = Goal.objects.get(need__plan=second)
    assert (copy.what, copy.follows, second.number) == (goal.what, goal, 2)
    assert not Task.objects.filter(goal=copy).exists()
    assert [task.what for task in whole(second).goals[0].tasks] == ["Ring the stoma nurse"]
    parts.propose_action(
        by=world.actor("matron"), goal=copy.pk, values={"what": "New"}, who=plans.WHO
    )
    plans.held(world, second)
    assert plans.now(first).state == "replaced"
    at = {task.what: (task.goal_id, task.state) for task in Task.objects.all()}
    assert at == {
        "Ring the stoma nurse": (copy.pk, "agreed"), "New": (copy.pk, "agreed"),
        "Ring": (goal.pk, "done"),
    }  # fmt: skip
    assert done.goal == goal


def test_what_goes_on_for_a_goal_that_was_taken_out_goes_on_by_itself(world: World) -> None:
    plans.held(world)
    second = plans.begun(world)
    by, copy = world.actor("matron"), Goal.objects.get(need__plan=second)
    parts.remove_goal(by=by, id_=copy.pk, seen=1)
    parts.add_goal(by=by, need=Need.objects.get(plan=second).pk, values={"what": "Another"})
    plans.held(world, second)
    task = Task.objects.get()
    assert (task.goal, task.state) == (None, "agreed")


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("goal", "Write at least one goal"),
        ("contingency", "Write at least one 'what if'"),
        ("review", "Write the day by which"),
        ("past", "has passed"),
    ],
)
def test_nothing_is_agreed_that_lacks_something(world: World, left_out: str, says: str) -> None:
    plan = plans.filled(world)
    by = world.actor("matron")
    if left_out == "goal":
        parts.remove_goal(by=by, id_=Goal.objects.get().pk, seen=1)
    elif left_out == "contingency":
        one = plan.contingencies.get()
        parts.remove_contingency(by=by, id_=one.pk, seen=1)
    else:
        day = None if left_out == "review" else plans.TODAY - timedelta(days=1)
        actions.write_plan(by=by, id_=plan.pk, seen=1, values={"review_due": day})
    with pytest.raises(NotComplete, match=says) as told:
        plans.agreed(world, plan)
    assert len(told.value.lacks) == 1


def test_everything_that_is_missing_is_said_at_once(world: World) -> None:
    plan = plans.begun(world)
    actions.write_plan(by=world.actor("matron"), id_=plan.pk, seen=1, values={"review_due": None})
    with pytest.raises(NotComplete) as told:
        plans.agreed(world, plan)
    assert len(told.value.lacks) == 3


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"on": plans.TODAY + timedelta(days=1)}, "a day to come"),
        ({"has_capacity": False}, "cannot agree to it"),
        ({"as_": AS.ATTORNEY}, "only where the person cannot"),
    ],
)
def test_who_cannot_agree_does_not(world: World, said: dict[str, object], says: str) -> None:
    plan = plans.filled(world)
    with pytest.raises(NotPossible, match=says):
        plans.agreed(world, plan, **said)
    assert plans.now(plan).state == "draft"


@pytest.mark.parametrize("as_", [AS.ATTORNEY, AS.REPRESENTATIVE])
def test_an_attorney_agrees_for_who_cannot(world: World, as_: CarePlan.As) -> None:
    plan = plans.agreed(world, plans.filled(world), as_=as_, has_capacity=False, name="Ann")
    assert plans.said(plan)["Care and support plan"][
        "Agreed with person or legitimate representative"
    ] == {
        "Person full name": "Ann", "Role": as_.label, "Date": "2019-06-03",
        "Able to decide on it": "no",
    }  # fmt: skip


def test_a_gp_of_another_practice_does_not_agree(world: World) -> None:
    plan = plans.agreed(world, plans.filled(world))
    world.user("far", Role.GP, "ZP002")
    with pytest.raises(Hidden):
        actions.agree_as_gp(by=world.actor("far"), id_=plan.pk, seen=plan.version)
    world.user("guest", Role.GP, "ZP002", "north")
    with pytest.raises(NotPossible, match="their own practice"):
        actions.agree_as_gp(by=world.actor("guest"), id_=plan.pk, seen=plan.version)
    with pytest.raises(NotAllowed):
        actions.agree_as_gp(by=world.actor("matron"), id_=plan.pk, seen=plan.version)


def test_a_second_version_is_not_begun_beside_one_that_is_written(world: World) -> None:
    plan = plans.begun(world)
    with pytest.raises(NotPossible, match="being written already"):
        plans.begun(world, "gp")
    actions.end_plan(by=world.actor("matron"), id_=plan.pk, seen=1, reason="By mistake")
    assert plans.begun(world).number == 2


def test_who_died_has_no_plan_any_more(world: World) -> None:
    plan, nora = plans.held(world), world.people["nora"]
    second = plans.begun(world)
    record_death(
        by=world.actor("matron"), person=nora.pk, seen=1, died_on=plans.TODAY,
        seen_until=NOW + timedelta(days=28),
    )  # fmt: skip
    assert {plans.now(one).state for one in (plan, second)} == {"ended"}
    with pytest.raises(NotPossible, match="They have died"):
        plans.begun(world)


def test_an_action_is_given_to_who_may_see_them(world: World) -> None:
    plan = plans.filled(world)
    goal, by = Goal.objects.get(), world.actor("matron")
    people = {
        "matron": parts.Who(Task.Owner.STAFF, user=world.users["matron"].pk),
        "gp": parts.Who(Task.Owner.STAFF, user=world.users["gp"].pk),
        "team": parts.Who(Task.Owner.TEAM, team=world.teams["north"].pk),
        "carer": parts.Who(Task.Owner.CARER, name="Ann"),
    }
    for who in people.values():
        parts.propose_action(by=by, goal=goal.pk, values={"what": "x"}, who=who)
    for who in (
        parts.Who(Task.Owner.STAFF, user=world.users["stranger"].pk),
        parts.Who(Task.Owner.STAFF),
        parts.Who(Task.Owner.TEAM, team=world.teams["south"].pk),
        parts.Who(Task.Owner.OTHER),
    ):
        with pytest.raises(NotPossible, match="Say who does it"):
            parts.propose_action(by=by, goal=goal.pk, values={"what": "x"}, who=who)
    assert Task.objects.filter(goal__need__plan=plan).count() == 1 + len(people)


def test_what_only_a_team_may_see_is_not_in_a_plan_for_all(world: World) -> None:
    plan, nora = plans.filled(world), world.people["nora"]
    for name, visibility in (("Ann", Visibility.PARTNERSHIP), ("Hidden Hal", Visibility.TEAM)):
        RelatedPerson.objects.create(
            person=nora, name=name, relationship="friend", visibility=visibility,
            only_team=world.teams["north"], controller="ZCOMM",
        )  # fmt: skip
    said = json.dumps(plans.agreed(world, plan).as_agreed)
    assert "Ann" in said
    assert "Hidden Hal" not in said


def test_how_far_a_goal_has_come_reaches_the_version_that_is_written(world: World) -> None:
    plan = plans.held(world)
    second = plans.begun(world)
    goal = Goal.objects.get(need__plan=plan)
    by = world.actor("matron")
    actions.keep_goal_status(by=by, id_=goal.pk, seen=1, status=Goal.Status.BETTER)
    copy = Goal.objects.get(need__plan=second)
    assert copy.status == "better"
    with pytest.raises(NotPossible, match="a plan that holds"):
        actions.keep_goal_status(by=by, id_=copy.pk, seen=2, status=Goal.Status.SAME)


def test_who_changes_a_version_that_was_read_out_is_heard(world: World) -> None:
    plan = plans.filled(world)
    before = plans.shown(plan)
    later = world.actor("gp")
    parts.add_need(by=later, plan=plan.pk, values={"what": "Sleeps badly"})
    with pytest.raises(Changed, match="Gp changed this"):
        actions.agree_with_person(
            by=world.actor("matron"), id_=plan.pk, seen=plan.version, shown=before,
            agreed=Agreed("Nora", AS.THEMSELVES, plans.TODAY),
        )  # fmt: skip


# Laws


@contextmanager
def _tried() -> Iterator[None]:
    """Undo everything at the end: each example begins anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_LAW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_STATES = st.lists(
    st.sampled_from(["proposed", "agreed", "doing", "done", "not_done", "dropped"]), max_size=6
)


@_LAW
@given(by_goal=st.lists(_STATES, min_size=1, max_size=3), data=st.data())
def test_copying_and_agreeing_keeps_every_open_task_exactly_once(
    world: World, by_goal: list[list[str]], data: st.DataObject
) -> None:
    with _tried():
        by, first = world.actor("matron"), plans.held(world)
        need = Need.objects.get()
        Task.objects.all().delete()
        for states in by_goal:
            goal = Goal.objects.create(
                person=need.person, need=need, what="A goal", controller="ZCOMM",
                status=data.draw(st.sampled_from(list(Goal.Status))),
            )  # fmt: skip
            for state in states:
                _task(goal, state)
        before = {task.pk: (task.state, task.goal_id) for task in Task.objects.all()}
        second = plans.begun(world)
        for copy in list(Goal.objects.filter(need__plan=second, what="A goal")):
            if data.draw(st.booleans()):
                parts.remove_goal(by=by, id_=copy.pk, seen=1)
        new = {goal.follows_id: goal.pk for goal in Goal.objects.filter(need__plan=second)}
        plans.held(world, second)
        after = {task.pk: (task.state, task.goal_id) for task in Task.objects.all()}
        assert set(after) == set(before)
        for task, (state, goal_id) in before.items():
            is_open = state in ("proposed", "agreed", "doing")
            assert after[task] == (state, new.get(goal_id) if is_open else goal_id)
        assert plans.now(first).state == "replaced"


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@_LAW
@given(summary=_TEXT, what=_TEXT, triggers=st.lists(_TEXT, max_size=3), number=st.integers(0, 10))
def test_the_same_records_give_the_same_bytes(
    world: World, summary: str, what: str, triggers: list[str], number: int
) -> None:
    with _tried():
        by, plan = world.actor("matron"), plans.filled(world)
        actions.write_plan(by=by, id_=plan.pk, seen=1, values={"summary": summary})
        values = {"what": what, "importance": number}
        parts.change_goal(by=by, id_=Goal.objects.get().pk, seen=1, values=values)
        parts.add_contingency(
            by=by, plan=plan.pk, values={**plans.WHAT_IF, "trigger": "\n".join(triggers)}
        )
        now = plans.now(plan)
        assert content(whole(now)) == content(whole(plans.now(plan)))
        frozen = plans.agreed(world, plan)
        again = plans.now(frozen)
        # What the database gives back is what was sealed.
        assert is_intact(again)
        assert sealed(content(whole(again))) == frozen.sha256
        assert set(SECTIONS) < set(plans.said(again))
        assert differences(plans.said(again), plans.said(again)) == []


def test_headings_stand_in_order_however_a_database_keeps_them(world: World) -> None:
    nora = world.people["nora"]
    write_about_me(
        by=world.actor("matron"), person=nora.pk, written_on=plans.TODAY, supported_by="Ann",
        words=dict.fromkeys(AboutMe.HEADINGS, "x"),
    )  # fmt: skip
    RelatedPerson.objects.create(
        person=nora, name="Ann", relationship="sister", is_carer=True, telephone="1",
        controller="ZCOMM",
    )  # fmt: skip
    plan = plans.filled(world)
    texts = dict.fromkeys(("summary", "strengths", "formulation", "wishes", "funding"), "x")
    places = {"place_of_care": "home", "place_of_death": "hospice", "additional": "x"}
    actions.write_plan(by=world.actor("matron"), id_=plan.pk, seen=1, values={**texts, **places})
    now = plans.now(plan)
    now.agreed_on, now.agreed_by, now.refused = plans.TODAY, "Nora", "x"
    said = content(whole(now))
    shuffled = json.loads(json.dumps(said, sort_keys=True))
    assert json.dumps(in_order(shuffled)) == json.dumps(said)
    assert sealed(shuffled) == sealed(said)


def test_what_was_agreed_never_changes_afterwards(world: World) -> None:
    plan, by, nora = plans.held(world), world.actor("matron"), world.people["nora"]
    before = plans.now(plan).as_agreed, plan.sha256
    write_about_me(
        by=by, person=nora.pk, written_on=plans.TODAY, supported_by="",
        words={"most_important": "The sea"},
    )  # fmt: skip
    goal = Goal.objects.get()
    actions.keep_goal_status(by=by, id_=goal.pk, seen=1, status=Goal.Status.REACHED)
    second = plans.begun(world)
    plans.fill(by, second)
    plans.held(world, second)
    third = plans.begun(world)
    actions.end_plan(by=by, id_=third.pk, seen=1, reason="Nothing new")
    held = plans.now(second)
    actions.end_plan(by=by, id_=held.pk, seen=held.version, reason="Moved away")
    assert (plans.now(plan).as_agreed, plans.now(plan).sha256) == before
    assert is_intact(plans.now(plan))
    assert "The sea" in json.dumps(plans.now(second).as_agreed)


@pytest.mark.parametrize("state", ["agreed", "active", "ended"])
def test_a_version_that_is_not_written_is_not_changed(world: World, state: str) -> None:
    plan = plans.held(world) if state != "agreed" else plans.agreed(world, plans.filled(world))
    by, goal, need = world.actor("matron"), Goal.objects.get(), Need.objects.get()
    if state == "ended":
        actions.end_plan(by=by, id_=plan.pk, seen=plan.version, reason="Moved away")
    seen = plans.now(plan).version
    tries: list[Callable[[], object]] = [
        lambda: parts.add_need(by=by, plan=plan.pk, values=plans.NEED),
        lambda: parts.change_need(by=by, id_=need.pk, seen=1, values=plans.NEED),
        lambda: parts.add_goal(by=by, need=need.pk, values=plans.GOAL),
        lambda: parts.remove_goal(by=by, id_=goal.pk, seen=1),
        lambda: parts.propose_action(by=by, goal=goal.pk, values=plans.ACTION, who=plans.WHO),
        lambda: parts.add_contingency(by=by, plan=plan.pk, values=plans.WHAT_IF),
        lambda: actions.write_plan(by=by, id_=plan.pk, seen=seen, values={"summary": "x"}),
    ]
    for tried in tries:
        with pytest.raises(NotPossible):
            tried()
    if state != "agreed":
        with pytest.raises(NotPossible):
            actions.take_back(by=by, id_=plan.pk, seen=seen)


def test_a_seal_that_is_broken_is_seen(world: World) -> None:
    plan = plans.agreed(world, plans.filled(world))
    said = {**plans.said(plan), "Version": 9}
    CarePlan.objects.filter(pk=plan.pk).update(as_agreed=said)
    assert not is_intact(plans.now(plan))
    with pytest.raises(NotPossible, match="not what was sealed"):
        actions.agree_as_gp(by=world.actor("gp"), id_=plan.pk, seen=plan.version)


def test_a_record_of_nobody_in_scope_is_hidden(world: World) -> None:
    plan = plans.filled(world)
    nobody = replace(world.actor("matron"), teams=frozenset(), organisations=frozenset())
    with pytest.raises(Hidden):
        parts.add_need(by=nobody, plan=plan.pk, values=plans.NEED)
