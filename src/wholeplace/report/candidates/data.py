"""What a list of candidates is told with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wholeplace.population.candidates import Caseload, Expected, TeamList
from wholeplace.population.risk import Outcome
from wholeplace.privacy import SmallNumbers


@dataclass(frozen=True, slots=True)
class ReleaseData:
    """One release of candidates, by pseudonym only.

    Attributes:
        title: the place.
        day: the day that was asked about; nothing dated on it or later is known.
        outcome: what the model foresees.
        model_hash: the hash of the saved model, and ``fitted_on`` the day it was fitted on.
        caseload: the document, ``cohorts`` the names and versions of those that it asks for.
        lists: the list of each team.
        why: what raises the risk of each candidate most, by pseudonym.
        registered: how many people were on the register; ``of_no_team`` how many of them are of a
            practice that no team answers for.
        eligible: how many candidates there were, with a place or without.
        on_caseload: how many of those with a reason to be candidates are on a caseload already;
            ``resting`` how many were asked lately.
        expected: what came of those who would have been chosen a year before; ``None`` where the
            model had seen that year.
    """

    title: str
    day: date
    outcome: Outcome
    model_hash: str
    fitted_on: date
    caseload: Caseload
    cohorts: Mapping[str, tuple[str, str]]
    lists: tuple[TeamList, ...]
    why: Mapping[str, tuple[str, ...]]
    registered: int
    of_no_team: int
    eligible: int
    on_caseload: int
    resting: int
    expected: Expected | None
    small: SmallNumbers

    @property
    def placed(self) -> int:
        """How many candidates have a place."""
        return sum(len(one.entries) for one in self.lists)
