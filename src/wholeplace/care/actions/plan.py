"""The life of a plan: begun, agreed with the person and then the GP, taken back, ended."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import goals, person_for, plans
from wholeplace.care.actions.steps import NotPossible, found, keep, keep_step, move
from wholeplace.care.actions.writing import Changed, write, written
from wholeplace.care.clocks import due
from wholeplace.care.models import CarePlan, Contingency, Goal, Need, Person, Task
from wholeplace.care.plans import Whole, content, is_intact, missing, sealed, whole
from wholeplace.care.plans.whole import GOES_ON, WRITTEN
from wholeplace.care.states import NEXT_PLAN, NEXT_TASK, Doing, Planning
from wholeplace.place import CareTerms

_TEXTS = (
    *("summary", "strengths", "formulation", "additional", "funding", "place_of_care"),
    *("place_of_death", "wishes", "review_by"),
)
"""What a new version takes over of the one that holds; the day of the review is set anew."""


class NotComplete(NotPossible):
    """Something is missing that a plan must have before anybody agrees to it."""

    def __init__(self, lacks: Sequence[str]) -> None:
        """Say all of it at once."""
        super().__init__(" ".join(lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed to a plan: as what, on which day, able to decide, and what they did not want."""

    name: str
    as_: CarePlan.As
    on: date
    has_capacity: bool = True
    refused: str = ""

    def check(self, today: date) -> None:
        """Raise ``NotPossible`` where it cannot be so."""
        if self.on > today:
            raise NotPossible("Nobody has agreed on a day to come.")
        if self.as_ == CarePlan.As.THEMSELVES and not self.has_capacity:
            raise NotPossible(
                "Who cannot decide on it cannot agree to it: an attorney, a deputy or a"
                " representative does."
            )
        # Mental Capacity Act 2005, section 11(7)(a).
        if self.as_ == CarePlan.As.ATTORNEY and self.has_capacity:
            raise NotPossible(
                "An attorney for health and welfare decides only where the person cannot: who can"
                " agrees themselves."
            )


def begin_plan(*, by: Actor, person: uuid.UUID, terms: CareTerms) -> CarePlan:
    """Begin a version: a copy of the one that holds, or an empty one.

    Raises ``NotPossible`` where one is being written already, and for who died.
    """
    with write(by, Verb.WRITE_PLAN) as wrote:
        of = Person.objects.select_for_update().get(pk=person_for(by, person).pk)
        rows = CarePlan.objects.filter(person=of)
        if of.died_on is not None:
            raise NotPossible("They have died: there is nothing to plan any more.")
        if rows.filter(state__in=WRITTEN).exists():
            raise NotPossible("A version of their plan is being written already.")
        last, holds = rows.first(), rows.filter(state=Planning.ACTIVE).first()
        texts = {name: getattr(holds, name) for name in _TEXTS} if holds else {}
        new = CarePlan(
            person=of, number=last.number + 1 if last else 1,
            review_due=localtime(due(terms, "plan_review", by.now)).date(), **texts,
        )  # fmt: skip
        written(by, new)
        keep_step(by, new, "state", "", new.state)
        copied = _copy(by, holds, new) if holds else 0
        wrote.about(new, number=new.number, copied=copied)
        return new


def _copy(by: Actor, old: CarePlan, new: CarePlan) -> int:
    """Copy needs, goals and contingencies; a goal that is over is copied while something goes on.

    Tasks are not copied: they follow when the new version holds, so that none is there twice.
    """
    before = whole(old)
    for of_need in before.needs:
        need = _again(by, of_need.need, plan=new)
        for one in of_need.goals:
            is_over = one.goal.status in (Goal.Status.REACHED, Goal.Status.GIVEN_UP)
            if not is_over or any(task.state in GOES_ON for task in one.tasks):
                _again(by, one.goal, need=need, follows=one.goal)
    for contingency in before.contingencies:
        _again(by, contingency, plan=new)
    return len(before.needs)


_COPIED: Mapping[type[Need | Goal | Contingency], tuple[str, ...]] = {
    Need: ("person", "what", "order"),
    Goal: ("person", "what", "importance", "baseline", "target", "target_on", "status"),
    Contingency: ("person", "trigger", "early_signs", "do", "do_not", "call"),
}


def _again(by: Actor, old: Need | Goal | Contingency, **of: object) -> Need | Goal | Contingency:
    kind = type(old)
    values = {name: getattr(old, name) for name in _COPIED[kind]}
    return written(by, kind(**values, **of))


def write_plan(*, by: Actor, id_: uuid.UUID, seen: int, values: Mapping[str, object]) -> CarePlan:
    """Write the texts of a version that is being written: strengths, wishes, review and so on."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        plan = found(plans(by), id_, seen)
        if plan.state != Planning.DRAFT:
            raise NotPossible("This version is not being written any more.")
        names = [name for name, value in values.items() if getattr(plan, name) != value]
        for name in names:
            setattr(plan, name, values[name])
        keep(by, plan)
        wrote.about(plan, changed=names)
        return plan


def agree_with_person(
    *, by: Actor, id_: uuid.UUID, seen: int, shown: str, agreed: Agreed
) -> CarePlan:
    """Keep that the person, or who may for them, agreed to what was shown; it goes to the GP.

    ``shown`` is the hash of what the plan said then. Raises ``Changed`` where it says something
    else by now, ``NotComplete`` where something is missing.
    """
    with write(by, Verb.AGREE_WITH_PERSON) as wrote:
        plan = found(plans(by), id_, seen)
        said = whole(plan)
        if sealed(content(said)) != shown:
            raise Changed(plan.updated_by.name if plan.updated_by else "", plan.updated_at)
        lacks = missing(said, by.today)
        if lacks:
            raise NotComplete(lacks)
        agreed.check(by.today)
        _freeze(plan, said, agreed)
        plan.sent_at, plan.gp_comment = by.now, ""
        move(by, plan, Planning.PERSON_AGREED, NEXT_PLAN)
        wrote.about(plan, agreed_as=plan.agreed_as, capacity=plan.has_capacity, sha256=plan.sha256)
        return plan


def _freeze(plan: CarePlan, said: Whole, agreed: Agreed) -> None:
    plan.agreed_by, plan.agreed_as, plan.agreed_on = agreed.name, agreed.as_.value, agreed.on
    plan.has_capacity, plan.refused = agreed.has_capacity, agreed.refused
    plan.as_agreed = content(said)
    plan.sha256 = sealed(plan.as_agreed)


def agree_as_gp(*, by: Actor, id_: uuid.UUID, seen: int) -> CarePlan:
    """Agree as the GP: the version holds, the one before is replaced, and its tasks follow."""
    with write(by, Verb.AGREE_AS_GP) as wrote:
        plan = _for_gp(by, id_, seen)
        if not is_intact(plan):
            raise NotPossible("What was agreed is not what was sealed: ask for help.")
        held = CarePlan.objects.select_for_update().filter(
            person=plan.person, state=Planning.ACTIVE
        )
        old = held.first()
        if old is not None:
            move(by, old, Planning.REPLACED, NEXT_PLAN, f"version {plan.number}")
        plan.gp_id, plan.gp_agreed_at = by.user, by.now
        move(by, plan, Planning.ACTIVE, NEXT_PLAN)
        wrote.about(plan, begun=_begin(by, plan), carried=_carry(by, old, plan) if old else 0)
        return plan


def ask_for_change(*, by: Actor, id_: uuid.UUID, seen: int, comment: str) -> CarePlan:
    """Send a version back, as the GP, to who writes it: what was agreed is agreed no longer."""
    with write(by, Verb.AGREE_AS_GP) as wrote:
        plan = _for_gp(by, id_, seen)
        plan.gp_comment = comment
        _thaw(by, plan, "the GP asked for a change")
        wrote.about(plan, number=plan.number)
        return plan


def take_back(*, by: Actor, id_: uuid.UUID, seen: int) -> CarePlan:
    """Take a version that waits for the GP back, to write on: it has to be agreed again."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        plan = found(plans(by), id_, seen)
        _thaw(by, plan, "taken back")
        wrote.about(plan, number=plan.number)
        return plan


def _thaw(by: Actor, plan: CarePlan, why: str) -> None:
    plan.agreed_by, plan.agreed_as, plan.agreed_on, plan.refused = "", "", None, ""
    plan.has_capacity, plan.sent_at, plan.as_agreed, plan.sha256 = True, None, None, ""
    move(by, plan, Planning.DRAFT, NEXT_PLAN, why)


def _for_gp(by: Actor, id_: uuid.UUID, seen: int) -> CarePlan:
    plan = found(plans(by), id_, seen)
    if plan.person.practice_id not in by.organisations:
        raise NotPossible("A GP of their own practice agrees to it.")
    if plan.state != Planning.PERSON_AGREED:
        raise NotPossible("It does not wait for the GP: look at where it stands now.")
    return plan


def _begin(by: Actor, plan: CarePlan) -> int:
    """Agree to what was proposed."""
    rows = Task.objects.filter(goal__need__plan=plan, state=Doing.PROPOSED)
    proposed = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for task in proposed:
        move(by, task, Doing.AGREED, NEXT_TASK)
    return len(proposed)


def _carry(by: Actor, old: CarePlan, new: CarePlan) -> int:
    """Bring what goes on under the goal that follows its own; without one it goes on by itself."""
    after = {one.follows_id: one for one in Goal.objects.filter(need__plan=new)}
    rows = Task.objects.filter(goal__need__plan=old, state__in=GOES_ON)
    carried = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for task in carried:
        goal = after.get(task.goal_id)
        keep_step(by, task, "goal", str(task.goal_id), str(goal.pk) if goal else "")
        task.goal = goal
        keep(by, task)
    return len(carried)


def end_plan(*, by: Actor, id_: uuid.UUID, seen: int, reason: str) -> CarePlan:
    """End a version, or throw away one that is being written: what is open under it is dropped."""
    with write(by, Verb.WRITE_PLAN) as wrote:
        plan = found(plans(by), id_, seen)
        move(by, plan, Planning.ENDED, NEXT_PLAN, reason)
        rows = Task.objects.filter(goal__need__plan=plan, state__in=GOES_ON)
        dropped = list(rows.select_for_update(of=("self",)).order_by("pk"))
        for task in dropped:
            task.reason = "its plan ended"
            move(by, task, Doing.DROPPED, NEXT_TASK, task.reason)
        wrote.about(plan, dropped=len(dropped))
        return plan


def keep_goal_status(*, by: Actor, id_: uuid.UUID, seen: int, status: Goal.Status) -> Goal:
    """Keep how far a goal of the version that holds has come; what was agreed stays as it was.

    A version that is being written has it too, so that it does not fall behind.
    """
    with write(by, Verb.WRITE_PLAN) as wrote:
        goal = found(goals(by).select_related("need__plan"), id_, seen)
        if goal.need.plan.state != Planning.ACTIVE:
            raise NotPossible("Only the goals of a plan that holds come closer or not.")
        before = goal.status
        drafted = Goal.objects.filter(
            follows=goal, status=before, need__plan__state=Planning.DRAFT
        ).select_for_update(of=("self",))
        for one in (goal, *drafted):
            keep_step(by, one, "status", before, status)
            one.status = status
            keep(by, one)
        wrote.about(goal, status=status)
        return goal
