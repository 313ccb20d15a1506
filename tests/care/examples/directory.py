"""An example of each action on the directory, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable

from tests.care.referrals import with_services
from tests.care.world import World
from wholeplace.care.actions import directory
from wholeplace.place import Directory

VALUES = {
    "name": "Garden club", "kind": "social_prescribing", "organisation_id": "ZVOL",
    "about": "A garden for who fell out of company",
}  # fmt: skip
WRITTEN = Directory.model_validate(
    {
        "directory": "Ours",
        "source": "assumed: for a test",
        "check_every_days": [{"from": "2016-04-01", "value": 182, "source": "assumed: for a test"}],
        "services": [
            {
                "service": "garden-club", "name": "Garden club", "kind": "social_prescribing",
                "offered_by": "voluntary", "team": "garden-club", "about": "A garden",
                "needs": ["loneliness", "falls"],
            }
        ],
    }
)  # fmt: skip


def _add(world: World, by: str = "triage") -> object:
    with_services(world)
    return directory.add_service(by=world.actor(by), slug="club", values=VALUES)


def _change(world: World, by: str = "triage") -> object:
    with_services(world)
    return directory.change_service(by=world.actor(by), slug="carers", seen=1, values=VALUES)


def _load(world: World, by: str = "triage") -> object:
    with_services(world)
    return directory.load_services(by=world.actor(by), directory=WRITTEN)


EXAMPLES: dict[str, Callable[..., object]] = {
    "add_service": _add,
    "change_service": _change,
    "load_services": _load,
}
PREPARED: dict[str, Callable[[World], object]] = dict.fromkeys(EXAMPLES, with_services)
OF_NOBODY = set(EXAMPLES)
NOT_OF_A_TEAM = set(EXAMPLES)
"""A matron does not keep the directory."""
