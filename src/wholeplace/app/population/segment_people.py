"""The people of a workspace in segments: how many, at what cost, and who moved."""

from __future__ import annotations

from datetime import date

from ibis import ir

from wholeplace.app.documents import read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.population.segment_costs import (
    explained,
    register_in_segments,
    spent_by_person,
    warnings_of_costs,
    warnings_of_rules,
    with_rules,
)
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Records, open_records
from wholeplace.app.segment_documents import find_rules, read_rules
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import years_before
from wholeplace.population.movement import Movement, moved
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
    documents = read_place(workspace)
    if rules is not None:
        documents = with_rules(documents, read_rules(find_rules(rules, workspace), workspace))
    on = on or documents.place.first_year.start
    if against == on:
        what, remedy = f"both days are {on}: nobody moves on one day", "name an earlier or a later"
        raise Refused([Problem(Where("--against"), what, remedy)])
    period = period_of(on, costs_after=costs_after)
    with writing(workspace.root, "segments", waiting=progress), engine() as running:
        progress("linking the records to people")
        records = open_records(running, workspace, documents).records
        progress("putting people in segments")
        register = register_in_segments(running, workspace, records, documents, on)
        spent = spent_by_person(running, records, documents, register, period)
        found = explained(running, documents.segments, register, spent)
        movement = None
        if against is not None:
            progress("comparing the two days")
            other = register_in_segments(running, workspace, records, documents, against)
            days = sorted([(on, register), (against, other)], key=lambda pair: pair[0])
            movement = _movement(running, records, days)
    warnings = [
        *warnings_of_rules(documents.segments, found.rows, on),
        *warnings_of_costs(found.rows),
    ]
    return Segmented(
        documents.segments,
        on,
        *period,
        documents.place.currency,
        found.rows,
        found.estimate(),
        movement,
        privacy_policy(workspace).small_numbers,
        tuple(warnings),
    )


def period_of(on: date, *, costs_after: bool) -> tuple[date, date]:
    """Return the 12 months before a day, or those from it; they end before the second day."""
    return (on, years_before(on, -1)) if costs_after else (years_before(on, 1), on)


def _movement(running: Engine, records: Records, days: list[tuple[date, ir.Table]]) -> Movement:
    (earlier, before), (later, after) = days
    rows = running.rows(moved(before, after, records.deaths, later))
    pairs = {(str(row["was"]), str(row["became"])): int(str(row["people"])) for row in rows}
    return Movement(earlier, later, pairs)
