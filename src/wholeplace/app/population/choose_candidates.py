"""Choose the candidates of a day: risk, cohorts, who is left alone, teams and their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.population.caseload_documents import unknown_places
from wholeplace.app.population.cohort_documents import ReadCohorts
from wholeplace.app.population.cohort_sources import cohort_sources
from wholeplace.app.population.risk_days import RiskDays
from wholeplace.app.population.risk_records import RiskRecords, known_on, sample_on
from wholeplace.app.population.saved_risk import Saved, read_saved
from wholeplace.app.records import Opened
from wholeplace.document import Document
from wholeplace.kernel import refuse_if
from wholeplace.population import in_neighbourhoods, neighbourhoods, register_on
from wholeplace.population.candidates import (
    Candidate,
    Caseload,
    Expected,
    TeamList,
    expected_fall,
    not_to_be_asked,
    places_on,
    ranked,
    team_of,
)
from wholeplace.population.cohorts import cohort_members
from wholeplace.population.risk import (
    HORIZON,
    Boosted,
    Floats,
    Logistic,
    Outcome,
    Sample,
    reasons,
    sample_of,
)
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lists of a day, why each is on one, and who was not asked (see ``ReleaseData``)."""

    lists: tuple[TeamList, ...]
    why: Mapping[str, tuple[str, ...]]
    model: Logistic | Boosted
    registered: int
    of_no_team: int
    eligible: int
    on_caseload: int
    resting: int

    @property
    def placed(self) -> int:
        """How many candidates have a place."""
        return sum(len(one.entries) for one in self.lists)


@dataclass(frozen=True, slots=True)
class Choosing:
    """How candidates are chosen from the records of a workspace on a day.

    ``opened`` are for the use ``candidates``.
    """

    running: Engine
    workspace: Workspace
    documents: PlaceDocuments
    opened: Opened
    risk: RiskRecords
    caseload: Document[Caseload]
    cohorts: ReadCohorts
    outcome: Outcome
    day: date

    def chosen(self, saved: Saved, folder: Path) -> Chosen:
        """Return the lists of the teams on the day."""
        known = known_on(self.running, self.risk, self.day, saved.look_back)
        sample = sample_of(known, self.day)
        models = read_saved(folder, self.outcome.name, sample).models
        model = next(one for one in models if one.name == self.caseload.value.model)
        risk = model.predict(sample.values)
        teams, registered = self._teams()
        left_alone, members = self._left_alone(), self._members()
        eligible = list(self._eligible(known, sample, risk, teams, members))
        asked = [one for one in eligible if one.person_id not in left_alone]
        is_on = Counter(left_alone.get(one.person_id) for one in eligible)
        places = places_on(self.caseload.value, registered, self.day)
        lists = ranked(asked, self.caseload.value, places, self.day)
        return Chosen(
            lists,
            _why(model, sample, known["person_id"].to_pylist(), lists),
            model,
            registered=len(risk),
            of_no_team=len(risk) - sum(registered.values()),
            eligible=len(asked),
            on_caseload=is_on[True],
            resting=is_on[False],
        )

    def _teams(self) -> tuple[dict[str, tuple[str, str]], dict[str, int]]:
        """Return practice and team of each person, and how many people each team answers for."""
        organisation = self.opened.tables["organisation"]
        self._refuse_unknown()
        register = register_on(self.opened.records.spells, self.day)
        people = in_neighbourhoods(
            register.select("person_id", "practice_code"), organisation, self.day
        )
        by_practice, by_neighbourhood = team_of(self.caseload.value)
        found = {}
        for row in self.running.rows(people):
            practice = str(row["practice_code"])
            team = by_practice.get(practice) or by_neighbourhood.get(str(row["neighbourhood"]))
            if team:
                found[str(row["person_id"])] = (practice, team)
        return found, dict(Counter(team for _, team in found.values()))

    def _refuse_unknown(self) -> None:
        organisation = self.opened.tables["organisation"]
        named = neighbourhoods(organisation, self.day)
        rows = self.running.rows(named.select("neighbourhood").distinct())
        spells = self.opened.records.spells
        practices = self.running.rows(spells.select("practice_code").distinct())
        refuse_if(
            unknown_places(
                self.caseload,
                {str(row["neighbourhood"]) for row in rows},
                {str(row["practice_code"]) for row in practices},
            )
        )

    def _members(self) -> dict[str, dict[str, str]]:
        """Return, for each person in any cohort, what is known of them by cohort."""
        if not self.cohorts.cohorts:
            return {}
        register = self.running.keep(
            f"register on {self.day}", register_on(self.opened.records.spells, self.day)
        )
        sources = cohort_sources(
            self.running,
            self.workspace,
            self.documents,
            self.opened,
            self.cohorts,
            register,
            self.day,
        )
        found: dict[str, dict[str, str]] = {}
        for row in self.running.rows(cohort_members(sources, self.cohorts.cohorts, self.day)):
            found.setdefault(str(row["person_id"]), {})[str(row["cohort"])] = str(row["because"])
        return found

    def _left_alone(self) -> dict[str, bool]:
        """Return who is not asked, and whether because they are on a caseload already."""
        rest = self.caseload.value.rest_days.on(self.day)
        rows = not_to_be_asked(
            self.opened.of_people("referral"), self.day, rest.value if rest else 0
        )
        return {str(row["person_id"]): row["is_on"] == 1 for row in self.running.rows(rows)}

    def _eligible(
        self,
        known: pa.Table,
        sample: Sample,
        risk: Floats,
        teams: Mapping[str, tuple[str, str]],
        members: Mapping[str, Mapping[str, str]],
    ) -> Iterator[Candidate]:
        document = self.caseload.value
        least = document.least_risk.on(self.day)
        lowest = float(least.value) if least else 0.0
        counts = {
            name: sample.column(name).astype(int)
            for name in ("age", "emergency_admissions_12m", "ae_attendances_12m")
        }
        for i, person in enumerate(known["person_id"].to_pylist()):
            cohorts = members.get(person, {})
            also = {name: cohorts[name] for name in document.also if name in cohorts}
            if person not in teams or (risk[i] < lowest and not also):
                continue
            changeable = [one.cohort for one in document.changeable if one.cohort in cohorts]
            yield Candidate(
                person,
                *teams[person],
                age=int(counts["age"][i]),
                risk=float(risk[i]),
                emergency_admissions=int(counts["emergency_admissions_12m"][i]),
                ae_attendances=int(counts["ae_attendances_12m"][i]),
                changeable={name: cohorts[name] for name in changeable},
                also=also,
            )

    def expected(
        self, model: Logistic | Boosted, saved: Saved, days: RiskDays, people: int
    ) -> Expected | None:
        """Return what came of those with the highest risk a year before, where it can be known."""
        seen_until = saved.fitted_on.toordinal() + HORIZON
        if days.tried.toordinal() < seen_until or not people:
            return None
        before = sample_on(self.running, self.risk, self.outcome, days.tried, saved.look_back)
        return expected_fall(
            model.predict(before.values),
            before.column("emergency_admissions_12m"),
            before.events.astype(np.float64),
            people,
        )


def _why(
    model: Logistic | Boosted, sample: Sample, people: Sequence[str], lists: Sequence[TeamList]
) -> dict[str, tuple[str, ...]]:
    chosen = {entry.candidate.person_id for one in lists for entry in one.entries}
    rows = [i for i, person in enumerate(people) if person in chosen]
    told = reasons(model, sample.values[rows])
    return {people[i]: words for i, words in zip(rows, told, strict=True)}
