"""The list as one page for a team to look through, and as lines for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.population.candidates import Entry, TeamList
from wholeplace.report.candidates.data import ReleaseData
from wholeplace.report.candidates.rows import can_change, said_of
from wholeplace.report.candidates.words import (
    CAUTIONS,
    asked_said,
    expected_said,
    made_said,
    warnings_said,
)
from wholeplace.report.page import template
from wholeplace.report.table import Table, as_lines, columns

_PSEUDONYM = 10
_DECADE = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as a team reads of them."""

    pseudonym: str
    who: str
    risk: str
    tier: str
    why: tuple[str, ...]
    can_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a team, in order."""

    team: str
    people: tuple[Shown, ...]


def candidates_page(data: ReleaseData) -> str:
    """Return the release as one HTML document; the same release gives the same text."""
    return template("candidates.html.j2").render(
        data=data,
        asked=asked_said(data),
        made=made_said(data),
        expected=expected_said(data),
        warnings=list(warnings_said(data)),
        cautions=CAUTIONS,
        teams=teams_table(data),
        lists=[_listed(data, one) for one in data.lists if one.entries],
    )


def candidates_lines(data: ReleaseData) -> list[str]:
    """Return the release as lines, without any person."""
    return [
        asked_said(data),
        made_said(data),
        "",
        *as_lines(teams_table(data)),
        "",
        expected_said(data),
        "",
        *(f"- {line}" for line in (*warnings_said(data), *CAUTIONS)),
    ]


def teams_table(data: ReleaseData) -> Table:
    """Return how many places and candidates each team has."""
    tiers = [tier.name for tier in data.caseload.tiers]
    return Table(
        f"Places and candidates of each team, {data.day}",
        columns("Team", *tiers, "Listed", "Without a place"),
        tuple(_team_row(data, one) for one in data.lists),
    )


def _team_row(data: ReleaseData, one: TeamList) -> tuple[str, ...]:
    places = (f"{number:,}" for number in one.places.values())
    return (
        _team_name(data, one),
        *places,
        data.small.shown(len(one.entries)),
        data.small.shown(one.beyond),
    )


def _team_name(data: ReleaseData, one: TeamList) -> str:
    return next(team.name for team in data.caseload.teams if team.id == one.team)


def _listed(data: ReleaseData, one: TeamList) -> Listed:
    return Listed(_team_name(data, one), tuple(_shown(data, entry) for entry in one.entries))


def _shown(data: ReleaseData, entry: Entry) -> Shown:
    person = entry.candidate
    from_ = person.age // _DECADE * _DECADE
    tier = next(tier.name for tier in data.caseload.tiers if tier.id == entry.tier)
    return Shown(
        person.person_id[:_PSEUDONYM],
        f"practice {person.practice_code}, aged {from_} to {from_ + _DECADE - 1}",
        f"risk {person.risk:.1%}",
        tier,
        (
            *data.why.get(person.person_id, ()),
            *(said_of(data, name, known) for name, known in person.also.items()),
        ),
        tuple(can_change(data, name, known) for name, known in person.changeable.items()),
    )
