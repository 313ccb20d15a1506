"""A release as rows: one for each candidate, as a table and as JSON for the care module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from wholeplace.population.candidates import Entry, Expected, TeamList
from wholeplace.report.candidates.data import ReleaseData

COLUMNS = (
    "team",
    "rank",
    "tier",
    "person_id",
    "practice_code",
    "age_from",
    "risk",
    "emergency_admissions_12m",
    "ae_attendances_12m",
    "why",
    "can_change",
    "also",
)
_DECADE = 10


def entry_rows(data: ReleaseData) -> Iterator[dict[str, object]]:
    """Yield a row for each candidate with a place, team by team, in the order of the list."""
    for one in data.lists:
        for entry in one.entries:
            yield _row(data, one, entry)


def _row(data: ReleaseData, one: TeamList, entry: Entry) -> dict[str, object]:
    person = entry.candidate
    return {
        "team": one.team,
        "rank": entry.rank,
        "tier": entry.tier,
        "person_id": person.person_id,
        "practice_code": person.practice_code,
        # Ten years are enough to see who it may be cared for by, and not enough to know them by.
        "age_from": person.age // _DECADE * _DECADE,
        "risk": person.tenths / 1000,
        "emergency_admissions_12m": person.emergency_admissions,
        "ae_attendances_12m": person.ae_attendances,
        "why": list(data.why.get(person.person_id, ())),
        "can_change": [can_change(data, name, known) for name, known in person.changeable.items()],
        "also": [said_of(data, name, known) for name, known in person.also.items()],
    }


def can_change(data: ReleaseData, cohort: str, known: str) -> str:
    """Return what care can do for a person, and what is known that says so."""
    do = next(one.do for one in data.caseload.changeable if one.cohort == cohort)
    return f"{do} ({known})"


def said_of(data: ReleaseData, cohort: str, known: str) -> str:
    """Return a cohort by its name, and what is known that makes the person one of it."""
    return f"{data.cohorts[cohort][0]} ({known})"


def release_to_dict(data: ReleaseData) -> dict[str, object]:
    """Return the head of a release: what it was made from, and how many it is of, not who."""
    small = data.small
    return {
        "day": data.day.isoformat(),
        "outcome": data.outcome.name,
        "caseload": {"name": data.caseload.caseload, "version": data.caseload.version},
        "model": {
            "name": data.caseload.model,
            "sha256": data.model_hash,
            "fitted_on": data.fitted_on.isoformat(),
        },
        "cohorts": {name: version for name, (_, version) in data.cohorts.items()},
        "registered": small.shown(data.registered),
        "of_no_team": small.shown(data.of_no_team),
        "candidates": small.shown(data.eligible),
        "on_a_caseload": small.shown(data.on_caseload),
        "asked_lately": small.shown(data.resting),
        "teams": [_team(data, one) for one in data.lists],
        "expected_without_care": _expected(data.expected),
    }


def _team(data: ReleaseData, one: TeamList) -> dict[str, object]:
    shown = data.small.shown
    return {
        "team": one.team,
        "places": dict(one.places),
        "listed": shown(len(one.entries)),
        "without_a_place": shown(one.beyond),
        "alike_at_the_border": {"in": shown(one.tied_in), "out": shown(one.tied_out)},
    }


def _expected(found: Expected | None) -> dict[str, object] | None:
    return None if found is None else asdict(found)
