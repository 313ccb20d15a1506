"""What a place agreed of care: tiers, how often each is seen, clocks, hours (``care.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

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
    """Within how many hours something is to be done; ``same_day`` never on a later day."""

    clock: Word
    what: str
    within_hours: Above
    same_day: bool = False


AgendaEvent = Literal[
    "asked", "new", "carried", "emergency", "admitted", "discharged", "ambulance", "missed",
    "contact_overdue", "task_overdue", "plan_review", "plan_waiting",
]  # fmt: skip
"""Why somebody is spoken of in a huddle."""


class AgendaWeight(Frozen):
    """How much a reason to be spoken of in a huddle weighs: who has most stands first."""

    event: AgendaEvent
    weight: Above


class CareTerms(Frozen):
    """What a place has agreed of care. The tiers stand in order, the closest first."""

    care: str
    tiers: tuple[Tier, ...] = Field(min_length=1)
    clocks: tuple[Clock, ...] = ()
    tries_before_missed: Above
    break_glass_hours: Above
    huddle_every_days: Above
    huddle_seen_days: Above
    huddle_late_days: Above
    follow_through_days: Above
    agenda: tuple[AgendaWeight, ...] = ()
    source: Cited

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        for name, ids in (
            ("tiers", [one.id for one in self.tiers]),
            ("clocks", [one.clock for one in self.clocks]),
            ("agenda", [one.event for one in self.agenda]),
        ):
            for i, id_ in enumerate(ids):
                if id_ in ids[:i]:
                    raise Wrong(f"'{id_}' is there twice", "give it another name", (name, i))
        return self

    def tier(self, id_: str) -> Tier:
        """Return a tier; raises ``KeyError``."""
        return {one.id: one for one in self.tiers}[id_]

    def clock(self, id_: str) -> Clock:
        """Return a clock; raises ``KeyError``."""
        return {one.clock: one for one in self.clocks}[id_]

    def weights(self, day: date) -> dict[str, float]:
        """Return what each reason to be spoken of weighs on a day; others weigh nothing."""
        return {one.event: on(one.weight, day) for one in self.agenda}

    def choices(self) -> list[tuple[str, str]]:
        """Return tiers as a form offers them."""
        return [(one.id, one.name) for one in self.tiers]


def on(values: Timeline[Number], day: date) -> float:
    """Return what holds on a day: the first entry where none holds yet."""
    entry = values.on(day) or values.root[0]
    return float(entry.value)
