"""An example of each action with alerts, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.care.examples.work import mine, placed
from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.actions import alerts
from wholeplace.care.actions.parts import Order
from wholeplace.care.models import Alert, Encounter


def encounter(world: World, source_id: str = "1", **values: object) -> Encounter:
    """Nora at the emergency department, yesterday."""
    placed(world)
    found, _ = Encounter.objects.get_or_create(
        source="ed", source_id=source_id,
        defaults={
            "person": world.people["nora"], "controller": "ZCOMM", "kind": "ed",
            "organisation": "ZACUTE", "starts": NOW - timedelta(days=1), "reason": "fell",
            **values,
        },
    )  # fmt: skip
    return found


def alert(world: World) -> Alert:
    """The alert of it."""
    system = replace(world.actor("matron"), user=None)
    found = alerts.raise_alert(
        by=system, encounter=encounter(world), kind=Alert.Kind.EMERGENCY, terms=TERMS
    )
    if found is None:
        raise LookupError("no alert was raised")
    return found


def _raise(world: World, by: str = "matron") -> object:
    system = replace(world.actor(by), user=None)
    return alerts.raise_alert(
        by=system, encounter=encounter(world), kind=Alert.Kind.EMERGENCY, terms=TERMS
    )


def _task(world: World, by: str = "matron") -> object:
    order = Order("Look at her garden path", mine(world))
    return alerts.follow_up_with_task(by=world.actor(by), id_=alert(world).pk, seen=1, order=order)


def _nothing(world: World, by: str = "matron") -> object:
    return alerts.needs_nothing(
        by=world.actor(by), id_=alert(world).pk, seen=1, reason="She only fell asleep"
    )


EXAMPLES: dict[str, Callable[..., object]] = {
    "raise_alert": _raise,
    "follow_up_with_task": _task,
    "needs_nothing": _nothing,
}

PREPARED: dict[str, Callable[[World], object]] = {
    "raise_alert": encounter,
    "follow_up_with_task": alert,
    "needs_nothing": alert,
}

NOT_OF_A_TEAM = {"raise_alert"}
"""What only the system does."""
