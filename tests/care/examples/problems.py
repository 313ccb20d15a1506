"""An example of each action on what somebody lives with."""

from __future__ import annotations

from collections.abc import Callable

from tests.care.world import World
from wholeplace.care.actions import problems
from wholeplace.care.models import Problem


def _add(world: World, by: str = "matron") -> Problem:
    return problems.add_problem(
        by=world.actor(by), person=world.people["nora"].pk, values={"what": "fell in the garden"}
    )


def _change(world: World, by: str = "matron") -> object:
    old = Problem.objects.first() or _add(world)
    return problems.change_problem(
        by=world.actor(by), id_=old.pk, seen=1, values={"what": "fell again in the garden"}
    )


EXAMPLES: dict[str, Callable[..., object]] = {"add_problem": _add, "change_problem": _change}
PREPARED: dict[str, Callable[[World], object]] = {"change_problem": _add}
