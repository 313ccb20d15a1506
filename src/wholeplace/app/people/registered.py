"""Who is on the list of a practice today, by name: for those who care for them, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import ibis
from ibis import ir

from wholeplace.app.progress import Progress, unseen
from wholeplace.population import linked_keys, with_number, with_person
from wholeplace.privacy import NHS_NUMBER
from wholeplace.store.batches import stored_tables
from wholeplace.store.clock import today
from wholeplace.store.engine import Engine, engine
from wholeplace.store.ledger import read_ledger
from wholeplace.store.linking import stored_identity
from wholeplace.store.lock import writing
from wholeplace.store.pseudonyms import open_pseudonyms
from wholeplace.store.workspace import Workspace

_NAMED = ("given_name", "family_name", "birth_date", "sex", "postcode")


def registered_people(
    workspace: Workspace, on: date | None = None, *, progress: Progress = unseen
) -> Iterator[Mapping[str, object]]:
    """Yield who is registered on a day (default: today): NHS number, names, birth and practice.

    They come in the order of their numbers. Who has no verified NHS number, no name or no date of
    birth in any source is left out: nobody could be found by them. Where sources differ, the first
    by name of the source that has it is believed. Raises ``Refused`` where the identity folder of
    the workspace is not at hand.
    """
    with writing(workspace.root, "people for care", waiting=progress), engine() as running:
        pseudonyms = open_pseudonyms(workspace)
        batches = read_ledger(workspace.data)
        tables = stored_tables(running, workspace.data, batches)
        keys = running.keep("keys of people", linked_keys(tables["source_link"], tables["person"]))
        named = running.keep("names", _named(stored_identity(running, workspace, batches)))
        by_number = named.mutate(person_id=ibis.literal(NHS_NUMBER) + named.nhs_number)
        people = pseudonyms.replace(running, by_number, ["person_id"])
        lists = _lists(with_person(tables["registration"], keys), on or today())
        people = with_person(people, keys)
        found = people.inner_join(lists, "person_id").drop("person_id").order_by("nhs_number")
        yield from _rows(running, found)


def _rows(running: Engine, found: ir.Table) -> Iterator[Mapping[str, object]]:
    before = None
    for row in running.rows(found):
        # Two numbers that linking says are one person's are two people here, and never merged.
        if row["nhs_number"] != before:
            yield row
        before = row["nhs_number"]


def _named(identity: ir.Table) -> ir.Table:
    """Return names and birth by NHS number, whole ones only: one row a number."""
    rows = with_number(identity)
    rows = rows.mutate(nhs_number=rows.person.substr(len(NHS_NUMBER)))
    rows = rows.filter(
        rows.given_name.notnull(), rows.family_name.notnull(), rows.birth_date.notnull()
    )
    window = ibis.window(group_by=rows.nhs_number, order_by=[rows.source, rows.person_id])
    rows = rows.mutate(_at=ibis.row_number().over(window))
    return rows.filter(rows["_at"] == 0).select("nhs_number", *_NAMED)


def _lists(registration: ir.Table, on: date) -> ir.Table:
    """Return the practice of each person on a day: the one that they joined last."""
    day = ibis.literal(on)
    rows = registration.filter(
        registration.person_id.notnull(),
        registration.start_date <= day,
        registration.end_date.isnull() | (registration.end_date > day),
    )
    window = ibis.window(
        group_by=rows.person_id, order_by=[rows.start_date.desc(), rows.practice_code]
    )
    rows = rows.mutate(_at=ibis.row_number().over(window))
    return rows.filter(rows["_at"] == 0).select("person_id", practice="practice_code")
