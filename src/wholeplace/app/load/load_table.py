"""Bring the rows of one file into one canonical table: typed, checked, under pseudonyms, stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis
from ibis import ir
from ibis.util import gen_name

from wholeplace.app.load.people_of_rows import People, without_keys
from wholeplace.app.load.refusals import Refusals, refusals
from wholeplace.app.load.tally import tally
from wholeplace.record import (
    FILE,
    PERIOD,
    ROW,
    MappedTable,
    Recipe,
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
from wholeplace.record.language.each import POSITION
from wholeplace.record.tables.schema import Kind
from wholeplace.store.batches import stored_columns, with_all
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Count
from wholeplace.store.sources import Opened


@dataclass(frozen=True, slots=True)
class Loading:
    """What every step of a load needs. ``folder`` is where the batch is written."""

    running: Engine
    opened: Mapping[str, Opened]
    sources: Mapping[str, ir.Table]
    batch_id: str
    folder: Path
    identified: Path
    people: People
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

    def rows(self, running: Engine) -> ir.Table:
        """Return the stored rows with every column of their table, whatever the mapping fills."""
        columns = stored_columns(table_named(self.mapped.table))
        return with_all(running.parquet(self.stored), columns)


def load_table(loading: Loading, number: int, mapped: MappedTable, parquet: str) -> Part:
    """Store the rows of one table of the mapping that break no rule, and count what became of all.

    ``parquet`` is the name of the file to write; ``number`` is the table's place in the mapping.
    """
    running, table = loading.running, table_named(mapped.table)
    source, gone = loading.sources[mapped.from_], _superseded(loading, mapped)
    current = source if gone is None else source.anti_join(gone, list(gone.columns))
    rows = _typed(loading, current, mapped)
    rules = row_rules(rows, table, loading.today)
    rows = rows.mutate(_broken=breaks_any(rules))
    stored = loading.file_of(table, parquet)
    _write(loading, mapped, loading.people.under_pseudonyms(rows.view(), mapped, source), stored)
    file = loading.opened[mapped.from_]
    tallied = tally(running, source, gone, mapped, stored)
    refused = Refusals()
    if tallied.missing:
        refused = refusals(running, number, rows, rules, table, file)
    return Part(mapped, file, stored, tallied.count(file, parquet, refused.rows), refused)


def _typed(loading: Loading, source: ir.Table, mapped: MappedTable) -> ir.Table:
    people, (others, beside) = loading.people, without_keys(mapped, source)
    joined, trimmed = people.joined(source, mapped), loading.opened[mapped.from_].has_lines
    rows = shaped(joined, others, loading.sources, beside, trimmed=trimmed)
    rows = people.with_keys(rows, mapped, source)
    return typed(rows, table_named(mapped.table), trimmed=True)


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
    running, table = loading.running, table_named(mapped.table)
    rows = running.only(rows, ~rows["_broken"])
    filled = [name for name in table.column_names if name in mapped.columns]
    beside = [name for name in (PERIOD, FILE, ROW) if name in rows.columns]
    rows = rows.select(*filled, *beside, batch_id=ibis.literal(loading.batch_id))
    files = list(loading.opened[mapped.from_].paths)
    words = _words(mapped, table) | {FILE: files, "batch_id": [loading.batch_id]}
    # Joins do not promise the order of their rows, and the same rows must give the same bytes.
    within = _order_within_row(mapped, table) if mapped.each else ()
    running.write_parquet(running.as_words(rows, words).order_by(FILE, ROW, *within), path)


def _order_within_row(mapped: MappedTable, table: Table) -> tuple[str, ...]:
    """Return the columns that order the cells of one row: their place, if it is stored."""
    place = Recipe(column=POSITION)
    placed = [name for name in table.key if mapped.columns.get(name) == place]
    return tuple(placed or (name for name in table.key if name in mapped.columns))


def _words(mapped: MappedTable, table: Table) -> dict[str, Sequence[str]]:
    """Return the words of the columns of text that the mapping lets hold a few words only."""
    # In the place of the key of a person stands a pseudonym, whatever words the key was made of.
    known = [column for column in table.columns if column.name not in table.pseudonyms]
    texts = {column.name: column for column in known if column.kind is Kind.TEXT}
    found = {name: mapped.columns[name].words() for name in texts if name in mapped.columns}
    return {
        name: texts[name].one_of or words
        for name, words in found.items()
        if texts[name].one_of or words
    }
