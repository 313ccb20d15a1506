"""Write tiny feeds as people draw them, and read them by a shipped mapping into canonical rows."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ibis import ir

from tests.sources import cells
from wholeplace.document import read_document
from wholeplace.record import (
    FILE,
    ROW,
    MappedTable,
    earlier_versions,
    row_rules,
    shaped,
    table_named,
    typed,
    version_columns,
)
from wholeplace.record import Mapping as MappingDocument
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import read_text
from wholeplace.store.shipped import find_mapping
from wholeplace.store.sources import find_all, open_sources, reading

TODAY = date(2026, 11, 1)


@dataclass
class Canonical:
    """What a feed becomes: the rows of each table, and the rules that rows broke."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def drawn(self, table: str, columns: str) -> list[list[str]]:
        """Return some columns of a table as cells, its header first, rows in the order of keys."""
        names = [name.strip() for name in columns.split("|")]
        lines = [[_shown(row[name]) for name in names] for row in self.rows.get(table, [])]
        return [names, *sorted(lines)]


def write_feed(folder: Path, **files: str) -> Path:
    """Write drawings (``|`` between cells, an empty cell missing) as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(cells(drawing))
    return folder


def shipped(mapping: str) -> MappingDocument:
    """Return a shipped mapping."""
    path = find_mapping(mapping)
    return read_document(read_text(path), str(path), MappingDocument).value


def canonical(folder: Path, mapping: str | MappingDocument) -> Canonical:
    """Return what the files of a folder become by a mapping, before any pseudonym is made."""
    by = shipped(mapping) if isinstance(mapping, str) else mapping
    found = Canonical()
    scratch = folder.parent / f"{folder.name}-scratch"
    scratch.mkdir(exist_ok=True)
    with engine() as running:
        opened = open_sources(running, by, find_all(folder, by, scratch), scratch)
        sources = {name: one.table for name, one in opened.items()}
        filled = [name for name, table in sources.items() if running.count(table.limit(1))]
        by = by.without_repetition(filled)
        with reading(opened):
            for mapped in by.tables:
                if mapped.from_ in sources:
                    _take(found, running, mapped, sources)
    return found


def _take(
    found: Canonical, running: Engine, mapped: MappedTable, sources: Mapping[str, ir.Table]
) -> None:
    table, source = table_named(mapped.table), sources[mapped.from_]
    if mapped.keep_latest:
        gone = earlier_versions(version_columns(source, mapped.keep_latest))
        source = source.anti_join(gone, [ROW, FILE])
    rows = running.keep("rows", typed(shaped(source, mapped, sources), table))
    for rule in row_rules(rows, table, TODAY):
        if running.count(rows.filter(rule.bad)):
            found.broken.append(f"{mapped.table}.{rule.column}: {rule.what}")
    found.rows.setdefault(mapped.table, []).extend(running.rows(rows))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if whole_day else value.strftime("%Y-%m-%dT%H:%M")
    return str(value)


def same(drawing: str) -> list[list[str]]:
    """Return a drawing as ``Canonical.drawn`` gives it."""
    header, *lines = cells(drawing)
    return [header, *sorted(lines)]


def header(drawing: str) -> str:
    """Return the names of a drawing's columns, as ``Canonical.drawn`` takes them."""
    return drawing.strip().splitlines()[0]


def assert_becomes(
    found: Canonical, answers: Mapping[str, str] | Sequence[tuple[str, str]]
) -> None:
    """Assert that no row broke a rule, and that tables are as drawn (in the columns drawn)."""
    assert found.broken == []
    for table, drawing in dict(answers).items():
        assert found.drawn(table, header(drawing)) == same(drawing), table
