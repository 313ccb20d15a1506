"""Who may be offered a place on a caseload: risk, what care can change, and the places."""

from wholeplace.population.candidates.caseloads import ENTRY, not_to_be_asked
from wholeplace.population.candidates.document import Caseload, Changeable, Team, Tier
from wholeplace.population.candidates.expected import Expected, expected_fall
from wholeplace.population.candidates.ranking import (
    Candidate,
    Entry,
    TeamList,
    band_of,
    places_on,
    ranked,
    team_of,
)

__all__ = [
    "ENTRY",
    "Candidate",
    "Caseload",
    "Changeable",
    "Entry",
    "Expected",
    "Team",
    "TeamList",
    "Tier",
    "band_of",
    "expected_fall",
    "not_to_be_asked",
    "places_on",
    "ranked",
    "team_of",
]
