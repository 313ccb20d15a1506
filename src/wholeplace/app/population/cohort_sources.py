"""Bring the opened records into the form in which cohorts look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import ibis
from ibis import ir

from wholeplace.app.derive_records import derive_records
from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.population.cohort_documents import ReadCohorts
from wholeplace.app.records import OF_PEOPLE, Opened
from wholeplace.population import of_scores, with_person, without_any, years_before
from wholeplace.population.cohorts import Sources, code_marks
from wholeplace.population.scores import ICD10, Listed, bits_by_person, code_bits, known_before
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace

_CODED = ("code_system", "code", "position")


def cohort_sources(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    opened: Opened,
    read: ReadCohorts,
    register: ir.Table,
    day: date,
) -> Sources:
    """Return the sources of ``cohort_members`` on a day, from the records that count.

    ``register`` is that of ``register_on`` for the day.
    """
    records = opened.records
    coded = coded_activity(running, workspace, documents, opened)
    people = records.diagnoses.select("code_system", "code")
    pairs = running.rows(ibis.union(coded.select("code_system", "code"), people).distinct())
    codes = [(str(row["code_system"]), str(row["code"])) for row in pairs]
    return Sources(
        register=register,
        activity=records.activity,
        coded_activity=coded,
        diagnoses=records.diagnoses,
        marks=ibis.memtable(code_marks(codes, read.cohorts, read.lists)),
        scores=_scores(records.diagnoses, [c for s, c in codes if s == ICD10], read.scores, day),
        residence=records.residence,
        measurements=opened.of_people("measurement"),
        items=opened.of_people("rx_item"),
    )


def coded_activity(
    running: Engine, workspace: Workspace, documents: PlaceDocuments, opened: Opened
) -> ir.Table:
    """Return the codes of stays and attendances; those of episodes stand at their stay."""
    linked = {name: with_person(opened.tables[name], opened.records.keys) for name in OF_PEOPLE}
    # What was derived when the records were opened is read again, not worked out again.
    derived = derive_records(running, workspace.data, linked, documents, opened.batches).tables
    parts = [
        derived[name].select("activity_id", *_CODED).filter(derived[name].activity_id.notnull())
        for name in ("diagnosis", "procedure")
    ]
    return ibis.union(*parts)


def _scores(
    diagnoses: ir.Table, codes: Sequence[str], scores: Sequence[Listed], day: date
) -> ir.Table:
    if not scores:
        return diagnoses.select("person_id").filter(ibis.literal(value=False))
    dated = [_since(one, day) for one in scores]
    known = known_before(diagnoses, day)
    known = known.filter(known.code_system == ICD10)
    bits = bits_by_person(known, ibis.memtable(code_bits(codes, dated)), dated)
    asked = without_any([one.score for one in scores], _features(scores))
    return of_scores(bits, dated, asked)


def _features(scores: Sequence[Listed]) -> set[str]:
    names = [one.score.score.replace("-", "_") for one in scores]
    return {f"{name}_{part}" for name in names for part in ("points", "band")}


def _since(one: Listed, day: date) -> Listed:
    years = one.score.look_back_years
    return one if years is None else replace(one, since=years_before(day, years))
