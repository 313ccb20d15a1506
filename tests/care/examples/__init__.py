"""An example of every action, by room: what the laws of all actions are tried with.

A room has ``EXAMPLES`` (action by name: world and who acts), and where there is need of it
``PREPARED`` (what must be there before), ``OF_NOBODY`` (actions about no single person) and
``NOT_OF_A_TEAM`` (actions that the matron of another team is not refused as out of scope).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from tests.care.world import World

_ROOMS = [import_module(f"{__name__}.{room.name}") for room in iter_modules(__path__)]

EXAMPLES: dict[str, Callable[..., object]] = {
    name: example for room in _ROOMS for name, example in room.EXAMPLES.items()
}
PREPARED: dict[str, Callable[[World], object]] = {
    name: made for room in _ROOMS for name, made in getattr(room, "PREPARED", {}).items()
}
OF_NOBODY: set[str] = {name for room in _ROOMS for name in getattr(room, "OF_NOBODY", ())}
NOT_OF_A_TEAM: set[str] = {name for room in _ROOMS for name in getattr(room, "NOT_OF_A_TEAM", ())}
OF_SOMEBODY_NEW: set[str] = {
    name for room in _ROOMS for name in getattr(room, "OF_SOMEBODY_NEW", ())
}
