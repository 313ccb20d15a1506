"""Load one feed: shape it, check every row, and store all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import ibis
from ibis import ir

from wholeplace.app.progress import Progress, unseen
from wholeplace.app.refusals import problems_in_rows, problems_in_table
from wholeplace.document import read_document
from wholeplace.kernel import Problem, Where, nearest, refuse_if
from wholeplace.record import (
    ROW,
    MappedTable,
    Mapping,
    canonical_mapping,
    reason_to_set_aside,
    shaped,
    table_named,
    typed,
)
from wholeplace.record.tables import table_names
from wholeplace.store.batches import clear_unfinished, stored_table
from wholeplace.store.clock import now, today
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import new_folder, read_text, sha256_of, sha256_of_text
from wholeplace.store.ledger import Batch, Count, read_ledger, write_ledger
from wholeplace.store.shipped import find_mapping
from wholeplace.store.sources import column_names, find_files, open_file, other_files, source_name
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. ``already`` says that the same files were loaded before: nothing changed."""

    batch: Batch
    already: bool
    replaced: tuple[str, ...]
    unused: dict[str, str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A source on disk and the mapping that reads it."""

    mapping: Mapping
    mapping_text: str
    files: dict[str, Path]
    columns: dict[str, tuple[str, ...]]
    hashes: dict[str, str]

    def batch_id(self) -> str:
        """Return the name of the batch: the same files by the same mapping give the same name."""
        hashes = [f"{name}={digest}" for name, digest in sorted(self.hashes.items())]
        return sha256_of_text(self.mapping_text, *hashes)[:16]


def load_feed(
    workspace: Workspace,
    source: Path,
    mapping_name: str,
    *,
    name: str | None = None,
    replace: bool = False,
    progress: Progress = unseen,
) -> Loaded:
    """Load the files at ``source`` into the workspace by a mapping (``canonical`` or a name).

    ``name`` names the feed (default: the mapping's name); ``replace`` puts this load in the place
    of every earlier one of that name. Raises ``Refused`` with every problem found, in which case
    the workspace is as it was.
    """
    progress("reading the mapping")
    feed = _feed(source, mapping_name)
    name = name or feed.mapping.mapping
    batches = read_ledger(workspace.data)
    batch_id = feed.batch_id()
    unused = {
        file: feed.mapping.unused.get(file, "not known to the mapping")
        for file in other_files(source, list(feed.files.values()))
    }
    for batch in batches:
        if batch.batch_id == batch_id:
            return Loaded(batch, already=True, replaced=(), unused=unused)
    staying = [batch for batch in batches if not (replace and batch.source == name)]
    with engine() as running:
        tables = _checked(running, feed, workspace.data, staying, progress)
        clear_unfinished(workspace.data, batches)
        with new_folder(workspace.data / batch_id) as folder:
            counts = _written(running, tables, folder, batch_id, progress)
    batch = _batch(feed, name, batch_id, counts)
    write_ledger(workspace.data, [*staying, batch])
    clear_unfinished(workspace.data, [*staying, batch])
    replaced = tuple(batch.batch_id for batch in batches if batch not in staying)
    return Loaded(batch, already=False, replaced=replaced, unused=unused)


def _feed(source: Path, mapping_name: str) -> Feed:
    is_canonical = mapping_name == "canonical"
    mapping, text = (canonical_mapping({}), "") if is_canonical else _mapping(mapping_name)
    files = find_files(source, mapping)
    columns = {name: column_names(path) for name, path in files.items()}
    if is_canonical:
        mapping = canonical_mapping(columns)
    refuse_if(_missing_columns(mapping, files, columns))
    hashes = {name: sha256_of(path) for name, path in files.items()}
    return Feed(mapping, text, files, columns, hashes)


def _mapping(name: str) -> tuple[Mapping, str]:
    path = find_mapping(name)
    text = read_text(path)
    return read_document(text, str(path), Mapping).value, text


def _missing_columns(
    mapping: Mapping, files: dict[str, Path], columns: dict[str, tuple[str, ...]]
) -> Iterator[Problem]:
    for table in mapping.tables:
        wanted = [(table.from_, columns) for columns in table.columns_needed()]
        for recipe in table.columns.values():
            if recipe.lookup:
                wanted += [(recipe.lookup.file, (recipe.lookup.match,))]
                wanted += [(recipe.lookup.file, (recipe.lookup.take,))]
        for file, either in dict.fromkeys(wanted):
            if file in columns and not set(either) & set(columns[file]):
                where = Where(str(files[file]), 1, path=either[0])
                named = " or ".join(f"'{column}'" for column in either)
                what = f"there is no column {named}, which {table.table} is made from"
                yield Problem(where, what, nearest(either[0], columns[file]))


Mapped: TypeAlias = tuple[MappedTable, Path, ir.Table]


def _checked(
    running: Engine, feed: Feed, data: Path, batches: list[Batch], progress: Progress
) -> list[Mapped]:
    opened = {
        name: open_file(running, name, path, feed.columns[name])
        for name, path in feed.files.items()
    }
    problems: list[Problem] = []
    tables: list[Mapped] = []
    for i, mapped in enumerate(feed.mapping.tables):
        if mapped.from_ not in opened:
            continue
        progress(f"checking {mapped.table} from {feed.files[mapped.from_].name}")
        table, path = table_named(mapped.table), feed.files[mapped.from_]
        rows = running.keep(f"rows {i}", typed(shaped(opened[mapped.from_], mapped, opened), table))
        problems += problems_in_rows(running, rows, table, path, today())
        tables.append((mapped, path, rows))
    for table_name in dict.fromkeys(mapped.table for mapped, _, _ in tables):
        table = table_named(table_name)
        rows = _together(tables, table_name)
        stored = stored_table(running, data, batches, table)
        problems += problems_in_table(running, rows, stored, table)
    refuse_if(problems)
    return tables


def _together(tables: list[Mapped], name: str) -> ir.Table:
    columns = table_named(name).column_names
    parts = [
        rows.select(*columns, ROW).mutate(_file=ibis.literal(str(path)))
        for mapped, path, rows in tables
        if mapped.table == name
    ]
    return ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]


def _written(
    running: Engine,
    tables: list[Mapped],
    folder: Path,
    batch_id: str,
    progress: Progress,
) -> tuple[Count, ...]:
    for name in table_names():
        if any(mapped.table == name for mapped, _, _ in tables):
            progress(f"storing {name}")
            rows = (
                _together(tables, name).drop(ROW, "_file").mutate(batch_id=ibis.literal(batch_id))
            )
            in_order = rows.order_by(list(table_named(name).key))
            running.write_parquet(in_order, folder / f"{name}.parquet")
    return tuple(_count(running, *mapped) for mapped in tables)


def _count(running: Engine, mapped: MappedTable, path: Path, rows: ir.Table) -> Count:
    source = running.backend.table(source_name(mapped.from_))
    reasons = source.select(why=reason_to_set_aside(source, mapped.set_aside))
    by_reason = reasons.group_by("why").aggregate(n=reasons.count()).order_by("why")
    counted = [(row["why"], int(str(row["n"]))) for row in running.rows(by_reason)]
    return Count(
        table=mapped.table,
        file=path.name,
        rows_in=sum(n for _, n in counted),
        stored=running.count(rows),
        set_aside={str(why): n for why, n in counted if why is not None},
    )


def _batch(feed: Feed, name: str, batch_id: str, counts: tuple[Count, ...]) -> Batch:
    wrong = [count for count in counts if not count.adds_up]
    if wrong:
        msg = f"rows were lost between {wrong[0].file} and {wrong[0].table}: {wrong[0]}"
        raise RuntimeError(msg)
    return Batch(
        batch_id=batch_id,
        source=name,
        mapping=feed.mapping.mapping,
        spec_version=feed.mapping.version,
        sha256=sha256_of_text(feed.mapping_text),
        loaded_at=now().isoformat(),
        files={path.name: feed.hashes[file] for file, path in feed.files.items()},
        counts=counts,
    )
