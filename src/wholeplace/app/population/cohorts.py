"""The cohorts of a workspace on a day: how many, where, at what cost, and how they overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from ibis import ir

from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.policies import privacy_policy
from wholeplace.app.population.cohort_documents import ReadCohorts, read_cohorts
from wholeplace.app.population.cohort_sources import cohort_sources
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Opened, open_records
from wholeplace.budget import counted, within
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import emergency_admissions, register_on, years_before
from wholeplace.population.cohorts import (
    CareHome,
    Cohort,
    Counted,
    Diagnosed,
    Measured,
    Medicines,
    Scored,
    Sources,
    cohort_facts,
    criteria_met,
    members_of,
)
from wholeplace.population.neighbourhoods import NOT_KNOWN, in_neighbourhoods
from wholeplace.privacy import SmallNumbers
from wholeplace.report.cohorts import CohortFigures, CohortsFound
from wholeplace.report.cohorts.words import asked
from wholeplace.store.engine import Engine, engine
from wholeplace.store.lock import writing
from wholeplace.store.workspace import Workspace

_NOT_KNOWN = "Neighbourhood not known"
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class _Kept:
    """The tables of a day, worked out once."""

    register: ir.Table
    sources: Sources
    facts: ir.Table
    members: ir.Table


def find_cohorts(
    workspace: Workspace,
    names: Sequence[str] = (),
    on: date | None = None,
    *,
    progress: Progress = unseen,
) -> CohortsFound:
    """Return who is in which cohort on a day, counted; nothing is hidden yet.

    Without ``names`` all cohorts there are; without ``on`` the first day of the agreement. Raises
    ``Refused`` for an unknown name, a document that is wrong, no records, or a day on which
    nobody is registered.
    """
    documents = read_place(workspace)
    on = on or documents.place.first_year.start
    read = read_cohorts(workspace, names, on)
    small = privacy_policy(workspace).small_numbers
    with writing(workspace.root, "cohorts", waiting=progress), engine() as running:
        progress("linking the records to people")
        opened = open_records(running, workspace, documents)
        progress("looking for the people of the cohorts")
        kept = _kept(running, workspace, documents, opened, read, on)
        progress("counting them")
        return _found(running, documents, opened, read, kept, on, small)


def _kept(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    opened: Opened,
    read: ReadCohorts,
    on: date,
) -> _Kept:
    register = running.keep("register", register_on(opened.records.spells, on))
    if not running.count(register):
        what = f"nobody is registered on {on}"
        raise Refused([Problem(Where(str(workspace.data)), what, "name a day the records cover")])
    sources = cohort_sources(running, workspace, documents, opened, read, register, on)
    facts = running.keep("facts of cohorts", cohort_facts(sources, read.cohorts, on))
    members = running.keep("members", members_of(facts, read.cohorts, on))
    return _Kept(register, sources, facts, members)


def _found(
    running: Engine,
    documents: PlaceDocuments,
    opened: Opened,
    read: ReadCohorts,
    kept: _Kept,
    on: date,
    small: SmallNumbers,
) -> CohortsFound:
    organisation = opened.tables["organisation"]
    placed = in_neighbourhoods(kept.register, organisation, on)
    placed = running.keep("neighbourhoods", placed.select("person_id", "neighbourhood"))
    inside = kept.members.inner_join(placed, "person_id")
    start = years_before(on, 1)
    costs = _in_scope(opened, documents, start, on)
    by_hood = placed.group_by("neighbourhood").aggregate(n=placed.count())
    by_both = inside.group_by("cohort", "neighbourhood").aggregate(n=inside.count())
    register = _counts(running, by_hood, "neighbourhood")
    figures = _figures(running, kept, opened, costs, read.cohorts, (start, on))
    not_known = _not_known(running, kept.sources, read, figures)
    return CohortsFound(
        cohorts=read.cohorts,
        on=on,
        starts=start,
        currency=documents.place.currency,
        register={str(hood): n for hood, n in register.items()},
        neighbourhoods=_called(running, organisation, [str(hood) for hood in register]),
        figures=figures,
        inside=_pairs(running, by_both),
        together=_together(running, kept.members),
        is_costed=running.count(costs.limit(1)) > 0,
        small=small,
        not_known=not_known,
        warnings=tuple(_warnings(running, kept, read, figures, not_known, on, small)),
    )


def _in_scope(opened: Opened, documents: PlaceDocuments, start: date, on: date) -> ir.Table:
    place, costs = documents.place, within(opened.records.costs, start, on)
    return counted(costs, place.services_in_scope(on), place.currency)


def _counts(running: Engine, table: ir.Table, by: str) -> dict[object, int]:
    return {row[by]: int(str(row["n"])) for row in running.rows(table.order_by(by))}


def _pairs(running: Engine, table: ir.Table) -> dict[tuple[str, str], int]:
    return {
        (str(row["cohort"]), str(row["neighbourhood"])): int(str(row["n"]))
        for row in running.rows(table)
    }


def _called(running: Engine, organisation: ir.Table, hoods: Sequence[str]) -> dict[str, str]:
    rows = running.rows(organisation.filter(organisation.type == "neighbourhood"))
    names = {str(row["code"]): str(row["name"] or row["code"]) for row in rows}
    return {hood: _NOT_KNOWN if hood == NOT_KNOWN else names.get(hood, hood) for hood in hoods}


def _figures(
    running: Engine,
    kept: _Kept,
    opened: Opened,
    costs: ir.Table,
    cohorts: Sequence[Cohort],
    year: tuple[date, date],
) -> dict[str, CohortFigures]:
    members = kept.members
    admitted = emergency_admissions(opened.records.activity, *year)
    spent = costs.group_by("person_id").aggregate(amount=costs.amount.sum())
    rows = members.left_join(admitted, "person_id").drop("person_id_right")
    rows = rows.left_join(spent, "person_id").drop("person_id_right")
    summed = rows.group_by("cohort").aggregate(
        people=rows.count(),
        admissions=rows.emergency_admissions.sum().fill_null(0),
        amount=rows.amount.sum().fill_null(0),
    )
    named = {str(row["cohort"]): row for row in running.rows(summed)}
    return {one.cohort: _figure(named.get(one.cohort, {})) for one in cohorts}


def _figure(row: Mapping[str, object]) -> CohortFigures:
    people, admissions = (int(str(row.get(name, 0))) for name in ("people", "admissions"))
    return CohortFigures(people, admissions, round(Fraction(str(row.get("amount", 0))) * 100))


def _together(running: Engine, members: ir.Table) -> dict[tuple[str, ...], int]:
    """Return people by exactly the cohorts that they are in."""
    each = members.group_by("person_id").aggregate(
        cohorts=members.cohort.group_concat(",", order_by=members.cohort)
    )
    rows = running.rows(each.group_by("cohorts").aggregate(n=each.count()).order_by("cohorts"))
    return {tuple(str(row["cohorts"]).split(",")): int(str(row["n"])) for row in rows}


def _warnings(
    running: Engine,
    kept: _Kept,
    read: ReadCohorts,
    figures: Mapping[str, CohortFigures],
    not_known: Mapping[str, str],
    on: date,
    small: SmallNumbers,
) -> Iterator[str]:
    met = running.rows(criteria_met(kept.facts, read.cohorts, on))[0]
    yield from _coverage(running, kept.sources, on)
    first = 0
    for cohort in read.cohorts:
        leaves = dict(enumerate(cohort.leaves(), first))
        first += len(leaves)
        if cohort.cohort in not_known:
            yield f"who is in '{cohort.cohort}' is not known: {not_known[cohort.cohort]}"
        elif not figures[cohort.cohort].people:
            # What must not be is met by nobody as a rule, and keeps nobody out.
            wanted = {i: leaf for i, (path, leaf) in leaves.items() if "none" not in path}
            unmet = [asked(leaf) for i, leaf in wanted.items() if not int(str(met[f"met{i}"]))]
            why = ", ".join(dict.fromkeys(unmet))
            why = f"nobody meets: {why}" if why else "some meet each criterion, nobody all of them"
            yield f"nobody is in '{cohort.cohort}' on {on}: {why}"
        for i, (_, leaf) in leaves.items():
            if isinstance(leaf, Counted) and leaf.top and int(str(met[f"tied{i}"])):
                tied = small.said(int(str(met[f"tied{i}"])))
                rule = _RULES[leaf.ties or "in"]
                yield f"'{cohort.cohort}': {tied} people are tied at the border; {rule}"


_RULES = {
    "in": "all of them are in",
    "out": "none of them is in",
    "latest": "those with the latest are in, then those whose pseudonym is the first in order",
}


def _not_known(
    running: Engine,
    sources: Sources,
    read: ReadCohorts,
    figures: Mapping[str, CohortFigures],
) -> dict[str, str]:
    """Return the cohorts with nobody in them that look at what no feed tells of, and what that is.

    Nobody seen is not nobody there: such a cohort is not known, and is not nought.
    """
    looks_at = {
        Counted: ("no activity is recorded", sources.activity),
        Diagnosed: ("no diagnosis is recorded", sources.diagnoses),
        Scored: ("no diagnosis is recorded", sources.diagnoses),
        CareHome: ("no residence is recorded", sources.residence),
        Measured: ("no measurement is recorded", sources.measurements),
        Medicines: ("no prescribed item is recorded", sources.items),
    }
    empty = {kind: why for kind, (why, t) in looks_at.items() if not running.count(t.limit(1))}
    found = {}
    for cohort in read.cohorts:
        wanted = (type(leaf) for path, leaf in cohort.leaves() if "none" not in path)
        reasons = [empty[kind] for kind in wanted if kind in empty]
        if reasons and not figures[cohort.cohort].people:
            found[cohort.cohort] = reasons[0]
    return found


def _coverage(running: Engine, sources: Sources, on: date) -> Iterator[str]:
    """Yield what the records lack that most cohorts look at."""
    days = sources.activity.select(day=sources.activity.start_ts.date())
    span = running.rows(days.aggregate(first=days.day.min(), last=days.day.max()))[0]
    start, first, last = years_before(on, 1), span["first"], span["last"]
    if not isinstance(first, date) or not isinstance(last, date):
        yield "no activity is recorded: cohorts that count it are empty"
    elif first >= on or last < start:
        yield f"no activity is recorded in the 12 months before {on}: it is from {first} to {last}"
    elif first > start:
        yield f"activity is recorded from {first}, not the whole 12 months before {on}"
    elif last < on and (on - last).days > _NEARLY:
        yield f"activity is recorded to {last}, not the whole 12 months before {on}"


_NEARLY = 31
"""Days at the end of the records without a row, which a quiet month may have."""
