"""Publish a list of candidates for the caseloads of teams, by pseudonym, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.app.documents import read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.population.caseload_documents import read_caseload
from wholeplace.app.population.choose_candidates import Choosing
from wholeplace.app.population.cohort_documents import read_cohorts
from wholeplace.app.population.risk_days import RiskDays, days_to_use
from wholeplace.app.population.risk_records import risk_records
from wholeplace.app.population.saved_risk import MODEL, Saved, read_saved
from wholeplace.app.population.write_candidates import write_candidates
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import open_records
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population.risk import HORIZON, OUTCOMES
from wholeplace.report.candidates import ReleaseData
from wholeplace.store.engine import engine
from wholeplace.store.files import sha256_of
from wholeplace.store.lock import writing
from wholeplace.store.workspace import Workspace

OUTCOME = OUTCOMES["emergency-admission"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The day (default: the first after whole records) and the model (default: the last fitted)."""

    day: date | None = None
    model: Path | None = None


def publish_candidates(
    workspace: Workspace,
    asked: Asked,
    output: Path | None = None,
    *,
    progress: Progress = unseen,
) -> tuple[ReleaseData, Path]:
    """Choose the candidates of a day, write the release, and return it and its folder.

    The release names people by their pseudonyms; whoever answers for a person's care finds out
    elsewhere who it is. The same records, documents and model give the same release, in the same
    folder: candidates/DAY in the workspace. Raises ``Refused`` where there is no model or
    ``caseload.yaml``, records do not reach the day, a document is wrong, or nobody has checked who
    opted out.
    """
    folder = asked.model or workspace.root / "reports" / f"risk-{OUTCOME.name}"
    read_caseload(workspace)  # what is wrong with it is told before the long work
    saved, documents = _saved(folder, workspace), read_place(workspace)
    with writing(workspace.root, "candidates", waiting=progress), engine() as running:
        progress("linking the records to people")
        opened = open_records(running, workspace, documents).for_use("candidates")
        risk = risk_records(running, opened, documents)
        days = days_to_use(running, risk.sources.activity, None, str(workspace.root))
        day = _day(asked, days, saved, workspace)
        caseload = read_caseload(workspace, day)
        cohorts = read_cohorts(workspace, caseload.value.cohorts(), day)
        choosing = Choosing(
            running, workspace, documents, opened, risk, caseload, cohorts, OUTCOME, day
        )
        progress(f"what is known on {day}")
        found = choosing.chosen(saved, folder)
        progress("what came of those who would have been chosen a year before")
        expected = choosing.expected(found.model, saved, days, found.placed)
    data = ReleaseData(
        title=documents.place.title,
        day=day,
        outcome=OUTCOME,
        model_hash=sha256_of(folder / MODEL),
        fitted_on=saved.fitted_on,
        caseload=caseload.value,
        cohorts={one.cohort: (one.name, one.version) for one in cohorts.cohorts},
        lists=found.lists,
        why=found.why,
        registered=found.registered,
        of_no_team=found.of_no_team,
        eligible=found.eligible,
        on_caseload=found.on_caseload,
        resting=found.resting,
        expected=expected,
        small=privacy_policy(workspace).small_numbers,
    )
    written = output or workspace.root / "candidates" / day.isoformat()
    write_candidates(data, written)
    return data, written


def _saved(folder: Path, workspace: Workspace) -> Saved:
    if not (folder / MODEL).is_file():
        what = "there is no model of risk here"
        remedy = f"fit one, and read its card: wholeplace risk {workspace.root}"
        raise Refused([Problem(Where(str(folder)), what, remedy)])
    return read_saved(folder, OUTCOME.name)


def _day(asked: Asked, days: RiskDays, saved: Saved, workspace: Workspace) -> date:
    day, where = asked.day or days.known_until, Where(str(workspace.root))
    if day > days.known_until:
        what = f"records are whole to the day before {days.known_until}, and {day} is later"
        raise Refused([Problem(where, what, f"ask about {days.known_until}, or load what came")])
    if (day - days.known_from).days < saved.look_back:
        what = f"the model looks back {saved.look_back:,} days, beyond the first record"
        what += f" ({days.known_from}) from {day}"
        raise Refused([Problem(where, what, "ask about a later day, or fit the model again")])
    if (day - saved.fitted_on).days < HORIZON:
        what = f"the model has seen what came in the {HORIZON} days from {saved.fitted_on}"
        raise Refused([Problem(where, what, "ask about a later day, or fit an earlier model")])
    return day
