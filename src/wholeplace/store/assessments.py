"""The assessments of data quality that a workspace keeps: one for each state of its records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from wholeplace.store.files import read_text, write_json
from wholeplace.store.ledger import Batch

FOLDER = "quality"


def assessment_file(data: Path, newest: Batch) -> Path:
    """Return where the assessment of the records as ``newest`` left them is kept."""
    when = newest.loaded_at.replace(":", "")
    return data / FOLDER / f"{when}-{newest.batch_id}.json"


def write_assessment(path: Path, assessment: Mapping[str, object]) -> None:
    """Keep an assessment; one of the same state of the records is replaced."""
    write_json(path, assessment)


def read_earlier(path: Path) -> Mapping[str, object]:
    """Return the last assessment before the one kept at ``path``; empty where there is none."""
    folder = path.parent
    # The name of a file begins with the moment of its last load, so names are in order of time.
    earlier = [other for other in sorted(folder.glob("*.json")) if other.name < path.name]
    return json.loads(read_text(earlier[-1])) if earlier else {}
