"""The documents of outcomes: which measures a place uses, and what each measure counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from wholeplace.document import Cited, Frozen, Share
from wholeplace.place import Conditions, check_columns
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS


class Needs(Frozen):
    """A column that must be filled in a share of the rows, or the measure is missing."""

    column: str
    where: Conditions
    in_at_least: Share
    source: Cited


class Measure(Frozen):
    """A rate of events over person-time, with an interval."""

    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    why: str
    counts: Conditions
    per: int = Field(ge=1)
    better: Literal["lower", "higher"]
    needs: tuple[Needs, ...] = ()
    owner: str
    next_review: str
    source: Cited

    @field_validator("counts")
    @classmethod
    def _uses_activity(cls, counts: Conditions) -> Conditions:
        check_columns(counts, ACTIVITY_COLUMNS, "column of activity")
        return counts


class UsedMeasure(Frozen):
    """A measure that the place uses, and the class it is in."""

    measure: str
    class_: Literal["pay for performance", "local quality", "national standard"] = Field(
        alias="class"
    )
    source: Cited


class Outcomes(Frozen):
    """The outcomes document of a place."""

    outcomes: str
    measures: tuple[UsedMeasure, ...]
