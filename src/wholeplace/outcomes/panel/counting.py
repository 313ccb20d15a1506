"""The pass itself, in order: what is known of events, each stream once, person-time once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.events import Events
from wholeplace.outcomes.panel.asks import Plan, Stream
from wholeplace.outcomes.panel.cells import (
    fine_cells,
    month_cells,
    once_each,
    stream_rows,
    year_cells,
)
from wholeplace.outcomes.panel.facts import coded_events, combined, linked_events, with_any_code
from wholeplace.outcomes.panel.fill import Counted
from wholeplace.outcomes.panel.people import COLUMNS, PLACE, kinds, of_kinds, time_cells, time_parts
from wholeplace.outcomes.panel.sources import Sources, events_of
from wholeplace.population.cohorts import ListedCode
from wholeplace.population.cohorts.marks import marks_table
from wholeplace.population.scores import ICD10


class Runs(Protocol):
    """What executes expressions: the engine of the store, handed in by who opened it."""

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """Compute a table once."""

    def arrow(self, table: ir.Table) -> pa.Table:
        """Return a table as Arrow."""

    def listed(self, name: str, table: pa.Table) -> ir.Table:
        """Return a small table of texts and whole numbers as one of the engine's own."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of the population as a pass needs them; see ``people.kinds`` and ``of_kinds``."""

    kinds: ir.Table
    lived: ir.Table


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the events of each table from other rows, and the column of each link."""

    of: Mapping[Events, ir.Table]
    links: Mapping[str, str]


def people_of(running: Runs, lived: ir.Table, ages: Sequence[int]) -> People:
    """Return the people of ``people.lived_year``, of all years together, by number of kind.

    ``ages`` are those at which bands begin: of the standard population, and all of ``Plan.ages``.
    """
    every = running.keep("kinds of people", kinds(lived))
    return People(every, running.keep("people by kind", of_kinds(lived, every, ages)))


def count_measures(
    running: Runs,
    plan: Plan,
    sources: Sources,
    lists: Mapping[str, Sequence[ListedCode]],
    people: People,
    years: Sequence[FinancialYear],
    breakdowns: Sequence[str] = tuple(COLUMNS),
) -> Counted:
    """Count everything that a plan asks, in some ``breakdowns`` and of the place as a whole.

    ``lists`` are the rows of the code lists that measures name.
    """
    events = events_of(sources, plan)
    facts = facts_of(running, plan, sources, events, lists)
    by_month, by_year = {}, {}
    several = dict.fromkeys((PLACE, *breakdowns))
    for stream in plan.streams:
        of_month, of_year = _cells(running, plan, stream, events, facts, people)
        for breakdown in several:
            key = stream, breakdown
            by_month[key] = running.arrow(month_cells(of_month, people.kinds, breakdown))
            by_year[key] = running.arrow(year_cells(of_year, people.kinds, breakdown))
    parts = running.keep("parts of people", time_parts(people.lived))
    time = {
        breakdown: running.arrow(time_cells(parts, people.kinds, breakdown, years))
        for breakdown in several
    }
    return Counted(by_month, by_year, time)


def _cells(
    running: Runs,
    plan: Plan,
    stream: Stream,
    events: Mapping[Events, ir.Table],
    facts: Facts,
    people: People,
) -> tuple[ir.Table, ir.Table]:
    """Return the cells of a stream that months are added up from, and those of years."""
    rows = stream_rows(
        events[stream.events],
        facts.of.get(stream.events),
        people.lived,
        plan,
        stream,
        facts.links,
    )
    if stream.each == "event":
        fine = running.keep("fine cells", fine_cells(rows))
        return fine, fine
    kept = running.keep("rows of people", rows)
    of_month = running.keep("people of months", once_each(kept, "month"))
    return of_month, running.keep("people of years", once_each(kept, "year"))


def facts_of(
    running: Runs,
    plan: Plan,
    sources: Sources,
    events: Mapping[Events, ir.Table],
    lists: Mapping[str, Sequence[ListedCode]],
) -> Facts:
    """Return what is known of events from codes and from other events."""
    written = _written(sources)
    coded = _coded(running, plan, written, lists)
    found, columns = {}, {}
    for name in events:
        tables = [coded[name]] if name in coded else []
        if name == "activity" and plan.asks_coded():
            tables.append(with_any_code(written[name]))
        for i, (key, link) in enumerate(plan.links(name).items()):
            columns[key] = f"l{i}"
            linked = linked_events(events, coded, link, plan.marks())
            kept = running.keep(f"link {name} {i}", linked)
            tables.append(kept.mutate(**{columns[key]: ibis.literal(1, "int64")}))
        if tables:
            found[name] = running.keep(f"facts of {name}", combined(tables))
    return Facts(found, columns)


def _written(sources: Sources) -> dict[Events, ir.Table]:
    """Return the codes that are written of each kind of event."""
    deaths = sources.deaths.select(
        event_id="person_id",
        code_system=ibis.literal(ICD10),
        code="death_cause",
        position=ibis.literal(1, "int64"),
    )
    acts = sources.coded.select("code_system", "code", "position", event_id="activity_id")
    return {"activity": acts, "death": deaths.filter(deaths.code.notnull())}


def _coded(
    running: Runs,
    plan: Plan,
    written: Mapping[Events, ir.Table],
    lists: Mapping[str, Sequence[ListedCode]],
) -> dict[str, ir.Table]:
    marks = plan.marks()
    if not marks:
        return {}
    pairs = ibis.union(*(rows.select("code_system", "code") for rows in written.values()))
    some = running.arrow(pairs.distinct())
    codes = zip(some["code_system"].to_pylist(), some["code"].to_pylist(), strict=True)
    table = running.listed("marks of codes", marks_table(codes, marks, lists))
    return {
        name: running.keep(f"coded {name}", coded_events(rows, table))
        for name, rows in written.items()
    }
