"""An example of each action on packages of intermediate care, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.care.referrals import TODAY, given, of_day, waiting, with_beds
from tests.care.world import World
from wholeplace.care.actions import intermediate
from wholeplace.care.models import Package


def _waits(world: World) -> Package:
    with_beds(world)
    return waiting(world)


def _has(world: World) -> Package:
    with_beds(world)
    return given(world)


def _now(world: World, made: Callable[[World], Package]) -> Package:
    return Package.objects.first() or made(world)


def _ask(world: World, by: str = "matron") -> object:
    with_beds(world)
    return waiting(world, by=world.actor(by))


def _give(world: World, by: str = "giver") -> object:
    package = _now(world, _waits)
    return intermediate.give_package(
        by=world.actor(by), id_=package.pk, seen=package.version, starts=TODAY
    )


def _end(world: World, by: str = "giver") -> object:
    package = _now(world, _has)
    return intermediate.end_package(
        by=world.actor(by), id_=package.pk, seen=package.version, last_day=TODAY,
        outcome="Back in her garden",
    )  # fmt: skip


def _withdraw(world: World, by: str = "matron") -> object:
    package = _now(world, _waits)
    return intermediate.withdraw_package(
        by=world.actor(by), id_=package.pk, seen=package.version, why="She fell in hospital."
    )


def _set(world: World, by: str = "giver") -> object:
    team = with_beds(world)
    slot = ("bed", of_day(1))
    return intermediate.set_capacity(
        by=world.actor(by), team=team.pk, amounts={slot: Decimal(9)}, was={slot: Decimal(2)}
    )


EXAMPLES: dict[str, Callable[..., object]] = {
    "ask_package": _ask,
    "give_package": _give,
    "end_package": _end,
    "withdraw_package": _withdraw,
    "set_capacity": _set,
}
PREPARED: dict[str, Callable[[World], object]] = {
    "ask_package": with_beds,
    "give_package": _waits,
    "end_package": _has,
    "withdraw_package": _waits,
    "set_capacity": with_beds,
}
OF_NOBODY = {"set_capacity"}
NOT_OF_A_TEAM = {"give_package", "end_package", "set_capacity"}
"""A matron gives no packages; that another team may not is tried by itself."""
