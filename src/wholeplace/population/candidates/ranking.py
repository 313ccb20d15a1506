"""Put candidates in order and give them the places that there are, team by team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from wholeplace.population.candidates.document import Caseload, Key, Team

TENTHS = 1000
"""Risks are compared in tenths of a percent: a model says nothing finer."""

Places: TypeAlias = Mapping[str, Mapping[str, int]]
"""How many places each team has in each tier."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be offered a place.

    ``changeable`` are the cohorts of things that care can change, ``also`` those that make a
    candidate of them whatever their risk, each with what is known of it.
    """

    person_id: str
    practice_code: str
    team: str
    age: int
    risk: float
    emergency_admissions: int
    ae_attendances: int
    changeable: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def tenths(self) -> int:
        """The risk in tenths of a percent."""
        return round(self.risk * TENTHS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate with a place: the rank within the team, from 1, and the tier."""

    candidate: Candidate
    rank: int
    tier: str
    band: int


@dataclass(frozen=True, slots=True)
class TeamList:
    """The list of a team: who has a place, how many had none, and who was alike at the border.

    ``tied_in`` and ``tied_out`` are how many people with a place, and without one, are alike in
    everything that decides the order: for them the order of pseudonyms decided.
    """

    team: str
    entries: tuple[Entry, ...]
    places: Mapping[str, int]
    beyond: int
    tied_in: int
    tied_out: int


def team_of(caseload: Caseload) -> tuple[dict[str, str], dict[str, str]]:
    """Return the team of each practice that is named, and of each neighbourhood."""
    practices = {code: team.id for team in caseload.teams for code in team.practices}
    neighbourhoods = {code: team.id for team in caseload.teams for code in team.neighbourhoods}
    return practices, neighbourhoods


def places_on(caseload: Caseload, registered: Mapping[str, int], day: date) -> Places:
    """Return the places on a day; ``registered`` is how many people each team answers for.

    Places for each 1,000 are rounded down over the tiers together, so that a team never has more
    than its document gives it. Raises ``ValueError`` where a team has no places said for the day.
    """
    found = {}
    for team in caseload.teams:
        wanted = _places(team, day)
        if caseload.places_are == "per_1000":
            heads = Fraction(registered.get(team.id, 0), 1000)
            wanted = {tier: number * heads for tier, number in wanted.items()}
        found[team.id] = _whole({tier.id: wanted.get(tier.id, 0) for tier in caseload.tiers})
    return found


def _places(team: Team, day: date) -> Mapping[str, Fraction]:
    entry = team.places.on(day)
    if entry is None:
        raise ValueError(f"no places of '{team.id}' are said for {day}")
    return entry.value


def _whole(wanted: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Return whole places: what is left of one tier passes to the next, so no place is lost."""
    found, before, given = {}, Fraction(0), 0
    for tier, number in wanted.items():
        before += number
        found[tier] = int(before) - given
        given = int(before)
    return found


def ranked(
    candidates: Sequence[Candidate], caseload: Caseload, places: Places, day: date
) -> tuple[TeamList, ...]:
    """Return the list of each team, in the order of the document.

    Candidates are put in order within their team by ``caseload.order`` and take its places, the
    most intense tier first. Raises ``ValueError`` where the bands of the day are not said.
    """
    bands = caseload.bands.on(day)
    if bands is None:
        raise ValueError(f"no bands are said for {day}")
    by_team: dict[str, list[Candidate]] = {team.id: [] for team in caseload.teams}
    for one in candidates:
        by_team[one.team].append(one)
    return tuple(
        _listed(team, some, caseload.order, bands.value, places[team])
        for team, some in by_team.items()
    )


def _listed(
    team: str,
    candidates: list[Candidate],
    order: Sequence[Key],
    bands: Sequence[Fraction],
    places: Mapping[str, int],
) -> TeamList:
    def weight(one: Candidate) -> tuple[int, ...]:
        return tuple(-_value(one, key, bands) for key in order)

    ordered = sorted(candidates, key=lambda one: (weight(one), one.person_id))
    tiers = [tier for tier, number in places.items() for _ in range(number)]
    entries = tuple(
        Entry(one, rank, tier, band_of(one.risk, bands))
        for rank, (one, tier) in enumerate(zip(ordered, tiers, strict=False), 1)
    )
    inside, outside = ordered[: len(entries)], ordered[len(entries) :]
    alike = weight(outside[0]) if inside and outside else None
    tied_in = sum(weight(one) == alike for one in inside)
    tied_out = sum(weight(one) == alike for one in outside) if tied_in else 0
    return TeamList(team, entries, dict(places), len(outside), tied_in, tied_out)


def _value(one: Candidate, key: Key, bands: Sequence[Fraction]) -> int:
    if key == "band":
        return -band_of(one.risk, bands)
    if key == "changeable":
        return len(one.changeable)
    return one.tenths if key == "risk" else int(getattr(one, key))


def band_of(risk: float, bands: Sequence[Fraction]) -> int:
    """Return the number of the band that a risk lies in, 0 the highest; below all, the next."""
    tenths = round(risk * TENTHS)
    return sum(tenths < lower * TENTHS for lower in bands)
