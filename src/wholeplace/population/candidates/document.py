"""The document ``caseload.yaml``: who may be offered a place on a caseload, and how many can be."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Number, Share, Timeline, Wrong, known

Key = Literal["band", "changeable", "risk", "emergency_admissions", "ae_attendances"]
Bands: TypeAlias = Annotated[tuple[Share, ...], Field(min_length=1)]
Days: TypeAlias = Annotated[int, Field(ge=0, le=3_660)]

_WORD = r"^[a-z][a-z0-9-]*$"


class Tier(Frozen):
    """How intensely people on a caseload are cared for, the most intense first."""

    id: str = Field(pattern=_WORD)
    name: str


class Changeable(Frozen):
    """Something that care can change: the cohort of those whom it is so of, and what to do."""

    cohort: str = Field(pattern=_WORD)
    do: str = Field(min_length=1)


class Team(Frozen):
    """A team, whose people it cares for (by neighbourhood or by practice), and its new places.

    ``places`` is a number for each tier: of people, or for each 1,000 people on the register of
    the team's practices (``places_are``).
    """

    id: str = Field(pattern=_WORD)
    name: str
    neighbourhoods: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    places: Timeline[dict[str, Number]]

    @model_validator(mode="after")
    def _has_people(self) -> Self:
        if not self.neighbourhoods and not self.practices:
            raise Wrong("the team has no people", "name its neighbourhoods or its practices")
        return self


class Caseload(Frozen):
    """Who is a candidate, in what order they are offered a place, and how many there are.

    A candidate has a risk of at least ``least_risk``, or is in one of the cohorts ``also``. People
    whose entry on a caseload closed within ``rest_days`` are not asked again so soon. ``bands``
    are lower limits of risk, highest first; ``order`` is by what candidates are put in order,
    most first. Who is alike in all of it comes in the order of pseudonyms: as good as by lot, and
    the same each time.
    """

    caseload: str
    version: str
    about: str
    model: Literal["logistic", "lightgbm"] = "logistic"
    least_risk: Timeline[Share]
    bands: Timeline[Bands]
    order: tuple[Key, ...] = Field(min_length=1)
    also: tuple[str, ...] = ()
    changeable: tuple[Changeable, ...] = ()
    rest_days: Timeline[Days]
    places_are: Literal["people", "per_1000"] = "people"
    tiers: tuple[Tier, ...] = Field(min_length=1)
    teams: tuple[Team, ...] = Field(min_length=1)
    source: Cited

    @field_validator("least_risk")
    @classmethod
    def _is_a_risk(cls, risk: Timeline[Share]) -> Timeline[Share]:
        for i, entry in enumerate(risk.root):
            if not 0 <= entry.value <= 1:
                raise Wrong("a risk lies from 0% to 100%", "correct it", (i, "value"))
        return risk

    @field_validator("bands")
    @classmethod
    def _bands_fall(cls, bands: Timeline[Bands]) -> Timeline[Bands]:
        for i, entry in enumerate(bands.root):
            if list(entry.value) != sorted(set(entry.value), reverse=True):
                raise Wrong("bands go from the highest risk down", "put them so", (i, "value"))
        return bands

    @model_validator(mode="after")
    def _says_each_once(self) -> Self:
        _once([tier.id for tier in self.tiers], "tiers", "tier")
        _once([team.id for team in self.teams], "teams", "team")
        _once([one.cohort for one in self.changeable], "changeable", "cohort")
        _once(list(self.order), "order", "key")
        _serve_once(self.teams)
        return self

    @model_validator(mode="after")
    def _places_are_of_tiers(self) -> Self:
        tiers = [tier.id for tier in self.tiers]
        for i, team in enumerate(self.teams):
            for j, entry in enumerate(team.places.root):
                path = ("teams", i, "places", j, "value")
                for name, number in entry.value.items():
                    try:
                        known(name, tiers, "tier")
                    except Wrong as wrong:
                        raise Wrong(wrong.what, wrong.remedy, path) from None
                    if number < 0:
                        raise Wrong("there are no fewer than no places", "correct it", path)
        return self

    def cohorts(self) -> tuple[str, ...]:
        """Return every cohort that is asked for, each once, in order."""
        named = (*self.also, *(one.cohort for one in self.changeable))
        return tuple(dict.fromkeys(named))

    def without_value(self, day: date) -> list[tuple[str | int, ...]]:
        """Return where dated values stand that have none on a day."""
        here = ((name,) for name in ("least_risk", "bands", "rest_days"))
        found = [path for path in here if getattr(self, path[0]).on(day) is None]
        teams = enumerate(self.teams)
        return [*found, *(("teams", i, "places") for i, t in teams if t.places.on(day) is None)]


def _once(words: list[str], path: str, kind: str) -> None:
    for i, word in enumerate(words):
        if word in words[:i]:
            raise Wrong(f"the {kind} '{word}' is there twice", "take one out", (path, i))


def _serve_once(teams: tuple[Team, ...]) -> None:
    for kind in ("neighbourhoods", "practices"):
        taken: dict[str, str] = {}
        for i, team in enumerate(teams):
            for j, code in enumerate(getattr(team, kind)):
                if code in taken:
                    what = f"'{code}' is of the teams '{taken[code]}' and '{team.id}'"
                    raise Wrong(what, "a person has one team", ("teams", i, kind, j))
                taken[code] = team.id
