"""The services that a place has for its people, and who takes referrals (``services.yaml``)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Day, Frozen, Wrong
from wholeplace.place.care_terms import Above

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Kind = Literal[
    "social_prescribing", "community_health", "mental_health", "social_care", "general_practice",
    "hospital", "intermediate",
]  # fmt: skip
OfferedBy = Literal["practice", "acute", "community", "council", "voluntary", "commissioner"]
TeamIs = Literal["service", "access", "intermediate"]


class Offered(Frozen):
    """A service of the directory. One with a team takes referrals through the application.

    It is offered by the organisation with the code, or else by the first of the kind.
    """

    service: Slug
    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Kind
    offered_by: OfferedBy
    organisation: Annotated[str, Field(max_length=12)] = ""
    team: Slug | None = None
    team_is: TeamIs = "service"
    about: str
    for_whom: str = ""
    needs: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = ()
    how: str = ""
    telephone: Annotated[str, Field(max_length=30)] = ""
    is_open: bool = True
    checked_on: Day | None = None


class Directory(Frozen):
    """The services of a place, and after how many days each is looked at again."""

    directory: str
    check_every_days: Above
    services: tuple[Offered, ...] = ()
    source: Cited

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        ids = [one.service for one in self.services]
        for i, id_ in enumerate(ids):
            if id_ in ids[:i]:
                raise Wrong(f"'{id_}' is there twice", "give it another name", ("services", i))
            if len("; ".join(self.services[i].needs)) > _LONGEST_NEEDS:
                raise Wrong(
                    "too many needs", f"keep to {_LONGEST_NEEDS} characters", ("services", i)
                )
        return self


_LONGEST_NEEDS = 300
