"""An example of each action of who runs the records: accounts, what is brought in, copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.actions import accounts, keeping, place
from wholeplace.care.models import Organisation, User

UNTIL = NOW + timedelta(days=7)


def _system(world: World, by: str) -> Actor:
    return replace(world.actor(by), user=None)


def _gardener(world: World) -> str:
    email = "garden@demo.example"
    if not User.objects.filter(email=email).exists():
        User.objects.create_user(email, "Who fell", "a long password")
    return email


def _make(world: World, by: str = "matron") -> object:
    return accounts.make_account(
        by=_system(world, by), email="Garden@new.example", name="Who fell", once_until=UNTIL
    )


def _post(world: World, by: str = "matron") -> object:
    post = accounts.NewPost("gp", "ZP001", "", date(2019, 6, 3))
    return accounts.give_post(by=_system(world, by), email=_gardener(world), post=post)


def _reset(world: World, by: str = "matron") -> object:
    return accounts.reset_account(by=_system(world, by), email=_gardener(world), once_until=UNTIL)


def _unlock(world: World, by: str = "matron") -> object:
    return accounts.unlock_account(by=_system(world, by), email=_gardener(world))


def _end(world: World, by: str = "matron") -> object:
    return accounts.end_account(by=_system(world, by), email=_gardener(world))


def _organisations(world: World, by: str = "matron") -> object:
    garden = Organisation(code="ZGARDEN", name="Who fell in a garden", kind="voluntary")
    return place.bring_organisations(by=_system(world, by), organisations=[garden])


def _teams(world: World, by: str = "matron") -> object:
    team = place.Working("garden", "Who fell", "ZCOMM", ("ZP001",))
    return place.bring_teams(by=_system(world, by), organisations=[], teams=[team])


def registered(world: World) -> list[place.Registered]:
    """Return Nora as the records know her, and somebody who is new."""
    nora = str(world.people["nora"].nhs_number)
    return [
        place.Registered(nora, "Nora", "Garden", date(1940, 5, 1), "2", "ZZ1 1ZZ", "ZP001"),
        place.Registered("9990000190", "New", "Fell", date(1941, 1, 1), "1", "", "ZP002"),
    ]


def _people(world: World, by: str = "matron") -> object:
    rows = registered(world)
    return place.bring_people(by=_system(world, by), registered=rows, controller="ZCOMM")


def _backup(world: World, by: str = "matron") -> None:
    keeping.keep_backup(by=_system(world, by), sha256="a" * 64, rows=1)


def _restore(world: World, by: str = "matron") -> None:
    keeping.keep_restore(by=_system(world, by), sha256="a" * 64, rows=1, lost=2)


def _downtime(world: World, by: str = "matron") -> None:
    keeping.keep_downtime(by=_system(world, by), sha256="a" * 64, teams=1, people=2)


EXAMPLES: dict[str, Callable[..., object]] = {
    "make_account": _make,
    "give_post": _post,
    "reset_account": _reset,
    "unlock_account": _unlock,
    "end_account": _end,
    "bring_organisations": _organisations,
    "bring_teams": _teams,
    "bring_people": _people,
    "keep_backup": _backup,
    "keep_restore": _restore,
    "keep_downtime": _downtime,
}

PREPARED: dict[str, Callable[[World], object]] = dict.fromkeys(
    ("give_post", "reset_account", "unlock_account", "end_account"), _gardener
)

OF_NOBODY = set(EXAMPLES)
"""They are about accounts, or about everybody."""

NOT_OF_A_TEAM = set(EXAMPLES)
"""Nobody's role allows them: the system does them, for who runs it."""
