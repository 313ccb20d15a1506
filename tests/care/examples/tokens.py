"""An example of each action on keys of accounts, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.care.world import NOW, World
from wholeplace.care.access.tokens import hash_of
from wholeplace.care.actions import tokens
from wholeplace.care.models import ApiToken


def _key(world: World) -> ApiToken:
    found, _ = ApiToken.objects.get_or_create(
        user=world.users["gp"], name="the practice", sha256=hash_of("secret"), made_at=NOW,
        ends_at=NOW + timedelta(days=30),
    )  # fmt: skip
    return found


def _make(world: World, by: str = "matron") -> object:
    system = replace(world.actor(by), user=None)
    return tokens.make_token(
        by=system, user=world.users["gp"].pk, name="garden", ends_at=NOW + timedelta(days=30)
    )


def _end(world: World, by: str = "matron") -> object:
    return tokens.end_token(by=replace(world.actor(by), user=None), id_=_key(world).pk)


EXAMPLES: dict[str, Callable[..., object]] = {"make_token": _make, "end_token": _end}
PREPARED: dict[str, Callable[[World], object]] = {"end_token": _key}
OF_NOBODY = {"make_token", "end_token"}
NOT_OF_A_TEAM = {"make_token", "end_token"}
"""Nobody's role allows it: who runs the records does it by a command."""
