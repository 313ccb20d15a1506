"""What is done with tasks: given, taken, begun, done or not, and taken up again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import person_for, tasks
from wholeplace.care.actions.parts import Order, Owner, new_task, own
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move
from wholeplace.care.actions.writing import write
from wholeplace.care.models import Task
from wholeplace.care.states import NEXT_TASK, TO_DO, Doing, Planning

ENDS = (Doing.DONE, Doing.NOT_DONE, Doing.DROPPED)


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to do a task from now on, until when, how soon, and why it is given away."""

    owner: Owner
    due_at: datetime | None
    priority: Task.Priority
    reason: str = ""


def add_task(*, by: Actor, person: uuid.UUID, order: Order) -> Task:
    """Add something that is to be done for somebody, by the actor or by somebody else."""
    mine = order.owner.id == by.user
    with write(by, Verb.DO_TASK if mine else Verb.GIVE_TASK) as wrote:
        who = person_for(by, person)
        if who.died_on:
            raise NotPossible("They have died.")
        new = new_task(by, who, order)
        wrote.about(new, owner=order.owner.kind.value)
        return new


def take_task(*, by: Actor, id_: uuid.UUID, seen: int) -> Task:
    """Take what the actor's team is to do."""
    with write(by, Verb.DO_TASK) as wrote:
        task = _open(by, id_, seen)
        if task.team_id not in by.teams or by.user is None:
            raise NotPossible("Only what your own team is to do can be taken.")
        _given(by, task, Owner(Task.Owner.STAFF, by.user), "")
        keep(by, task)
        wrote.about(task)
        return task


def begin_task(*, by: Actor, id_: uuid.UUID, seen: int) -> Task:
    """Say that a task is begun."""
    with write(by, Verb.DO_TASK) as wrote:
        task = _open(by, id_, seen)
        wrote.about(task)
        return move(by, task, Doing.DOING, NEXT_TASK)


def end_task(*, by: Actor, id_: uuid.UUID, seen: int, to: Doing, reason: str = "") -> Task:
    """Say that a task is done, or is not, or need not be; what is not done has a reason.

    Raises ``NotPossible``: who was promised a call is rung back (``ring_back``), which keeps it.
    """
    with write(by, Verb.DO_TASK) as wrote:
        task = _open(by, id_, seen)
        if to not in ENDS:
            raise NotPossible(f"'{to.label}' is no end of a task.")
        if to == Doing.DONE and task.kind == Task.Kind.CALL_BACK:
            raise NotPossible("Ring them back, and keep the call.")
        if to != Doing.DONE and not reason.strip():
            raise NotPossible("Write why it is not done.")
        task.reason, task.done_at = reason, by.now if to == Doing.DONE else None
        move(by, task, to, NEXT_TASK, reason)
        wrote.about(task, state=task.state)
        return task


def take_up_again(*, by: Actor, id_: uuid.UUID, seen: int) -> Task:
    """Put a task that was not done onto the list again."""
    with write(by, Verb.DO_TASK) as wrote:
        task = found(tasks(by), id_, seen)
        _holds(task)
        wrote.about(task)
        return move(by, task, Doing.AGREED, NEXT_TASK)


def give_task(*, by: Actor, id_: uuid.UUID, seen: int, given: Given) -> Task:
    """Give a task to somebody else, to a team, or to the person, until when and how soon."""
    with write(by, Verb.GIVE_TASK) as wrote:
        task = _open(by, id_, seen)
        _given(by, task, given.owner, given.reason)
        task.due_at, task.priority = given.due_at, given.priority
        keep(by, task)
        wrote.about(task, owner=given.owner.kind.value)
        return task


# What several of them do


def _open(by: Actor, id_: uuid.UUID, seen: int) -> Task:
    task = found(tasks(by), id_, seen)
    if task.state not in TO_DO:
        raise NotPossible(f"This is '{task.get_state_display()}': nobody has to do it.")
    _holds(task)
    return task


def _holds(task: Task) -> None:
    if task.goal is not None and task.goal.need.plan.state != Planning.ACTIVE:
        raise NotPossible("It is of a plan that does not hold.")


def _given(by: Actor, task: Task, owner: Owner, reason: str) -> None:
    before = _called(task)
    own(by, task, owner)
    keep_step(by, task, "owner", before[:60], _called(task)[:60], reason)


def _called(task: Task) -> str:
    whose = task.owner or task.team
    return str(whose) if whose else task.owner_name or task.get_owner_kind_display()
