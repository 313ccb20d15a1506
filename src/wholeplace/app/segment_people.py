"""The people of a workspace in segments: how many, at what cost, and who moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ibis import ir

from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Records, open_records
from wholeplace.app.segment_documents import find_rules, read_rules
from wholeplace.app.year_facts import in_segments
from wholeplace.budget import counted, within
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import (
    SegmentRules,
    never_reached,
    person_days,
    spells_within,
    years_before,
)
from wholeplace.population.movement import Movement, moved
from wholeplace.population.variance import SegmentCosts, costs_by_segment, variance_explained
from wholeplace.report.segment_data import Segmented
from wholeplace.store.engine import Engine, engine
from wholeplace.store.lock import writing
from wholeplace.store.workspace import Workspace


def segment_people(
    workspace: Workspace,
    rules: str | None = None,
    on: date | None = None,
    against: date | None = None,
    *,
    costs_after: bool = False,
    progress: Progress = unseen,
) -> Segmented:
    """Put everybody registered on a day in a segment, and say what they cost and who moved.

    Without ``rules``, those of the place; without ``on``, the first day of the agreement's first
    year. ``against`` is another day: movement goes from the earlier of the two to the later.
    Costs are those of the 12 months before the day, or of the 12 from it (``costs_after``).
    Raises ``Refused`` for unknown rules, no records, a day on which nobody is registered,
    or one day compared with itself.
    """
    documents = _with_rules(workspace, read_place(workspace), rules)
    on = on or documents.place.first_year.start
    if against == on:
        what, remedy = f"both days are {on}: nobody moves on one day", "name an earlier or a later"
        raise Refused([Problem(Where("--against"), what, remedy)])
    period = (on, years_before(on, -1)) if costs_after else (years_before(on, 1), on)
    with writing(workspace.root, "segments", waiting=progress), engine() as running:
        progress("linking the records to people")
        records = open_records(running, workspace, documents).records
        progress("putting people in segments")
        register = _register(running, workspace, records, documents, on)
        rows = _costs(running, records, documents, register, period)
        movement = None
        if against is not None:
            progress("comparing the two days")
            other = _register(running, workspace, records, documents, against)
            days = sorted([(on, register), (against, other)], key=lambda pair: pair[0])
            movement = _movement(running, records, days)
    return Segmented(
        documents.segments,
        on,
        *period,
        documents.place.currency,
        rows,
        variance_explained(rows),
        movement,
        privacy_policy(workspace).small_numbers,
        tuple(_warnings(documents.segments, rows, on)),
    )


def _with_rules(
    workspace: Workspace, documents: PlaceDocuments, rules: str | None
) -> PlaceDocuments:
    if rules is None:
        return documents
    read = read_rules(find_rules(rules, workspace), workspace)
    return replace(documents, segments=read.rules, rule_scores=read.scores)


def _register(
    running: Engine, workspace: Workspace, records: Records, documents: PlaceDocuments, day: date
) -> ir.Table:
    """Return everybody registered on a day, with the segment they are in on it."""
    there = spells_within(records.spells, day, date.fromordinal(day.toordinal() + 1))
    people = in_segments(records, documents, there, day).select("person_id", "segment")
    register = running.keep(f"register on {day}", people)
    if not running.count(register):
        what = f"nobody is registered on {day}"
        raise Refused([Problem(Where(str(workspace.data)), what, "name a day the records cover")])
    return register


def _costs(
    running: Engine,
    records: Records,
    documents: PlaceDocuments,
    register: ir.Table,
    period: tuple[date, date],
) -> tuple[SegmentCosts, ...]:
    inside = running.keep("the year of costs", spells_within(records.spells, *period))
    costs = within(records.costs, *period)
    services = [one for one in documents.place.services if one.in_scope_on(period[1])]
    costs = counted(costs, services, documents.place.currency)
    members = inside.select(member="person_id", starts="starts", ends="ends")
    is_theirs = [
        costs.person_id == members.member,
        costs.day >= members.starts,
        costs.day < members.ends,
    ]
    days = person_days(inside).select("person_id", "days")
    found = costs_by_segment(register, days, costs.inner_join(members, is_theirs))
    named = {str(row["segment"]): row for row in running.rows(found)}
    return tuple(_row(rule.id, named.get(rule.id, {})) for rule in documents.segments.rules)


def _row(segment: str, row: dict[str, object]) -> SegmentCosts:
    numbers = (
        int(Fraction(str(row.get(name, 0)))) for name in ("people", "days", "pence", "squares")
    )
    return SegmentCosts(segment, *numbers)


def _movement(running: Engine, records: Records, days: list[tuple[date, ir.Table]]) -> Movement:
    (earlier, before), (later, after) = days
    rows = running.rows(moved(before, after, records.deaths, later))
    pairs = {(str(row["was"]), str(row["became"])): int(str(row["people"])) for row in rows}
    return Movement(earlier, later, pairs)


def _warnings(rules: SegmentRules, rows: tuple[SegmentCosts, ...], on: date) -> Iterator[str]:
    unreached = {rule.id: earlier.id for rule, earlier in never_reached(rules)}
    for rule, earlier in unreached.items():
        yield f"nobody can ever be in '{rule}': '{earlier}' takes all of its people before"
    empty = [row.segment for row in rows if not row.people and row.segment not in unreached]
    if empty:
        yield f"nobody is in {', '.join(map(repr, empty))} on {on}"
    if not any(row.pence for row in rows):
        yield "no cost of services in scope in the 12 months: nothing says what people cost"
