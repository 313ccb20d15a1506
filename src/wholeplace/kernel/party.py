"""The parties to an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a party is in the agreement."""

    COMMISSIONER = "commissioner"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that signs: a short id used in formulas, a name and a role."""

    id: str
    name: str
    role: Role
