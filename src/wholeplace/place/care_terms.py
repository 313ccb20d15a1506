"""What a place agreed of care: tiers, how often each is seen, clocks, hours (``care.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Timeline, Wrong


def _above_nought(values: Timeline[Number]) -> Timeline[Number]:
    for i, entry in enumerate(values.root):
        if entry.value <= 0:
            raise Wrong("it is not above nought", "write a number like 7", (i, "value"))
    return values


Above = Annotated[Timeline[Number], AfterValidator(_above_nought)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Tier(Frozen):
    """How closely somebody is followed: days between contacts, and hours of work a week."""

    id: Word
    name: str
    contact_every_days: Above
    hours_a_week: Above


class Clock(Frozen):
    """Within how many hours something is to be done."""

    clock: Word
    what: str
    within_hours: Above


class CareTerms(Frozen):
    """What a place has agreed of care. The tiers stand in order, the closest first."""

    care: str
    tiers: tuple[Tier, ...] = Field(min_length=1)
    clocks: tuple[Clock, ...] = ()
    break_glass_hours: Above
    source: Cited

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        for name, ids in (
            ("tiers", [one.id for one in self.tiers]),
            ("clocks", [one.clock for one in self.clocks]),
        ):
            for i, id_ in enumerate(ids):
                if id_ in ids[:i]:
                    raise Wrong(f"'{id_}' is there twice", "give it another name", (name, i))
        return self

    def tier(self, id_: str) -> Tier:
        """Return a tier; raises ``KeyError``."""
        return {one.id: one for one in self.tiers}[id_]

    def choices(self) -> list[tuple[str, str]]:
        """Return tiers as a form offers them."""
        return [(one.id, one.name) for one in self.tiers]


def on(values: Timeline[Number], day: date) -> float:
    """Return what holds on a day: the first entry where none holds yet."""
    entry = values.on(day) or values.root[0]
    return float(entry.value)
