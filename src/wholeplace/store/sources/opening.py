"""Open the files of a source as tables: a row number and every column, called as it is mapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from ibis import ir

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.record import FILE, ROW, SourceFile, called
from wholeplace.record import Mapping as MappingDocument
from wholeplace.store.engine import Engine
from wholeplace.store.sources.csv_file import csv_part
from wholeplace.store.sources.database import fetch, is_database
from wholeplace.store.sources.excel_file import excel_part
from wholeplace.store.sources.fhir import fhir_parts
from wholeplace.store.sources.found import Found, find_sources
from wholeplace.store.sources.parquet_file import parquet_part
from wholeplace.store.sources.part import Part
from wholeplace.store.sources.plain import in_utf8, unpacked, unpacked_folder
from wholeplace.store.sources.told import told_of
from wholeplace.store.sql import identifier, quoted

_KINDS = {
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xls": "excel",
    ".xlsb": "excel",
    ".ods": "excel",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of a mapping's ``files``, open.

    ``table`` has ``_row`` (from 1 in each file), ``_file`` (its name) and ``columns``. Of
    ``older`` rows, which are not in it, a newer copy is.
    """

    table: ir.Table
    columns: tuple[str, ...]
    paths: Mapping[str, Path]
    older: int = 0
    first_line: int = 2
    has_lines: bool = False
    reads: Mapping[str, Path] = field(default_factory=dict)

    def where(self, file: str, row: int, column: str) -> Where:
        """Return the place of a row: its line in a file of lines, or else its number."""
        path = str(self.paths[file])
        if self.has_lines:
            return Where(path, row + self.first_line - 1, path=column)
        return Where(path, path=f"row {row}, {column}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for what must be unpacked or rewritten to be read; it is removed at the end."""
    with TemporaryDirectory(prefix="wholeplace-source-") as folder:
        yield Path(folder)


def find_all(place: Path | str, mapping: MappingDocument, scratch: Path) -> dict[str, Found]:
    """Return what was found for each file of a mapping, in a folder or in a database.

    What a database holds is read into ``scratch`` at once. Raises ``Refused``.
    """
    if isinstance(place, str) and is_database(place):
        return fetch(place, mapping, scratch)
    return find_sources(
        unpacked_folder(Path(place), scratch, is_records=mapping.reads_records), mapping
    )


def open_sources(
    engine: Engine, mapping: MappingDocument, found: Mapping[str, Found], scratch: Path
) -> dict[str, Opened]:
    """Open everything that was found; raises ``Refused`` with every file that cannot be read.

    The tables are views, read when they are asked: ask within ``reading``, which tells what
    is wrong with a line. ``scratch`` must last as long as they do.
    """
    parts, problems = _nested(mapping, found, scratch)
    for name, one in found.items():
        if name not in parts:
            try:
                parts[name] = [part_of(path, one.wanted, scratch) for path in one.paths]
            except Refused as refused:
                problems += refused.problems
    if problems:
        raise Refused(problems)
    return {name: _opened(engine, mapping, name, one, parts[name]) for name, one in found.items()}


@contextmanager
def reading(opened: Mapping[str, Opened]) -> Iterator[None]:
    """Within this, a line that cannot be read as part of a table is ``Refused`` with its place."""
    with told_of({read: path for one in opened.values() for read, path in one.reads.items()}):
        yield


def _nested(
    mapping: MappingDocument, found: Mapping[str, Found], scratch: Path
) -> tuple[dict[str, list[Part]], list[Problem]]:
    records = {name: one for name, one in found.items() if one.wanted.has_paths}
    columns = {name: mapping.columns_used(name) for name in records}
    try:
        parts = fhir_parts(records, columns, scratch)
    except Refused as refused:
        return {name: [] for name in records}, list(refused.problems)
    return {name: [part] for name, part in parts.items()}, []


def part_of(path: Path, wanted: SourceFile, scratch: Path) -> Part:
    """Return one file as the engine reads it; raises ``Refused``."""
    plain = unpacked(path, scratch)
    kind = wanted.format or _KINDS.get(plain.suffix.casefold(), "csv")
    if kind in {"parquet", "query"}:
        return parquet_part(plain, path)
    if kind == "excel":
        return excel_part(plain, wanted, path, scratch)
    return csv_part(in_utf8(plain, wanted, path, scratch), wanted, path)


def _opened(
    engine: Engine, mapping: MappingDocument, name: str, found: Found, parts: Sequence[Part]
) -> Opened:
    used = mapping.columns_used(name)
    names = [called(part.columns, found.wanted, used) for part in parts]
    _refuse_unlike(found, parts, names, mapping.columns_needed(name))
    columns = tuple(dict.fromkeys(column for named in names for column in named.values()))
    files = [found.name_of(path) for path in found.paths]
    selects = [
        _select(part, named, columns, found.wanted, file)
        for part, named, file in zip(parts, names, files, strict=False)
    ]
    view = source_name(name)
    reads = {part.reads: path for part, path in zip(parts, found.paths, strict=False)}
    query = " UNION ALL ".join(selects)
    with told_of(reads):
        table = engine.view(view, query)
    return Opened(
        table=table,
        columns=columns,
        paths=dict(zip(files, found.paths, strict=True)),
        older=sum(part.older for part in parts),
        first_line=(found.wanted.header_row or 1) + 1,
        has_lines=all(part.has_lines for part in parts),
        reads=reads,
    )


def source_name(name: str) -> str:
    """Return what the engine calls an open source file."""
    return f'source "{name}"'.replace('"', "")


def _select(
    part: Part, named: Mapping[str, str], columns: Sequence[str], wanted: SourceFile, file: str
) -> str:
    actual = {name: column for column, name in named.items()}
    cells = [_cell(actual.get(name), name, part, wanted) for name in columns]
    place = FILE if part.has_file else f"{quoted(file)} AS {FILE}"
    return f"SELECT {', '.join([*cells, ROW, place])} FROM ({part.query})"  # noqa: S608 - quoted


def _cell(column: str | None, name: str, part: Part, wanted: SourceFile) -> str:
    if column is None:
        return f"NULL::VARCHAR AS {identifier(name)}"
    read = identifier(column)
    if wanted.missing and not part.has_lines:
        words = ", ".join(map(quoted, wanted.missing))
        read = f"CASE WHEN CAST({read} AS VARCHAR) IN ({words}) THEN NULL ELSE {read} END"
    if part.has_lines and any(fnmatchcase(name.casefold(), one) for one in wanted.whole):
        read = rf"regexp_replace({read}, '^(\d+)\.0+$', '\1')"
    return f"{read} AS {identifier(name)}"


def _refuse_unlike(
    found: Found, parts: Sequence[Part], names: Sequence[Mapping[str, str]], needed: Sequence[str]
) -> None:
    """Refuse files that are read as one and of which some lack a column that others have."""
    everywhere = {name for named in names for name in named.values()}
    problems = []
    for part, path, named in zip(parts, found.paths, names, strict=False):
        lacking = [name for name in needed if name in everywhere - set(named.values())]
        for name in lacking:
            what = f"there is no column '{name}', which other files read with it have"
            remedy = "have it sent again with that column, or load it as a feed of its own"
            problems.append(Problem(Where(str(path), 1, path=name), what, remedy))
        for column, name in named.items():
            if column in part.lists and name in needed:
                what = f"the column '{column}' holds several values in a row"
                problems.append(Problem(Where(str(path), path=column), what, "have it sent flat"))
    if problems:
        raise Refused(problems)
