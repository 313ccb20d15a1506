"""Plans for tests: a small one, written part by part, agreed, and agreed by the GP."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.actions import plan as actions
from wholeplace.care.actions import plan_parts as parts
from wholeplace.care.models import CarePlan, Goal, Task
from wholeplace.care.plans import content, sealed, whole
from wholeplace.care.terms import read_terms

TERMS = read_terms(Path("nowhere"))
TODAY = date(2019, 6, 3)
WHO = parts.Who(Task.Owner.PERSON)
NEED = {"what": "The stoma bag leaks"}
GOAL = {"what": "Go to the garden club again", "importance": 8, "status": "wanted"}
ACTION = {"what": "Ring the stoma nurse", "detail": "", "due_at": NOW + timedelta(days=7)}
WHAT_IF = {
    "trigger": "The bag leaks at night\nThe skin bleeds", "early_signs": "Red skin",
    "do": "Change the bag, sit down", "do_not": "Go to A&E at once",
    "call": "Coordinator, 0161 496 0001",
}  # fmt: skip


def begun(world: World, by: str = "matron") -> CarePlan:
    """Return a version of Nora's plan that is being written."""
    return actions.begin_plan(by=world.actor(by), person=world.people["nora"].pk, terms=TERMS)


def filled(world: World, by: str = "matron") -> CarePlan:
    """Return a version to which nothing is missing."""
    plan = begun(world, by)
    fill(world.actor(by), plan)
    return now(plan)


def fill(by: Actor, plan: CarePlan) -> Goal:
    """Write a need, a goal with an action, and a 'what if'; return the goal."""
    need = parts.add_need(by=by, plan=plan.pk, values=NEED)
    goal = parts.add_goal(by=by, need=need.pk, values=GOAL)
    parts.propose_action(by=by, goal=goal.pk, values=ACTION, who=WHO)
    parts.add_contingency(by=by, plan=plan.pk, values=WHAT_IF)
    return goal


def now(plan: CarePlan) -> CarePlan:
    """Return a version as it is now."""
    return CarePlan.objects.select_related("person__practice", "gp").get(pk=plan.pk)


def shown(plan: CarePlan) -> str:
    """Return the hash of what a version says now."""
    return sealed(content(whole(now(plan))))


def said(plan: CarePlan) -> dict[str, Any]:
    """Return what a version said when it was agreed."""
    assert plan.as_agreed is not None
    return dict(plan.as_agreed)


def agreed(world: World, plan: CarePlan, **facts: object) -> CarePlan:
    """Return a version after Nora agreed to it."""
    how = actions.Agreed(**{"name": "Nora", "as_": CarePlan.As.THEMSELVES, "on": TODAY, **facts})  # type: ignore[arg-type]
    return actions.agree_with_person(
        by=world.actor("matron"), id_=plan.pk, seen=now(plan).version, shown=shown(plan), agreed=how
    )


def held(world: World, plan: CarePlan | None = None) -> CarePlan:
    """Return a version that holds."""
    plan = agreed(world, plan or filled(world))
    return actions.agree_as_gp(by=world.actor("gp"), id_=plan.pk, seen=plan.version)
