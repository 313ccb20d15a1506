"""Count measures by month and group, in one pass over the records of a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import ibis

from wholeplace.app.documents import PlaceDocuments, read_file
from wholeplace.app.population.cohort_documents import read_list
from wholeplace.app.population.cohort_sources import coded_activity
from wholeplace.app.records import Opened
from wholeplace.app.year_facts import in_segments
from wholeplace.kernel import FinancialYear, financial_year_of
from wholeplace.outcomes import Measure
from wholeplace.outcomes.panel import (
    Panel,
    People,
    Plan,
    Sources,
    count_measures,
    lived_year,
    panel_of,
    people_of,
    placed,
    plan_of,
)
from wholeplace.outcomes.standard import StandardPopulation
from wholeplace.population import spells_within, with_person
from wholeplace.population.cohorts import ListedCode
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace

STANDARD = "european-2013"
MOST_YEARS = 5
"""How many years are counted: the year, and those before it that targets and charts look at."""


def standard_population(workspace: Workspace) -> StandardPopulation:
    """Return the population that rates are standardised to."""
    path = workspace.own_or_shipped("standards", f"{STANDARD}.yaml")
    return read_file(path, StandardPopulation).value


def first_year_of(running: Engine, opened: Opened) -> FinancialYear | None:
    """Return the first year of which records tell; nothing where there are none."""
    activity = opened.records.activity
    found = running.rows(activity.aggregate(day=activity.start_ts.min().date()))[0]["day"]
    return financial_year_of(found) if isinstance(found, date) else None


def years_to(first: FinancialYear, year: FinancialYear) -> list[FinancialYear]:
    """Return the years that are counted for a year, as far as records go back."""
    begins = max(first.first, year.first + 1 - MOST_YEARS)
    return [FinancialYear(one) for one in range(begins, year.first + 1)]


def count_panel(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    opened: Opened,
    measures: Sequence[Measure],
    years: Sequence[FinancialYear],
) -> Panel:
    """Return measures by month and group in ``years``, which follow one another.

    What others publish is read from the files that the place names.
    """
    plan = plan_of(measures)
    ages = ages_of(workspace, documents, plan)
    there = people_there(running, opened, documents, years, ages)
    sources = sources_of(running, workspace, documents, opened)
    lists = lists_of(workspace, plan)
    counted = count_measures(running, plan, sources, lists, there, years)
    panel = panel_of(plan, counted, years, ages, _last_day(running, opened))
    files = [(one.area, one.rows) for one in documents.outcomes.published]
    parts = {name: panel.levels(name) for name in ("practice", "neighbourhood")}
    return replace(panel, published=placed(files, parts))


def ages_of(workspace: Workspace, documents: PlaceDocuments, plan: Plan) -> list[int]:
    """Return the ages at which bands begin: of the standard, the measures and the place."""
    standard = standard_population(workspace)
    return sorted({*standard.ages(), *plan.ages(), documents.place.population.from_age})


def people_there(
    running: Engine,
    opened: Opened,
    documents: PlaceDocuments,
    years: Sequence[FinancialYear],
    ages: Sequence[int],
) -> People:
    """Return who was there in each year, and of which kind they were.

    What care cost is let go: no measure asks for it, and the engine needs the memory for rows.
    """
    records, tables, found = opened.records, opened.tables, []
    running.keep("costs", records.costs.limit(0))
    for year in years:
        inside = running.keep(f"in {year}", spells_within(records.spells, year.start, year.end))
        segments = in_segments(records, documents, inside, year.start)
        places = (records.residence, tables["geography"], tables["organisation"])
        lived = lived_year(records.spells, segments, records.persons, *places, year)
        found.append(running.keep(f"lived {year}", lived))
    return people_of(running, ibis.union(*found) if len(found) > 1 else found[0], ages)


def sources_of(
    running: Engine, workspace: Workspace, documents: PlaceDocuments, opened: Opened
) -> Sources:
    """Return the records that measures count."""
    records = opened.records
    person = with_person(opened.tables["person"], records.keys)
    dead = person.filter(person.death_date.notnull(), person.person_id.notnull())
    deaths = dead.group_by("person_id").aggregate(
        death_date=dead.death_date.min(),
        death_place=dead.death_place.min(),
        death_cause=dead.death_cause.min(),
    )
    return Sources(
        activity=records.activity,
        spells=records.spells,
        deaths=deaths,
        care_packages=opened.of_people("care_package"),
        referrals=opened.of_people("referral"),
        measurements=opened.of_people("measurement"),
        coded=coded_activity(running, workspace, documents, opened),
    )


def lists_of(workspace: Workspace, plan: Plan) -> dict[str, tuple[ListedCode, ...]]:
    """Return the code lists that a plan names."""
    return {
        mark.list_: read_list(workspace.own_or_shipped("codelists", mark.list_))
        for mark in plan.marks()
    }


def _last_day(running: Engine, opened: Opened) -> date:
    """Return the last day on which anything happened to anybody, or that of the last load."""
    activity = opened.records.activity
    found = running.rows(activity.aggregate(day=activity.start_ts.max().date()))[0]["day"]
    if isinstance(found, date):
        return found
    return max(date.fromisoformat(batch.loaded_at[:10]) for batch in opened.batches)
