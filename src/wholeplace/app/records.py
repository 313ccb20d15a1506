"""The records of a workspace, opened, linked to people, derived from and cleared for counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ibis import ir

from wholeplace.app.derive_records import derive_records
from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.people.opt_out import Gate, opt_out_gate
from wholeplace.budget import costed, with_service
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import keys_in_doubt, linked_keys, people, spells, with_person
from wholeplace.population.scores import ICD10, Listed, code_bits, dated_diagnoses
from wholeplace.privacy import Use
from wholeplace.store.batches import stored_tables
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch, known_at, read_ledger
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Records:
    """The linked records, ready to be counted in any year."""

    keys: ir.Table
    persons: ir.Table
    spells: ir.Table
    residence: ir.Table
    activity: ir.Table
    costs: ir.Table
    diagnoses: ir.Table
    code_bits: ir.Table
    deaths: ir.Table
    link_counts: Mapping[str, int]
    derived_counts: Mapping[str, int]

    def of_people(self) -> dict[str, ir.Table]:
        """Return the tables whose rows are about a person, by name."""
        names = ("persons", "spells", "residence", "activity", "costs", "diagnoses", "deaths")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Opened:
    """The records that count: their batches, canonical tables, what is linked, and the gate.

    ``tables`` are as they were stored; ``records`` hold nobody whom the opt-out leaves out of
    the ``use`` that is made of them.
    """

    batches: tuple[Batch, ...]
    tables: Mapping[str, ir.Table]
    records: Records
    gate: Gate
    use: Use = "counts"

    def of_people(self, name: str) -> ir.Table:
        """Return a canonical table with the linked person, of people whose rows may be used.

        A table that the policy leaves out of the use is empty.
        """
        rows = self.gate.rows(with_person(self.tables[name], self.records.keys), self.use)
        return rows.limit(0) if name in self.gate.policy.leaves_out(self.use) else rows

    def for_use(self, use: Use) -> Opened:
        """Return what may be used of the same records for another use.

        Raises ``Refused`` where the opt-out covers it and nobody has checked.
        """
        tables = self.records.of_people()
        allowed = {name: self.gate.rows(rows, use) for name, rows in tables.items()}
        return replace(self, records=replace(self.records, **allowed), use=use)


def open_records(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    *,
    as_at: date | None = None,
) -> Opened:
    """Open and link the records of a workspace; ``as_at`` those known at the end of that day.

    Raises ``Refused`` where nothing is loaded.
    """
    batches = _known(workspace, as_at)
    gate = opt_out_gate(running, workspace, batches)
    tables = stored_tables(running, workspace.data, batches)
    records = link_records(running, workspace.data, tables, documents, batches)
    records = replace(records, **gate.counted(records.of_people()))
    return Opened(batches, tables, records, gate)


def _known(workspace: Workspace, as_at: date | None) -> tuple[Batch, ...]:
    batches, where = read_ledger(workspace.data), Where(str(workspace.data))
    if not batches:
        remedy = f"load some first: wholeplace load {workspace.root} --from MAPPING PATH"
        raise Refused([Problem(where, "no records are loaded", remedy)])
    known = known_at(batches, as_at) if as_at else batches
    if not known:
        first = min(batch.loaded_at for batch in batches)
        what = f"no records were loaded by {as_at and as_at.isoformat()}"
        raise Refused([Problem(where, what, f"the first were loaded at {first}")])
    return known


OF_PEOPLE = (
    *("activity", "cost", "diagnosis", "procedure", "measurement"),
    *("registration", "care_package"),
)
"""The tables whose rows are linked to people before anything is derived from them."""


def link_records(
    running: Engine,
    data: Path,
    tables: Mapping[str, ir.Table],
    documents: PlaceDocuments,
    batches: Sequence[Batch],
) -> Records:
    """Link every table's keys to people, derive what follows, and find the population's spells.

    ``batches`` are those that ``tables`` were read from.
    """
    keys = running.keep("linked keys", linked_keys(tables["source_link"], tables["person"]))
    persons = running.keep("people", people(tables["person"], keys))
    linked = {name: with_person(tables[name], keys) for name in OF_PEOPLE}
    derived = derive_records(running, data, linked, documents, batches)
    services = documents.place.services
    # Not kept: to read a few of its columns again is quicker than to copy them all.
    activity = with_service(derived.tables["activity"], services)
    costs = costed(
        derived.tables["cost"],
        activity,
        tables["care_package"],
        tables["rx_item"],
        services,
    )
    diagnosis, registration = derived.tables["diagnosis"], linked["registration"]
    registered = registration.filter(registration.person_id.notnull())
    icd10 = diagnosis.filter(diagnosis.code_system == ICD10)
    from_age = documents.place.population.from_age
    return Records(
        keys=keys,
        persons=persons,
        spells=running.keep("spells", spells(persons, registered, from_age)),
        residence=with_person(tables["residence"], keys),
        activity=activity,
        costs=running.keep("costs", costs),
        diagnoses=running.keep("diagnoses", dated_diagnoses(diagnosis, activity)),
        code_bits=bits_of_codes(running, icd10, listed_scores(documents)),
        deaths=persons.filter(persons.death_date.notnull()).select("person_id", "death_date"),
        link_counts=_link_counts(running, tables, persons, activity),
        derived_counts=derived.counts,
    )


def bits_of_codes(running: Engine, coded: ir.Table, scores: Sequence[Listed]) -> ir.Table:
    """Return the bits of each code that is written in ``coded`` and belongs to any group."""
    codes = [str(row["code"]) for row in running.rows(coded.select("code").distinct())]
    return running.listed("bits of codes", code_bits(codes, scores))


def _link_counts(
    running: Engine, tables: Mapping[str, ir.Table], persons: ir.Table, activity: ir.Table
) -> dict[str, int]:
    diagnosis = tables["diagnosis"]
    unlinked = activity.filter(activity.person_id.isnull())
    tables_to_count = {
        "keys": tables["source_link"],
        "keys_in_doubt": keys_in_doubt(tables["source_link"]),
        "people": persons,
        "people_with_two_births": persons.filter(persons.births > 1),
        "activity": activity,
        "activity_unlinked": unlinked,
        "diagnoses": diagnosis,
        "diagnoses_not_scored": diagnosis.filter(diagnosis.code_system != ICD10),
    }
    return {name: running.count(table) for name, table in tables_to_count.items()}


def listed_scores(documents: PlaceDocuments) -> list[Listed]:
    """Return the score of the run, first, and those that segment rules ask for, each once."""
    first = documents.score
    others = [one for one in documents.rule_scores if one.score.score != first.score.score]
    return [first, *others]
