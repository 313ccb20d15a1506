"""Write segments and movement: tables as CSV, the chart as SVG and PNG, and the page."""

from __future__ import annotations

from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.movement_chart import movement_chart
from wholeplace.report.segment_comparison import Comparison, comparison_page, comparison_rows
from wholeplace.report.segment_data import Segmented, movement_rows, segment_rows
from wholeplace.report.segments_page import segments_page
from wholeplace.store.files import csv_text, write_all

_SEGMENTS = ("segment", "name", "people", "person_years", "spend_per_head", "spend_per_person_year")
_MOVES = ("was", "became", "people")


def write_segments(data: Segmented, folder: Path) -> list[Path]:
    """Write ``segments.csv`` and ``segments.html``; with a movement also its CSV, SVG and PNG.

    What may not be shown is a mark in all of them. Returns the files.
    """
    chart = movement_chart(data)
    files: dict[str, str | bytes] = {
        "segments.csv": csv_text(_SEGMENTS, segment_rows(data)),
        "segments.html": segments_page(data, chart),
    }
    if data.movement is not None:
        files["movement.csv"] = csv_text(_MOVES, list(movement_rows(data)))
        files["movement.svg"] = chart.wide
        files["movement.png"] = to_png(chart)
    return write_all(folder, files)


def write_comparison(data: Comparison, folder: Path) -> list[Path]:
    """Write ``comparison.csv`` and ``comparison.html``, and return the files."""
    rows = comparison_rows(data)
    files: dict[str, str | bytes] = {
        "comparison.csv": csv_text(tuple(rows[0]), rows),
        "comparison.html": comparison_page(data),
    }
    return write_all(folder, files)
