"""Write a release of candidates: a table, the page, and JSON for the care module."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from wholeplace.report.candidates import (
    COLUMNS,
    ReleaseData,
    candidates_page,
    entry_rows,
    release_to_dict,
)
from wholeplace.store.files import new_folder, write_json, write_text

TABLE, RELEASE, PAGE = "candidates.csv", "release.json", "candidates.html"


def write_candidates(data: ReleaseData, folder: Path) -> None:
    """Write the release into a folder, in one step; it replaces an earlier one of the same day."""
    rows = list(entry_rows(data))
    with new_folder(folder) as unfinished:
        write_text(unfinished / TABLE, _csv(rows))
        write_json(unfinished / RELEASE, release_to_dict(data) | {"entries": rows})
        write_text(unfinished / PAGE, candidates_page(data))


def _csv(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({
            name: "; ".join(map(str, value)) if isinstance(value, list) else value
            for name, value in row.items()
        })  # fmt: skip
    return out.getvalue()
