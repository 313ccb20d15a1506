"""Write segments and movement: tables as CSV, the chart as SVG and PNG, and the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.movement_chart import movement_chart
from wholeplace.report.segment_data import Segmented, movement_rows, segment_rows
from wholeplace.report.segments_page import segments_page
from wholeplace.store.files import write_bytes, write_text

_SEGMENTS = ("segment", "name", "people", "person_years", "spend_per_head", "spend_per_person_year")
_MOVES = ("was", "became", "people")


def write_segments(data: Segmented, folder: Path) -> list[Path]:
    """Write ``segments.csv`` and ``segments.html``; with a movement also its CSV, SVG and PNG.

    What may not be shown is a mark in all of them. Returns the files.
    """
    chart = movement_chart(data)
    files: dict[str, str | bytes] = {
        "segments.csv": _csv(_SEGMENTS, segment_rows(data)),
        "segments.html": segments_page(data, chart),
    }
    if data.movement is not None:
        files["movement.csv"] = _csv(_MOVES, list(movement_rows(data)))
        files["movement.svg"] = chart.wide
        files["movement.png"] = to_png(chart)
    for name, content in files.items():
        if isinstance(content, bytes):
            write_bytes(folder / name, content)
        else:
            write_text(folder / name, content)
    return [folder / name for name in files]


def _csv(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
