"""The parts of a version that is being written: needs, goals, what is done for them, what if."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Max

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    contingencies,
    goals,
    needs,
    plans,
    posts_around,
    tasks,
    teams_of_person,
)
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move
from wholeplace.care.actions.writing import write, written
from wholeplace.care.models import CarePlan, Contingency, Goal, Need, Person, Record, Task
from wholeplace.care.states import NEXT_TASK, Doing, Planning

R = TypeVar("R", bound=Record)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something: one of us, a team, or somebody by name."""

    kind: Task.Owner
    user: uuid.UUID | None = None
    team: uuid.UUID | None = None
    name: str = ""


def add_need(*, by: Actor, plan: uuid.UUID, values: Values) -> Need:
    """Add something that somebody needs."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        of = _draft(by, plan)
        last = Need.objects.filter(plan=of).aggregate(last=Max("order"))["last"] or 0
        new = written(by, Need(**{"order": last + 1, **values}, person=of.person, plan=of))
        wrote.about(new)
        return new


def change_need(*, by: Actor, id_: uuid.UUID, seen: int, values: Values) -> Need:
    """Change what somebody needs."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        need = found(needs(by), id_, seen)
        _draft(by, need.plan_id)
        wrote.about(need, changed=_changed(by, need, values))
        return need


def remove_need(*, by: Actor, id_: uuid.UUID, seen: int) -> None:
    """Take a need out of a version that is being written; its goals go out first."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        need = found(needs(by), id_, seen)
        _draft(by, need.plan_id)
        if Goal.objects.filter(need=need).exists():
            raise NotPossible("It has goals: take these out first.")
        wrote.about(need)
        need.delete()


def add_goal(*, by: Actor, need: uuid.UUID, values: Values) -> Goal:
    """Add a goal for a need."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        of = _seen(needs(by).filter(pk=need).first())
        _draft(by, of.plan_id)
        new = written(by, Goal(**values, person=of.person, need=of))
        wrote.about(new)
        return new


def change_goal(*, by: Actor, id_: uuid.UUID, seen: int, values: Values) -> Goal:
    """Change a goal."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        goal = found(goals(by).select_related("need"), id_, seen)
        _draft(by, goal.need.plan_id)
        wrote.about(goal, changed=_changed(by, goal, values))
        return goal


def remove_goal(*, by: Actor, id_: uuid.UUID, seen: int) -> None:
    """Take a goal out of a version that is being written; what was proposed for it is dropped.

    What goes on from the version that holds is not touched: it goes on by itself.
    """
    with write(by, Verb.WRITE_PLAN) as wrote:
        goal = found(goals(by).select_related("need"), id_, seen)
        _draft(by, goal.need.plan_id)
        dropped = list(Task.objects.filter(goal=goal).select_for_update(of=("self",)))
        for task in dropped:
            task.goal = None
            if task.state == Doing.PROPOSED:
                move(by, task, Doing.DROPPED, NEXT_TASK, "its goal was taken out")
            else:
                keep(by, task)
        wrote.about(goal, dropped=len(dropped))
        goal.delete()


def propose_action(*, by: Actor, goal: uuid.UUID, values: Values, who: Who) -> Task:
    """Propose something to be done for a goal; nobody does it until the plan is agreed."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        of = _seen(goals(by).select_related("need", "person").filter(pk=goal).first())
        plan = _draft(by, of.need.plan_id)
        new = Task(
            **{**values, **_owned(by, of.person, who)},
            person=of.person, goal=of, state=Doing.PROPOSED, because=plan.reference,
        )  # fmt: skip
        written(by, new)
        keep_step(by, new, "state", "", new.state)
        wrote.about(new)
        return new


def change_action(*, by: Actor, id_: uuid.UUID, seen: int, values: Values, who: Who) -> Task:
    """Change something that is proposed."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        task = _proposed(by, id_, seen)
        owned = _owned(by, task.person, who)
        wrote.about(task, changed=_changed(by, task, {**values, **owned}))
        return task


def drop_action(*, by: Actor, id_: uuid.UUID, seen: int) -> Task:
    """Drop something that is proposed."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        task = _proposed(by, id_, seen)
        move(by, task, Doing.DROPPED, NEXT_TASK, "taken out of the plan")
        wrote.about(task)
        return task


def add_contingency(*, by: Actor, plan: uuid.UUID, values: Values) -> Contingency:
    """Add what is to happen if something gets worse."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        of = _draft(by, plan)
        new = written(by, Contingency(**values, person=of.person, plan=of))
        wrote.about(new)
        return new


def change_contingency(*, by: Actor, id_: uuid.UUID, seen: int, values: Values) -> Contingency:
    """Change what is to happen if something gets worse."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        one = found(contingencies(by), id_, seen)
        _draft(by, one.plan_id)
        wrote.about(one, changed=_changed(by, one, values))
        return one


def remove_contingency(*, by: Actor, id_: uuid.UUID, seen: int) -> None:
    """Take a 'what if' out of a version that is being written."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        one = found(contingencies(by), id_, seen)
        _draft(by, one.plan_id)
        wrote.about(one)
        one.delete()


# What several of them do


def _seen(record: R | None) -> R:
    if record is None:
        raise Hidden
    return record


def _draft(by: Actor, id_: uuid.UUID) -> CarePlan:
    """Return a version that is being written; who wrote last stands at it.

    It is held until the transaction ends, so that nobody agrees to it meanwhile.
    """
    rows = plans(by).select_related("person").select_for_update(of=("self",))
    plan = _seen(rows.filter(pk=id_).first())
    if plan.state != Planning.DRAFT:
        raise NotPossible(
            "This version is not being written any more. Nothing of yours was saved: begin a new"
            " version, or take this one back."
        )
    plan.updated_by_id = by.user
    plan.save(update_fields=["updated_by", "updated_at"])
    return plan


def _changed(by: Actor, record: Record, values: Values) -> list[str]:
    names = [name for name, value in values.items() if getattr(record, name) != value]
    for name in names:
        setattr(record, name, values[name])
    if names:
        keep(by, record)
    return names


def _proposed(by: Actor, id_: uuid.UUID, seen: int) -> Task:
    task = found(tasks(by).filter(goal__isnull=False).select_related("goal__need"), id_, seen)
    if task.goal is None or task.state != Doing.PROPOSED:
        raise NotPossible("This is not proposed any more: it stands among the tasks.")
    _draft(by, task.goal.need.plan_id)
    return task


def _owned(by: Actor, person: Person, who: Who) -> dict[str, object]:
    """Return whose it is; raises ``NotPossible`` for who cannot see the person."""
    is_there = True
    match who.kind:
        case Task.Owner.STAFF:
            is_there = posts_around(by, person).filter(user=who.user).exists()
        case Task.Owner.TEAM:
            teams = teams_of_person(by, person)
            is_there = who.team is not None and teams.filter(pk=who.team).exists()
        case Task.Owner.OTHER:
            is_there = bool(who.name)
    if not is_there:
        raise NotPossible("Say who does it: somebody who may see them, or a name.")
    is_staff, is_team = who.kind == Task.Owner.STAFF, who.kind == Task.Owner.TEAM
    return {
        "owner_kind": who.kind,
        "owner_id": who.user if is_staff else None,
        "team_id": who.team if is_team else None,
        "owner_name": "" if is_staff or is_team else who.name,
    }
