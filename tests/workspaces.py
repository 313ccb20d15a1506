"""Workspaces and feeds for tests."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path


def write_feed(folder: Path, tables: Mapping[str, str]) -> Path:
    """Write drawn tables as CSV files in which ``-`` is an empty cell."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in tables.items():
        lines = [line.split() for line in drawing.strip().splitlines()]
        cells = [["" if cell == "-" else cell for cell in line] for line in lines]
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(cells)
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file beneath a folder, for saying that nothing changed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
