"""What a measure may count: rows of a table, in terms of codes, ages, and what came before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong
from wholeplace.place import Conditions
from wholeplace.population.cohorts import Codes
from wholeplace.record.tables.all_tables import table_named
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS

Events: TypeAlias = Literal["activity", "death", "care_package", "referral", "measurement"]

EVENT_COLUMNS: Mapping[Events, tuple[str, ...]] = {
    "activity": ACTIVITY_COLUMNS,
    "death": ("death_place", "death_cause"),
    "care_package": table_named("care_package").column_names,
    "referral": (*table_named("referral").column_names, "days_waited", "days_open"),
    "measurement": (*table_named("measurement").column_names, "change"),
}
"""The columns that conditions may ask for, by what is counted.

Of a referral ``days_waited`` are those until it was accepted and ``days_open`` those until it was
closed. ``change`` is what a measured value has risen since the first one in a time before it.
"""

WITH_END = ("activity", "care_package", "referral")
WITH_CODES = ("activity", "death")
NUMBERS = (
    *("bed_days", "los_days", "episodes", "duration_minutes"),
    *("days_waited", "days_open"),
)
"""The columns of whole numbers that a measure may add up."""

CODED = "coded"
"""Whether anything is coded of an activity: a column that ``needs`` may ask for."""


class Ages(Frozen):
    """Ages in whole years on the first of the month, from one up to another that is not in."""

    from_: int = Field(0, ge=0, le=120, alias="from")
    below: int | None = Field(None, ge=1, le=120)

    @model_validator(mode="after")
    def _has_somebody(self) -> Self:
        if self.below is not None and self.below <= self.from_:
            raise Wrong("nobody is of that age", "write below above from", ("below",))
        return self


class Rows(Frozen):
    """Rows that meet all conditions, and of several ``codes`` one, of people of some ages."""

    when: Conditions = Field(default_factory=dict)
    codes: tuple[Codes, ...] = ()
    ages: Ages | None = None


class Days(Frozen):
    """How many days lie between: ``at_least`` so many, ``below`` so many; without, any number."""

    at_least: int | None = Field(None, ge=0, le=3_660)
    below: int = Field(ge=1, le=3_660)

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if self.at_least is not None and self.below <= self.at_least:
            raise Wrong("no day lies between", "write below above at_least", ("below",))
        return self


class Linked(Frozen):
    """That something else happened to the same person before it or after, or did not.

    After it: days run from the end of the event to the beginning of the other. Before it: from the
    end of the other (its beginning, where no end is known) to the beginning of the event; one that
    had not ended counts, unless ``at_least`` is written. With ``nearest`` what came after counts
    for the last of several events before it only.
    """

    way: Literal["followed by", "preceded by", "not preceded by"]
    events: Events = "activity"
    when: Conditions = Field(default_factory=dict)
    codes: tuple[Codes, ...] = ()
    days: Days
    nearest: bool = False
    source: Cited

    @model_validator(mode="after")
    def _can_be_nearest(self) -> Self:
        if self.nearest and self.way != "followed by":
            raise Wrong("'nearest' is of what follows", "leave it out", ("nearest",))
        if self.codes and self.events != "activity":
            raise Wrong(f"nothing is coded of a {self.events}", "leave codes out", ("codes",))
        return self


class Change(Frozen):
    """Since when a change is counted: from the first value in so many days before."""

    within_days: int = Field(ge=1, le=3_660)
    source: Cited
