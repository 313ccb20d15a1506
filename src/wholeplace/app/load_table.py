"""Bring the rows of one file into one canonical table: typed, checked, under pseudonyms, stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

import ibis
from ibis import ir
from ibis.util import gen_name

from wholeplace.app.refusals import Refusals, refusals
from wholeplace.app.tally import tally
from wholeplace.record import (
    FILE,
    PERIOD,
    ROW,
    MappedTable,
    Table,
    breaks_any,
    earlier_versions,
    row_rules,
    shaped,
    suspected,
    suspects,
    table_named,
    typed,
    version_columns,
)
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Count
from wholeplace.store.sources import Opened

Pseudonymise: TypeAlias = Callable[[Engine, ir.Table, Sequence[str]], ir.Table]
"""Returns rows with pseudonyms in some columns."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What every step of a load needs. ``folder`` is where the batch is written."""

    running: Engine
    opened: Mapping[str, Opened]
    sources: Mapping[str, ir.Table]
    batch_id: str
    folder: Path
    identified: Path
    pseudonymise: Pseudonymise
    today: date
    kept: dict[str, ir.Table] = field(default_factory=dict)

    def file_of(self, table: Table, name: str) -> Path:
        """Return the Parquet file of a table: identified ones stand apart."""
        return (self.identified if table.identified else self.folder) / name


@dataclass(frozen=True, slots=True)
class Part:
    """The stored rows of one table from one file, and what was refused."""

    mapped: MappedTable
    file: Opened
    stored: Path
    count: Count
    refused: Refusals


def load_table(loading: Loading, number: int, mapped: MappedTable, parquet: str) -> Part:
    """Store the rows of one table of the mapping that break no rule, and count what became of all.

    ``parquet`` is the name of the file to write; ``number`` is the table's place in the mapping.
    """
    running, table = loading.running, table_named(mapped.table)
    source, gone = loading.sources[mapped.from_], _superseded(loading, mapped)
    current = source if gone is None else source.anti_join(gone, list(gone.columns))
    rows = typed(shaped(current, mapped, loading.sources), table)
    rules = row_rules(rows, table, loading.today)
    rows = rows.mutate(_broken=breaks_any(rules))
    stored = loading.file_of(table, parquet)
    _write(loading, mapped, rows, stored)
    file = loading.opened[mapped.from_]
    tallied = tally(running, source, gone, mapped, stored)
    count = tallied.count(file, parquet)
    refused = Refusals()
    if count.refused:
        refused = refusals(running, number, rows, rules, table, file)
    return Part(mapped, file, stored, count, refused)


def _superseded(loading: Loading, mapped: MappedTable) -> ir.Table | None:
    """Return the places of the rows that have a later version, once for all tables of a file."""
    keep, running = mapped.keep_latest, loading.running
    if keep is None:
        return None
    name = f"earlier {mapped.from_} {keep.by} {keep.order}"
    if name not in loading.kept:
        versions = version_columns(loading.sources[mapped.from_], keep)
        by = [column for column in versions.columns if column.startswith("_by")]
        shared = running.keep(gen_name("shared"), suspects(versions, by))
        places = earlier_versions(suspected(versions, by, shared))
        loading.kept[name] = running.keep(gen_name("earlier"), places)
    return loading.kept[name] if running.count(loading.kept[name]) else None


def _write(loading: Loading, mapped: MappedTable, rows: ir.Table, path: Path) -> None:
    table = table_named(mapped.table)
    for column in table.pseudonyms:
        if column in mapped.columns:
            rows = _under_pseudonym(loading, mapped, rows, column)
    rows = loading.running.only(rows, ~rows["_broken"])
    beside = [name for name in (PERIOD, FILE, ROW) if name in rows.columns]
    rows = rows.select(*table.column_names, *beside, batch_id=ibis.literal(loading.batch_id))
    if _loses_order(mapped):
        rows = rows.order_by(FILE, ROW)
    loading.running.write_parquet(rows, path)


def _loses_order(mapped: MappedTable) -> bool:
    # Counting within groups and looking up bring rows in an order that may differ next time.
    return any(recipe.number_within or recipe.lookup for recipe in mapped.every_recipe())


def _under_pseudonym(
    loading: Loading, mapped: MappedTable, rows: ir.Table, column: str
) -> ir.Table:
    """Return rows with pseudonyms in a column: made once for each person of a file, and joined."""
    known = _people(loading, mapped, column)
    found = rows.left_join(known, rows[column] == known["_clear"])
    return found.mutate(**{column: found["_pseudonym"]}).drop("_clear", "_pseudonym")


def _people(loading: Loading, mapped: MappedTable, column: str) -> ir.Table:
    recipe, running = mapped.columns[column], loading.running
    by_cell = mapped.each if any(name.startswith("@") for name in recipe.columns_used()) else None
    name = f"people of {mapped.from_} by {recipe!r} {by_cell!r}"
    if name not in loading.kept:
        # Of all rows, so that what was found serves every table that is made of the file.
        alone = {"columns": {column: recipe}, "each": by_cell, "set_aside": (), "period": None}
        rows = shaped(
            loading.sources[mapped.from_], mapped.model_copy(update=alone), loading.sources
        )
        clear = typed(rows, table_named(mapped.table)).select(_clear=column).distinct()
        clear = clear.filter(clear["_clear"].notnull()).mutate(_pseudonym=clear["_clear"])
        named = loading.pseudonymise(running, clear, ["_pseudonym"])
        loading.kept[name] = running.keep(gen_name("people"), named)
    return loading.kept[name]
