"""What was derived from the records, kept as Parquet until what it came from changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from ibis import ir

import wholeplace.derive
from wholeplace.store.engine import Engine
from wholeplace.store.files import new_folder, read_text, sha256_of_text, write_json

FOLDER, COUNTS = "derived", "counts.json"
_KEPT = 3


def derived_folder(data: Path, *inputs: str) -> Path:
    """Return the folder for what follows from ``inputs`` by the code as it now is."""
    return data / FOLDER / sha256_of_text(*_code(), *inputs)[:16]


def _code() -> Iterator[str]:
    # A definition that is changed in the code must not be answered from before the change.
    for path in sorted(Path(wholeplace.derive.__file__).parent.glob("*.py")):
        yield read_text(path)


def open_derived(engine: Engine, folder: Path) -> dict[str, ir.Table]:
    """Return the tables of a folder by name; none where it was never written."""
    if not (folder / COUNTS).is_file():
        return {}
    return {path.stem: engine.parquet(path) for path in sorted(folder.glob("*.parquet"))}


def write_derived(
    engine: Engine, folder: Path, tables: Mapping[str, ir.Table], counts: Mapping[str, int]
) -> None:
    """Write the tables in one step, and forget all but the newest few of other states."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(folder) as part:
        for name, table in tables.items():
            # Written often and read soon: quick to write goes before small.
            engine.backend.to_parquet(table, str(part / f"{name}.parquet"), compression="snappy")
        write_json(part / COUNTS, dict(counts))
    earlier = [path for path in folder.parent.iterdir() if path.is_dir() and path != folder]
    earlier.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in earlier[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
