"""Derive what the records imply, once for each state of the records and of the definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.cost_documents import cost_documents
from wholeplace.app.documents import DERIVATIONS, PlaceDocuments
from wholeplace.derive import (
    derived_activity,
    ed_to_spell,
    episodes,
    is_emergency,
    repointed,
    repointed_codes,
    spells,
    with_derived_costs,
    with_spells,
)
from wholeplace.store.derived import COUNTS, derived_folder, open_derived, write_derived
from wholeplace.store.engine import Engine
from wholeplace.store.files import read_text
from wholeplace.store.ledger import Batch

CODED = {
    "diagnosis": ("code_system", "code"),
    "procedure": ("code_system", "code", "performed_date"),
}
"""The tables of codes, and what makes two rows of a spell the same."""
_REPOINTED = ("cost", "measurement")


@dataclass(frozen=True, slots=True)
class Derived:
    """The derived tables by name, and what was counted in deriving them."""

    tables: Mapping[str, ir.Table]
    counts: Mapping[str, int]


def derive_records(
    running: Engine,
    data: Path,
    linked: Mapping[str, ir.Table],
    documents: PlaceDocuments,
    batches: Sequence[Batch],
) -> Derived:
    """Return activity with spells and derived columns, and the tables that point to it.

    ``linked`` are the canonical tables with their people linked; ``batches`` say what state the
    records are in. What was derived before from the same state is read, not worked out again.
    """
    state = json.dumps([asdict(batch) for batch in batches], sort_keys=True, default=str)
    hashes = (documents.hashes[f"{DERIVATIONS}.yaml"], cost_documents().digest)
    folder = derived_folder(data, state, *hashes, *_own(documents))
    tables = open_derived(running, folder)
    if not tables:
        last = max((batch.loaded_at[:10] for batch in batches), default="")
        _derive(running, folder, linked, documents, date.fromisoformat(last) if last else None)
        tables = open_derived(running, folder)
    return Derived(tables, json.loads(read_text(folder / COUNTS)))


def _own(documents: PlaceDocuments) -> tuple[str, ...]:
    return documents.place.provider_codes()


def _derive(
    running: Engine,
    folder: Path,
    linked: Mapping[str, ir.Table],
    documents: PlaceDocuments,
    loaded_on: date | None,
) -> None:
    rules = documents.derivations
    parts = running.keep("episodes", episodes(linked["activity"], rules))
    stays = running.keep("stays", spells(parts))
    activity = with_spells(linked["activity"], parts, stays)
    emergencies = activity.mutate(is_emergency=is_emergency(activity, rules))
    pairs = running.keep("doors", ed_to_spell(emergencies, parts, rules))
    tables = {"activity": derived_activity(activity, pairs, rules, _own(documents))}
    for name in _REPOINTED:
        tables[name] = repointed(linked[name], parts)
    for name, same in CODED.items():
        tables[name] = repointed_codes(linked[name], parts, same)
    tables["cost"] = _costs(running, tables, linked["care_package"], loaded_on)
    write_derived(running, folder, tables, _counts(running, parts, stays, pairs))


def _costs(
    running: Engine, tables: Mapping[str, ir.Table], packages: ir.Table, loaded_on: date | None
) -> ir.Table:
    """Return the costs that feeds carry, and those of what they send without a cost."""
    until = last_day_known(running, tables["activity"], packages, loaded_on)
    if until is None:
        return tables["cost"]
    return with_derived_costs(
        tables["cost"], tables["activity"], packages, cost_documents().lists, until
    )


def last_day_known(
    running: Engine, activity: ir.Table, packages: ir.Table, loaded_on: date | None
) -> date | None:
    """Return the day after the last that the records tell of: a package may be open-ended.

    A package that is yet to begin tells nothing of the days until then: no day is known that came
    after the last load.
    """
    days = (activity.select(day=activity.start_ts.date()), packages.select(day="start_date"))
    latest = running.rows(ibis.union(*days).aggregate(day=ibis._["day"].max()))[0]["day"]
    if not isinstance(latest, date):
        return None
    return min(latest, loaded_on or latest) + timedelta(days=1)


def _counts(running: Engine, parts: ir.Table, stays: ir.Table, pairs: ir.Table) -> dict[str, int]:
    return {
        "episodes": running.count(parts),
        "spells": running.count(stays),
        "spells_open": running.count(stays.filter(stays.end_ts.isnull())),
        "spells_of_two_people": running.count(stays.filter(stays.two_people)),
        "attendances_that_led_to_a_stay": running.count(pairs),
    }
