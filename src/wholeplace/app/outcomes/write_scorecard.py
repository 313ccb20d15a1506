"""Write a scorecard: the page, tables as CSV, charts as SVG and PNG."""

from __future__ import annotations

from pathlib import Path

from wholeplace.report import to_png
from wholeplace.report.outcomes import (
    Scorecard,
    scorecard_charts,
    scorecard_files,
    scorecard_page,
)
from wholeplace.store.files import csv_text, write_all


def write_scorecard(found: Scorecard, folder: Path) -> list[Path]:
    """Write ``scorecard.html``, and each table and chart that there is; returns the files.

    What may not be shown is a mark in all of them.
    """
    files: dict[str, str | bytes] = {"scorecard.html": scorecard_page(found)}
    for name, rows in scorecard_files(found):
        files[name] = csv_text(list(rows[0]), rows)
    for name, chart in scorecard_charts(found):
        files |= {f"{name}.svg": chart.wide, f"{name}.png": to_png(chart)}
    return write_all(folder, files)
