"""The tables of where the figures come from: rows loaded, hashes and versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wholeplace.report.data import LoadCount, ReportData
from wholeplace.report.table import Column, Kind, Table, columns


def loads_table(data: ReportData) -> Table:
    """Return what became of the rows of every file: stored, or set aside with the reason."""
    total_in, stored = (sum(getattr(load, f) for load in data.loads) for f in ("rows_in", "stored"))
    return Table(
        "Rows loaded: every row that came in was stored, or set aside for a reason",
        columns(
            "File",
            Column("Table", Kind.TEXT),
            "Rows in",
            "Stored",
            "Set aside",
            Column("Why", Kind.TEXT),
        ),
        tuple(_load_row(load) for load in data.loads),
        ("All files", "", f"{total_in:,}", f"{stored:,}", f"{total_in - stored:,}", ""),
    )


def _load_row(load: LoadCount) -> tuple[str, ...]:
    why = "; ".join(f"{reason}: {rows:,}" for reason, rows in load.set_aside.items())
    aside = load.rows_in - load.stored
    return (load.file, load.table, f"{load.rows_in:,}", f"{load.stored:,}", f"{aside:,}", why)


def manifest_table(data: ReportData) -> Table:
    """Return the manifest of the run, one row for each value, named by its path.

    Its warnings are left out: they have a section of their own.
    """
    kept = {name: value for name, value in data.manifest.items() if name != "warnings"}
    return Table(
        "Documents, versions and settings of the run",
        columns("Item", Column("Value", Kind.CODE)),
        tuple(_flat(kept)),
        note="A long string of letters and digits is the SHA-256 of a document's content: the same"
        " content always has the same one.",
    )


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, f"{path} / {key}" if path else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for i, item in enumerate(value, 1):
            yield from _flat(item, f"{path} {i}")
    else:
        yield path, "" if value is None else str(value)
