"""Write a scorecard: the page, tables as CSV, charts as SVG and PNG."""

from __future__ import annotations

from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.outcomes import Scorecard, scorecard_folder
from wholeplace.store.files import csv_text, write_all


def write_scorecard(found: Scorecard, folder: Path) -> list[Path]:
    """Write ``scorecard.html``, and each table and chart that there is; returns the files.

    What may not be shown is a mark in all of them.
    """
    made = scorecard_folder(found)
    files: dict[str, str | bytes] = {"scorecard.html": made.page}
    for name, rows in made.tables.items():
        files[name] = csv_text(list(rows[0]), rows)
    for name, chart in made.charts.items():
        files |= {f"{name}.svg": chart.wide, f"{name}.png": to_png(chart)}
    return write_all(folder, files)
