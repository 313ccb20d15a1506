"""An example of each action on a plan and its parts, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.care import plans
from tests.care.world import World
from wholeplace.care.actions import plan as actions
from wholeplace.care.actions import plan_parts as parts
from wholeplace.care.models import CarePlan, Contingency, Goal, Need, Task

_TYPED = "Her garden, where she fell"


def _plan() -> CarePlan:
    return CarePlan.objects.get()


def _begin(world: World, by: str = "matron") -> object:
    return plans.begun(world, by)


def _write(world: World, by: str = "matron") -> object:
    values = {"strengths": _TYPED, "wishes": _TYPED}
    return actions.write_plan(by=world.actor(by), id_=_plan().pk, seen=1, values=values)


def _add_need(world: World, by: str = "matron") -> object:
    return parts.add_need(by=world.actor(by), plan=_plan().pk, values={"what": _TYPED})


def _add_goal(world: World, by: str = "matron") -> object:
    need = Need.objects.get()
    return parts.add_goal(by=world.actor(by), need=need.pk, values={"what": _TYPED})


def _propose(world: World, by: str = "matron") -> object:
    goal = Goal.objects.get()
    return parts.propose_action(
        by=world.actor(by), goal=goal.pk, values={"what": _TYPED}, who=plans.WHO
    )


def _add_contingency(world: World, by: str = "matron") -> object:
    values = {**plans.WHAT_IF, "trigger": _TYPED}
    return parts.add_contingency(by=world.actor(by), plan=_plan().pk, values=values)


def _change_action(world: World, by: str = "matron") -> object:
    task = Task.objects.get()
    return parts.change_action(
        by=world.actor(by), id_=task.pk, seen=1, values={"what": _TYPED}, who=plans.WHO
    )


def _of(kind: type[Any], action: Callable[..., object], **more: object) -> Callable[..., object]:
    def example(world: World, by: str = "matron") -> object:
        return action(by=world.actor(by), id_=kind.objects.get().pk, seen=1, **more)

    return example


def _agree(world: World, by: str = "matron") -> object:
    plan = _plan()
    how = actions.Agreed("Who fell", CarePlan.As.THEMSELVES, plans.TODAY, refused=_TYPED)
    return actions.agree_with_person(
        by=world.actor(by), id_=plan.pk, seen=1, shown=plans.shown(plan), agreed=how
    )


def _agree_as_gp(world: World, by: str = "gp") -> object:
    return actions.agree_as_gp(by=world.actor(by), id_=_plan().pk, seen=2)


def _ask(world: World, by: str = "gp") -> object:
    return actions.ask_for_change(by=world.actor(by), id_=_plan().pk, seen=2, comment=_TYPED)


def _take_back(world: World, by: str = "matron") -> object:
    return actions.take_back(by=world.actor(by), id_=_plan().pk, seen=2)


def _status(world: World, by: str = "matron") -> object:
    goal = Goal.objects.get()
    return actions.keep_goal_status(
        by=world.actor(by), id_=goal.pk, seen=1, status=Goal.Status.BETTER
    )


_CHANGED = {"values": {"what": _TYPED}}

EXAMPLES: dict[str, Callable[..., object]] = {
    "begin_plan": _begin,
    "write_plan": _write,
    "add_need": _add_need,
    "change_need": _of(Need, parts.change_need, **_CHANGED),
    "remove_need": _of(Need, parts.remove_need),
    "add_goal": _add_goal,
    "change_goal": _of(Goal, parts.change_goal, **_CHANGED),
    "remove_goal": _of(Goal, parts.remove_goal),
    "propose_action": _propose,
    "change_action": _change_action,
    "drop_action": _of(Task, parts.drop_action),
    "add_contingency": _add_contingency,
    "change_contingency": _of(Contingency, parts.change_contingency, values={"do": _TYPED}),
    "remove_contingency": _of(Contingency, parts.remove_contingency),
    "agree_with_person": _agree,
    "agree_as_gp": _agree_as_gp,
    "ask_for_change": _ask,
    "take_back": _take_back,
    "end_plan": _of(CarePlan, actions.end_plan, reason=_TYPED),
    "keep_goal_status": _status,
}


def _a_need(world: World) -> object:
    plan = plans.begun(world)
    return parts.add_need(by=world.actor("matron"), plan=plan.pk, values=plans.NEED)


def _waiting(world: World) -> object:
    return plans.agreed(world, plans.filled(world))


PREPARED: dict[str, Callable[[World], object]] = {
    **dict.fromkeys(("write_plan", "add_need", "add_contingency"), plans.begun),
    **dict.fromkeys(("change_need", "remove_need", "add_goal"), _a_need),
    **dict.fromkeys(
        (
            *("change_goal", "remove_goal", "propose_action", "change_action", "drop_action"),
            *("change_contingency", "remove_contingency", "agree_with_person", "end_plan"),
        ),
        plans.filled,
    ),
    **dict.fromkeys(("agree_as_gp", "ask_for_change", "take_back"), _waiting),
    "keep_goal_status": plans.held,
}

NOT_OF_A_TEAM = {"agree_as_gp", "ask_for_change"}
"""Actions that the matron of another team may not do to anybody."""
