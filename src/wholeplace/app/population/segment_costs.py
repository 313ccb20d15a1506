"""Who is in which segment on a day, what they cost, and what that says of the rule set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np
from ibis import ir
from numpy.typing import NDArray

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.records import Records
from wholeplace.app.segment_documents import ReadRules
from wholeplace.app.year_facts import in_segments
from wholeplace.budget import counted, within
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import SegmentRules, never_reached, person_days, spells_within
from wholeplace.population.variance import (
    SegmentCosts,
    costs_by_segment,
    person_costs,
    variance_explained,
)
from wholeplace.population.variance_limits import Estimate, share_explained, without_each
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Explained:
    """The costs of the segments of a rule set, in its order, and what they explain.

    ``share`` is exact, and missing where all cost the same. ``left_out`` is what the rule set would
    explain without each person.
    """

    rows: tuple[SegmentCosts, ...]
    share: Fraction | None
    left_out: NDArray[np.float64]

    def estimate(self) -> Estimate | None:
        """Return the share with its limits, or nothing where there is none."""
        return None if self.share is None else share_explained(float(self.share), self.left_out)


def with_rules(documents: PlaceDocuments, read: ReadRules) -> PlaceDocuments:
    """Return the documents of a place with another rule set."""
    return replace(documents, segments=read.rules, rule_scores=read.scores)


def register_in_segments(
    running: Engine, workspace: Workspace, records: Records, documents: PlaceDocuments, day: date
) -> ir.Table:
    """Return everybody registered on a day, with the segment they are in on it.

    Raises ``Refused`` where that is nobody.
    """
    there = spells_within(records.spells, day, date.fromordinal(day.toordinal() + 1))
    people = in_segments(records, documents, there, day).select("person_id", "segment")
    name = f"register on {day} by {documents.segments.segments}"
    register = running.keep(name, people)
    if not running.count(register):
        what = f"nobody is registered on {day}"
        raise Refused([Problem(Where(str(workspace.data)), what, "name a day the records cover")])
    return register


def spent_by_person(
    running: Engine,
    records: Records,
    documents: PlaceDocuments,
    people: ir.Table,
    period: tuple[date, date],
) -> ir.Table:
    """Return the days in the period, and the pence in scope on these days, of each of the people.

    The period ends before its second day.
    """
    inside = running.keep("the year of costs", spells_within(records.spells, *period))
    costs = within(records.costs, *period)
    place = documents.place
    costs = counted(costs, place.services_in_scope(period[1]), place.currency)
    members = inside.select(member="person_id", starts="starts", ends="ends")
    is_theirs = [
        costs.person_id == members.member,
        costs.day >= members.starts,
        costs.day < members.ends,
    ]
    days = person_days(inside).select("person_id", "days")
    spent = person_costs(people, days, costs.inner_join(members, is_theirs))
    return running.keep("spent by person", spent)


def explained(
    running: Engine, rules: SegmentRules, register: ir.Table, spent: ir.Table
) -> Explained:
    """Return what people in segments cost, and how much of its variance the segments explain."""
    found = running.rows(costs_by_segment(register, spent))
    named = {str(row["segment"]): row for row in found}
    rows = tuple(_row(rule.id, named.get(rule.id, {})) for rule in rules.rules)
    # In one order of people for all rule sets, so that two can be held against one another.
    people = register.inner_join(spent, "person_id").order_by("person_id")
    table = running.arrow(people.select("segment", "pence"))
    numbers = table["segment"].combine_chunks().dictionary_encode().indices.to_numpy()
    pence = table["pence"].to_numpy()
    return Explained(rows, variance_explained(rows), without_each(numbers, pence))


def _row(segment: str, row: dict[str, object]) -> SegmentCosts:
    numbers = (
        int(Fraction(str(row.get(name, 0)))) for name in ("people", "days", "pence", "squares")
    )
    return SegmentCosts(segment, *numbers)


def warnings_of_rules(rules: SegmentRules, rows: Sequence[SegmentCosts], on: date) -> Iterator[str]:
    """Yield what is odd about a rule set: segments that nobody can be in, or is in."""
    unreached = {rule.id: earlier.id for rule, earlier in never_reached(rules)}
    for rule, earlier in unreached.items():
        yield f"nobody can ever be in '{rule}': '{earlier}' takes all of its people before"
    empty = [row.segment for row in rows if not row.people and row.segment not in unreached]
    if empty:
        yield f"nobody is in {', '.join(map(repr, empty))} on {on}"


def warnings_of_costs(rows: Sequence[SegmentCosts]) -> Iterator[str]:
    """Yield that nothing says what people cost, where that is so."""
    if not any(row.pence for row in rows):
        yield "no cost of services in scope in the 12 months: nothing says what people cost"
