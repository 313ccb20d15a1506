"""The scorecard of a place: every measure over time and by group, targets, rewards, cautions."""

from __future__ import annotations

from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.outcomes.cards import Counted, card_of
from wholeplace.app.outcomes.cautions import recorded_in
from wholeplace.app.outcomes.count_panel import (
    count_panel,
    first_year_of,
    standard_population,
    years_to,
)
from wholeplace.app.outcomes.rewarding import Rewarded, reward_year
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Opened, open_records
from wholeplace.kernel import Figure, FinancialYear, Problem, Refused, Where
from wholeplace.outcomes.framework import in_year, tree_of, warnings_of
from wholeplace.outcomes.panel import Panel
from wholeplace.report.outcomes import Scorecard
from wholeplace.store.engine import Engine, engine
from wholeplace.store.lock import writing
from wholeplace.store.results import FIGURES, read_figures
from wholeplace.store.workspace import PLACE, Workspace


def find_scorecard(
    workspace: Workspace, year: FinancialYear | None = None, *, progress: Progress = unseen
) -> Scorecard:
    """Return the scorecard of a year; without one, of the first of the agreement.

    What hangs on outcomes is a part of the budget that the run of the year found. Raises
    ``Refused`` for documents that are wrong, and a year of which no records can tell.
    """
    documents = read_place(workspace)
    outcomes, measures = documents.outcomes.stated, documents.outcomes.measures
    year = year or documents.place.first_year
    with (
        writing(workspace.root, "a scorecard", waiting=progress),
        engine(in_order=False) as running,
    ):
        progress("linking the records to people")
        opened = open_records(running, workspace, documents)
        years = _years(running, workspace, opened, year)
        progress(f"counting {len(measures)} measures")
        panel = count_panel(running, workspace, documents, opened, list(measures.values()), years)
        kept = recorded_in(running, workspace, documents, opened, years)
        names = _names(running, documents, opened)
    stated, reading = outcomes.value.framework, outcomes.value.reading
    framework = in_year(stated, year) if stated else None
    rewarded = (
        reward_year(framework, panel, reading, _budget(workspace, year))
        if framework
        else Rewarded({})
    )
    from_age = documents.place.population.from_age
    standard = standard_population(workspace).people_from(from_age)
    fairness = stated.fairness if stated else None
    counted = Counted(panel, year, standard, framework, fairness, rewarded, kept)
    progress("making cards")
    return Scorecard(
        title=outcomes.value.outcomes,
        year=year,
        small=opened.gate.policy.small_numbers,
        cards=tuple(
            card_of(counted, measures[name], class_)
            for name, class_ in outcomes.value.classes().items()
        ),
        tree=tree_of(stated) if stated else (),
        framework=framework,
        reward=rewarded.reward,
        outlook=rewarded.outlook,
        parties={id_: partner.name for id_, partner in documents.place.partners.items()},
        names=names,
        warnings=(
            *rewarded.warnings,
            *(problem.what for problem in (warnings_of(stated, year.start) if stated else ())),
            *_left_out(panel),
        ),
    )


def _years(
    running: Engine, workspace: Workspace, opened: Opened, year: FinancialYear
) -> list[FinancialYear]:
    first = first_year_of(running, opened)
    if first is None or year < first:
        what = f"no records tell of {year}" + (f": the first are of {first}" if first else "")
        where = Where(str(workspace.document(PLACE)))
        raise Refused([Problem(where, what, "load them, or ask for a later year")])
    return years_to(first, year)


def _budget(workspace: Workspace, year: FinancialYear) -> Figure | None:
    folder = workspace.results(year)
    if not (folder / FIGURES).is_file():
        return None
    rows = (row.figure for row in read_figures(folder) if not row.breakdown)
    return next((figure for figure in rows if figure.id == "budget.in_scope"), None)


def _left_out(panel: Panel) -> tuple[str, ...]:
    others = panel.published.left_out
    if not others:
        return ()
    return (f"published values of {len(others)} other areas or groups are not shown: {others[0]}",)


def _names(running: Engine, documents: PlaceDocuments, opened: Opened) -> dict[str, str]:
    organisation = opened.tables["organisation"]
    rows = running.rows(organisation.select("code", "name").distinct().order_by("code"))
    called = {str(row["code"]): str(row["name"]) for row in rows if row["name"]}
    return called | {rule.id: rule.name for rule in documents.segments.rules}
