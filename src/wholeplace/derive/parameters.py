"""The document of derivations: what may change in a definition, dated and with its source."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, field_validator

from wholeplace.document import Frozen, Timeline
from wholeplace.record.conditions import Conditions, check_columns, check_last_takes_all
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS

Codes: TypeAlias = Annotated[tuple[str, ...], Field(min_length=1)]
Hours: TypeAlias = Annotated[int, Field(ge=0, le=24 * 31)]


class PointOfDelivery(Frozen):
    """One point of delivery and the activity that is it."""

    pod: str = Field(pattern=r"^[A-Z0-9]{1,8}$")
    name: str
    when: Conditions = Field(default_factory=dict)

    @field_validator("when")
    @classmethod
    def _uses_activity(cls, when: Conditions) -> Conditions:
        check_columns(when, ACTIVITY_COLUMNS, "column of activity")
        return when


class PointsOfDelivery(Frozen):
    """An ordered list: the first whose conditions all hold takes the activity."""

    ordered: tuple[PointOfDelivery, ...]

    @field_validator("ordered")
    @classmethod
    def _takes_all(cls, ordered: tuple[PointOfDelivery, ...]) -> tuple[PointOfDelivery, ...]:
        check_last_takes_all([point.when for point in ordered], "point of delivery")
        return ordered


class FromDoorToBed(Frozen):
    """When an emergency admission is held to have come from an attendance of the same person."""

    within_hours_of_arrival: Timeline[Hours]
    within_hours_of_departure: Timeline[Hours]
    other_provider: Timeline[Codes]


class Derivations(Frozen):
    """Every number and code that the derived columns depend on."""

    derivations: str
    version: str
    about: str
    episodes_in: Timeline[Codes]
    not_discharged: Timeline[Codes]
    emergency: Timeline[Codes]
    attended: Timeline[Codes]
    not_attended: Timeline[Codes]
    always_attended: Timeline[Codes]
    out_of_area_in: Timeline[Codes]
    door_to_bed: FromDoorToBed
    points_of_delivery: Timeline[PointsOfDelivery]
