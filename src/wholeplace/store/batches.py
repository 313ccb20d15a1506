"""The canonical tables of a workspace: Parquet files for each table of each batch."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import ibis
from ibis import ir
from ibis.expr.datatypes import DataType

from wholeplace.kernel import Problem, Where, refuse_if
from wholeplace.record import PERIOD, TABLES, TYPES, Table, same_key
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import Batch, known_at

UNFINISHED = ".{}.part"
PLACE = "_place"
"""The column with the name of the file, in the folder of its batch, that a row stands in."""
_BATCH = re.compile(r"\.?[0-9a-f]{16}(-\d+)?(\.part|\.earlier)?")


def unfinished_folder(data: Path, batch_id: str) -> Path:
    """Return the folder that a batch is written in before it takes effect."""
    return data / UNFINISHED.format(batch_id)


def superseded_list(table: str) -> str:
    """Return the name of the file in a batch that lists the rows whose place it took."""
    return f"superseded.{table}.parquet"


def stored_table(
    engine: Engine,
    data: Path,
    batches: Sequence[Batch],
    table: Table,
    *,
    as_at: date | datetime | None = None,
    beside: Mapping[str, str] | None = None,
) -> ir.Table:
    """Return the rows of a canonical table that count, with ``batch_id``; empty where none do.

    ``as_at`` asks for what was known at that moment, or the end of that day (UTC). Columns that a
    batch was loaded without, because they are newer than it, are missing. ``beside`` names more
    columns of the stored files, with their types. Raises ``Refused`` where a file that the ledger
    names is gone.
    """
    known = known_at(batches, as_at) if as_at else batches
    columns = stored_columns(table) | dict(beside or {})
    files = list(_files(data, known, table.name))
    refuse_if(_gone(files))
    if not files:
        return engine.keep(f"no {table.name}", _empty(columns))
    # Files that lost the same months are read together, and apart those that lost single rows.
    groups: dict[tuple[tuple[str, ...], bool], list[_File]] = {}
    for file in files:
        groups.setdefault((file.months_gone, bool(file.lists)), []).append(file)
    parts = [_read(engine, group, columns, table) for group in groups.values()]
    return ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]


def stored_columns(table: Table) -> dict[str, str | DataType]:
    """Return the columns of the stored rows of a canonical table, and their types."""
    own = {column.name: TYPES[column.kind] for column in table.columns}
    return {**own, "batch_id": "string"}


def with_all(rows: ir.Table, columns: Mapping[str, str | DataType]) -> ir.Table:
    """Return rows with every one of ``columns``: what a mapping fills none of is not stored."""
    absent = {name: kind for name, kind in columns.items() if name not in rows.columns}
    return rows.mutate(**{name: ibis.null(kind) for name, kind in absent.items()})


@dataclass(frozen=True, slots=True)
class _File:
    """A file with rows that count, the months in it that do not, and lists of rows that do not."""

    path: str
    months_gone: tuple[str, ...]
    lists: tuple[str, ...]


def _files(data: Path, batches: Sequence[Batch], table: str) -> Iterator[_File]:
    seen = set()
    for batch in batches:
        for count in batch.counts if batch.counts_now else ():
            path = str(data / batch.batch_id / count.stored_as)
            gone = tuple(m for m in batch.months_gone(count.origin) if m in count.months)
            all_gone = sum(count.months[month] for month in gone) == count.stored
            if count.table == table and count.stored and not all_gone and path not in seen:
                seen.add(path)
                by = batch.rows_gone_by(count.stored_as)
                yield _File(path, gone, tuple(str(data / b / superseded_list(table)) for b in by))


def _gone(files: Sequence[_File]) -> Iterator[Problem]:
    for path in sorted({path for file in files for path in (file.path, *file.lists)}):
        if not Path(path).is_file():
            what = "the ledger names this file, and it is not there"
            remedy = "restore the folder that it stood in from its backup"
            yield Problem(Where(path), what, remedy)


def _read(
    engine: Engine, files: Sequence[_File], columns: Mapping[str, str | DataType], table: Table
) -> ir.Table:
    rows = _opened(engine, [file.path for file in files], PLACE in columns)
    gone = files[0].months_gone
    if gone:
        rows = rows.filter(rows[PERIOD].strftime("%Y-%m").notin(gone))
    rows = with_all(rows, columns).select(*columns)
    lists = sorted({path for file in files for path in file.lists})
    if lists:
        listed = engine.backend.read_parquet(lists)
        same = [*same_key(rows, listed, table), rows["batch_id"] == listed["batch_id"]]
        rows = rows.anti_join(listed, same)
    return rows


def _opened(engine: Engine, paths: list[str], named: bool) -> ir.Table:  # noqa: FBT001 - (inner)
    if not named:
        return engine.backend.read_parquet(paths, union_by_name=True)
    rows = engine.backend.read_parquet(paths, union_by_name=True, filename=True)
    return rows.mutate(**{PLACE: rows["filename"].re_extract(r"[^/\\\\]+$", 0)})


def _empty(columns: Mapping[str, str | DataType]) -> ir.Table:
    schema = ibis.schema(columns)
    return ibis.memtable(schema.to_pyarrow().empty_table(), schema=schema)


def stored_tables(
    engine: Engine, data: Path, batches: Sequence[Batch], *, as_at: date | datetime | None = None
) -> dict[str, ir.Table]:
    """Return every canonical table by name but the identified ones, which are stored elsewhere."""
    return {
        table.name: stored_table(engine, data, batches, table, as_at=as_at)
        for table in TABLES
        if not table.identified
    }


def clear_unfinished(data: Path, batches: Sequence[Batch], but: str = "") -> None:
    """Remove what stopped loads left: folders of batches that the ledger does not name.

    ``but`` names a batch whose unfinished folder is about to be taken up again.
    """
    kept = {batch.batch_id for batch in batches} | {UNFINISHED.format(but)}
    for folder in data.iterdir() if data.is_dir() else ():
        if folder.is_dir() and folder.name not in kept and _BATCH.fullmatch(folder.name):
            shutil.rmtree(folder)
