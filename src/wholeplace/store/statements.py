"""The earlier statements of a year: kept beside the last one, numbered from 1, never changed."""

from __future__ import annotations

from pathlib import Path

from wholeplace.store.files import read_text, write_text
from wholeplace.store.results import STATEMENT

EARLIER = "statements"


def earlier_statements(folder: Path) -> list[Path]:
    """Return the earlier statements in a folder of results, the first one first."""
    kept = (folder / EARLIER).glob("*.json")
    return sorted((path for path in kept if path.stem.isdigit()), key=lambda path: int(path.stem))


def keep_statement(folder: Path, into: Path | None = None) -> Path:
    """Keep the last statement of a folder among the earlier ones and return where it is.

    ``into`` is the new folder of results that is being filled, if there is one: all earlier
    statements are copied to it. A restatement that was stopped halfway kept the statement already;
    it is not kept twice.
    """
    target, text = into or folder, read_text(folder / STATEMENT)
    carry_statements(folder, target)
    kept = earlier_statements(target)
    if kept and read_text(kept[-1]) == text:
        return kept[-1]
    path = target / EARLIER / f"{len(kept) + 1}.json"
    write_text(path, text)
    return path


def carry_statements(folder: Path, target: Path) -> None:
    """Copy the earlier statements of one folder of results to another."""
    if target == folder:
        return
    for path in earlier_statements(folder):
        write_text(target / EARLIER / path.name, read_text(path))
