"""Write a release of candidates: a table, the page, and JSON for the care module."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wholeplace.report.candidates import (
    COLUMNS,
    ReleaseData,
    candidates_page,
    entry_rows,
    release_to_dict,
)
from wholeplace.store.files import csv_text, new_folder, write_json, write_text

TABLE, RELEASE, PAGE = "candidates.csv", "release.json", "candidates.html"


def write_candidates(data: ReleaseData, folder: Path) -> None:
    """Write the release into a folder, in one step; it replaces an earlier one of the same day."""
    rows = list(entry_rows(data))
    with new_folder(folder) as unfinished:
        write_text(unfinished / TABLE, csv_text(COLUMNS, map(_as_text, rows)))
        write_json(unfinished / RELEASE, release_to_dict(data) | {"entries": rows})
        write_text(unfinished / PAGE, candidates_page(data))


def _as_text(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: "; ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in row.items()
    }
