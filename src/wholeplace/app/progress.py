"""How a long use case says what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]
"""Called with a few words at the start of each step."""


def unseen(step: str) -> None:
    """Show nothing."""
    del step
