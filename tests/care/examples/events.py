"""An example of taking in what happened elsewhere, and of the alerts that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.actions import events
from wholeplace.care.events import Event
from wholeplace.care.models import CaseloadEntry, Encounter


def _system(world: World, by: str) -> Actor:
    return replace(world.actor(by), user=None)


def _keep(world: World, by: str = "matron") -> object:
    told = Event(
        2, "E1", str(world.people["nora"].nhs_number), Encounter.Kind.EMERGENCY, "ZACUTE",
        NOW - timedelta(hours=5), None, "She fell in the garden",
    )  # fmt: skip
    return events.keep_events(by=_system(world, by), source="ed-alerts", events=[told])


def _followed(world: World) -> Encounter:
    mine: dict[str, Any] = {"person": world.people["nora"], "controller": "ZCOMM"}
    CaseloadEntry.objects.get_or_create(
        **mine, team=world.teams["north"],
        defaults={
            "reason": "gp", "tier": "weekly", "state": "active",
            "entered_at": NOW - timedelta(days=30), "lead": world.users["matron"],
        },
    )  # fmt: skip
    found, _ = Encounter.objects.get_or_create(
        **mine, kind="ed", organisation="ZACUTE", starts=NOW - timedelta(hours=5),
        reason="She fell", source="ed-alerts", source_id="E1",
    )  # fmt: skip
    return found


def _raise(world: World, by: str = "matron") -> object:
    return events.raise_alerts(by=_system(world, by), encounters=[_followed(world)], terms=TERMS)


EXAMPLES: dict[str, Callable[..., object]] = {"keep_events": _keep, "raise_alerts": _raise}
PREPARED: dict[str, Callable[[World], object]] = {"raise_alerts": _followed}
NOT_OF_A_TEAM = {"keep_events", "raise_alerts"}
"""Nobody's role allows it: who runs the records does it by a command."""
