"""All measures of a place by month and group in one pass: held against one query for each.

``python bench/measures.py WORKSPACE [--each 1]`` reads a workspace whose records are derived. The
other way asks the same definitions measure by measure and breakdown by breakdown; ``--each N`` asks
every N-th of these questions and counts the time N times.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.documents import PlaceDocuments, read_file, read_place
from wholeplace.app.population.cohort_documents import read_list
from wholeplace.app.population.cohort_sources import coded_activity
from wholeplace.app.records import Opened, open_records
from wholeplace.app.year_facts import in_segments
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.panel import (
    COLUMNS,
    Counted,
    People,
    Plan,
    Sources,
    count_measures,
    lived_year,
    panel_of,
    people_of,
    plan_of,
)
from wholeplace.outcomes.panel.cells import month_cells, once_each, stream_rows
from wholeplace.outcomes.panel.counting import facts_of
from wholeplace.outcomes.panel.people import time_cells, time_parts
from wholeplace.outcomes.panel.sources import events_of
from wholeplace.outcomes.standard import StandardPopulation
from wholeplace.population import spells_within, with_person
from wholeplace.population.cohorts import ListedCode
from wholeplace.store.engine import Engine, engine
from wholeplace.store.shipped import shipped_file, shipped_names
from wholeplace.store.workspace import Workspace

SECONDS, MEMORY, TIMES = 60.0, 4.0, 10.0


def shipped_measures() -> list[Measure]:
    """Return the measures that are shipped."""
    names = shipped_names("measures")
    return [read_file(shipped_file("measures", f"{name}.yaml"), Measure).value for name in names]


def listed(plan: Plan) -> dict[str, tuple[ListedCode, ...]]:
    """Return the code lists that a plan names."""
    return {mark.list_: read_list(shipped_file("codelists", mark.list_)) for mark in plan.marks()}


def ages_of(plan: Plan, documents: PlaceDocuments) -> list[int]:
    """Return the ages at which bands begin: of the standard, the measures and the place."""
    path = shipped_file("standards", "european-2013.yaml")
    standard = read_file(path, StandardPopulation).value
    return sorted({*standard.ages(), *plan.ages(), documents.place.population.from_age})


def people(
    running: Engine,
    opened: Opened,
    documents: PlaceDocuments,
    years: list[FinancialYear],
    ages: list[int],
) -> People:
    """Return who was there in each year, and of which kind they were."""
    records, tables, found = opened.records, opened.tables, []
    # What care cost is not asked: the engine needs the memory for the rows.
    running.keep("costs", records.costs.limit(0))
    for year in years:
        inside = running.keep(f"in {year}", spells_within(records.spells, year.start, year.end))
        segments = in_segments(records, documents, inside, year.start)
        places = (records.residence, tables["geography"], tables["organisation"])
        lived = lived_year(records.spells, segments, records.persons, *places, year)
        found.append(running.keep(f"lived {year}", lived))
    return people_of(running, ibis.union(*found) if len(found) > 1 else found[0], ages)


def sources(
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


def one_by_one(
    running: Engine,
    measures: list[Measure],
    of: Sources,
    there: People,
    years: list[FinancialYear],
    each: int,
) -> Iterator[tuple[ir.Table, ir.Table | None]]:
    """Yield the numerators and the person-time of a measure in a breakdown, as queries."""
    for measure, breakdown in islice(product(measures, COLUMNS), 0, None, each):
        plan = plan_of([measure])
        stream, _ = plan.asked[measure.measure].numerator
        events = events_of(of, plan)
        facts = facts_of(running, plan, of, events, listed(plan))
        known = facts.of.get(stream.events)
        rows = stream_rows(events[stream.events], known, there.lived, plan, stream, facts.links)
        cells = once_each(rows, "month") if stream.each == "person" else _counted(rows)
        time_ = None
        if measure.kind == "rate":
            time_ = time_cells(time_parts(there.lived), there.kinds, breakdown, years)
        yield month_cells(cells, there.kinds, breakdown), time_


def _counted(rows: ir.Table) -> ir.Table:
    return rows.mutate(n=ibis.literal(1, "int64"))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--first", type=int, default=2015)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--each", type=int, default=0, help="0: leave the other way out")
    asked = parser.parse_args()
    workspace, began = Workspace(asked.workspace), _now()
    documents = read_place(workspace)
    measures = [one for one in shipped_measures() if one.kind != "published"]
    years = [FinancialYear(asked.first + i) for i in range(asked.years)]
    plan = plan_of(measures)
    ages = ages_of(plan, documents)
    with engine(in_order=False) as running:
        opened = open_records(running, workspace, documents)
        there = people(running, opened, documents, years, ages)
        of, ready = sources(running, workspace, documents, opened), _now()
        counted: Counted = count_measures(running, plan, of, listed(plan), there, years)
        found = panel_of(plan, counted, years, ages, date(asked.first + asked.years, 3, 31))
        done = _now()
        size = f"{len(measures)} measures, {len(found.months)} months, {len(COLUMNS)} breakdowns"
        took, cpu = (one - other for one, other in zip(done, ready, strict=True))
        opening = ready[0] - began[0]
        print(f"{size}: {took:.1f} s ({cpu:.1f} s of CPU), {opening:.1f} s to open ({SECONDS} s)")
        print(f"its peak memory: {_peak():.2f} GiB (limit {MEMORY})")
        if not asked.each:
            return
        other, other_cpu = _one_by_one(running, measures, of, there, years, asked.each)
        for what, mine, theirs in (("", took, other), (" of CPU", cpu, other_cpu)):
            told = f"{theirs:.1f} s{what}, {theirs / mine:.1f} x (at least {TIMES})"
            print(f"measure by measure, {len(measures) * len(COLUMNS)} queries: {told}")


def _one_by_one(
    running: Engine,
    measures: list[Measure],
    of: Sources,
    there: People,
    years: list[FinancialYear],
    each: int,
) -> tuple[float, float]:
    number = len(measures) * len(COLUMNS)
    questions = one_by_one(running, measures, of, there, years, each)
    begin = _now()
    for events, time_ in questions:
        running.arrow(events)
        if time_ is not None:
            running.arrow(time_)
    took, cpu = (one - other for one, other in zip(_now(), begin, strict=True))
    times = number / len(range(0, number, each))
    return took * times, cpu * times


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


if __name__ == "__main__":
    main()
