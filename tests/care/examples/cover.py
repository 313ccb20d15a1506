"""An example of each action with cover, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.care.world import NOW, World
from wholeplace.care.actions import cover
from wholeplace.care.models import Cover, Role


def with_lead(world: World) -> None:
    """Give team North a lead."""
    if "lead" not in world.users:
        world.user("lead", Role.LEAD, "ZCOMM", "north")


def covered(world: World) -> Cover:
    """Social stands in for the matron this week."""
    with_lead(world)
    found, _ = Cover.objects.get_or_create(
        away=world.users["matron"], by=world.users["social"], team=world.teams["north"],
        defaults={"starts": NOW.date(), "ends": NOW.date() + timedelta(days=5)},
    )  # fmt: skip
    return found


def _begin(world: World, by: str = "lead") -> object:
    with_lead(world)
    return cover.begin_cover(
        by=world.actor(by), away=world.users["matron"].pk, stands_in=world.users["social"].pk,
        starts=NOW.date(), last=NOW.date(),
    )  # fmt: skip


def _end(world: World, by: str = "lead") -> object:
    row = covered(world)
    cover.end_cover(by=world.actor(by), id_=row.pk)
    return row


EXAMPLES: dict[str, Callable[..., object]] = {"begin_cover": _begin, "end_cover": _end}
PREPARED: dict[str, Callable[[World], object]] = {"begin_cover": with_lead, "end_cover": covered}
OF_NOBODY = {"begin_cover", "end_cover"}
NOT_OF_A_TEAM = {"begin_cover", "end_cover"}
"""What only a lead does."""
