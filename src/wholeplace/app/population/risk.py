"""Fit models of risk on one year of a workspace, try them on the next, and keep both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholeplace.app.documents import read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.population.risk_days import RiskDays, days_to_use
from wholeplace.app.population.risk_records import risk_records, sample_on
from wholeplace.app.population.saved_risk import Saved, read_saved, schema_hash, write_saved
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import open_records
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.population.risk import (
    LONGEST,
    OUTCOMES,
    Boosted,
    Logistic,
    Outcome,
    Sample,
    evaluate,
    fit_boosted,
    fit_logistic,
    in_training,
    recalibrated,
)
from wholeplace.report.risk import RiskData, risk_page, risk_to_dict
from wholeplace.store.clock import random_generator
from wholeplace.store.engine import engine
from wholeplace.store.files import write_json, write_text
from wholeplace.store.workspace import Workspace

SEED = 1
LEAST = 50
"""How many people with the outcome, and without it, a model needs in each of the two years."""

CARD, PAGE = "card.json", "risk.html"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: an outcome, the day of the trial, a length of list, and a saved model.

    Without ``day`` it is the last first of a month whose year after is recorded; without
    ``model``, a folder that an earlier call wrote, models are fitted on the year before.
    """

    outcome: str = "emergency-admission"
    day: date | None = None
    caseload: int | None = None
    model: Path | None = None


def assess_risk(
    workspace: Workspace,
    asked: Asked,
    output: Path | None = None,
    *,
    progress: Progress = unseen,
) -> tuple[RiskData, Path]:
    """Fit and try the models, write them with their card and page, and return what was found.

    Nothing about a single person is written. The same records give the same files. Raises
    ``Refused`` for an unknown outcome, too few years of records, nobody on the register, an
    outcome that came to too few, or a saved model of other features.
    """
    outcome = _outcome(workspace, asked.outcome)
    saved = read_saved(asked.model, outcome.name) if asked.model else None
    documents = read_place(workspace)
    with engine() as running:
        progress("linking the records to people")
        opened = open_records(running, workspace, documents).for_use("candidates")
        found = risk_records(running, opened, documents)
        days = days_to_use(running, found.sources.activity, asked.day, str(workspace.root))
        look_back = _look_back(days, saved, workspace)
        progress(f"what was known on {days.fitted}, and what came after")
        before = sample_on(running, found, outcome, days.fitted, look_back)
        progress(f"what was known on {days.tried}, and what came after")
        now = sample_on(running, found, outcome, days.tried, look_back)
    refuse_if(problem for one in (before, now) for problem in _few(one, outcome, workspace))
    progress("fitting the models" if asked.model is None else "reading the models")
    models, fitted_on = _models(asked, outcome, before, now)
    progress("trying them")
    data = RiskData(
        look_back=look_back,
        title=documents.place.title,
        outcome=outcome,
        known_from=days.known_from,
        known_until=days.known_until,
        fitted_on=fitted_on,
        compared_with=days.fitted,
        tried_on=days.tried,
        before_people=len(before.events),
        before_with_any=int(before.had_any.sum()),
        recalibrated=tuple(m.name for m in models if m.is_recalibrated),
        empty=before.empty_features(),
        unknown_deprivation=_unknown(now),
        caseload=asked.caseload,
        saved_in=str(asked.model or ""),
        evaluation=evaluate(models, before, now, asked.caseload),
        small=privacy_policy(workspace).small_numbers,
    )
    folder = output or workspace.root / "reports" / f"risk-{outcome.name}"
    _write(folder, data, models, refit=asked.model is None)
    return data, folder


def _outcome(workspace: Workspace, name: str) -> Outcome:
    if name not in OUTCOMES:
        what = f"there is no outcome '{name}'"
        raise Refused([Problem(Where(str(workspace.root)), what, nearest(name, list(OUTCOMES)))])
    return OUTCOMES[name]


def _look_back(days: RiskDays, saved: Saved | None, workspace: Workspace) -> int:
    """Return how far windows look back: what both days have, or what a saved model was shown."""
    recorded = (days.fitted - days.known_from).days
    if saved is None:
        return min(recorded, LONGEST)
    if recorded < saved.look_back:
        what = f"the model looks back {saved.look_back:,} days, and records begin on"
        what += f" {days.known_from}, {recorded:,} days before {days.fitted}"
        where = Where(str(workspace.root))
        raise Refused([Problem(where, what, "load earlier records, or fit the model again")])
    return saved.look_back


def _few(sample: Sample, outcome: Outcome, workspace: Workspace) -> Iterator[Problem]:
    where, registered = Where(str(workspace.root)), len(sample.events)
    having = int(sample.had_any.sum())
    if not registered:
        remedy = "choose a day within the records, or load the register"
        yield Problem(where, f"nobody was registered on {sample.day}", remedy)
    elif min(having, registered - having) < LEAST:
        few = "nobody" if not having else "everybody" if having == registered else "too few"
        what = f"in the year from {sample.day}, {few} of {registered:,} people {outcome.had}"
        what += f"; a model needs {LEAST} of whom that is so, and {LEAST} of whom it is not"
        remedy = "see that the records of that year are loaded, or foresee another outcome"
        yield Problem(where, what, remedy)


def _models(
    asked: Asked, outcome: Outcome, before: Sample, now: Sample
) -> tuple[Sequence[Logistic | Boosted], date]:
    if asked.model is not None:
        saved = read_saved(asked.model, outcome.name, now)
        return saved.models, saved.fitted_on
    chosen = in_training(len(before.events), random_generator(SEED))
    fitted = (fit_logistic(before, chosen), fit_boosted(before, chosen, SEED))
    return [recalibrated(model, before, ~chosen) for model in fitted], before.day


def _unknown(sample: Sample) -> int:
    known = sample.column("deprivation")
    return int((known != known).sum())  # noqa: PLR0124 - only what is no number differs from itself


def _write(
    folder: Path, data: RiskData, models: Sequence[Logistic | Boosted], *, refit: bool
) -> None:
    if refit:
        write_saved(folder, data.outcome.name, data.fitted_on, data.look_back, data.empty, models)
    write_json(folder / CARD, risk_to_dict(data) | {"schema_hash": schema_hash()})
    write_text(folder / PAGE, risk_page(data, schema_hash()))
